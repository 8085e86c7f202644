"""Beginning a return at a kiosk: which pieces of an order, why, and a slip for the counter. No money, no decision.

Of the order no more is taken than may be shown on a screen in a shop: articles, and four digits of its number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.contract.rows import StoreConfig
from app.domain.commands import StartReturn
from app.domain.eligibility import return_policy, returnable_lines
from app.domain.errors import Code, Problem
from app.domain.floor_calls import ChosenPiece
from app.domain.orders import Order
from app.domain.return_slips import SlipId
from app.domain.returns import Reason
from app.domain.values import LineId, OrderId
from app.usecases.acting import Acting, refuse
from app.usecases.check_in import MAX_TICKETS, NOBODY, CheckIn, Shown
from app.usecases.ports import OutboxState, StoreDoor, TerminalTx
from app.usecases.slip_ports import ReturnSlipPaper, SlipPapers
from app.usecases.spool import SpoolStore, cancel
from app.usecases.station import Station, load_config

SLIPS = "slip:"
MAX_LINES = 12


@dataclass(frozen=True, slots=True)
class Returnable:
    """An article that was taken home: so many pieces of it may be brought. `until_at`: the end of its term."""

    line: LineId
    name: str
    variant: str
    most: int
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Returning:
    """An order whose articles somebody wants to bring back, as it may be shown."""

    order: OrderId
    number_end: str = field(repr=False)
    lines: tuple[Returnable, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """The slip: its code for scanner and fingers, and until when it opens the return."""

    code: str = field(repr=False)
    until_at: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StartReturns:
    """Returns begun at one kiosk; lives on the loop."""

    door: StoreDoor
    acting: Acting
    station: Station
    receipts: SlipPapers
    spool: SpoolStore
    check_in: CheckIn
    new_id: Callable[[], str]

    async def find(self, shown: Shown) -> Returning:
        """What of an order may be brought back. Problem as `CheckIn.order_of`, and as `of`."""
        return await self.of(await self.check_in.order_of(shown))

    async def of(self, order: Order) -> Returning:
        """What of that order is at its customer's. Problem(RETURN_NOT_ELIGIBLE): nothing is."""
        policy = return_policy(await self._config())
        found = returnable_lines(order, policy.withdrawal_days, policy.policy_days, zone=policy.zone)
        lines = tuple(
            Returnable(line.line, line.name, line.variant, line.quantity - line.returned, line.returnable_until)
            for line in found[:MAX_LINES]
        )
        if not lines:
            raise Problem(Code.RETURN_NOT_ELIGIBLE)
        return Returning(order.id, order.number[-4:], lines)

    async def start(self, returning: Returning, pieces: Sequence[ChosenPiece]) -> Begun:
        """A slip of the shop's authority. Problem(NO_ANSWER): it gives none now; WRONG_QUANTITY without pieces."""
        if not pieces:
            raise Problem(Code.WRONG_QUANTITY, asked=0)
        now_at, slip = self.acting.clock.now_at(), SlipId(self.new_id())

        def make(tx: TerminalTx) -> StartReturn:
            return StartReturn(slip, self.station.store, returning.order, tuple(pieces), now_at)

        entry = await self.acting.answer(await self.acting.write(make, NOBODY), is_new=True)
        refuse(entry)
        code = "" if entry.result is None else str(entry.result.details.get("code", ""))
        if entry.result is None or entry.state is OutboxState.INTENT or not code:
            raise Problem(Code.NO_ANSWER)
        until_at = datetime.fromisoformat(str(entry.result.details["until"]))
        return Begun(code, until_at, now_at)

    async def print_slip(
        self, returning: Returning, pieces: Sequence[ChosenPiece], begun: Begun, language: str
    ) -> None:
        """Queue the paper that goes to the counter with the articles."""
        config = await self._config()
        known = {line.line: line for line in returning.lines}
        goods = tuple((known[piece.line].name, known[piece.line].variant, piece.quantity) for piece in pieces)
        reasons: tuple[Reason, ...] = tuple(dict.fromkeys(piece.reason for piece in pieces))
        paper = self.receipts.return_slip(
            ReturnSlipPaper(
                begun.code, goods, reasons, returning.number_end, begun.made_at, begun.until_at, language
            ),
            config,
        )

        def queue(tx: TerminalTx) -> None:
            name = f"{SLIPS}{tx.take_number(SLIPS)}"
            tx.print_add(self.station.printer, name, 0, paper, has_value=False)

        await self.door.write(queue)

    async def drop_slips(self) -> None:
        """Who waited for them has left: those that have not begun to come out never do."""
        for job in await self.spool.recent(MAX_TICKETS):
            if job.document_id.startswith(SLIPS):
                await cancel(self.spool, job.id)

    async def _config(self) -> StoreConfig:
        return await self.door.read(lambda tx: load_config(tx, self.station.store))
