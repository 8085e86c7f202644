"""Orders that are not simply fetched: declined, refused, held for longer, never fetched; and what is put back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.dropped import Decline, PutBack, Refusal
from app.domain.errors import Code, Problem
from app.domain.finding import HOLD, PUT_BACK
from app.domain.hold_times import extensions, hold_rules
from app.domain.order_commands import (
    AcceptOrder,
    CalledOffBody,
    DeclineOrder,
    EndHold,
    ExtendHold,
    PutAway,
    RefuseGoods,
)
from app.domain.order_table import max_age_s
from app.domain.orders import Order
from app.domain.put_backs import open_tasks
from app.domain.staff import Approval, Ask, action_of
from app.domain.values import LineQuantity, OperatorId
from app.usecases.acting import PATIENCE_S, Acting
from app.usecases.approve import Approve
from app.usecases.orders import projected
from app.usecases.ports import OutboxEntry, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config

MAX_ORDERS = 200
DAYS = (1, 3, 7, 14)
"""For how much longer goods may be asked to stay, from today."""


@dataclass(frozen=True, slots=True)
class Task:
    """Pieces to put back, with the order they were sold in."""

    order: Order
    put_back: PutBack

    @property
    def id(self) -> str:
        """One task of one order."""
        return f"{self.order.id}/{self.put_back.id}"

    @property
    def bag(self) -> str:
        """The printed code of the bag they are in, empty for loose pieces."""
        held = self.put_back.container
        return next((bag.code for bag in self.order.containers if bag.id == held), "")


@dataclass(frozen=True, slots=True)
class NotFetched:
    """The acts of one station; lives on the loop.

    `silent_s`: for how many seconds the shop's authority has not answered, 0 while it does.
    """

    door: StoreDoor
    acting: Acting
    approve: Approve
    station: Station
    silent_s: Callable[[], float]

    @property
    def _now_at(self) -> datetime:
        return self.acting.clock.now_at()

    async def accept(self, order: Order, operator: Operator) -> None:
        """The shop takes it on. Problem(NO_ANSWER …)."""
        await self._do(AcceptOrder(order.id, self._now_at), operator)

    async def decline(
        self, order: Order, reason: Decline, operator: Operator, approval: Approval | None = None
    ) -> None:
        """The shop does not take it on: the web shop tells the customer, and gives the money back.

        Problem(APPROVAL_REQUIRED | APPROVAL_INVALID | STEP_NOT_ALLOWED | NO_ANSWER …).
        """
        approver = self.approve.allow(decline_ask(order, operator), operator, approval)
        await self._do(
            DeclineOrder(order.id, reason, self._now_at, approver), operator, is_approved=bool(approver)
        )

    async def refuse(
        self, order: Order, lines: Sequence[LineQuantity], reason: Refusal, operator: Operator
    ) -> None:
        """The customer does not want these pieces, or, without any, all that stands ready."""
        await self._do(RefuseGoods(order.id, tuple(lines), reason, self._now_at), operator)

    async def ends(self, order: Order) -> tuple[datetime, ...]:
        """Until when it could be held instead; nothing for what is not held, or not for longer."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return extensions(order, self._now_at, hold_rules(config), DAYS)

    async def extend(self, order: Order, until: datetime, operator: Operator) -> None:
        """It stays until then. Problem(HOLD_TOO_LONG | STEP_NOT_ALLOWED | NO_ANSWER …)."""
        await self._do(ExtendHold(order.id, until, self._now_at), operator)

    async def end_hold(self, order: Order, operator: Operator) -> None:
        """Nobody came: it goes back. Problem(STEP_NOT_ALLOWED) before its hold is said to be over."""
        await self._do(EndHold(order.id, self._now_at), operator)

    async def put_away(self, task: Task, operator: Operator, *, is_sold_again: bool = True) -> None:
        """Its pieces are where they belong. Problem(STEP_NOT_ALLOWED) when somebody said so before."""
        await self._do(PutAway(task.order.id, task.put_back.id, self._now_at, is_sold_again), operator)

    async def tasks(self, operator: Operator) -> tuple[Task, ...]:
        """What has to be put back, what has lain longest first."""
        operator.need("order.put_away")
        orders = await self.door.read(lambda tx: self._orders(tx, PUT_BACK))
        found = [Task(order, task) for order in orders for task in open_tasks(order)]
        return tuple(sorted(found, key=lambda task: (task.put_back.at, task.id)))

    async def expired(self, operator: Operator) -> tuple[Order, ...]:
        """What stands ready although its hold is over, the longest over first."""
        operator.need("order.end_hold")
        orders = await self.door.read(lambda tx: self._orders(tx, HOLD))
        return tuple(order for order in orders if order.expired_at is not None)

    def _orders(self, tx: TerminalTx, term: str) -> list[Order]:
        return [projected(tx, row, self.station.store) for row in tx.base_find("order", term, MAX_ORDERS)]

    async def _do(self, body: CalledOffBody, operator: Operator, *, is_approved: bool = False) -> OutboxEntry:
        operator.need(action_of(body), is_approved=is_approved)
        silent_s, age_s = self.silent_s(), max_age_s(body)
        if silent_s > age_s:
            raise Problem(Code.NO_ANSWER)
        if not age_s:
            return await self.acting.ask(lambda tx: body, operator.id)
        written = await self.acting.write(lambda tx: body, operator.id)
        entry = await self.acting.answer(written, 0.0 if silent_s else PATIENCE_S, is_new=True)
        await self.acting.refuse(entry)
        return entry


def decline_ask(order: Order, operator: Operator) -> Ask:
    """What is asked for when an order is declined."""
    return Ask("order.decline", order.id, OperatorId(operator.id))
