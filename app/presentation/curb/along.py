"""Orders the tablet takes along: asked for before it goes out of reach, shown until they are back."""

from typing import TYPE_CHECKING

from app.domain.carrying import SOON_S, left_s
from app.domain.curbside import Arrival
from app.domain.errors import Code, Problem
from app.domain.in_hand import Carry
from app.domain.orders import Order
from app.domain.queue import bags
from app.presentation.beeps import Beep
from app.presentation.curb.session import Said
from app.presentation.curb.states import Note, Page, Press
from app.presentation.marks import Glyph, Tone
from app.usecases.station import Operator

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel
    from app.presentation.curb.pages import PageView

_NOTED = (Page.QUEUE, Page.VISIT)


class Along:
    """What a colleague asks for, gives back and is reminded of; lives on the loop."""

    def __init__(self, model: "CurbModel") -> None:
        self._model = model

    async def take_chosen(self, operator: Operator, arrival: Arrival | None) -> None:
        """All that stands ready for the chosen car."""
        for order in () if arrival is None else arrival.orders:
            if order.ready_at is not None and order.carried is None:
                await self.take(order, operator)

    async def take_typed(self, typed: str, operator: Operator, arrival: Arrival | None) -> None:
        """An order by its number, also when nobody has come for it yet."""
        found = await self._model.desk.queues.by_number(typed, operator)
        if len(found) != 1:
            raise Problem(Code.ORDER_UNKNOWN, order=typed)
        await self.take(found[0], operator)

    async def take(self, order: Order, operator: Operator) -> None:
        """Ask for it. Problem as `Carrying.take_along`."""
        await self._model.desk.curbside.carrying.take_along(order, operator)
        self._model.session.reminded.discard(order.id)
        self._model.desk.beeps.sound(Beep.GOOD, self._model.scans.reader)
        self._model.go(Page.CARRIED)
        self._model.reload_soon()

    async def extend(self, operator: Operator, arrival: Arrival | None) -> None:
        """More time for all of them."""
        for order in self._model.cars.carried:
            await self.take(order, operator)

    async def give_back(self, operator: Operator, arrival: Arrival | None) -> None:
        """All their bags stand in the shop again."""
        for order in self._model.cars.carried:
            await self._model.desk.curbside.carrying.give_back(order, operator)
        self._model.say(Said("given_back", "given_back.line", Glyph.UNDO_2, Tone.INFO))
        self._model.go(Page.QUEUE)

    def remind(self) -> None:
        """Once for each, some minutes before they are expected back: the tablet says so."""
        model, now_at = self._model, self._model.desk.clock.now_at()
        for order in model.cars.carried:
            carry = order.carried
            if carry is not None and left_s(carry, now_at) <= SOON_S and order.id not in model.session.reminded:
                model.session.reminded.add(order.id)
                model.desk.beeps.sound(Beep.QUESTION)


def out_with(view: "PageView", car: Arrival) -> Carry | None:
    """The grant of another device that is out with goods of that car."""
    device = view.model.desk.station.device
    found = (order.carried for order in car.orders)
    return next((carry for carry in found if carry is not None and carry.device != device), None)


def carried_word(view: "PageView", car: Arrival) -> tuple[str, Glyph] | None:
    """Who is out with the goods of that car, and until when; None when nobody is."""
    carry = next((carry for order in car.orders if (carry := order.carried) is not None), None)
    if carry is None:
        return None
    time = view.words.formats.time(carry.until_at)
    if carry.device == view.model.desk.station.device:
        return view.text("reason.along", time=time), Glyph.TRUCK
    return view.text("reason.out", device=view.model.cars.device_of(carry.device), time=time), Glyph.TRUCK


def carried_page(view: "PageView") -> tuple[str, Press, tuple[Press, ...]]:
    """What is along, what more can be taken, and giving all of it back."""
    carried, car = view.model.cars.carried, view.model.arrival
    is_up = view.model.desk.link().is_up
    title = view.words.plural("curb.along", len(carried)) if carried else view.text("take")
    why = "" if is_up else view.text("claim.offline")
    can_take = car is not None and any(o.ready_at is not None and o.carried is None for o in car.orders)
    if can_take and car is not None:
        primary = view.press("take", Glyph.TRUCK, "take", why, who=car.orders[0].customer_name)
    elif carried:
        primary = view.press("extend", Glyph.CLOCK, "extend", why)
    else:
        primary = view.press("to:take", Glyph.KEYBOARD, "to:take", why)
    others = [view.press("back", Glyph.ARROW_LEFT)]
    if carried:
        others.insert(0, view.press("give_back", Glyph.UNDO_2))
    if primary.id != "to:take":
        others.insert(0, view.press("to:take", Glyph.KEYBOARD))
    return title, primary, tuple(others)


def carried_notes(view: "PageView") -> list[Note]:
    """On its own page each of them; elsewhere that it is time to come back."""
    if view.session.page is Page.CARRIED:
        listed = [_line(view, order, order.carried) for order in view.model.cars.carried if order.carried]
        return listed or [Note(view.text("along.none.line"), Glyph.TRUCK, view.text("along.none"))]
    first = next((order.carried for order in view.model.cars.carried), None)
    if first is None or view.session.page not in _NOTED or left_s(first, view.now_at) > SOON_S:
        return []
    is_over, time = left_s(first, view.now_at) <= 0, view.words.formats.time(first.until_at)
    name, tone = ("along.over", Tone.DANGER) if is_over else ("along.soon", Tone.WARNING)
    return [Note(view.text(f"{name}.line"), Glyph.ALARM_CLOCK, view.text(name, time=time), tone)]


def _line(view: "PageView", order: Order, carry: Carry) -> Note:
    left, time = left_s(carry, view.now_at), view.words.formats.time(carry.until_at)
    tone = Tone.DANGER if left <= 0 else Tone.WARNING if left <= SOON_S else Tone.INFO
    name = "along.line.over" if left <= 0 else "along.line"
    words = view.text(name, time=time, bags=view.words.plural("curb.bags", bags(order)))
    title = view.text("along.order", number=order.number, name=order.customer_name)
    return Note(words, Glyph.TRUCK, title, tone)
