"""A car in words: its bay, whose it is, how long it waits and why it stands where it stands; and its bags."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from app.domain.announcing import Vehicle
from app.domain.curbside import Arrival, Band, Reason, bay_number
from app.domain.orders import Order
from app.domain.queue import bags as bags_ready
from app.domain.queue import places
from app.domain.visits import Trouble
from app.presentation.curb.along import carried_word
from app.presentation.curb.states import Bag, Card, Note, Shelf, Timer
from app.presentation.marks import Glyph, Tone

if TYPE_CHECKING:
    from app.presentation.curb.pages import PageView

_BANDS = {
    Band.IN_TIME: (Glyph.CLOCK, Tone.NEUTRAL),
    Band.LONG: (Glyph.HOURGLASS, Tone.WARNING),
    Band.LATE: (Glyph.ALARM_CLOCK, Tone.DANGER),
}
_REASONS = {
    Reason.COLD: Glyph.SNOWFLAKE,
    Reason.LONGEST: Glyph.CLOCK,
    Reason.LATER: Glyph.CLOCK,
    Reason.COMING: Glyph.NAVIGATION,
}
MOST_MINUTES = 99


class Cards(Sequence[Card]):
    """The queue in words, each car when it is looked at: of two hundred a tablet shows five, once a second."""

    def __init__(self, view: "PageView", cars: Sequence[Arrival]) -> None:
        self._view, self._cars = view, cars
        self._worded: dict[int, Card] = {}

    def __len__(self) -> int:
        """How many wait."""
        return len(self._cars)

    @overload
    def __getitem__(self, place: int) -> Card: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Card, ...]: ...

    def __getitem__(self, place: int | slice) -> Card | tuple[Card, ...]:
        """The card of the car at a place, or those of several."""
        wanted = range(len(self._cars))[place]
        if isinstance(wanted, range):
            return tuple(self[one] for one in wanted)
        if wanted not in self._worded:
            self._worded[wanted] = card_of(self._view, self._cars[wanted], wanted + 1)
        return self._worded[wanted]


def card_of(view: "PageView", car: Arrival, place: int) -> Card:
    """One car; `place` is its place in the queue, 0 for the one in hand."""
    visit, bay = car.visit, bay_number(car.visit.place)
    timer, (reason, glyph) = timer_of(view, car), _reason(view, car, place)
    name = car.orders[0].customer_name
    number = view.text("number", number=", ".join(order.number[-4:] for order in car.orders))
    known = _vehicle(view, car)
    if known is not None and known.words:
        number = f"{number} · {known.words}"
    facts = _facts(view, car)
    bay_words = view.text("bay.word")
    spoken = ", ".join(
        part
        for part in (
            f"{bay_words} {bay or '—'}",
            _seen(view, known),
            name,
            number,
            timer.time,
            timer.words,
            reason,
            facts,
        )
        if part
    )
    return Card(
        f"visit:{visit.id}",
        bay_words,
        bay or "—",
        name,
        number,
        reason,
        glyph,
        facts,
        timer,
        spoken,
        visit.id == view.session.chosen,
        *(() if known is None else (_colour_words(view, known), known.colour, known.plate)),
    )


def vehicle_words(view: "PageView", car: Arrival) -> str:
    """The car as its customer described it; empty when they did not."""
    known = _vehicle(view, car)
    return "" if known is None else ", ".join(part for part in (_seen(view, known), known.words) if part)


def _vehicle(view: "PageView", car: Arrival) -> Vehicle | None:
    """What is known of it, while it may be."""
    known = view.model.cars.vehicle_of(car)
    return None if known is None or known.is_over(view.now_at) else known


def _colour_words(view: "PageView", known: Vehicle) -> str:
    return view.text(f"car.{known.colour}") if known.colour else ""


def _seen(view: "PageView", known: Vehicle | None) -> str:
    """Colour and plate."""
    if known is None:
        return ""
    plate = view.text("car.plate", plate=known.plate) if known.plate else ""
    return ", ".join(part for part in (_colour_words(view, known), plate) if part)


def timer_of(view: "PageView", car: Arrival) -> Timer:
    """How long it waits; of who is not here yet that they come, and when, if they said."""
    if not car.is_here:
        at = car.visit.expected_at
        time = "" if at is None else view.words.formats.time(at)
        return Timer(time, view.text("band.coming"), Glyph.NAVIGATION, Tone.ARRIVAL)
    waited_s = car.waited_s(view.now_at)
    band = view.model.cars.waits.band(waited_s)
    minutes, seconds = divmod(int(waited_s), 60)
    time = f"{minutes:02d}:{seconds:02d}" if minutes <= MOST_MINUTES else f"{MOST_MINUTES}+"
    return Timer(time, view.text(f"band.{band}"), *_BANDS[band])


def _reason(view: "PageView", car: Arrival, place: int) -> tuple[str, Glyph]:
    """Who has it, what was found there, or why it stands at its place in the queue."""
    visit, operator = car.visit, view.session.operator
    if (said := carried_word(view, car)) is not None:
        return said
    if visit.claimed_by:
        is_mine = operator is not None and car.is_claimed_by(operator.id)
        by = view.model.cars.name_of(visit.claimed_by)
        return view.text("reason.mine") if is_mine else view.text("reason.claimed", name=by), Glyph.USER_CHECK
    if visit.trouble is not Trouble.NONE:
        return view.text(f"reason.{visit.trouble}"), Glyph.CIRCLE_ALERT
    if car.is_here and not car.is_ready:
        return view.text("reason.preparing"), Glyph.PACKAGE_OPEN
    reason = view.text(f"reason.{car.reason}")
    return (view.text("reason.place", n=place, reason=reason) if place and car.is_here else reason), _REASONS[
        car.reason
    ]


def _facts(view: "PageView", car: Arrival) -> str:
    """Bags, whether it is paid, and what has to be looked at."""
    count = sum(bags_ready(order) for order in car.orders)
    is_paid = all(order.is_paid for order in car.orders)
    parts = [view.words.plural("curb.bags", count)] if count else []
    parts.append(view.text("paid" if is_paid else "unpaid"))
    if age := view.model.cars.age_of(car):
        parts.append(view.text("age.short", age=age))
    return " · ".join(parts)


def alike_note(view: "PageView", order: Order, other: Order) -> Note:
    """Names that may be taken for each other, side by side: the one in hand, and where the other's bags are."""
    car = next((car for car in view.model.cars.arrivals if other.id in car.visit.orders), None)
    bay = "" if car is None else bay_number(car.visit.place)
    where = view.text("alike.bay", bay=bay) if bay else ", ".join(places(other)) or "—"
    names = {"here": order.customer_name, "number": order.number[-4:], "name": other.customer_name}
    line = view.text("alike.line", **names, other=other.number[-4:], where=where)
    return Note(line, Glyph.USERS, view.text("alike"), Tone.WARNING)


def shelves_of(view: "PageView") -> tuple[Shelf, ...]:
    """The bags by place, in the order one walks."""
    bags, hands = view.model.bags(), view.model.hands
    names = {
        line.id: line.name for car in [view.model.arrival] if car for order in car.orders for line in order.lines
    }
    found: dict[str, list[Bag]] = {}
    for place, bag in enumerate(bags, 1):
        is_taken = bag.id in hands.scanned
        pieces = sum(piece.quantity for piece in bag.contents)
        line = view.words.plural("curb.pieces", pieces)
        if len(bag.contents) == 1:
            line = names.get(bag.contents[0].line, line)
        mark = view.text("bag.taken" if is_taken else "bag.to_take")
        words = view.text("bag.of", n=place, total=len(bags))
        found.setdefault(bag.place, []).append(Bag(words, line, mark, is_taken))
    return tuple(Shelf(place or "—", tuple(rows)) for place, rows in found.items())
