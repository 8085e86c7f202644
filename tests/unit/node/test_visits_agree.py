"""Shop, head office and a successor of the shop's authority agree on who comes: found by the simulator."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from app.contract.commands import CommandLine, Outcome
from app.contract.rows import Place
from app.domain.announcing import DAY, KEPT, Vehicle, Word
from app.domain.commands import MoveVisit, ReverseHandover
from app.domain.dropped import Refusal
from app.domain.order_commands import RefuseGoods
from app.domain.values import CustomerId, OrderId, VisitId
from app.domain.visits import Visit, VisitState
from app.node.authority import Phase, load_authority
from app.node.custody import succeed
from app.node.documents import put_visit
from app.node.downlink import Downlink
from app.node.intake import Sender
from app.node.store_node import StoreNode
from app.node.succession import roll_call
from app.node.visitors import publish_word, visit_for
from app.node.visits import visits_of
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import TILL, Shop, command, hand_over_line, shop_config

ORDER = OrderId("o-4821")
HERE = MoveVisit(VisitId("c-1"), STORE, (ORDER,), VisitState.ARRIVED, NOW_AT, "P4")
LATER_AT = NOW_AT + timedelta(minutes=5)


@pytest.fixture
def shop() -> Shop:
    """A shop with four bays and an order to collect."""
    bays = [Place(f"P{number}", "bay") for number in range(1, 5)]
    return Shop((ready_order(),), shop_config(places=bays))


def ask(shop: Shop, body: MoveVisit, seq: int, device: str = "T1AA") -> None:
    """A colleague's word, to which the shop says yes."""
    [told] = shop.receive(CommandLine(cmd=command(body, seq, device)), device=device, now_at=body.at)
    assert told.outcome is Outcome.OK, told


def say(shop: Shop, target: VisitState, n: int, minutes: int) -> None:
    """A word of the customer's page, so long after `NOW_AT`; heard ten minutes after it."""
    at = NOW_AT + timedelta(minutes=minutes)
    with shop.central.write() as tx:
        publish_word(tx, Word(ORDER, STORE, n, target, at, "P4"))
    shop.follow(NOW_AT + timedelta(minutes=10))


def seen(store: MemoryNodeStore) -> Visit | None:
    """The visit as a node has it."""
    with store.read() as tx:
        return visit_for(tx, ORDER)


def replaced(shop: Shop) -> Shop:
    """The shop after its edge was lost: another one is named and has pulled."""
    with shop.central.write() as tx:
        succeed(tx, STORE, "E200", "")
    shop.edge, shop.node = MemoryNodeStore(), StoreNode("E200", STORE)
    shop.downlink = Downlink(shop.node)
    with shop.edge.write() as tx:
        shop.node.begin(tx, "s2")
    shop.follow()
    return shop


def test_a_successor_knows_who_waits(shop: Shop) -> None:
    ask(shop, HERE, 1)
    shop.relay()
    before = seen(shop.edge)
    assert before is not None
    assert seen(replaced(shop).edge) == before


def test_a_claim_that_a_till_holds_on_paper_takes_nobody_back_whom_head_office_saw_let_go(shop: Shop) -> None:
    """The till never heard that its words had reached head office, and has only the first shop's yes to one."""
    ask(shop, HERE, 1)
    claim = replace(HERE, target=VisitState.CLAIMED, place="")
    [yes] = shop.receive(held := CommandLine(cmd=command(claim, 2)))
    ask(shop, replace(HERE, place=""), 3)
    shop.relay()
    replaced(shop)
    with shop.edge.write() as tx:
        roll_call(shop.node, tx, Sender("T2BB", STORE), [], NOW_AT)
        roll_call(shop.node, tx, Sender(TILL, STORE), [msgspec.structs.replace(held, decided=yes)], NOW_AT)
        assert load_authority(tx).phase is Phase.GRANTING
    found = seen(shop.edge)
    assert found is not None
    assert found.state is VisitState.ARRIVED


def test_what_an_earlier_succession_told_is_over(shop: Shop) -> None:
    """Only of the orders a successor is given: whose order left since waits for nothing."""
    ask(shop, HERE, 1)
    shop.relay()
    with shop.central.write() as tx:
        succeed(tx, STORE, "E150", "")
        tx.drop("order", ORDER)
    assert seen(replaced(shop).edge) is None


def test_who_answers_knows_a_visit_better_than_head_office_did(shop: Shop) -> None:
    ask(shop, HERE, 1)
    shop.relay()
    with shop.central.write() as tx:
        succeed(tx, STORE, "E100", "")
    ask(shop, replace(HERE, target=VisitState.CLAIMED, place=""), 2)
    shop.follow()
    found = seen(shop.edge)
    assert found is not None
    assert found.state is VisitState.CLAIMED


