"""The fault run: paper after paper from two tills to one printer, each under a fault drawn by a seed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random

from app.usecases.spool import AfterLoss, Answer, DrawerKick, JobState
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import (
    CoverOpen,
    HalfClose,
    Hang,
    Mute,
    PaperLeft,
    PowerCycle,
    PowerOff,
    PowerOn,
)
from tests.e2e.faults.slips import Book, rows_of
from tests.e2e.faults.till import Facts, Till

ROLL = 100_000
PATIENCE_S = 40.0
_ENDS = (JobState.CONFIRMED, JobState.FAILED, JobState.CANCELLED)
_STOPS = tuple(state.value for state in (*_ENDS, JobState.UNKNOWN))


@dataclass(frozen=True, slots=True)
class Fate:
    """What happened to one job, for the report."""

    document: str
    has_value: bool
    fault: str
    states: Sequence[str]

    def __str__(self) -> str:
        kind = "value" if self.has_value else "staff"
        return f"{self.document} {kind} {self.fault}: {' > '.join(self.states)}"


class FaultRun:
    """The printer, the tills and what is known of every job; lives on the test's loop."""

    def __init__(self, twin: TwinPrinter, tills: Sequence[Till], seed: int) -> None:
        self.twin = twin
        self.fates: list[Fate] = []
        self.wrong: list[str] = []
        self._tills = tills
        self._dice = Random(seed)
        self._count = 0
        self._kicks = 0
        self._values: set[str] = set()
        self._faults: dict[str, Callable[[Till, str], Awaitable[None]]] = {
            "no fault": self._send,
            "drawer": self._drawer,
            "paper": self._paper,
            "cover": self._cover,
            "power cycle": self._power_cycle,
            "power off": self._power_off,
            "busy": self._busy,
            "half-close": self._half_close,
            "mute": self._mute,
            "hang": self._hang,
            "kill": self._kill,
            "kill at a fact": self._kill_at_a_fact,
            "kill at the drawer": self._kill_at_the_drawer,
            "two tills": self._two_tills,
        }

    async def jobs(self, count: int, only: str = "") -> None:
        """So many jobs, one fault after the other in drawn order; every kind comes equally often."""
        for till in self._tills:
            await till.start(self._policy())
        names = [only] if only else list(self._faults)
        deck: list[str] = []
        while self._count < count:
            deck = deck or self._dice.sample(names, len(names))
            await self._job(deck.pop())
        for till in self._tills:
            await till.stop()

    def findings(self) -> list[str]:
        """Everything that must not be: doubled rows of value, papers that are not whole, a drawer kicked twice."""
        book = Book.of(self._papers())
        found = [f"{row} came out twice in silence" for row in book.doubled if row[:5] in self._values]
        found += [f"{fate.document} is not whole" for fate in self.fates if not book.is_whole(fate.document)]
        found += [str(fate) for fate in self.fates if not fate.states[-1].startswith("confirmed")]
        if self.twin.mechanism.drawer_pulses > self._kicks:
            found.append("the drawer opened more often than it was asked to")
        return found + self.wrong

    async def _job(self, fault: str) -> None:
        till, document = self._dice.choice(self._tills), self._new_document()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._faults[fault](till, document)
                await self._put_right()
                await self._settled(till, document)
        except TimeoutError:
            raise AssertionError(f"{document} {fault}: stuck after {till.told[-12:]}") from None
        self.fates.append(Fate(document, document in self._values, fault, till.fates(document)))

    def _new_document(self) -> str:
        self._count += 1
        document = f"D{self._count:04}"
        if self._dice.random() < 0.8:
            self._values.add(document)
        return document

    def _policy(self) -> str:
        return self._dice.choice(list(AfterLoss)).value

    def _papers(self) -> list[Sequence[str]]:
        return [*(receipt.lines for receipt in self.twin.receipts), self.twin.mechanism.paper.uncut]

    async def _send(self, till: Till, document: str) -> None:
        await till.ask("queued", do="print", document=document, has_value=document in self._values)

    async def _until_stopped(self, till: Till, document: str) -> None:
        """The paper of the job ends at a drawn line; or the job comes to an end all the same."""
        since = len(till.told)
        await self.twin.obey(PaperLeft(self._dice.randrange(rows_of(document) + 6)))
        await self._send(till, document)
        waits = [
            asyncio.ensure_future(self.twin.until(lambda: self.twin.mechanism.is_blocked)),
            asyncio.ensure_future(till.until(lambda fact: _is_stopped(fact, document), since)),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _put_right(self) -> None:
        for order in (Mute(False), Hang(False), CoverOpen(False), PowerOn(), PaperLeft(ROLL)):
            await self.twin.obey(order)

    async def _settled(self, till: Till, document: str) -> None:
        """Waits until the job has come to an end; a person answers when the till asks."""
        while True:
            since = len(till.told)
            job, state = await till.ask("is_now", do="state", document=document)
            if state in _ENDS:
                self._heard(till, document, state)
                return
            if state == JobState.UNKNOWN:
                since = len(till.told)
                await till.send(do="settle", job=job, answer=(await self._looked(document)).value)
                if await self._is_settled(till, document):
                    return
                continue
            await till.until(lambda fact: _is_stopped(fact, document), since)

    def _heard(self, till: Till, document: str, state: str) -> None:
        """The end of a job, from its file: a till that was killed had written it before it could tell."""
        if not till.fates(document) or not till.fates(document)[-1].startswith(state):
            till.told.append({"document": document, "state": state, "error": "from its file", "copy": 0})

    async def _is_settled(self, till: Till, document: str) -> bool:
        _, state = await till.ask("is_now", do="state", document=document)
        if state == JobState.CONFIRMED:
            till.told.append({"document": document, "state": "confirmed", "error": "by a person", "copy": 0})
        return state in _ENDS

    async def _looked(self, document: str) -> Answer:
        """What a person says who waited until the printer stood still, and looks at the paper."""
        for _ in range(3_000):
            if not self.twin.mechanism.waiting:
                break
            await asyncio.sleep(0)
        if Book.of(self._papers()).is_whole(document):
            return Answer.CAME_OUT
        return self._dice.choice([Answer.RESUME, Answer.COPY])

    async def _kick(self, till: Till) -> None:
        """Somebody opens the drawer, and looks what it does."""
        before, self._kicks = self.twin.mechanism.drawer_pulses, self._kicks + 1
        outcome = DrawerKick(await till.ask("outcome", do="kick", number=self._kicks))
        pulses = self.twin.mechanism.drawer_pulses - before
        allowed = {
            DrawerKick.OPENED: (1,),
            DrawerKick.NOT_NOW: (0,),
            DrawerKick.PRINT_FIRST: (0,),
            DrawerKick.UNKNOWN: (0, 1),
        }[outcome]
        if pulses not in allowed:
            self.wrong.append(f"kick {self._kicks} was {outcome.value} with {pulses} pulses")

    async def _perhaps_kick(self, till: Till) -> None:
        if self._dice.random() < 0.4:
            await self._kick(till)

    async def _paper(self, till: Till, document: str) -> None:
        await self._until_stopped(till, document)
        await self._perhaps_kick(till)

    async def _cover(self, till: Till, document: str) -> None:
        await self._until_stopped(till, document)
        await self.twin.obey(CoverOpen(True))
        await self.twin.obey(PaperLeft(ROLL))
        await self._perhaps_kick(till)

    async def _power_cycle(self, till: Till, document: str) -> None:
        await self._until_stopped(till, document)
        await self.twin.obey(PowerCycle())
        await self._perhaps_kick(till)

    async def _power_off(self, till: Till, document: str) -> None:
        await self._until_stopped(till, document)
        await self.twin.obey(PowerOff())
        await self._perhaps_kick(till)

    async def _half_close(self, till: Till, document: str) -> None:
        await self._until_stopped(till, document)
        await self.twin.obey(HalfClose())

    async def _mute(self, till: Till, document: str) -> None:
        since = len(till.told)
        await self._until_stopped(till, document)
        await self.twin.obey(Mute())
        await self.twin.obey(PaperLeft(ROLL))
        ends = ("queued", "Faulted no_answer")
        await till.until(
            lambda fact: _is_stopped(fact, document) or fact.get("state", fact.get("printer")) in ends, since
        )

    async def _hang(self, till: Till, document: str) -> None:
        since = len(till.told)
        await self.twin.obey(Hang())
        await self._send(till, document)
        await till.until(lambda fact: fact.get("printer") == "Faulted no_answer", since)
        await self._perhaps_kick(till)

    async def _busy(self, till: Till, document: str) -> None:
        other = await self._other()
        refused = self.twin.refused
        await self._send(till, document)
        await self.twin.until(lambda: self.twin.refused > refused)
        await self._perhaps_kick(till)
        other.close()
        await other.wait_closed()

    async def _other(self) -> asyncio.StreamWriter:
        """Somebody else's place at the printer: it answers them, once the tills have let go of it."""
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.twin.port)
            try:
                writer.write(b"\x10\x04\x01")  # how are you
                await reader.readexactly(1)
            except (ConnectionError, asyncio.IncompleteReadError):
                writer.close()
            else:
                return writer

    async def _kill(self, till: Till, document: str) -> None:
        await self._until_stopped(till, document)
        await till.kill()
        await self.twin.obey(PaperLeft(ROLL))
        await till.start(self._policy())

    async def _kill_at_a_fact(self, till: Till, document: str) -> None:
        """At a drawn one of the moments the spool tells of; the paper may not even be queued."""
        since, facts = len(till.told), self._dice.randrange(4)
        await till.send(do="print", document=document, has_value=document in self._values)
        if facts:
            await till.until(lambda fact: len(till.told) >= since + facts, since)
        await till.kill()
        await till.start(self._policy())
        await self._send(till, document)  # an act that was not answered is done again

    async def _kill_at_the_drawer(self, till: Till, document: str) -> None:
        await self._send(till, document)
        self._kicks += 1
        await till.send(do="kick", number=self._kicks)
        await till.kill()
        await till.start(self._policy())

    async def _drawer(self, till: Till, document: str) -> None:
        """A sale for cash: the paper and the drawer."""
        await self._send(till, document)
        await self._kick(till)

    async def _two_tills(self, till: Till, document: str) -> None:
        """Both at once; one finds the printer busy."""
        others = [other for other in self._tills if other is not till]
        second = self._new_document()
        await self._until_stopped(till, document)
        await self._send(others[0], second)
        await self._put_right()
        await self._settled(others[0], second)
        fate = others[0].fates(second)
        self.fates.append(Fate(second, second in self._values, "two tills", fate))


def _is_stopped(fact: Facts, document: str) -> bool:
    return fact.get("document") == document and fact.get("state") in _STOPS
