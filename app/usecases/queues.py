"""The work queues of a shop: what is due, who waits, what came back and is still open."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeAlias

import msgspec

from app.domain.customers import are_alike, name_words
from app.domain.finding import number_term
from app.domain.folding import digits
from app.domain.orders import Order
from app.domain.queue import MAY_BE_LATE, Queued, queue, queue_state
from app.domain.returns import EffectState, ReturnCase, Rule
from app.domain.visits import Visit
from app.usecases.open_orders import OpenOrders
from app.usecases.orders import project, projected, visit_of
from app.usecases.ports import Clock, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config

_Queue: TypeAlias = Callable[[datetime, Mapping[str, Queued]], tuple[Queued, ...]]
MAX_ORDERS = 500
TAIL_DIGITS = 4


_visits = msgspec.json.Decoder(Visit)
_cases = msgspec.json.Decoder(ReturnCase)


@dataclass(frozen=True, slots=True)
class _Known:
    """An open order, its name as names are compared, the digits of its number."""

    order: Order
    name: tuple[str, ...]
    digits: str


@dataclass(slots=True)
class _Names:
    """The open orders in the order of the queue, kept as long as they are the same; the reader's thread only.

    Every scan of an order compares its name with all of them.
    """

    orders: list[Order] | None = None
    known: dict[str, _Known] = field(default_factory=dict)

    def read(self, orders: list[Order]) -> dict[str, _Known]:
        """By order; only what changed is looked at."""
        if orders is not self.orders:
            before, self.known = self.known, {}
            for order in orders:
                was = before.get(order.id)
                self.known[order.id] = was if was is not None and was.order is order else _known(order)
            self.orders = orders
        return self.known


@dataclass(slots=True)
class _LastQueue:
    """The queue as it was read last; the reader's thread only. After each change two readers ask for it at once,
    and two thousand orders take a frame."""

    commits: int | None = None
    items: tuple[Queued, ...] = ()
    read_at: datetime | None = None
    late_at: datetime | None = None

    def read(self, tx: TerminalTx, made: _Queue, now_at: datetime) -> tuple[Queued, ...]:
        """The very queue of the last reading where nothing was written since and nothing became late, or is late
        no more because the clock was put back."""
        is_late = self.late_at is not None and self.late_at < now_at
        is_put_back = self.read_at is not None and now_at < self.read_at
        if tx.commits is None or tx.commits != self.commits or is_late or is_put_back:
            self.items = made(now_at, {item.order.id: item for item in self.items})
            self.commits, self.read_at = tx.commits, now_at
            due = (item.due_at for item in self.items if item.state in MAY_BE_LATE and item.has_promise)
            self.late_at = min(due, default=None)
        return self.items


def _known(order: Order) -> _Known:
    return _Known(order, name_words(order.customer_name), digits(order.number))


@dataclass(frozen=True, slots=True)
class Queues:
    """Reads of one station; lives on the loop."""

    door: StoreDoor
    clock: Clock
    station: Station
    open_orders: OpenOrders = field(default_factory=OpenOrders)
    names: _Names = field(default_factory=_Names)
    last: _LastQueue = field(default_factory=_LastQueue)

    async def pickups(self, operator: Operator) -> tuple[Queued, ...]:
        """Open orders of this shop by promise time, at most 2,000."""
        operator.need("order.search")
        now_at = self.clock.now_at()
        return await self.door.read(lambda tx: self.last.read(tx, partial(self._queue, tx), now_at))

    async def order(self, order_id: str) -> Queued | None:
        """One order with its visit, whatever its state; None when this terminal does not have it."""

        def look(tx: TerminalTx) -> tuple[Order | None, Visit | None]:
            return project(tx, order_id, self.station.store), visit_of(tx, order_id)

        order, visit = await self.door.read(look)
        if order is None:
            return None
        return Queued(order, queue_state(order, visit, self.clock.now_at()), visit)

    async def by_number(self, typed: str, operator: Operator) -> list[Order]:
        """Orders kept here whose number is what was typed, or ends in it when at least four digits were."""
        operator.need("order.search")
        term, tail = number_term(typed), digits(typed)
        found = await self.door.read(lambda tx: self._orders(tx, term))
        if found or len(tail) < TAIL_DIGITS:
            return found
        return await self.door.read(lambda tx: self._ending_in(tx, tail))

    async def like_named(self, order: Order, operator: Operator, besides: Collection[str] = ()) -> Order | None:
        """The first open order for somebody whose name may be taken for that order's customer's; None, too, where
        the shop does not want to be shown that. Orders `besides` are not looked at: they are fetched with it."""
        operator.need("order.search")
        return await self.door.read(lambda tx: self._like_named(tx, order, besides))

    async def returns_to_check(self, operator: Operator) -> tuple[ReturnCase, ...]:
        """Goods that came back and of which something is open: no order yet, money or stock put aside."""
        operator.need("attention.list")
        rows = await self.door.read(lambda tx: tx.base_find("return", "number:", MAX_ORDERS))
        cases = [_cases.decode(row.body) for row in rows]
        return tuple(sorted((case for case in cases if _is_open(case)), key=lambda case: case.act.at))

    def _orders(self, tx: TerminalTx, term: str) -> list[Order]:
        return [projected(tx, row, self.station.store) for row in tx.base_find("order", term, MAX_ORDERS)]

    def _ending_in(self, tx: TerminalTx, tail: str) -> list[Order]:
        return [known.order for known in self._names(tx).values() if known.digits.endswith(tail)]

    def _like_named(self, tx: TerminalTx, order: Order, besides: Collection[str]) -> Order | None:
        if not load_config(tx, self.station.store).check_names:
            return None
        wanted = name_words(order.customer_name)
        for key, known in self._names(tx).items():
            if key != order.id and key not in besides and are_alike(known.name, wanted):
                found = known.order
                if found.cancelled_at is None and not found.is_collected:
                    return found
        return None

    def _names(self, tx: TerminalTx) -> dict[str, _Known]:
        return self.names.read(self.open_orders.read(tx, self.station.store))

    def _queue(self, tx: TerminalTx, now_at: datetime, before: Mapping[str, Queued]) -> tuple[Queued, ...]:
        orders = self.open_orders.read(tx, self.station.store)
        visits = [_visits.decode(row.body) for row in tx.base_find("visit", "state:open", MAX_ORDERS)]
        return queue(orders, visits, now_at, before)


def _is_open(case: ReturnCase) -> bool:
    return case.rule is Rule.UNMATCHED or EffectState.PARKED in (case.record, case.money, case.stock, case.cash)
