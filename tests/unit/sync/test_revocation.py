"""A revoked till serves nobody from that moment on, and keeps its key until what it owes was taken."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.bootstrap.revocation import PAUSES_S, REVOKED, Revocation
from app.bootstrap.shut_door import ShutDoor
from app.contract.commands import CommandLine
from app.domain.errors import Code, Problem
from tests.strictness import ExpectLog
from tests.unit.sync.till import Till
from tests.unit.sync.virtual_time import let_pass


@dataclass
class Edge:
    """Takes last words, after it was silent (or said something else) for so many times."""

    silent: int = 0
    code: Code = Code.NO_ANSWER
    asked: list[list[str]] = field(default_factory=list)

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        self.asked.append([line.cmd.id for line in lines])
        if len(self.asked) <= self.silent:
            raise Problem(self.code)
        return len(lines)


@dataclass
class Case:
    """A till with its revocation; `destroyed` counts how often its keys went."""

    till: Till
    edge: Edge
    destroyed: int = 0

    def again(self) -> Revocation:
        """The revocation of a program that starts."""
        return Revocation(self.till.door, self.edge, self._destroy)

    def _destroy(self) -> None:
        self.destroyed += 1


@pytest.fixture
async def case(tmp_path: Path) -> Case:
    """A till that joined, with two hand-overs nobody answered."""
    till = Till(tmp_path)
    await till.sync()
    await till.intend_handovers("o-4821", "o-4821")
    return Case(till, Edge())


async def told(revocation: Revocation) -> Problem:
    """The word comes; the verdict of this run."""
    running = asyncio.create_task(revocation.run())
    revocation.heard(Problem(Code.NO_ANSWER))
    await let_pass(1)
    assert not revocation.shut.is_set()
    revocation.heard(Problem(Code.DEVICE_REVOKED))
    await running
    assert revocation.done.is_set()
    return revocation.verdict


async def test_what_is_owed_is_handed_in_and_the_keys_go(case: Case) -> None:
    assert (await told(case.again())).code is Code.DEVICE_REVOKED
    assert ([len(ids) for ids in case.edge.asked], case.destroyed) == ([2], 1)


async def test_one_lost_answer_is_not_the_end(case: Case) -> None:
    case.edge.silent = len(PAUSES_S)
    assert (await told(case.again())).code is Code.DEVICE_REVOKED
    assert (len(case.edge.asked), case.destroyed) == (1 + len(PAUSES_S), 1)


async def test_the_keys_stay_until_a_later_start_was_heard(case: Case) -> None:
    case.edge.silent = 2 * (1 + len(PAUSES_S))
    verdict = await told(case.again())
    assert (verdict.code, verdict.details, case.destroyed) == (Code.REVOKED_OWING, {"commands": 2}, 0)
    for code, destroyed in ((Code.REVOKED_OWING, 0), (Code.DEVICE_REVOKED, 1)):
        started = case.again()
        with pytest.raises(Problem) as caught:
            await started.resume()
        assert (caught.value.code, case.destroyed) == (code, destroyed)
        assert started.shut.is_set()


async def test_a_refusal_that_stays_is_the_end(case: Case, expect_log: ExpectLog) -> None:
    expect_log("revocation", "quarantine_refused")
    case.edge = Edge(silent=99, code=Code.SIGNATURE_INVALID)
    assert (await told(case.again())).code is Code.DEVICE_REVOKED
    assert (len(case.edge.asked), case.destroyed) == (1, 1)


async def test_who_owes_nothing_asks_nobody(tmp_path: Path) -> None:
    till = Till(tmp_path)
    await till.sync()
    idle = Case(till, Edge(silent=99))
    assert (await told(idle.again())).code is Code.DEVICE_REVOKED
    assert (idle.edge.asked, idle.destroyed) == ([], 1)


async def test_nobody_is_served_while_it_is_owing(case: Case) -> None:
    case.edge.silent = 99
    revocation = case.again()
    door = ShutDoor(case.till.door, revocation.shut.is_set)
    assert await door.read(lambda tx: tx.meta(REVOKED)) == ""
    running = asyncio.create_task(revocation.run())
    revocation.heard(Problem(Code.DEVICE_REVOKED))
    await let_pass(0.5)
    assert not revocation.done.is_set()
    for call in (
        door.read(lambda tx: tx.meta(REVOKED)),
        door.write(lambda tx: tx.set_meta("x", "1")),
        door.run(lambda: None),
    ):
        with pytest.raises(Problem) as caught:
            await call
        assert caught.value.code is Code.DEVICE_REVOKED
    await running


async def test_who_was_never_revoked_starts(case: Case) -> None:
    await case.again().resume()
    assert (case.edge.asked, case.destroyed) == ([], 0)
