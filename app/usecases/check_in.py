"""Checking in at a kiosk: what waits for whoever shows a code, and the word to the counter that they are here.

Of an order no more is taken than may be shown on a screen in a shop: a first name, four digits, two digits.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from app.contract.reads import OrderQuery
from app.contract.rows import StoreConfig
from app.domain.commands import MoveVisit
from app.domain.errors import Code, Problem
from app.domain.guesses import Guesses
from app.domain.orders import Order
from app.domain.pickup_code import refuse_expired
from app.domain.queue import bags, pieces
from app.domain.scanning import PickupCode, TypedCode
from app.domain.transfers import fetched_at
from app.domain.values import OrderId, StoreId, VisitId
from app.domain.visits import VisitState
from app.usecases.acting import Acting, refuse
from app.usecases.paper_people import first_name
from app.usecases.ports import (
    UNREACHED,
    Clock,
    Codes,
    OnlineReads,
    OutboxState,
    Receipts,
    StoreDoor,
    TerminalTx,
    Ticket,
)
from app.usecases.spool import SpoolStore, cancel
from app.usecases.station import Station, load_config

NOBODY = ""
"""At a kiosk customers act themselves."""
KIOSK = "kiosk"
"""Who asks a question there."""
WRONG, NUMBERS, TICKETS = "kiosk.wrong", "kiosk.numbers", "ticket:"
MAX_TICKETS = 50
_FALSE = frozenset(
    {
        Code.CODE_UNKNOWN,
        Code.CODE_DAMAGED,
        Code.CODE_TOO_LONG,
        Code.CODE_SIGNATURE,
        Code.CODE_KEY_UNKNOWN,
        Code.ORDER_UNKNOWN,
    }
)
"""A code that is none and one that fits nothing get the same answer."""


@dataclass(frozen=True, slots=True)
class NumberAndPhone:
    """An order by its number and the last four digits of the phone that goes with it."""

    number: str = field(repr=False)
    phone4: str = field(repr=False)


Shown = PickupCode | TypedCode | NumberAndPhone


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody, as it may be shown; `ready_at` is None while it is prepared.

    Of its `pieces` so many are `packed`; `missing` were not found, `given_up` will not come any more.
    """

    order: OrderId
    first_name: str
    number_end: str
    phone_end: str
    bags: int
    ready_at: datetime | None
    promised_at: datetime | None
    pieces: int = 0
    packed: int = 0
    missing: int = 0
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The number somebody is called with, and how many wait before them, None when that is not known.

    `is_heard`: the counter has said yes; else the word is on its way, and will come.
    """

    number: str
    ahead: int | None
    is_heard: bool = True


class _Numbers(msgspec.Struct):
    """The numbers given on one day, by visit."""

    day: str = ""
    given: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Check-ins of one kiosk; lives on the loop."""

    door: StoreDoor
    acting: Acting
    online: OnlineReads
    codes: Codes
    clock: Clock
    station: Station
    receipts: Receipts
    spool: SpoolStore

    async def find(self, shown: Shown) -> Waiting:
        """What waits for whoever shows that code, or says that number.

        Problem(CODE_UNKNOWN | CODE_TRIES_OVER | CODE_EXPIRED | ORDER_OTHER_STORE | ORDER_CANCELLED |
        ALREADY_HANDED_OVER | NO_ANSWER).
        """
        return await self.waiting(await self.order_of(shown))

    async def order_of(self, shown: Shown) -> Order:
        """The order itself, whatever became of it; each wrong guess counts.

        Problem(CODE_UNKNOWN | CODE_TRIES_OVER | CODE_EXPIRED | NO_ANSWER).
        """
        now_at = self.clock.now_at()
        (await self.door.read(_guesses)).refuse_over(now_at)
        try:
            return await self._order(shown, now_at)
        except Problem as problem:
            if problem.code in UNREACHED:
                raise Problem(Code.NO_ANSWER) from problem
            if problem.code not in _FALSE:
                raise
            await self.door.write(lambda tx: _count_wrong(tx, now_at))
            raise Problem(Code.CODE_UNKNOWN) from problem

    async def _order(self, shown: Shown, now_at: datetime) -> Order:
        if isinstance(shown, NumberAndPhone):
            query = OrderQuery(number=shown.number, phone4=shown.phone4)
        elif isinstance(shown, PickupCode):
            config = await self._config()
            body = self.codes.read(shown.text, config.pickup_keys)
            refuse_expired(body, now_at)
            query = OrderQuery(code=shown.text.strip())
        else:
            query = OrderQuery(code=shown.code)
        found = await self.online.orders(query, actor=KIOSK)
        if not found:
            raise Problem(Code.ORDER_UNKNOWN)
        return found[0]

    async def waiting(self, order: Order) -> Waiting:
        """What may be shown of it. Problem(ORDER_OTHER_STORE | ORDER_CANCELLED | ALREADY_HANDED_OVER)."""
        store = fetched_at(order)
        if store != self.station.store:
            config = await self._config()
            raise Problem(Code.ORDER_OTHER_STORE, store=config.stores.get(store, store))
        if order.cancelled_at is not None:
            raise Problem(Code.ORDER_CANCELLED)
        if order.is_collected:
            raise Problem(Code.ALREADY_HANDED_OVER)
        return Waiting(
            order.id,
            first_name(order.customer_name),
            order.number[-4:],
            order.phone_tail[-2:],
            bags(order),
            order.ready_at,
            order.promised_at,
            pieces(order),
            sum(line.progress.packed for line in order.lines),
            sum(line.progress.short for line in order.lines),
            sum(line.progress.cancelled for line in order.lines),
        )

    async def arrive(self, waiting: Waiting) -> CheckedIn:
        """Tell the counter, durably; whoever does it twice on a day waits once. Problem: the counter says no."""
        now_at, config = self.clock.now_at(), await self._config()
        day, letter = day_of(config, now_at), letter_of(config, self.station.device)
        visit = arrival_of(waiting.order, self.station.store, day)
        given: list[str] = []

        def make(tx: TerminalTx) -> MoveVisit:
            given.append(number_of(tx, day, visit, letter))
            orders = (waiting.order,)
            return MoveVisit(visit, self.station.store, orders, VisitState.ARRIVED, now_at, number=given[-1])

        command = await self.acting.write(make, NOBODY)
        entry = await self.acting.answer(command, is_new=True)
        refuse(entry)
        if entry.result is None or entry.state is OutboxState.INTENT:
            return CheckedIn(given[-1], None, is_heard=False)
        number, ahead = entry.result.details.get("number"), entry.result.details.get("ahead")
        return CheckedIn(str(number or given[-1]), ahead if isinstance(ahead, int) else None)

    async def print_ticket(self, waiting: Waiting, checked: CheckedIn, language: str) -> None:
        """Queue the paper with the number, each time it is asked for."""
        config, now_at = await self._config(), self.clock.now_at()
        ticket = Ticket(checked.number, waiting.number_end, waiting.bags, checked.ahead, now_at, language)
        paper = self.receipts.ticket(ticket, config)

        def queue(tx: TerminalTx) -> None:
            name = f"{TICKETS}{tx.take_number(TICKETS)}"
            tx.print_add(self.station.printer, name, 0, paper, has_value=False)

        await self.door.write(queue)

    async def drop_tickets(self) -> None:
        """Who waited for them has left: those that have not begun to come out never do."""
        for job in await self.spool.recent(MAX_TICKETS):
            if job.document_id.startswith(TICKETS):
                await cancel(self.spool, job.id)

    async def _config(self) -> StoreConfig:
        return await self.door.read(lambda tx: load_config(tx, self.station.store))


