"""A customer at the car does not want all of it: which pieces, why, and what goes back; then the rest is given."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from app.domain.called_off import called_off
from app.domain.curbside import Arrival
from app.domain.dropped import Refusal
from app.domain.errors import Problem
from app.domain.handover import FACTS
from app.domain.order_commands import RefuseGoods
from app.domain.orders import Order, OrderLine
from app.domain.scanning import Article, classify
from app.domain.values import Act, LineQuantity, OperatorId, StationId
from app.presentation.beeps import Beep
from app.presentation.curb.session import Said
from app.presentation.curb.states import Note, Page, Pick, Press
from app.presentation.marks import Glyph, Tone
from app.usecases.station import Operator
from hardware.api import ScanRead

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel
    from app.presentation.curb.pages import PageView

REFUSING = (Page.REFUSE, Page.REFUSE_WHY)
LINE, WHY, ALL = "refuse:", "why:", "refuse:all"


class Refusing:
    """What is not wanted of the car in hand; lives on the loop. What was chosen lies in the hands."""

    def __init__(self, model: "CurbModel") -> None:
        self._model = model

    def lines(self) -> Iterator[tuple[Order, OrderLine]]:
        """What stands ready for that car."""
        car = self._model.arrival
        for order in () if car is None else car.orders:
            if order.ready_at is not None:
                yield from ((order, line) for line in order.lines if line.progress.packed)

    @property
    def refused(self) -> tuple[tuple[Order, tuple[LineQuantity, ...]], ...]:
        """By order, as it is asked for; nothing that left meanwhile."""
        chosen = self._model.hands.refused
        found: dict[str, tuple[Order, list[LineQuantity]]] = {}
        for order, line in self.lines():
            pieces = min(chosen.get((order.id, line.id), 0), line.progress.packed)
            if pieces:
                found.setdefault(order.id, (order, []))[1].append(LineQuantity(line.id, pieces))
        return tuple((order, tuple(lines)) for order, lines in found.values())

    @property
    def is_all(self) -> bool:
        """Whether nothing is wanted."""
        packed = sum(line.progress.packed for _, line in self.lines())
        return packed == sum(piece.quantity for _, lines in self.refused for piece in lines)

    def pick(self, press: str) -> None:
        """A line, all of them, or why."""
        hands = self._model.hands
        if press.startswith(WHY):
            hands.reason = press.removeprefix(WHY)
        elif press == ALL:
            is_all = self.is_all
            hands.refused = {(o.id, one.id): 0 if is_all else one.progress.packed for o, one in self.lines()}
        else:
            for order, line in self.lines():
                if press == f"{LINE}{order.id}/{line.id}":
                    off = hands.refused.get((order.id, line.id), 0)
                    hands.refused[order.id, line.id] = 0 if off else line.progress.packed

    def take(self, read: ScanRead) -> bool:
        """Whether it was a piece that can be given back: one more is not wanted."""
        scanned = classify(read.raw, dict(read.elements))
        if not isinstance(scanned, Article):
            return False
        refused = self._model.hands.refused
        for order, line in self.lines():
            off = refused.get((order.id, line.id), 0)
            if line.gtin.zfill(14) == scanned.gtin and off < line.progress.packed:
                refused[order.id, line.id] = off + 1
                self._model.desk.beeps.sound(Beep.GOOD, self._model.scans.reader)
                return True
        return False

    def confirm(self) -> None:
        """On to why, or ask for it; what goes back is shown before."""
        hands = self._model.hands
        if self._model.session.page is Page.REFUSE and self.refused:
            self._model.go(Page.REFUSE_WHY)
        elif hands.reason and self.refused:
            self._model.act(partial(self._refuse, Refusal(hands.reason)))

    async def _refuse(self, reason: Refusal, operator: Operator, arrival: Arrival | None) -> None:
        """Order by order. Problem as `NotFetched.refuse`: what was taken back before it stays so."""
        model, is_all = self._model, self.is_all
        for order, lines in self.refused:
            await model.desk.not_fetched.refuse(order, lines, reason, operator)
            self._forget(order)
        model.hands.reason = ""
        model.desk.beeps.sound(Beep.GOOD)
        name = "" if arrival is None else arrival.orders[0].customer_name
        said = Said("refused", "refused.all.line" if is_all else "refused.line", Glyph.UNDO_2, Tone.INFO, name)
        if is_all:
            model.go(Page.QUEUE)
            model.say(said)
        else:
            model.go(Page.VISIT)
            model.hands.said = said

    def _forget(self, order: Order) -> None:
        chosen = self._model.hands.refused
        self._model.hands.refused = {key: n for key, n in chosen.items() if key[0] != order.id}

    def refund(self, operator: Operator) -> int:
        """What goes back online, minor units, as it will most likely be reckoned."""
        desk, total = self._model.desk, 0
        now_at, station = desk.clock.now_at(), desk.station
        act = Act("", now_at, OperatorId(operator.id), StationId(station.device), station.store)
        for order, lines in self.refused:
            try:
                after = called_off(order, RefuseGoods(order.id, lines, Refusal.CHANGED_MIND, now_at), act, FACTS)
            except Problem:
                continue
            total += after.drops[-1].refund
        return total


def refuse_page(view: "PageView") -> tuple[str, Press, tuple[Press, ...]]:
    """Which pieces, then why; it moves money, so it needs the shop's yes."""
    refusing, hands = view.model.refusing, view.model.hands
    back, why = view.press("back", Glyph.ARROW_LEFT), ""
    if not view.model.desk.link().is_up:
        why = view.text("claim.offline")
    elif not refusing.refused:
        why = view.text("refuse.missing")
    elif view.session.page is Page.REFUSE_WHY and not hands.reason:
        why = view.text("refuse_why.missing")
    name = "refuse" if view.session.page is Page.REFUSE_WHY else "refuse.why"
    return view.text(str(view.session.page)), view.press("refuse", Glyph.UNDO_2, name, why), (back,)


def refuse_picks(view: "PageView") -> tuple[Pick, ...]:
    """The lines with what was said of them, or the reasons."""
    refusing, hands = view.model.refusing, view.model.hands
    if view.session.page is Page.REFUSE_WHY:
        reasons = (
            (f"{WHY}{one}", view.words.text(f"instead.refused.{one}"), one == hands.reason) for one in Refusal
        )
        return tuple(Pick(*reason) for reason in reasons)
    found = [_line(view, order, line) for order, line in refusing.lines()]
    if len(found) > 1:
        found.insert(0, Pick(ALL, view.text("refuse.all"), refusing.is_all))
    return tuple(found)


def _line(view: "PageView", order: Order, line: OrderLine) -> Pick:
    off = view.model.hands.refused.get((order.id, line.id), 0)
    what = " ".join(part for part in (line.name, line.variant) if part)
    words = view.text("refuse.line", n=off, total=line.progress.packed, what=what)
    return Pick(f"{LINE}{order.id}/{line.id}", words, bool(off))


def refuse_notes(view: "PageView") -> list[Note]:
    """How it is said; then what goes back, and to whom."""
    car, operator = view.model.arrival, view.session.operator
    if car is None or operator is None:
        return []
    if view.session.page is Page.REFUSE:
        return [Note(view.text("refuse.ask"), Glyph.SCAN_BARCODE)]
    back, order = view.model.refusing.refund(operator), car.orders[0]
    if not back:
        return [Note(view.words.text("instead.no_money"), Glyph.BANKNOTE)]
    amount = view.words.formats.money(back, order.currency)
    return [Note(view.words.text("instead.money", amount=amount, name=order.customer_name), Glyph.BANKNOTE)]
