"""The orders of the queue in words, each worded again only when its order, its visit or the minute changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.queue import Queued, QueueState, places
from app.presentation.desk import Desk
from app.presentation.marks import Mark
from app.presentation.queue_words import content, due_cell, mark_of, number_parts, promise, short_list
from app.presentation.wording import Wording


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One order of the queue; `spoken` is all of it in one sentence."""

    id: str
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


class QueueRows:
    """Owns what was worded last; lives on the loop. Two thousand rows take several frames to word."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._worded: dict[str, tuple[Queued, QueueRow]] = {}
        self._stamp: tuple[Wording, datetime] | None = None

    def of(self, shown: Sequence[Queued], kept: Sequence[Queued]) -> tuple[QueueRow, ...]:
        """The rows of those shown; of others only those `kept` are remembered."""
        stamp = (self._desk.words, self._desk.now_at.replace(second=0, microsecond=0))
        if self._stamp is None or stamp[0] is not self._stamp[0] or stamp[1] != self._stamp[1]:
            self._worded, self._stamp = {}, stamp
        rows = tuple(self._of(item) for item in shown)
        if len(self._worded) > len(kept):
            ids = {item.order.id for item in kept}
            self._worded = {order: known for order, known in self._worded.items() if order in ids}
        return rows

    def _of(self, item: Queued) -> QueueRow:
        known = self._worded.get(item.order.id)
        if known is not None and _is_same(known[0], item):
            return known[1]
        row = self._row(item)
        self._worded[item.order.id] = (item, row)
        return row

    def _row(self, item: Queued) -> QueueRow:
        words, now_at, order = self._desk.words, self._desk.now_at, item.order
        mark, (due, when) = mark_of(item, words, now_at), due_cell(item, words, now_at)
        prefix, tail = number_parts(order.number)
        stands = "" if item.is_to_prepare else short_list(places(order))
        what, said = content(item, words), due if item.has_promise else promise(item, words, now_at)
        return QueueRow(
            id=order.id,
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


def _is_same(before: Queued, item: Queued) -> bool:
    return before.order is item.order and before.state is item.state and before.visit == item.visit
