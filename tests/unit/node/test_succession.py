"""A successor hears every till first, then makes facts of what they hold, in the order they were given."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.commands import CommandLine, Outcome, Result
from app.domain.commands import MoveVisit
from app.domain.errors import Code, Problem
from app.domain.values import OrderId, VisitId
from app.domain.visits import VisitState
from app.node.authority import Phase, load_authority
from app.node.custody import succeed
from app.node.documents import find_visit, get_order, open_attention
from app.node.downlink import Downlink
from app.node.intake import Sender
from app.node.store_node import StoreNode
from app.node.succession import HELD, merged, roll_call
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, command, hand_over_line

NEW = "E200"


def yes(line: CommandLine, rev: int = 0, outcome: Outcome = Outcome.OK) -> CommandLine:
    """A line with the predecessor's answer; `rev` counts its yeses."""
    decided = Result(id=line.cmd.id, outcome=outcome, epoch=1, feed_rev=rev, code="order_not_ready")
    return msgspec.structs.replace(line, decided=decided)


def lines(device: str, *revs: int) -> list[CommandLine]:
    """A till's journal: a yes of that rev each, 0 for what had no answer."""
    made = [hand_over_line(n, f"o-{device}{n}", device) for n in range(1, len(revs) + 1)]
    return [yes(line, rev) if rev else line for line, rev in zip(made, revs, strict=True)]


def places(journals: list[list[CommandLine]]) -> list[tuple[str, int]]:
    """(command, rev) in the merged order."""
    return [(line.cmd.id, line.decided.feed_rev if line.decided else 0) for line in merged(journals)]


def successor() -> Shop:
    """The shop after its edge was lost: another one is named under epoch 2 and has pulled."""
    orders = tuple(ready_order(id=f"o-{n}", number=str(n), public_no=n) for n in range(1, 4))
    shop = Shop(orders)
    with shop.central.write() as tx:
        succeed(tx, STORE, NEW, "")
    shop.edge, shop.node = MemoryNodeStore(), StoreNode(NEW, STORE)
    shop.downlink = Downlink(shop.node)
    with shop.edge.write() as tx:
        shop.node.begin(tx, "s2")
    shop.follow()
    return shop


def waiting_successor() -> Shop:
    """As `successor`, but it was there before the predecessor handed order 1 over, and was named after that."""
    orders = tuple(ready_order(id=f"o-{n}", number=str(n), public_no=n) for n in range(1, 4))
    shop = Shop(orders)
    first, node, downlink = shop.edge, shop.node, shop.downlink
    second, waiting = MemoryNodeStore(), StoreNode(NEW, STORE)
    with second.write() as tx:
        waiting.begin(tx, "s2")
    shop.edge, shop.node, shop.downlink = second, waiting, Downlink(waiting)
    shop.follow()
    shop.edge, shop.node, shop.downlink = first, node, downlink
    shop.receive(hand_over_line(1, "o-1"))
    shop.relay()
    with shop.central.write() as tx:
        succeed(tx, STORE, NEW, "")
    shop.edge, shop.node, shop.downlink = second, waiting, Downlink(waiting)
    shop.follow()
    return shop


def test_who_waited_is_named_and_knows_what_the_predecessor_did() -> None:
    shop = waiting_successor()
    assert phase(shop) is Phase.ROLL_CALL
    assert shop.order_at_edge("o-1").is_collected
    assert not shop.order_at_edge("o-2").is_collected


def call(shop: Shop, device: str, *held: CommandLine) -> None:
    """A till hands in what it holds."""
    with shop.edge.write() as tx:
        roll_call(shop.node, tx, Sender(device, STORE), list(held), NOW_AT)


def phase(shop: Shop) -> Phase:
    """How far the successor is."""
    with shop.edge.read() as tx:
        return load_authority(tx).phase


def test_the_yeses_of_all_tills_are_merged_as_they_were_given() -> None:
    found = places([lines("T1AA", 1, 4, 5), lines("T2BB", 2, 3, 6)])
    assert [rev for _, rev in found] == [1, 2, 3, 4, 5, 6]


def test_what_had_no_answer_stays_where_its_till_made_it() -> None:
    found = places([lines("T1AA", 5, 0, 7), lines("T2BB", 1, 9)])
    assert found == [("T2BB.1:1", 1), ("T1AA.1:1", 5), ("T1AA.1:2", 0), ("T1AA.1:3", 7), ("T2BB.1:2", 9)]


def test_nothing_merged_is_nothing() -> None:
    assert places([[], []]) == []


@given(st.lists(st.lists(st.integers(0, 50), max_size=8), max_size=4))
def test_merging_loses_nothing_and_keeps_every_tills_order(revs: list[list[int]]) -> None:
    journals = [lines(f"T{n}AA", *journal) for n, journal in enumerate(revs)]
    found = [line.cmd.id for line in merged(journals)]
    assert sorted(found) == sorted(line.cmd.id for journal in journals for line in journal)
    for journal in journals:
        mine = [line.cmd.id for line in journal]
        assert [command_id for command_id in found if command_id in mine] == mine


