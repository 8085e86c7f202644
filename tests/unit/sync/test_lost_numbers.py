"""A till whose numbers were lost or taken gets out by itself: places are held, a new generation begins."""

from pathlib import Path

import pytest

from app.contract.commands import MAX_BATCH, Outcome, Result
from app.domain.commands import NoteCustomer
from app.domain.errors import Code, Problem
from app.sync import lost_numbers
from app.usecases.ports import OutboxState
from tests.unit.domain.samples import NOW_AT, ready_order
from tests.unit.node.shop import Shop, hand_over_line
from tests.unit.sync.till import Till

ORDERS = ("o-1", "o-2", "o-3")
FINAL, ACCEPTED, REJECTED = OutboxState.FINAL, OutboxState.ACCEPTED, OutboxState.REJECTED


@pytest.fixture
async def till(tmp_path: Path) -> Till:
    """A till of a shop with three orders that wait."""
    made = Till(tmp_path, Shop(tuple(ready_order(id=o, number=o[2:], public_no=n) for n, o in enumerate(ORDERS))))
    await made.sync()
    return made


async def lose(till: Till, count: int) -> None:
    """Numbers were given out, and what they were for is gone."""
    for _ in range(count):
        await till.door.write(lambda tx: tx.next_command_number())


async def push(till: Till, tries: int = 9) -> None:
    """Push as often as the engine would."""
    for _ in range(tries):
        try:
            while await till.engine.push_once():
                continue
        except Problem as problem:
            assert problem.code is Code.BUSY
        else:
            return
    raise AssertionError("does not get out")


async def test_what_is_behind_lost_numbers_is_taken_and_a_person_told(till: Till) -> None:
    [first] = await till.intend_handovers("o-1")
    await push(till)
    await lose(till, 2)
    second, third = await till.intend_handovers("o-2", "o-3")
    assert second == "T1AA.1:4"
    await push(till)
    assert await till.states(first, second, third) == [ACCEPTED] * 3
    assert await till.attention() == ["seq_incident:T1AA.1:2"]
    assert till.authority.batches[-1] == ["T1AA.1:2", "T1AA.1:3", second, third]
    till.shop.relay()
    assert till.shop.order_at_central("o-3").is_collected
    assert await till.door.read(lambda tx: tx.meta(lost_numbers.LOST)) == ""


async def test_many_lost_numbers_do_not_fill_a_batch(till: Till) -> None:
    await lose(till, MAX_BATCH)
    [first] = await till.intend_handovers("o-1")
    await push(till)
    assert await till.states(first) == [ACCEPTED]
    assert max(len(batch) for batch in till.authority.batches) <= MAX_BATCH
    assert await till.attention() == ["seq_incident:T1AA.1:1"]


async def test_what_a_restored_authority_forgot_holds_its_place_and_is_told(till: Till) -> None:
    [first] = await till.intend_handovers("o-1")
    await push(till)
    with till.shop.edge.write() as tx:
        log = tx.logged("T1AA.1", 1)
    assert log is not None
    till.shop.edge = Shop(till.shop.orders).edge
    [second] = await till.intend_handovers("o-2")
    await push(till)
    assert await till.states(first, second) == [ACCEPTED, ACCEPTED]
    assert await till.attention() == ["seq_incident:T1AA.1:1"]
    with till.shop.edge.read() as tx:
        held = tx.logged("T1AA.1", 1)
    assert held is not None
    assert held.hash == log.hash


async def test_a_gap_before_what_waits_here_is_no_loss(till: Till) -> None:
    first, second = await till.intend_handovers("o-1", "o-2")
    gap = Result(id=second, outcome=Outcome.RETRY, code=Code.SEQ_GAP, details={"last": 0}, epoch=1)
    await till.replica.take_results([gap])
    assert [line.cmd.id for line in await till.replica.lines()] == [first, second]
    assert await till.attention() == []


async def test_a_number_that_was_taken_stops_nothing(till: Till) -> None:
    """A copy of this till put back from before: the authority has another command under its next numbers."""
    till.shop.receive(hand_over_line(1, "o-3"), hand_over_line(2, "o-2"))
    first = await till.intend(NoteCustomer("c-1", "x", NOW_AT))
    second, third = await till.intend_handovers("o-1", "o-1")
    await push(till)
    assert await till.states(first, second) == [REJECTED, REJECTED]
    assert await till.states(third) == [ACCEPTED]
    assert await till.attention() == [f"command:{first}", f"command:{second}"]
    assert await till.intend_handovers("o-2") == ["T1AA.2:1"]
    await push(till)
    with till.shop.edge.read() as tx:
        assert len(tx.scan("quarantine", "", 9)) == 2


async def test_a_damaged_command_is_put_aside_and_those_behind_go_on(till: Till) -> None:
    big = await till.intend(NoteCustomer("c-1", "x" * 70_000, NOW_AT))
    [second] = await till.intend_handovers("o-1")
    await push(till)
    assert await till.states(big, second) == [OutboxState.PARKED, ACCEPTED]
    assert await till.attention() == [f"parked:{big}"]
