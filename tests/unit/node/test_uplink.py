"""What a shop owes central: in order, bounded, until each command has its answer; one may stand aside."""

from datetime import timedelta

import msgspec
import pytest

from app.contract.commands import MAX_BATCH, NO_REV, CommandLine, Outcome, Result
from app.domain.commands import CloseOrder, NoteCustomer
from app.domain.errors import Code
from app.domain.values import OrderId
from app.node import uplink
from app.node.authority import Phase, load_authority
from app.node.documents import open_attention
from app.node.feeds import feed_state
from app.node.forgetting import forget_commands
from app.node.parking import unpark
from app.node.store_node import device_feed, store_feed
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, command, hand_over_line, page_of


@pytest.fixture
def shop() -> Shop:
    """A shop with three orders to hand over."""
    return Shop(tuple(ready_order(id=f"o-{n}", number=str(n), public_no=n) for n in (1, 2, 3)))


def owed(shop: Shop) -> list[tuple[str, bool]]:
    """What would be sent: id, and whether it only holds its place."""
    with shop.edge.read() as tx:
        return [(line.cmd.id, line.parked) for line in uplink.batch(tx)]


def answer(shop: Shop, *results: Result) -> None:
    """Central's answers."""
    with shop.edge.write() as tx:
        uplink.take_results(shop.node, tx, list(results), NOW_AT)


def final(command_id: str, outcome: Outcome = Outcome.OK, **changes: object) -> Result:
    """An end-to-end answer."""
    made = Result(id=command_id, outcome=outcome, final=True)
    return msgspec.structs.replace(made, **changes)


def acks(shop: Shop, device: str = "T1AA") -> list[Result]:
    """What a till is told."""
    with shop.edge.read() as tx:
        if tx.feed(device_feed(device)) is None:
            return []
        rows = page_of(tx, device_feed(device)).rows
    return [msgspec.json.decode(bytes(row.d), type=Result) for row in rows if isinstance(row.d, msgspec.Raw)]


def attention(shop: Shop) -> list[tuple[str, str]]:
    """What a person must settle: id and code."""
    with shop.edge.read() as tx:
        return [(item.id, item.code) for item in open_attention(tx, STORE, 99)]


def park(shop: Shop, command_id: str) -> None:
    """Central fails over this command alone."""
    with shop.edge.write() as tx:
        uplink.park(shop.node, tx, command_id, NOW_AT)


