"""Calling a person to a kiosk, what came of it, and a task that goes on at the counter or comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from app.contract.reads import OrderQuery
from app.domain.commands import MoveCall
from app.domain.errors import Code, Problem
from app.domain.floor_calls import (
    LIVE_CALLS,
    NO_WORK,
    CallId,
    CallKind,
    CallNews,
    CallState,
    ChosenPiece,
    KioskWork,
)
from app.domain.orders import Order
from app.usecases.acting import Acting, refuse
from app.usecases.check_in import KIOSK, NOBODY, arrival_of, day_of, letter_of, number_of
from app.usecases.ports import EPOCH, OnlineReads, OutboxState, StoreDoor, TerminalTx
from app.usecases.station import Station, load_config

CALLED = "called"
MAX_CALLS = 50
_news = msgspec.json.Decoder(CallNews)
_pieces = msgspec.json.Decoder(tuple[ChosenPiece, ...])


@dataclass(frozen=True, slots=True)
class Called:
    """A call as this kiosk knows it. `is_heard`: the shop's authority has it."""

    id: CallId
    kind: CallKind
    number: str = ""
    is_heard: bool = True


@dataclass(frozen=True, slots=True)
class Resumed:
    """What a visitor who comes back to the kiosk had chosen; `order` when it was about one."""

    order: Order | None = field(repr=False)
    pieces: tuple[ChosenPiece, ...] = ()
    sku: str = ""


@dataclass(frozen=True, slots=True)
class KioskCalls:
    """Calls of one kiosk; lives on the loop. Without a line none is written: it would come when nobody waits."""

    door: StoreDoor
    acting: Acting
    station: Station
    online: OnlineReads
    new_id: Callable[[], str]
    is_up: Callable[[], bool]

    async def call(self, kind: CallKind, work: KioskWork = NO_WORK) -> Called | None:
        """Call a person; None when nobody can hear it now, and only sound is left. Problem: the shop says no."""
        if not self.is_up():
            return None
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        call, now_at = CallId(f"{self.station.device}-{self.new_id()}"), self.acting.clock.now_at()
        given: list[str] = []

        def make(tx: TerminalTx) -> MoveCall:
            number = ""
            if kind is CallKind.COUNTER:
                day, letter = day_of(config, now_at), letter_of(config, self.station.device)
                waits = arrival_of(work.order, self.station.store, day) if work.order else call
                number = number_of(tx, day, waits, letter)
            given.append(number)
            return MoveCall(call, self.station.store, kind, CallState.OPEN, now_at, number, work)

        entry = await self.acting.answer(await self.acting.write(make, NOBODY), is_new=True)
        refuse(entry)
        return Called(call, kind, given[-1], is_heard=entry.state is not OutboxState.INTENT)

    async def take_back(self, call: CallId, kind: CallKind) -> None:
        """Nobody needs to come any more. Problem: the shop says no."""
        await self._say(call, kind, CallState.OVER)

    async def say_again(self, call: Called) -> None:
        """Tell it to an authority that may not know of it; to one that does it changes nothing. Problem: the shop
        says no."""
        await self._say(call.id, call.kind, CallState.OPEN)

    async def epoch(self) -> int:
        """Which of the shop's authorities this kiosk listens to; 0 before the first."""
        return int(await self.door.read(lambda tx: tx.meta(EPOCH)) or 0)

    async def known(self) -> tuple[CallNews, ...]:
        """What goes on of this kiosk's calls, as it was told."""
        rows = await self.door.read(lambda tx: tx.base_find(CALLED, "state:open", MAX_CALLS))
        return tuple(news for row in rows if (news := _news.decode(row.body)).state in LIVE_CALLS)

    async def news(self, call: CallId) -> CallNews | None:
        """What became of a call; None while nothing is known."""
        row = await self.door.read(lambda tx: tx.base_get(CALLED, call))
        return None if row is None else _news.decode(row.body)

    async def resume(self, news: CallNews) -> Resumed:
        """Go on with a task that was sent back. Problem(NO_ANSWER | STEP_NOT_ALLOWED | ORDER_UNKNOWN)."""
        found = await self.online.orders(OrderQuery(call=news.id), actor=KIOSK) if news.stage != "article" else []
        details = await self._say(news.id, news.kind, CallState.RESUMED)
        chosen = _pieces.decode(str(details.get("pieces") or "[]"))
        return Resumed(found[0] if found else None, chosen, str(details.get("sku", "")))

    async def _say(self, call: CallId, kind: CallKind, target: CallState) -> dict[str, str | int | bool]:
        def make(tx: TerminalTx) -> MoveCall:
            return MoveCall(call, self.station.store, kind, target, self.acting.clock.now_at())

        entry = await self.acting.answer(await self.acting.write(make, NOBODY), is_new=True)
        refuse(entry)
        if target is CallState.RESUMED and (entry.result is None or entry.state is OutboxState.INTENT):
            raise Problem(Code.NO_ANSWER)
        return {} if entry.result is None else entry.result.details