def test_who_got_their_goods_is_not_waited_for_at_head_office_either(shop: Shop) -> None:
    say(shop, VisitState.APPROACHING, 1, 0)
    [told] = shop.receive(hand_over_line(1))
    assert told.outcome is Outcome.OK
    shop.relay()
    done = seen(shop.central)
    assert done is not None and done.state is VisitState.DONE
    undo = ReverseHandover(ORDER, "T1AA.1:1", NOW_AT)
    [told] = shop.receive(CommandLine(cmd=command(undo, 2)))
    assert told.outcome is Outcome.OK
    shop.relay()
    again = seen(shop.central)
    assert again == seen(shop.edge)
    assert again is not None
    assert (again.state, again.arrived_at) == (VisitState.ARRIVED, NOW_AT)


def test_who_did_not_want_it_is_not_waited_for_by_a_late_word(shop: Shop) -> None:
    refused = RefuseGoods(ORDER, (), Refusal.CHANGED_MIND, NOW_AT)
    [told] = shop.receive(CommandLine(cmd=command(refused, 1)))
    assert told.outcome is Outcome.OK
    ask(shop, HERE, 2)
    found = seen(shop.edge)
    assert found is not None
    assert found.state is VisitState.DONE


def test_after_an_undo_somebody_comes_once_whatever_a_late_word_said_between(shop: Shop) -> None:
    ask(shop, HERE, 1)
    [told] = shop.receive(hand_over_line(2))
    assert told.outcome is Outcome.OK
    ask(shop, replace(HERE, visit=VisitId("c-2"), place="P3", at=NOW_AT + timedelta(minutes=1)), 3)
    with shop.edge.read() as tx:
        assert [visit.state for visit in visits_of(tx, ORDER)] == [VisitState.DONE, VisitState.DONE]
    [told] = shop.receive(CommandLine(cmd=command(ReverseHandover(ORDER, "T1AA.1:2", NOW_AT), 4)))
    assert told.outcome is Outcome.OK
    shop.relay()
    for store in (shop.edge, shop.central):
        with store.read() as tx:
            states = {visit.id: visit.state for visit in visits_of(tx, ORDER)}
        assert states == {"c-1": VisitState.DONE, "c-2": VisitState.ARRIVED}


def test_a_word_that_comes_late_reopens_nothing(shop: Shop) -> None:
    ask(shop, HERE, 1)
    ask(shop, replace(HERE, target=VisitState.LEFT, place="", at=LATER_AT), 2)
    say(shop, VisitState.ARRIVED, 1, 2)
    found = seen(shop.edge)
    assert found is not None
    assert found.state is VisitState.LEFT


def test_who_left_and_came_again_is_waited_for_when_the_first_word_comes_late(shop: Shop) -> None:
    ask(shop, replace(HERE, at=LATER_AT), 1)
    say(shop, VisitState.LEFT, 1, 2)
    found = seen(shop.edge)
    assert found is not None
    assert found.state is VisitState.ARRIVED


def test_head_office_takes_a_word_for_the_visit_the_shop_took_it_for(shop: Shop) -> None:
    """What it knows itself may be older, or come in another order."""
    other = Visit(
        VisitId("k-1"), STORE, (ORDER,), CustomerId("c-1"), VisitState.ARRIVED, NOW_AT, arrived_at=NOW_AT
    )
    with shop.central.write() as tx:
        put_visit(tx, other)
    ask(shop, HERE, 1)
    shop.relay()
    with shop.central.read() as tx:
        found = tx.find("visit", f"order:{ORDER}", 10)
    assert [hit.key for hit in found] == ["c-1", "k-1"]


def test_a_night_ends_a_visit_at_head_office_too(shop: Shop) -> None:
    ask(shop, HERE, 1)
    tomorrow_at = NOW_AT + timedelta(days=1)
    with shop.edge.write() as tx:
        shop.node.tick(tx, tomorrow_at)
    shop.relay(tomorrow_at)
    found = seen(shop.central)
    assert found is not None
    assert found.state is VisitState.LEFT


def test_a_car_is_not_kept_for_longer_because_a_clock_was_wrong() -> None:
    car = Vehicle(ORDER, STORE, NOW_AT + KEPT, "red")
    assert not car.is_over(NOW_AT)
    assert replace(car, until_at=NOW_AT + timedelta(days=3650)).is_over(NOW_AT)
    assert not replace(car, until_at=NOW_AT + DAY).is_over(NOW_AT)
