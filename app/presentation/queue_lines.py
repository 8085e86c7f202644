"""The orders of the queue in words, each when it is looked at, again when its order, visit or minute changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.domain.queue import Queued, QueueState, places
from app.presentation.desk import Desk
from app.presentation.marks import Mark
from app.presentation.queue_words import content, due_cell, mark_of, number_parts, promise, short_list
from app.presentation.wording import Wording


@dataclass(frozen=True, slots=True)
class QueueTold:
    """What is written of one order; `spoken` is all of it in one sentence."""

    time: str
    relative: str
    is_late: bool
    mark: Mark
    name: str
    prefix: str
    tail: str
    content: str
    place: str
    spoken: str


class QueueRow:
    """One order of the queue, at one minute and in one language; the same object as long as it says the same."""

    def __init__(self, item: Queued, words: Wording, now_at: datetime) -> None:
        self.id: str = item.order.id
        self.item = item
        self._words, self._now_at = words, now_at

    @property
    def spoken(self) -> str:
        """All of it in one sentence."""
        return self.told.spoken

    @cached_property
    def told(self) -> QueueTold:
        """In words, on the loop: two thousand rows take several frames to word, and a window shows ten."""
        item, words, now_at, order = self.item, self._words, self._now_at, self.item.order
        mark, (due, when) = mark_of(item, words, now_at), due_cell(item, words, now_at)
        prefix, tail = number_parts(order.number)
        stands = "" if item.is_to_prepare else short_list(places(order))
        what, said = content(item, words), due if item.has_promise else promise(item, words, now_at)
        return QueueTold(
            time=due,
            relative=when,
            is_late=item.state is QueueState.LATE,
            mark=mark,
            name=order.customer_name,
            prefix=prefix,
            tail=tail,
            content=what,
            place=stands or "—",
            spoken=f"{said}, {mark.words}, {order.customer_name}, {order.number}, {what}, {stands}".rstrip(", "),
        )


class QueueRows:
    """Owns the rows there were last; lives on the loop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[str, QueueRow] = {}
        self._stamp: tuple[Wording, datetime] | None = None

    def of(self, shown: Sequence[Queued], kept: Sequence[Queued]) -> tuple[QueueRow, ...]:
        """The rows of those shown; of others only those `kept` are remembered."""
        now_at = self._desk.now_at
        stamp = (self._desk.words, now_at.replace(second=0, microsecond=0))
        if self._stamp is None or stamp[0] is not self._stamp[0] or stamp[1] != self._stamp[1]:
            self._rows, self._stamp = {}, stamp
        rows = tuple([self._of(item, now_at) for item in shown])
        if len(self._rows) > len(kept):
            ids = {item.order.id for item in kept}
            self._rows = {order: known for order, known in self._rows.items() if order in ids}
        return rows

    def _of(self, item: Queued, now_at: datetime) -> QueueRow:
        known = self._rows.get(item.order.id)
        if known is None or not (known.item is item or _is_same(known.item, item)):
            known = self._rows[item.order.id] = QueueRow(item, self._desk.words, now_at)
        return known


def _is_same(before: Queued, item: Queued) -> bool:
    return before.order is item.order and before.state is item.state and before.visit == item.visit
