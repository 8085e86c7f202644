"""A customer's profile in words: contact that stays masked until it is asked for, and history."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.customers import Customer, HistoryEntry, mask_email, mask_phone
from app.domain.loyalty import LoyaltyRules, show
from app.domain.orders import Order
from app.domain.queue import places
from app.domain.transfers import moved_to
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.wording import Wording

PHONE, EMAIL = "phone", "email"
_SIZES = ("shoe", "top", "trousers")
_CHANNEL_GLYPHS = {
    "site": Glyph.MONITOR_SMARTPHONE,
    "web": Glyph.MONITOR_SMARTPHONE,
    "app": Glyph.SMARTPHONE,
    "shop": Glyph.STORE,
    "call": Glyph.HEADSET,
    "call_centre": Glyph.HEADSET,
    "kiosk": Glyph.PACKAGE_CHECK,
    "marketplace": Glyph.SHOPPING_BAG,
}


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """A fact of the profile; `act` is the word that shows what is masked."""

    id: str
    label: str
    value: str
    line: str
    glyph: Glyph
    act: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A purchase or contact on any channel."""

    id: str
    glyph: Glyph
    when: str
    channel: str
    summary: str
    amount: str
    spoken: str


@dataclass(frozen=True, slots=True)
class OrderLink:
    """An open order, to be opened."""

    id: str
    number: str
    line: str
    mark: Mark
    spoken: str


def channel_word(channel: str, words: Wording) -> str:
    """The channel as people call it."""
    return words.find(f"channel.{channel}") or channel


class ProfileWords:
    """Words a profile in one language at one moment."""

    def __init__(self, words: Wording, now_at: datetime) -> None:
        self._words, self._now_at = words, now_at

    def facts(self, customer: Customer, shown: Collection[str]) -> tuple[ProfileFact, ...]:
        """Phone and e-mail (masked unless shown), loyalty, sizes."""
        return (
            self._contact(PHONE, customer.phone, Glyph.PHONE, shown, mask_phone),
            self._contact(EMAIL, customer.email, Glyph.MAIL, shown, mask_email),
            self._loyalty(customer),
            self._sizes(customer),
        )

    def empty_facts(self) -> tuple[ProfileFact, ...]:
        """The same cells before anything is known."""
        glyphs = {PHONE: Glyph.PHONE, EMAIL: Glyph.MAIL, "loyalty": Glyph.STAR, "sizes": Glyph.RULER}
        return tuple(
            ProfileFact(name, self._words.text(f"customer.fact.{name}"), "", "", glyph)
            for name, glyph in glyphs.items()
        )

    def _contact(
        self, name: str, value: str, glyph: Glyph, shown: Collection[str], mask: Callable[[str], str]
    ) -> ProfileFact:
        label = self._words.text(f"customer.fact.{name}")
        if not value:
            return ProfileFact(name, label, self._words.text("customer.fact.none"), "", glyph)
        if name in shown:
            full = self._words.formats.phone(value) if name == PHONE else value
            return ProfileFact(name, label, full, self._words.text("customer.shown"), glyph)
        return ProfileFact(name, label, mask(value), "", glyph, self._words.text("customer.show"))

    def _loyalty(self, customer: Customer) -> ProfileFact:
        words = self._words
        if not customer.loyalty_level:
            label, value = words.text("customer.fact.loyalty"), words.text("customer.loyalty.none")
            return ProfileFact("loyalty", label, value, "", Glyph.STAR)
        level = words.find(f"level.{customer.loyalty_level.lower()}") or customer.loyalty_level
        label = words.text("customer.fact.loyalty.level", level=level)
        view = show(customer.loyalty_points, LoyaltyRules())
        line = words.text("customer.loyalty.worth", worth=words.formats.money(view.worth)) if view.worth else ""
        points = f"{customer.loyalty_points:,}".replace(",", "." if words.language == "it" else ",")
        value = words.plural("customer.points", customer.loyalty_points, points=points)
        return ProfileFact("loyalty", label, value, line, Glyph.STAR)

    def _sizes(self, customer: Customer) -> ProfileFact:
        words = self._words
        found = {
            name: words.text(f"size.{name}", size=size) for name, size in customer.sizes.items() if name in _SIZES
        }
        value = " · ".join(found[name] for name in _SIZES[:2] if name in found)
        value, line = value or words.text("customer.sizes.none"), found.get(_SIZES[2], "")
        return ProfileFact("sizes", words.text("customer.fact.sizes"), value, line, Glyph.RULER)

    def history(self, entries: tuple[HistoryEntry, ...]) -> tuple[HistoryRow, ...]:
        """Newest first."""
        return tuple(self._entry(number, entry) for number, entry in enumerate(entries))

    def _entry(self, number: int, entry: HistoryEntry) -> HistoryRow:
        words = self._words
        when = words.formats.relative(entry.at, self._now_at)
        channel = channel_word(entry.channel, words)
        amount = "" if entry.amount is None else words.formats.money(entry.amount)
        glyph = _CHANNEL_GLYPHS.get(entry.channel, Glyph.CIRCLE)
        spoken = ", ".join(part for part in (when, channel, entry.summary, amount) if part)
        return HistoryRow(str(number), glyph, when, channel, entry.summary, amount, spoken)

    def order(self, order: Order, mark: Mark) -> OrderLink:
        """An open order as a link; one that went elsewhere names the shop: nothing stands here for them."""
        if (store := moved_to(order)) is not None:
            line = self._words.text("status.moved.to", store=self._words.store(store))
            mark = replace(mark, words=self._words.text("status.moved.short"))
            return OrderLink(order.id, order.number, line, mark, f"{order.number}, {line}")
        place = ", ".join(places(order))
        count = self._words.plural("queue.pieces", len(order.lines))
        line = " · ".join(part for part in (place, count) if part)
        return OrderLink(order.id, order.number, line, mark, f"{order.number}, {mark.words}, {line}")


def purpose_mark(words: Wording, purpose: str, opened_at: datetime | None) -> Mark:
    """What the profile was opened for, and since when."""
    name = words.text(f"purpose.{purpose}").lower()
    if opened_at is None:
        return Mark(words.text("customer.opening", purpose=name), Glyph.EYE, Tone.ACCENT)
    text = words.text("customer.opened", purpose=name, time=words.formats.time(opened_at))
    return Mark(text, Glyph.EYE, Tone.ACCENT)
