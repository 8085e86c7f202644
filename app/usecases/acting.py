"""Commit before act: intent, journal, the authority's yes, the result; only then is anything done."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import msgspec

from app.contract.commands import Command
from app.domain.attention import COMMAND
from app.domain.commands import KIND_OF, Body, HandOverOrder, ReverseHandover
from app.domain.errors import Code, Problem
from app.usecases.intents import ACTS, Author, write_intent
from app.usecases.orders import body_of
from app.usecases.ports import RECOVERED, BaseRow, Clock, Journal, OutboxEntry, OutboxState, StoreDoor, TerminalTx
from app.usecases.station import Station

PATIENCE_S = 3.0
ABANDONED = "abandoned:"
MAX_OPEN = 10_000
ENDED = (OutboxState.FINAL, OutboxState.REJECTED, OutboxState.PARKED)
ANSWERED = (OutboxState.ACCEPTED, *ENDED)
HAND_OVER, REVERSE = KIND_OF[HandOverOrder], KIND_OF[ReverseHandover]
DONE = (OutboxState.ACCEPTED, OutboxState.FINAL)
NOT_DONE = (OutboxState.INTENT, OutboxState.PARKED)
"""No yes and no no: the goods stay, and a yes that comes after all is taken back."""

Make = Callable[[TerminalTx], Body]
"""Makes what is asked for in the transaction that writes it: the numbers it takes cost no commit of their own."""


@dataclass(slots=True)
class Acting:
    """Writes commands and waits for their answers; lives on the loop, one for a terminal.

    `wake` makes the sync engine push at once. `answered` is called by the replica after the commit of an answer.
    """

    door: StoreDoor
    journal: Journal
    clock: Clock
    station: Station
    wake: Callable[[], None] = lambda: None
    _waiting: dict[str, list[asyncio.Future[OutboxEntry]]] = field(default_factory=dict)
    _unheard: list[str] = field(default_factory=list)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    def answered(self, entries: Sequence[OutboxEntry]) -> None:
        """Answers were committed: whoever waits for them goes on."""
        for entry in entries:
            waiting = self._waiting.pop(entry.command.id, [])
            if not waiting and entry.command.kind == HAND_OVER and entry.state in DONE:
                self._unheard.append(entry.command.id)
            for future in waiting:
                if not future.done():
                    future.set_result(entry)

    async def journal_undone(self) -> None:
        """Bring the reversals that a yes nobody heard made into the journal. On the loop, before they are sent.

        A full disk does not keep them from being sent: the goods stayed, and that must be said.
        """
        unheard, self._unheard = self._unheard, []
        for command in await self.door.read(lambda tx: _undone(tx, unheard)) if unheard else []:
            with suppress(Problem):
                await self.door.run(partial(self.journal.append, msgspec.json.encode(command)))

    def came(self) -> None:
        """Rows were committed: whoever waits for one looks again. On the loop."""
        self._came.set()
        self._came = asyncio.Event()

    async def row(self, kind: str, key: str, patience_s: float) -> BaseRow | None:
        """The authority's row once it is here, or None when the patience is over."""
        deadline_s = self.clock.monotonic_s() + patience_s
        while True:
            coming = self._came
            found = await self.door.read(lambda tx: tx.base_get(kind, key))
            left_s = deadline_s - self.clock.monotonic_s()
            if found is not None or left_s <= 0:
                return found
            with suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await coming.wait()

    async def write(self, make: Make, operator: str) -> str:
        """Write a command durably, and into the journal when it is about goods or money; returns its id."""
        author, now_at = Author(self.station.device, operator), self.clock.now_at()

        def intend(tx: TerminalTx) -> tuple[Body, Command]:
            body = make(tx)
            return body, write_intent(tx, body, author, now_at)

        body, command = await self.door.write(intend)
        if isinstance(body, ACTS):
            await self._journal(command)
        self.wake()
        return command.id

    async def _journal(self, command: Command) -> None:
        """The third copy. Without it nobody acts: the clerk is refused, a yes that comes later is taken back."""
        try:
            await self.door.run(lambda: self.journal.append(msgspec.json.encode(command)))
        except Problem:
            await self.door.write(lambda tx: tx.set_meta(f"{ABANDONED}{command.id}", "1"))
            raise

    async def answer(
        self, command_id: str, patience_s: float = PATIENCE_S, *, is_new: bool = False
    ) -> OutboxEntry:
        """The command with its next answer, or as it stands when the patience is over.

        `is_new`: it was written just now and nothing was awaited since, so there cannot be an answer yet; the
        look for one would only stand in the way of sending it.
        """
        return await self._until(command_id, ANSWERED, patience_s, is_new=is_new)

    async def final(self, command_id: str, patience_s: float) -> OutboxEntry:
        """The command with its end-to-end answer, or as it stands when the patience is over."""
        deadline_s = self.clock.monotonic_s() + patience_s
        entry = await self.answer(command_id, patience_s)
        while entry.state not in ENDED and (left_s := deadline_s - self.clock.monotonic_s()) > 0:
            entry = await self._until(command_id, ENDED, left_s)
        return entry

    async def _until(
        self, command_id: str, states: Sequence[OutboxState], patience_s: float, *, is_new: bool = False
    ) -> OutboxEntry:
        """The command in one of those states, or with its next answer; as it stands when the patience is over."""
        future: asyncio.Future[OutboxEntry] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(command_id, []).append(future)
        try:
            entry = None if is_new else await self._entry(command_id)
            if entry is not None and entry.state in states:
                return entry
            async with asyncio.timeout(patience_s):
                return await future
        except TimeoutError:
            return await self._entry(command_id)
        finally:
            self._forget(command_id, future)

    def _forget(self, command_id: str, future: "asyncio.Future[OutboxEntry]") -> None:
        left = self._waiting.get(command_id, [])
        if future in left:
            left.remove(future)
        if not left:
            self._waiting.pop(command_id, None)

    async def ask(self, make: Make, operator: str, patience_s: float = PATIENCE_S) -> OutboxEntry:
        """Ask for something that needs a yes: the command with it, or Problem with the reason it was refused.

        Without an answer in time nobody acts: Problem(NO_ANSWER), or COMMAND_PARKED. A yes that comes later is
        taken back by a command of our own (`completion`), because the goods did not leave.
        """
        command_id = await self.write(make, operator)
        return await self._asked(await self.answer(command_id, patience_s, is_new=True))

    async def _asked(self, entry: OutboxEntry) -> OutboxEntry:
        if entry.state in NOT_DONE:
            entry = await self._given_up(entry)
        if entry.state is OutboxState.INTENT:
            raise Problem(Code.NO_ANSWER, command=entry.command.id)
        await self.refuse(entry)
        return entry

    async def ask_again(self, given_up: OutboxEntry, patience_s: float = PATIENCE_S) -> OutboxEntry:
        """Wait once more for what was given up and has no answer yet: somebody stands there again to act on a yes.

        As `ask`; Problem(TAKING_BACK) when the yes came meanwhile and is on its way back.
        """
        await self._journal(given_up.command)
        await self.door.write(lambda tx: _take_up(tx, given_up.command.id))
        self.wake()
        return await self._asked(await self.answer(given_up.command.id, patience_s))

    async def abandon_open(self) -> None:
        """At a start: whoever asked for these never saw a yes, so the goods stayed; one that comes is taken back.

        A command in a store made anew may have had its answer, and goods may have left: it stands.
        """

        if await self.door.read(_open_handovers):
            await self.door.write(_abandon_all)

    async def refuse(self, entry: OutboxEntry) -> None:
        """Problem with the authority's reason when the answer is no, or none can be had for now.

        Who asked stands before the screen that says no: nobody else needs to be told of it.
        """
        if entry.state is OutboxState.REJECTED:
            # The answer is worth more than the list: a full disk must not stand between.
            with suppress(Problem):
                await self.door.write(lambda tx: _seen(tx, entry, self.clock.now_at()))
        refuse(entry)

    async def _given_up(self, seen: OutboxEntry) -> OutboxEntry:
        return await self.door.write(lambda tx: _abandon(tx, seen))

    async def _entry(self, command_id: str) -> OutboxEntry:
        entry = await self.door.read(lambda tx: tx.outbox_get(command_id))
        if entry is None:
            raise Problem(Code.INTERNAL, command=command_id)
        return entry


