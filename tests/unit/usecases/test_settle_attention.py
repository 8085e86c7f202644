"""What was refused or parked stays on a list until a person settles it; who did is on record."""

from datetime import timedelta

from app.domain.attention import Dismissal
from app.domain.commands import Body, HandOverOrder, NoteCustomer
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.values import OrderId
from app.node import uplink
from app.node.documents import find_attention
from app.sync.outbox import park
from app.usecases.ports import AttentionItem, OutboxState
from app.usecases.settle_attention import MAX_SHOWN
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.shop import hand_over_line
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


async def parked_above(counter: Counter) -> str:
    """A hand-over central fails over: the shop's node put it aside and told its terminals."""
    counter.is_line_up = False
    done = await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)
    command_id = done.entry.command.id
    with counter.shop.edge.write() as tx:
        uplink.park(counter.shop.node, tx, command_id, NOW_AT)
    counter.is_line_up = True
    await let_pass(2)
    assert await listed(counter) == [f"parked:{command_id}"]
    return command_id


async def test_what_the_shops_node_put_aside_is_tried_again_from_a_till(counter: Counter) -> None:
    command_id = await parked_above(counter)
    assert not counter.shop.order_at_central().is_collected
    await counter.attention.try_again(f"parked:{command_id}", MANAGER)
    assert await listed(counter) == []
    await let_pass(5)
    assert counter.shop.order_at_central().is_collected
    assert (await counter.till.entry(command_id)).state is OutboxState.FINAL
    assert counter.audit()[-1][:3] == ("attention_settled", "op-01", f"attention:parked:{command_id}")
    refusal = await refusal_of(counter.attention.try_again(command_id, MANAGER))
    assert refusal.code is Code.NOT_FOUND


async def test_what_the_shops_node_put_aside_is_dismissed_from_a_till_once(counter: Counter) -> None:
    command_id = await parked_above(counter)
    for _ in range(2):
        await counter.attention.dismiss(f"parked:{command_id}", WHY, MANAGER)
    assert await listed(counter) == []
    with counter.shop.edge.read() as tx:
        item = find_attention(tx, f"parked:{command_id}")
    assert item is not None
    assert (item.settled_by, item.details) == ("op-01", {"how": "dismiss", "reason": "done_otherwise"})
    assert [record[0] for record in counter.audit()].count("attention_settled") == 1


async def test_without_the_shops_node_its_items_stay(counter: Counter) -> None:
    command_id = await parked_above(counter)
    counter.cut()
    refusal = await refusal_of(counter.attention.dismiss(f"parked:{command_id}", WHY, MANAGER))
    assert refusal.code is Code.NO_ANSWER
    assert await listed(counter) == [f"parked:{command_id}"]


async def test_what_was_dismissed_is_not_tried_again(counter: Counter) -> None:
    command_id = await parked(counter)
    await counter.attention.dismiss(f"parked:{command_id}", Dismissal.MISTAKE, MANAGER)
    refusal = await refusal_of(counter.attention.try_again(command_id, MANAGER))
    assert refusal.code is Code.NOT_FOUND
    await let_pass(5)
    assert (await counter.till.entry(command_id)).state is OutboxState.PARKED


async def forked(counter: Counter, body: Body) -> str:
    """A command under a number that is another's at the authority; nobody waited for its answer."""
    counter.cut()
    command_id = await counter.acting.write(lambda tx: body, "op-07")
    counter.shop.receive(hand_over_line(1, "o-48213"))
    counter.mend()
    await let_pass(60)
    assert f"command:{command_id}" in await listed(counter)
    return command_id


async def test_a_fact_whose_number_was_taken_goes_under_a_new_one(counter: Counter) -> None:
    command_id = await forked(counter, NoteCustomer("c-1", "x", NOW_AT))
    await counter.attention.try_again(f"command:{command_id}", MANAGER)
    await let_pass(5)
    again = await counter.till.entry("T1AA.2:1")
    assert (again.state, again.command.actor) == (OutboxState.FINAL, "op-07")
    assert await listed(counter) == ["fork:T1AA.1:1"]
    details = {"item": f"command:{command_id}", "how": "again", "command": "T1AA.2:1"}
    assert details in [entry[3] for entry in counter.audit()]


async def test_a_hand_over_whose_number_was_taken_is_done_anew_at_the_counter(counter: Counter) -> None:
    body = HandOverOrder(OrderId("o-4821"), HandoverAsk(), "T1AA-000001", NOW_AT)
    command_id = await forked(counter, body)
    refusal = await refusal_of(counter.attention.try_again(f"command:{command_id}", MANAGER))
    assert refusal.code is Code.NOT_FOUND
    await counter.attention.dismiss(f"command:{command_id}", WHY, MANAGER)
    assert await listed(counter) == ["fork:T1AA.1:1"]
