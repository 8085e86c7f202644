"""What was refused or parked stays on a list until a person settles it; who did is on record."""

from datetime import timedelta

from app.domain.attention import Dismissal
from app.domain.commands import NoteCustomer
from app.domain.errors import Code
from app.sync.outbox import park
from app.usecases.ports import AttentionItem, OutboxState
from app.usecases.settle_attention import MAX_SHOWN
from tests.unit.domain.samples import NOW_AT
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, Counter, refusal_of

WHY = Dismissal.DONE_OTHERWISE


async def put(counter: Counter, item_id: str, minute: int = 0) -> None:
    """Something to settle."""
    item = AttentionItem(item_id, Code.RETURN_UNMATCHED, "return:r-1", {}, NOW_AT + timedelta(minutes=minute))
    await counter.door.write(lambda tx: tx.attention_put(item))


async def listed(counter: Counter) -> list[str]:
    """Ids of what is open."""
    return [item.id for item in await counter.attention.open_items(CLERK)]


async def parked(counter: Counter) -> str:
    """A command put aside."""
    counter.cut()
    command_id = await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", NOW_AT), "op-07")
    await let_pass(0.1)
    await counter.door.write(lambda tx: park(tx, command_id, Code.SERVER_ERROR, NOW_AT))
    counter.mend()
    return command_id


async def test_the_oldest_comes_first(counter: Counter) -> None:
    for item_id, minute in (("b", 2), ("c", 3), ("a", 1)):
        await put(counter, item_id, minute)
    assert await listed(counter) == ["a", "b", "c"]


async def test_the_list_is_bounded(counter: Counter) -> None:
    for n in range(MAX_SHOWN + 5):
        await put(counter, f"i{n:04d}", n)
    assert len(await listed(counter)) == MAX_SHOWN


async def test_what_is_settled_is_off_the_list_and_on_record(counter: Counter) -> None:
    await put(counter, "a")
    await counter.attention.dismiss("a", WHY, MANAGER)
    assert await listed(counter) == []
    item = await counter.door.read(lambda tx: tx.attention_get("a"))
    assert item is not None
    assert (item.settled_by, item.settled_at is not None) == ("op-01", True)
    assert counter.audit() == [
        ("attention_settled", "op-01", "return:r-1", {"item": "a", "reason": "done_otherwise"})
    ]


async def test_what_is_not_there_cannot_be_settled(counter: Counter) -> None:
    assert (await refusal_of(counter.attention.dismiss("a", WHY, MANAGER))).code is Code.NOT_FOUND
    assert counter.audit() == []


async def test_a_clerk_sees_and_does_not_settle(counter: Counter) -> None:
    await put(counter, "a")
    assert (await refusal_of(counter.attention.dismiss("a", WHY, CLERK))).code is Code.APPROVAL_REQUIRED
    assert (await refusal_of(counter.attention.try_again("T1AA.1:1", CLERK))).code is Code.APPROVAL_REQUIRED
    assert await listed(counter) == ["a"]


async def test_a_parked_command_is_tried_again(counter: Counter) -> None:
    command_id = await parked(counter)
    assert await listed(counter) == [f"parked:{command_id}"]
    await counter.attention.try_again(command_id, MANAGER)
    assert await listed(counter) == []
    counter.till.engine.push_soon()
    await let_pass(5)
    entry = await counter.till.entry(command_id)
    assert (entry.state, entry.tries) == (OutboxState.FINAL, 0)


async def test_only_a_parked_command_is_tried_again(counter: Counter) -> None:
    command_id = await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", NOW_AT), "op-07")
    for wrong in (command_id, "T1AA.1:99", ""):
        refusal = await refusal_of(counter.attention.try_again(wrong, MANAGER))
        assert (refusal.code, refusal.details) == (Code.NOT_FOUND, {"command": wrong})