def test_commands_are_owed_in_the_order_they_came(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"))
    shop.receive(hand_over_line(1, "o-2", "T2BB"), device="T2BB")
    shop.receive(hand_over_line(2, "o-3"))
    assert owed(shop) == [("T1AA.1:1", False), ("T2BB.1:1", False), ("T1AA.1:2", False)]
    with shop.edge.read() as tx:
        line = uplink.batch(tx)[0]
    assert (line.epoch, line.decided and line.decided.outcome) == (1, Outcome.OK)


def test_a_batch_is_bounded(shop: Shop) -> None:
    for n in range(1, MAX_BATCH + 3):
        shop.receive(CommandLine(cmd=command(NoteCustomer("c-1", "x", NOW_AT), n)))
    assert len(owed(shop)) == MAX_BATCH
    for n in range(MAX_BATCH + 3, MAX_BATCH + 9):
        shop.receive(CommandLine(cmd=command(NoteCustomer("c-1", "x" * 60_000, NOW_AT), n)))
    answer(shop, *(final(f"T1AA.1:{n}") for n in range(1, MAX_BATCH + 3)))
    assert 1 <= len(owed(shop)) <= 3


def test_an_answer_settles_and_is_passed_on_with_the_rev_of_its_row(shop: Shop) -> None:
    [mine] = shop.receive(hand_over_line(1, "o-1"))
    answer(shop, final("T1AA.1:1"))
    assert owed(shop) == []
    [ack] = acks(shop)
    assert (ack.id, ack.final, ack.feed_rev) == ("T1AA.1:1", True, mine.feed_rev)
    with shop.edge.read() as tx:
        assert feed_state(tx, device_feed("T1AA")).id == feed_state(tx, store_feed(STORE)).id


def test_an_answer_that_comes_twice_is_passed_on_once(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"))
    answer(shop, final("T1AA.1:1"))
    answer(shop, final("T1AA.1:1"), final("T9ZZ.1:5"))
    with shop.edge.read() as tx:
        assert feed_state(tx, device_feed("T1AA")).rev == 1


def test_a_retry_leaves_everything_owed(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"))
    answer(shop, final("T1AA.1:1", Outcome.RETRY, code=Code.BUSY))
    assert owed(shop) == [("T1AA.1:1", False)]
    assert acks(shop) == []


def test_a_higher_epoch_stands_the_shop_down(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"))
    answer(shop, final("T1AA.1:1", Outcome.RETRY, code=Code.EPOCH_STALE, epoch=2))
    with shop.edge.read() as tx:
        authority = load_authority(tx)
    assert (authority.phase, authority.epoch, owed(shop)) == (Phase.STOOD_DOWN, 2, [])


def test_a_parked_command_holds_its_place_and_a_person_is_told(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"), hand_over_line(2, "o-2"))
    park(shop, "T1AA.1:1")
    assert owed(shop) == [("T1AA.1:1", True), ("T1AA.1:2", False)]
    assert attention(shop) == [("parked:T1AA.1:1", Code.COMMAND_PARKED)]
    shop.relay()
    assert owed(shop) == []
    assert [(ack.id, ack.outcome) for ack in acks(shop)] == [
        ("T1AA.1:1", Outcome.PARKED),
        ("T1AA.1:2", Outcome.OK),
    ]
    assert not shop.order_at_central("o-1").is_collected
    assert shop.order_at_central("o-2").is_collected


def test_tried_again_it_goes_up_with_the_shops_own_answer(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"))
    park(shop, "T1AA.1:1")
    shop.relay()
    with shop.edge.write() as tx:
        unpark(tx, "T1AA.1:1")
    assert owed(shop) == [("T1AA.1:1", False)]
    shop.relay()
    assert shop.order_at_central("o-1").is_collected
    assert [ack.outcome for ack in acks(shop)][-1] is Outcome.OK
    assert owed(shop) == []


def test_unparking_what_is_not_here_does_nothing(shop: Shop) -> None:
    with shop.edge.write() as tx:
        unpark(tx, "T9ZZ.1:5")
    assert owed(shop) == []


def test_what_the_shop_says_itself_is_owed_and_its_refusal_told_to_the_shop(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"))
    later = NOW_AT.replace(hour=12)
    with shop.edge.write() as tx:
        shop.node.say(tx, CloseOrder(OrderId("o-1"), later), later)
    assert owed(shop)[-1] == ("E100.1:1", False)
    answer(shop, final("E100.1:1", Outcome.REJECTED, code=Code.ORDER_UNKNOWN))
    assert attention(shop) == [("own:E100.1:1", Code.ORDER_UNKNOWN)]
    assert acks(shop, "E100") == []


def test_an_answer_to_a_place_held_is_none_to_what_was_decided_since(shop: Shop) -> None:
    line = hand_over_line(1, "o-1")
    shop.receive(msgspec.structs.replace(line, parked=True))
    shop.receive(line)
    assert shop.order_at_edge("o-1").is_collected
    answer(shop, final("T1AA.1:1", Outcome.PARKED, code=Code.COMMAND_PARKED))
    assert owed(shop) == [("T1AA.1:1", False)]


def test_a_command_that_was_forgotten_here_is_answered_by_central_and_not_done_again(shop: Shop) -> None:
    """A till that never heard the answer asks again, after more than 35 days, and more than once."""
    lines = [hand_over_line(seq, f"o-{seq}") for seq in (1, 2)]
    [first, _] = shop.receive(*lines)
    shop.relay()
    before = shop.order_at_edge("o-1")
    for days in (0, 50):
        with shop.edge.write() as tx:
            forget_commands(tx, NOW_AT + timedelta(days=days))
            assert (tx.logged("T1AA.1", 1) is None) == (days == 50)
    for _ in range(2):
        assert [(r.outcome, r.code) for r in shop.receive(lines[0])] == [(Outcome.RETRY, Code.BUSY)]
    shop.relay()
    [again] = shop.receive(lines[0])
    assert (again.outcome, again.final, first.outcome) == (Outcome.OK, True, Outcome.OK)
    assert (again.feed_rev, again.row) == (NO_REV, None)
    assert shop.order_at_edge("o-1").handovers == before.handovers
    assert sorted(result.id for result in acks(shop)) == ["T1AA.1:1", "T1AA.1:2"]