def test_it_waits_for_every_till_of_the_roster() -> None:
    shop = successor()
    assert phase(shop) is Phase.ROLL_CALL
    call(shop, "T1AA", yes(hand_over_line(1, "o-1"), 1))
    assert phase(shop) is Phase.ROLL_CALL
    assert not shop.order_at_edge("o-1").is_collected
    [refused] = shop.receive(hand_over_line(1, "o-2", "T2BB", epoch=2), device="T2BB")
    assert (refused.outcome, refused.code) == (Outcome.RETRY, Code.BUSY)
    call(shop, "T2BB")
    assert phase(shop) is Phase.GRANTING
    assert shop.order_at_edge("o-1").is_collected


def test_what_was_handed_in_is_owed_to_central_once() -> None:
    shop = successor()
    call(shop, "T1AA", yes(hand_over_line(1, "o-1"), 1))
    call(shop, "T2BB")
    call(shop, "T1AA", yes(hand_over_line(1, "o-1"), 1))
    assert [result.id for result in shop.relay()] == ["T1AA.1:1"]
    assert shop.order_at_central("o-1").is_collected
    with shop.edge.read() as tx:
        assert tx.scan(HELD, "", 9) == []


def test_who_came_and_got_their_goods_waits_for_nothing() -> None:
    """Check-in and hand-over both come with the roll call: one ends the other."""
    shop = successor()
    body = MoveVisit(VisitId("v-1"), STORE, (OrderId("o-1"),), VisitState.ARRIVED, NOW_AT)
    call(shop, "T2BB", yes(CommandLine(cmd=command(body, 1, "T2BB")), 1))
    call(shop, "T1AA", yes(hand_over_line(1, "o-1"), 2))
    with shop.edge.read() as tx:
        visit = find_visit(tx, "v-1")
    assert visit is not None and visit.state is VisitState.DONE


def test_an_open_command_is_decided_when_it_is_sent_again() -> None:
    shop = successor()
    call(shop, "T1AA", hand_over_line(1, "o-1"))
    call(shop, "T2BB")
    assert not shop.order_at_edge("o-1").is_collected
    [result] = shop.receive(hand_over_line(1, "o-1", epoch=2))
    assert result.outcome is Outcome.OK
    assert shop.order_at_edge("o-1").is_collected


def test_a_no_of_the_predecessor_stays_a_no() -> None:
    shop = successor()
    call(shop, "T1AA", yes(hand_over_line(1, "o-1"), outcome=Outcome.REJECTED))
    call(shop, "T2BB")
    assert not shop.order_at_edge("o-1").is_collected
    [again] = shop.receive(hand_over_line(1, "o-1", epoch=2))
    assert (again.outcome, again.code) == (Outcome.REJECTED, "order_not_ready")


def test_two_yeses_for_the_same_goods_are_both_facts_and_told() -> None:
    shop = successor()
    call(shop, "T1AA", yes(hand_over_line(1, "o-1"), 1))
    call(shop, "T2BB", yes(hand_over_line(1, "o-1", "T2BB"), 2))
    order = shop.order_at_edge("o-1")
    assert [handover.act.station for handover in order.handovers] == ["T1AA", "T2BB"]


def test_a_fact_that_does_not_fit_is_passed_on_and_a_person_is_told() -> None:
    shop = successor()
    with shop.edge.write() as tx:
        shop.node.write_order(tx, replace(get_order(tx, "o-1"), cancelled_at=NOW_AT))
    call(shop, "T1AA", yes(hand_over_line(1, "o-1"), 1))
    call(shop, "T2BB")
    with shop.edge.read() as tx:
        [item] = open_attention(tx, STORE, 9)
    assert (item.id, item.code) == ("takeover:T1AA.1:1", Code.HANDOVER_CONFLICT)
    assert item.details["why"] == Code.ORDER_CANCELLED


def test_who_has_no_office_takes_no_roll_call() -> None:
    shop = successor()
    with shop.edge.write() as tx:
        shop.node.fenced(tx, 9)
    with pytest.raises(Problem) as refused:
        call(shop, "T1AA")
    assert (refused.value.code, refused.value.details) == (Code.EPOCH_AHEAD, {"epoch": 9})


def test_the_welcome_names_the_new_history() -> None:
    shop = successor()
    with shop.edge.write() as tx:
        welcome = roll_call(shop.node, tx, Sender("T1AA", STORE), [], NOW_AT)
    assert (welcome.epoch, welcome.feed, welcome.feed_id) == (2, f"store:{STORE}", "s2")
