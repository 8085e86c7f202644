"""As little of a person as a paper may show: first name and initial, four digits of a card (rule SE-65)."""

import re
from dataclasses import dataclass

from app.usecases.paper_ports import Words
from app.usecases.plain_text import plain

MAX_NAME = 24
MAX_LABEL = 40
_CARD = re.compile(r"(?:carta|card)[ \u00a0]*[•*xX]{2,12}[ \u00a0]*([0-9]{4})", re.IGNORECASE)
_GIFT_CARD = re.compile(r"(?:carta regalo|gift card)[ \u00a0]*[•*xX]{2,12}[ \u00a0]*([0-9]{4})", re.IGNORECASE)
_INITIAL = re.compile(r"\w\.")


@dataclass(frozen=True, slots=True)
class Means:
    """Where a refund goes: `by` is card, voucher or other; `last4` of a card, else what a person calls it."""

    by: str
    last4: str = ""
    label: str = ""


def short_name(name: str) -> str:
    """`Giulia Bianchi` → `Giulia B.`; empty for what is no name (an address, a number)."""
    words = plain(name).split()
    if not words or any("@" in word or any(char.isdigit() for char in word) for word in words):
        return ""
    if len(words) == 1:
        return plain(words[0], MAX_NAME)
    given = words[:-1] if _INITIAL.fullmatch(words[-1]) else words[:1]
    return f"{plain(' '.join(given), MAX_NAME)} {words[-1][0].upper()}."


def first_name(name: str) -> str:
    """`Giulia B.` → `Giulia`; empty for what is no name."""
    short = short_name(name)
    return short.rpartition(" ")[0] if short.endswith(".") else short


def means_of(label: str, words: Words) -> Means:
    """The means of payment an order's label names; whatever could identify somebody is not taken over."""
    card, gift = _CARD.fullmatch(label.strip()), _GIFT_CARD.fullmatch(label.strip())
    if card:
        return Means("card", last4=card[1])
    if gift:
        return Means("other", label=words.text("paper.means.gift_card", last4=gift[1]))
    if label.strip().lower() == "paypal":
        return Means("other", label=words.text("paper.means.paypal"))
    text = plain(label, MAX_LABEL)
    is_safe = bool(text) and "@" not in text and not any(char.isdigit() for char in text)
    return Means("other", label=text if is_safe else words.text("paper.means.same"))