def day_of(config: StoreConfig, now_at: datetime) -> str:
    """The shop's day: `20261122`."""
    return now_at.astimezone(ZoneInfo(config.timezone)).date().strftime("%Y%m%d")


def letter_of(config: StoreConfig, device: str) -> str:
    """The letter before a kiosk's numbers: the first kiosk of the shop calls A, the next one B."""
    kiosks = sorted(known.id for known in config.devices if known.mode == KIOSK)
    return chr(ord("A") + (kiosks.index(device) if device in kiosks else 0) % 26)


def arrival_of(order: OrderId, store: StoreId, day: str) -> VisitId:
    """Whoever checks in for an order at a shop's kiosk, once a day. An order may go on to another shop, and its
    customer come there too."""
    return VisitId(f"k-{order}-{store}-{day}")


def number_of(tx: TerminalTx, day: str, visit: str, letter: str) -> str:
    """The visit's number of that day; numbers begin again every morning."""
    text = tx.meta(NUMBERS)
    numbers = msgspec.json.decode(text, type=_Numbers) if text else _Numbers()
    if numbers.day != day:
        numbers = _Numbers(day, {})
    if visit not in numbers.given:
        numbers.given[visit] = f"{letter} {len(numbers.given) + 1}"
        tx.set_meta(NUMBERS, msgspec.json.encode(numbers).decode())
    return numbers.given[visit]


def _guesses(tx: TerminalTx) -> Guesses:
    text = tx.meta(WRONG)
    return msgspec.json.decode(text, type=Guesses) if text else Guesses()


def _count_wrong(tx: TerminalTx, now_at: datetime) -> None:
    tx.set_meta(WRONG, msgspec.json.encode(_guesses(tx).with_wrong(now_at)).decode())
