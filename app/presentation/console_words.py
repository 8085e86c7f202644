"""The words of a command as they are typed: numbers, words of closed lists, places in a list, options."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from app.domain.cart_terms import PriceOf, Take, Terms
from app.domain.handover import packed_lines
from app.domain.orders import Order, Proof, ProofKind
from app.domain.returns import Condition, Reason
from app.domain.values import LineQuantity

AGE_CHECKED = "age-checked"
SIGNED = "signed"
ONLY = "only"
POINTS = "points"
PAID = "paid"
"""Said of a hand-over whose money the till took."""
_COUNT = re.compile(r"[0-9]{1,6}")
_PIECES = re.compile(r"x([0-9]{1,3})")
_ARTICLE = re.compile(r"([0-9]{8,14})(?:x([0-9]{1,3}))?")
Choice = TypeVar("Choice", bound=StrEnum)


class Misread(Exception):
    """A word that does not fit where it stands; `choices` are those that would."""

    def __init__(self, word: str, choices: Sequence[str] = ()) -> None:
        super().__init__(word)
        self.word = word
        self.choices = choices


def choice(kind: type[Choice], word: str) -> Choice:
    """The member of a closed list. Misread."""
    if word not in set(kind):
        raise Misread(word, list(kind))
    return kind(word)


def count(word: str) -> int:
    """A whole number up to 999,999. Misread."""
    if not _COUNT.fullmatch(word):
        raise Misread(word)
    return int(word)


def one_of(listed: Sequence[str], word: str) -> str:
    """The id that is meant: one of those listed, by itself or by its place in the list, 1 first; else the word."""
    if word in listed or not _COUNT.fullmatch(word) or not 0 < int(word) <= len(listed):
        return word
    return listed[int(word) - 1]


def cart_terms(words: Sequence[str], skus: Sequence[str]) -> tuple[Terms, int]:
    """`[LINE=site|shop|here|all …] [points=POINTS]`: a line by its place or SKU. Misread."""
    terms, points = Terms(), 0
    for word in words:
        name, _, value = word.partition("=")
        sku = one_of(skus, name)
        if name == POINTS:
            points = count(value)
        elif sku not in skus:
            raise Misread(word)
        elif value in set(Take):
            terms = terms.taking(sku, Take(value))
        else:
            terms = terms.pricing(sku, choice(PriceOf, value))
    return terms, points


@dataclass(frozen=True, slots=True)
class HandoverWords:
    """`[GENERATION] [age-checked] [signed] [paid] [only ARTICLE[xPIECES] …]`."""

    generation: int = 0
    is_age_checked: bool = False
    is_paid_here: bool = False
    is_signed: bool = False
    only: dict[str, int] = field(default_factory=dict)

    @property
    def proof(self) -> Proof:
        """The code that was shown, or the number that was told."""
        return Proof(ProofKind.CODE, self.generation) if self.generation else Proof(ProofKind.NUMBER)

    def lines_of(self, order: Order) -> tuple[LineQuantity, ...]:
        """The part that is meant; nothing for the whole. Problem(LINE_UNKNOWN | WRONG_QUANTITY)."""
        return packed_lines(order, self.only)


def handover(words: Sequence[str]) -> HandoverWords:
    """What is typed after the order's number. Misread; IndexError for `only` without an article."""
    end = words.index(ONLY) if ONLY in words else len(words)
    numbers = [word for word in words[:end] if word not in (AGE_CHECKED, SIGNED, PAID)]
    if len(numbers) > 1:
        raise Misread(numbers[1], (AGE_CHECKED, SIGNED, PAID, ONLY))
    if numbers and not _COUNT.fullmatch(numbers[0]):
        raise Misread(numbers[0], (AGE_CHECKED, SIGNED, PAID, ONLY))
    only: dict[str, int] = {}
    for word in words[end + 1 :]:
        found = _ARTICLE.fullmatch(word)
        if found is None:
            raise Misread(word)
        gtin = found[1].zfill(14)
        only[gtin] = only.get(gtin, 0) + int(found[2] or 1)
    if end < len(words) and not only:
        raise IndexError(ONLY)
    generation = int(numbers[0]) if numbers else 0
    asked = words[:end]
    return HandoverWords(generation, AGE_CHECKED in asked, PAID in asked, SIGNED in asked, only)


@dataclass(frozen=True, slots=True)
class ReturnWords:
    """`REASON [ORDER] [xPIECES] [CONDITION]`; after the reason in any order."""

    reason: Reason
    order: str = ""
    quantity: int = 1
    condition: Condition = Condition.AS_NEW


def returned(words: Sequence[str]) -> ReturnWords:
    """What is typed after the article. Misread; IndexError when nothing is."""
    reason, order, quantity, condition = choice(Reason, words[0]), "", 1, Condition.AS_NEW
    for word in words[1:]:
        pieces = _PIECES.fullmatch(word)
        if pieces is not None:
            quantity = int(pieces[1])
        elif word in set(Condition):
            condition = Condition(word)
        elif not order and any(char.isdigit() for char in word):
            order = word
        else:
            raise Misread(word, ("x2", *Condition))
    return ReturnWords(reason, order, quantity, condition)


def words(text: str) -> list[str]:
    """The words of a line. Double quotes keep some together; an apostrophe is a letter, as in D'Amico."""
    reader = shlex.shlex(text, posix=True, punctuation_chars=False)
    reader.whitespace_split = True
    reader.commenters = reader.escape = ""
    reader.quotes = '"'
    return list(reader)
