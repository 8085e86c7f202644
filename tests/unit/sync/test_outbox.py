"""What a till still has to say: in order, bounded, silent while suspended, and handed in whole to a successor."""

from pathlib import Path

import msgspec
import pytest

from app.contract.commands import MAX_BATCH, MAX_BATCH_BYTES, NO_REV, Outcome, Result, Welcome
from app.domain.commands import NoteCustomer
from app.domain.errors import Code
from app.sync import outbox
from app.usecases.ports import OutboxState
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.sync.till import Till

FEED = f"store:{STORE}"


@pytest.fixture
async def till(tmp_path: Path) -> Till:
    """A till that has joined and pulled."""
    made = Till(tmp_path)
    await made.sync()
    return made


async def notes(till: Till, count: int, chars: int = 10) -> list[str]:
    """So many commands of some size."""
    return [await till.intend(NoteCustomer("c-1", "x" * chars, NOW_AT)) for _ in range(count)]


async def sent(till: Till) -> list[str]:
    """Ids of the next batch."""
    return [line.cmd.id for line in await till.replica.lines()]


def yes(command_id: str, **changes: object) -> Result:
    """A yes of epoch 1."""
    return msgspec.structs.replace(Result(id=command_id, outcome=Outcome.OK, epoch=1), **changes)


async def test_a_batch_has_at_most_so_many_commands(till: Till) -> None:
    ids = await notes(till, MAX_BATCH + 5)
    assert await sent(till) == ids[:MAX_BATCH]


async def test_a_batch_has_at_most_so_many_bytes_and_at_least_one_command(till: Till) -> None:
    ids = await notes(till, 6, chars=MAX_BATCH_BYTES // 4)
    assert await sent(till) == ids[:3]
    [huge] = await notes(Till(till.folder), 1, chars=MAX_BATCH_BYTES * 2)
    assert huge


async def test_one_command_larger_than_a_batch_is_sent_alone(tmp_path: Path) -> None:
    till = Till(tmp_path)
    ids = await notes(till, 2, chars=MAX_BATCH_BYTES * 2)
    assert await sent(till) == ids[:1]


async def test_commands_carry_the_epoch_of_now(till: Till) -> None:
    await notes(till, 1)
    await till.door.write(lambda tx: tx.set_meta("epoch", "4"))
    assert [line.cmd.epoch for line in await till.replica.lines()] == [4]


async def test_a_parked_command_holds_its_place_until_that_is_known(till: Till) -> None:
    first, second = await notes(till, 2)
    await till.door.write(lambda tx: outbox.park(tx, first, Code.SERVER_ERROR, NOW_AT))
    assert [(line.cmd.id, line.parked) for line in await till.replica.lines()] == [(first, True), (second, False)]
    held = yes(first, outcome=Outcome.PARKED)
    await till.replica.take_results([held])
    assert await sent(till) == [second]
    assert await till.states(first) == [OutboxState.PARKED]


async def test_counting_tries_stops_with_an_answer(till: Till) -> None:
    [first] = await notes(till, 1)
    await till.replica.take_results([yes(first)])
    for _ in range(6):
        await till.replica.failed_alone(first, Code.SERVER_ERROR)
    assert await till.states(first) == [OutboxState.ACCEPTED]
    await till.replica.failed_alone("T1AA.1:99", Code.SERVER_ERROR)
    assert await till.attention() == []


async def test_answers_to_what_nobody_asked_are_dropped(till: Till) -> None:
    await till.replica.take_results([yes("T1AA.1:77"), yes("T9ZZ.1:1", outcome=Outcome.REJECTED)])
    assert await till.attention() == []


async def test_a_roll_call_hands_in_all_that_is_not_final(till: Till) -> None:
    ids = await notes(till, 4)
    await till.replica.take_results([yes(ids[0], feed_rev=7), yes(ids[1], final=True)])
    await till.replica.take_results([yes(ids[2], outcome=Outcome.REJECTED, code="x")])
    assert await till.replica.roll_call() is None
    await till.door.write(lambda tx: outbox.suspend(tx, 2))
    lines = await till.replica.roll_call() or []
    assert [line.cmd.id for line in lines] == [ids[0], ids[2], ids[3]]
    assert [line.decided.outcome if line.decided else None for line in lines] == ["ok", "rejected", None]


async def test_only_a_higher_epoch_suspends(till: Till) -> None:
    await till.door.write(lambda tx: outbox.suspend(tx, 1))
    assert not await till.door.read(outbox.is_suspended)
    await till.door.write(lambda tx: outbox.suspend(tx, 2))
    assert await till.door.read(outbox.is_suspended)


@pytest.mark.parametrize(("epoch", "is_welcome"), [(0, False), (1, False), (2, True), (7, True)])
async def test_only_a_higher_epochs_welcome_is_taken(till: Till, epoch: int, is_welcome: bool) -> None:
    await till.door.write(lambda tx: outbox.suspend(tx, 2))
    assert await till.door.write(lambda tx: outbox.joined(tx, Welcome(epoch, FEED, "s2"))) is is_welcome
    assert await till.door.read(outbox.is_suspended) is not is_welcome
    assert await till.door.read(outbox.epoch) == (epoch if is_welcome else 1)


async def test_after_a_succession_old_revs_say_nothing(till: Till) -> None:
    [first] = await notes(till, 1)
    await till.replica.take_results([yes(first, feed_rev=3)])
    await till.door.write(lambda tx: outbox.suspend(tx, 2))
    await till.replica.joined(Welcome(2, FEED, "s2"))
    held = (await till.entry(first)).result
    assert held is not None
    assert held.feed_rev == NO_REV
    base = await till.door.read(lambda tx: tx.base_get("order", "o-4821"))
    assert base is not None
    assert base.rev == 0