def _abandon(tx: TerminalTx, seen: OutboxEntry) -> OutboxEntry:
    """Give a command up that nobody waits for any more, unless its answer was committed a moment ago."""
    entry = tx.outbox_get(seen.command.id) or seen
    if entry.state in NOT_DONE:
        tx.set_meta(f"{ABANDONED}{entry.command.id}", "1")
    return entry


def _open_handovers(tx: TerminalTx) -> list[str]:
    entries = tx.outbox_list((OutboxState.INTENT,), MAX_OPEN)
    ids = [entry.command.id for entry in entries if entry.command.kind == HAND_OVER and not has_left(entry)]
    return [command_id for command_id in ids if not tx.meta(f"{RECOVERED}{command_id}")]


def has_left(entry: OutboxEntry) -> bool:
    """Whether the goods left with nobody asked, under a grant: no answer takes that back."""
    body = body_of(entry)
    return isinstance(body, HandOverOrder) and bool(body.grant)


def _undone(tx: TerminalTx, handovers: Sequence[str]) -> list[Command]:
    entries = tx.outbox_list((OutboxState.INTENT,), MAX_OPEN)
    reversals = [(entry, body_of(entry)) for entry in entries if entry.command.kind == REVERSE]
    return [e.command for e, body in reversals if isinstance(body, ReverseHandover) and body.handover in handovers]


def _abandon_all(tx: TerminalTx) -> None:
    for command_id in _open_handovers(tx):
        tx.set_meta(f"{ABANDONED}{command_id}", "1")


def _take_up(tx: TerminalTx, command_id: str) -> None:
    entry = tx.outbox_get(command_id)
    if entry is None or not is_given_up(tx, entry):
        raise Problem(Code.TAKING_BACK, command=command_id)
    tx.set_meta(f"{ABANDONED}{command_id}", "")


def is_given_up(tx: TerminalTx, entry: OutboxEntry) -> bool:
    """Whether nobody waits for its answer any more, and none has come."""
    return entry.state is OutboxState.INTENT and bool(tx.meta(f"{ABANDONED}{entry.command.id}"))


def _seen(tx: TerminalTx, entry: OutboxEntry, now_at: datetime) -> None:
    item = tx.attention_get(f"{COMMAND}{entry.command.id}")
    if item is not None and item.settled_at is None:
        tx.attention_put(replace(item, settled_at=now_at, settled_by=entry.command.actor))


def refuse(entry: OutboxEntry) -> None:
    """Problem with the authority's reason when the answer is no."""
    result = entry.result
    if entry.state is OutboxState.REJECTED and result is not None:
        raise Problem(known_code(result.code), **result.details)
    if entry.state is OutboxState.PARKED:
        raise Problem(Code.COMMAND_PARKED, command=entry.command.id)


def known_code(text: str) -> Code:
    """The code, INTERNAL for one of a newer release."""
    try:
        return Code(text)
    except ValueError:
        return Code.INTERNAL
