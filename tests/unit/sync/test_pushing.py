"""Commands go up in batches, once; one that makes the authority fail stands aside after five tries."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.contract.commands import CommandLine
from app.domain.errors import Code, Problem
from app.node.authority import Phase, load_authority, put_authority
from app.sync.outbox import is_suspended
from app.usecases.ports import OutboxState
from tests.unit.domain.samples import ready_order
from tests.unit.node.shop import Shop
from tests.unit.sync.till import Till

Fault = Callable[[str, Sequence[CommandLine]], Problem | None]
ORDERS = ("o-1", "o-2", "o-3", "o-4", "o-5")
INTENT, ACCEPTED, PARKED = OutboxState.INTENT, OutboxState.ACCEPTED, OutboxState.PARKED


@pytest.fixture
def till(tmp_path: Path) -> Till:
    """A till of a shop with five orders that wait."""
    return Till(tmp_path, Shop(tuple(ready_order(id=o, number=o[2:], public_no=n) for n, o in enumerate(ORDERS))))


def poisoned(guilty: str, code: Code = Code.SERVER_ERROR) -> Fault:
    """The authority fails over that command, unless it only holds its place."""

    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        is_hit = what == "commands" and any(line.cmd.id == guilty and not line.parked for line in lines)
        return Problem(code) if is_hit else None

    return fault


async def try_push(till: Till) -> Code | None:
    """Why a push failed."""
    try:
        while await till.engine.push_once():
            continue
    except Problem as problem:
        return problem.code
    return None


async def test_nothing_to_send_asks_nobody(till: Till) -> None:
    await till.sync()
    till.authority.asked.clear()
    assert await till.engine.push_once() is False
    assert till.authority.asked == []


async def test_a_batch_is_answered_at_once(till: Till) -> None:
    await till.sync()
    ids = await till.intend_handovers(*ORDERS)
    assert await till.engine.push_once() is True
    assert till.authority.batches == [ids]
    assert await till.states(*ids) == [ACCEPTED] * 5
    assert till.shop.order_at_edge("o-5").is_collected


async def test_the_guilty_command_is_found_by_halving(till: Till) -> None:
    await till.sync()
    ids = await till.intend_handovers(*ORDERS)
    till.authority.fault = poisoned(ids[2])
    assert await try_push(till) is Code.SERVER_ERROR
    assert [len(batch) for batch in till.authority.batches] == [5, 2, 3, 1]
    assert await till.states(*ids) == [ACCEPTED, ACCEPTED, INTENT, INTENT, INTENT]
    assert (await till.entry(ids[2])).tries == 1
    assert (await till.entry(ids[3])).tries == 0


async def test_after_five_tries_it_is_parked_and_the_others_go_on(till: Till) -> None:
    await till.sync()
    ids = await till.intend_handovers(*ORDERS)
    till.authority.fault = poisoned(ids[2])
    for _ in range(4):
        assert await try_push(till) is Code.SERVER_ERROR
    assert (await till.entry(ids[2])).state is INTENT
    assert await try_push(till) is Code.SERVER_ERROR
    assert (await till.entry(ids[2])).state is PARKED
    assert await till.attention() == [f"parked:{ids[2]}"]
    assert await try_push(till) is None
    assert await till.states(*ids) == [ACCEPTED, ACCEPTED, PARKED, ACCEPTED, ACCEPTED]
    assert not till.shop.order_at_edge("o-3").is_collected


@pytest.mark.parametrize("code", [Code.NO_ANSWER, Code.BUSY, Code.DEVICE_REVOKED])
async def test_what_is_nobodys_fault_is_neither_halved_nor_counted(till: Till, code: Code) -> None:
    await till.sync()
    ids = await till.intend_handovers(*ORDERS)
    till.authority.fault = poisoned(ids[2], code)
    for _ in range(6):
        assert await try_push(till) is code
    assert [len(batch) for batch in till.authority.batches] == [5] * 6
    assert [(await till.entry(i)).tries for i in ids] == [0] * 5


async def test_retry_answers_keep_the_command_and_ask_for_a_pause(till: Till) -> None:
    await till.sync()
    [first] = await till.intend_handovers("o-1")
    with till.shop.edge.write() as tx:
        put_authority(tx, replace(load_authority(tx), phase=Phase.ROLL_CALL, awaited=("T2BB",)))
    assert await try_push(till) is Code.BUSY
    assert (await till.entry(first)).state is INTENT
    with till.shop.edge.write() as tx:
        put_authority(tx, replace(load_authority(tx), phase=Phase.GRANTING, awaited=()))
    assert await try_push(till) is None
    assert (await till.entry(first)).state is ACCEPTED


async def test_an_authority_that_stood_down_is_left_at_once(till: Till) -> None:
    await till.sync()
    [first] = await till.intend_handovers("o-1")
    with till.shop.edge.write() as tx:
        till.shop.node.fenced(tx, 9)
    assert await try_push(till) is Code.EPOCH_AHEAD
    assert till.authority.asked[-2:] == ["commands", "roll_call"]
    assert await till.door.read(is_suspended)
    assert (await till.entry(first)).state is INTENT


async def test_the_first_push_joins_before_it_sends(till: Till) -> None:
    [first] = await till.intend_handovers("o-1")
    assert await till.engine.push_once() is True
    assert till.authority.asked == ["roll_call", "commands"]
    assert (await till.entry(first)).state is ACCEPTED


async def test_refusals_are_told_and_the_link_knows_why(till: Till) -> None:
    await till.sync()
    told: list[Code] = []
    till.engine.on_refused = lambda problem: told.append(problem.code)
    ids = await till.intend_handovers("o-1")
    till.authority.fault = poisoned(ids[0], Code.NO_ANSWER)
    await try_push(till)
    assert told == [Code.NO_ANSWER]
    assert (till.engine.link.is_up, till.engine.link.code) == (False, Code.NO_ANSWER)


async def test_a_command_the_authority_breaks_over_is_parked_while_the_others_are_answered(till: Till) -> None:
    """The node answers the rest of the batch itself: nothing is halved."""
    await till.sync()
    ids = await till.intend_handovers(*ORDERS[:3])
    with till.shop.edge.write() as tx:
        tx.put("order", ORDERS[1], b"not an order")
    for _ in range(5):
        assert await try_push(till) is Code.BUSY
    assert await try_push(till) is None
    assert await till.states(*ids) == [ACCEPTED, PARKED, ACCEPTED]
    assert {len(batch) for batch in till.authority.batches[:1]} == {3}
    assert await till.attention() == [f"parked:{ids[1]}"]
