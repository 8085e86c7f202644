"""A tablet that takes an order along: nobody else hands it over or changes it until it is back."""

from datetime import timedelta

import msgspec
import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import RosterDevice
from app.domain.commands import (
    Body,
    CarryOrder,
    GiveBackOrder,
    HandOverOrder,
    MoveContainer,
    MoveVisit,
    TakeBackOrder,
)
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.in_hand import Carry
from app.domain.orders import ContainerState, Order
from app.domain.values import ContainerId, LineQuantity, OrderId, VisitId
from app.domain.visits import VisitState
from app.node.custody import publish_config, publish_order, request_cancel, request_shorten
from app.node.documents import find_visit, get_order, open_attention
from tests.unit.domain.samples import NOW_AT, STORE, pieces
from tests.unit.node.shop import Shop, command, hand_over_line, shop_config

ORDER = OrderId("o-4821")
TABLET, TILL = "T2BB", "T1AA"
ALL_BAGS = (ContainerId("1"), ContainerId("2"))


@pytest.fixture
def shop() -> Shop:
    """A shop with an order to collect."""
    return Shop()


def asked(shop: Shop, body: Body, seq: int, device: str = TILL, actor: str = "op-07") -> Result:
    """The shop's answer."""
    [result] = shop.receive(CommandLine(cmd=command(body, seq, device, actor=actor)), device=device)
    return result


def carried(shop: Shop, seq: int = 1) -> Carry:
    """The order is out with the tablet."""
    assert asked(shop, CarryOrder(ORDER, 1, NOW_AT), seq, TABLET).outcome is Outcome.OK
    carry = shop.order_at_edge().carried
    assert carry is not None
    return carry


def used(grant: str) -> HandOverOrder:
    """What the tablet tells when it has handed over."""
    return HandOverOrder(ORDER, HandoverAsk(), "T2BB-1", NOW_AT + timedelta(minutes=5), grant)


def handed_over(shop: Shop) -> list[str]:
    return [h.act.id for h in shop.order_at_edge().live_handovers]


def ask_back(shop: Shop) -> None:
    """The customer cancels on the site, and the shop hears of it."""
    with shop.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
        publish_order(tx, get_order(tx, ORDER))
    shop.follow()


def test_a_grant_names_device_operator_and_time(shop: Shop) -> None:
    carry = carried(shop)
    assert (carry.device, carry.operator, carry.grant, carry.epoch) == (TABLET, "op-07", "T2BB.1:1", 1)
    assert carry.until_at == NOW_AT + timedelta(seconds=shop_config().carry_s)


def test_the_counter_is_told_who_has_it_and_until_when(shop: Shop) -> None:
    carry = carried(shop)
    [result] = shop.receive(hand_over_line(1))
    assert (result.outcome, result.code) == (Outcome.REJECTED, Code.ORDER_CARRIED)
    assert result.details["device"] == TABLET and result.details["due"] == carry.until_at.isoformat()
    assert handed_over(shop) == []


def test_no_clock_lets_somebody_else_hand_it_over(shop: Shop) -> None:
    carried(shop)
    [result] = shop.receive(hand_over_line(1), now_at=NOW_AT + timedelta(days=3))
    assert result.code == Code.ORDER_CARRIED


def test_what_was_handed_over_out_there_is_a_fact_told_once(shop: Shop) -> None:
    carry = carried(shop)
    line = CommandLine(cmd=command(used(carry.grant), 2, TABLET))
    late = NOW_AT + timedelta(hours=9)
    first = shop.receive(line, device=TABLET, now_at=late)
    again = shop.receive(line, device=TABLET, now_at=late)
    assert [r.outcome for r in first + again] == [Outcome.OK] * 2
    assert handed_over(shop) == ["T2BB.1:2"] and shop.order_at_edge().carried is None
    shop.relay()
    assert [h.act.id for h in shop.order_at_central().live_handovers] == ["T2BB.1:2"]


def test_a_grant_is_used_once(shop: Shop) -> None:
    carry = carried(shop)
    assert asked(shop, used(carry.grant), 2, TABLET).outcome is Outcome.OK
    second = asked(shop, used(carry.grant), 3, TABLET)
    assert (second.outcome, second.code) == (Outcome.REJECTED, Code.ALREADY_HANDED_OVER)
    with shop.edge.read() as tx:
        assert [item.code for item in open_attention(tx, "", 10)] == [Code.HANDOVER_CONFLICT]


def test_another_operator_of_that_tablet_does_not_use_it(shop: Shop) -> None:
    carry = carried(shop)
    assert asked(shop, used(carry.grant), 2, TABLET, "op-01").code == Code.ORDER_CARRIED


def without_sara(shop: Shop) -> None:
    """Who carries it is struck off the roster meanwhile."""
    staff = [msgspec.structs.replace(one, is_active=one.id != "op-07") for one in shop.config.staff]
    with shop.central.write() as tx:
        publish_config(tx, msgspec.structs.replace(shop.config, staff=staff))
    shop.follow()


def test_goods_that_left_have_left_whatever_became_of_who_carried_them(shop: Shop) -> None:
    carry = carried(shop)
    without_sara(shop)
    assert asked(shop, used(carry.grant), 2, TABLET).outcome is Outcome.OK
    assert handed_over(shop) == ["T2BB.1:2"] and shop.order_at_edge().carried is None
    with shop.edge.read() as tx:
        [item] = open_attention(tx, "", 10)
    assert (item.code, item.details["why"]) == (Code.HANDOVER_CONFLICT, Code.OPERATOR_UNKNOWN)
    shop.relay()
    assert [h.act.id for h in shop.order_at_central().live_handovers] == ["T2BB.1:2"]


@pytest.mark.parametrize(("device", "grant"), [(TILL, "T2BB.1:1"), (TABLET, "T2BB.1:9"), (TABLET, "")])
def test_who_left_hands_over_under_no_other_grant(shop: Shop, device: str, grant: str) -> None:
    carried(shop)
    without_sara(shop)
    seq = 1 if device == TILL else 2
    assert asked(shop, used(grant), seq, device).code == Code.OPERATOR_UNKNOWN
    assert handed_over(shop) == []


def test_what_is_given_back_is_everybodys(shop: Shop) -> None:
    carry = carried(shop)
    assert asked(shop, GiveBackOrder(ORDER, carry.grant, NOW_AT), 1).code == Code.ORDER_CARRIED
    assert asked(shop, GiveBackOrder(ORDER, carry.grant, NOW_AT), 2, TABLET).outcome is Outcome.OK
    assert asked(shop, GiveBackOrder(ORDER, carry.grant, NOW_AT), 3, TABLET).outcome is Outcome.OK
    assert shop.receive(hand_over_line(2))[0].outcome is Outcome.OK


def test_nobody_changes_it_while_it_is_out(shop: Shop) -> None:
    carried(shop)
    move = MoveContainer(ORDER, ContainerId("1"), "B-1", ContainerState.OPEN, NOW_AT)
    assert asked(shop, move, 1).code == Code.ORDER_CARRIED
    assert asked(shop, move, 2, TABLET).code == Code.ORDER_CARRIED


def test_a_cancel_waits_for_it_to_come_back(shop: Shop) -> None:
    carry = carried(shop)
    ask_back(shop)
    shop.relay()
    assert shop.order_at_central().cancelled_at is None
    asked(shop, GiveBackOrder(ORDER, carry.grant, NOW_AT), 2, TABLET)
    tick(shop)
    shop.relay()
    assert shop.order_at_central().cancelled_at is not None
    assert shop.order_at_edge().cancelled_at is not None


def test_a_cancel_loses_against_what_was_handed_over_out_there(shop: Shop) -> None:
    carry = carried(shop)
    ask_back(shop)
    assert asked(shop, used(carry.grant), 2, TABLET).outcome is Outcome.OK
    tick(shop)
    shop.relay()
    central = shop.order_at_central()
    assert central.is_collected and central.cancelled_at is None and central.cancel_requested_at is None


def test_a_late_cancel_does_not_keep_the_rest_of_the_order(shop: Shop) -> None:
    """A part had left before; the rest goes out, the customer cancels, and the rest comes back."""
    part = HandOverOrder(ORDER, HandoverAsk(lines=pieces(a=2), containers=(ContainerId("1"),)), "T1AA-1", NOW_AT)
    assert asked(shop, part, 1).outcome is Outcome.OK
    shop.relay()
    carry = carried(shop)
    ask_back(shop)
    assert shop.order_at_edge().cancel_requested_at is not None
    asked(shop, GiveBackOrder(ORDER, carry.grant, NOW_AT), 2, TABLET)
    tick(shop)
    shop.relay()
    assert shop.order_at_edge().cancel_requested_at is None
    assert shop.receive(hand_over_line(2))[0].outcome is Outcome.OK
    shop.relay()
    assert shop.order_at_central().is_collected


def test_a_platform_that_has_fewer_pieces_waits_too(shop: Shop) -> None:
    carry = carried(shop)
    with shop.central.write() as tx:
        request_shorten(tx, get_order(tx, ORDER), (LineQuantity(shop.order_at_edge().lines[1].id, 0),))
    shop.follow()
    assert shop.order_at_edge().line("b").progress.cancelled == 0
    asked(shop, GiveBackOrder(ORDER, carry.grant, NOW_AT), 2, TABLET)
    tick(shop)
    assert shop.order_at_edge().line("b").progress.cancelled == 1


def test_a_supervisor_takes_it_back_with_its_bags(shop: Shop) -> None:
    carry = carried(shop)
    assert asked(shop, TakeBackOrder(ORDER, carry.grant, ALL_BAGS, NOW_AT), 1).code == Code.PERMISSION_DENIED
    few = TakeBackOrder(ORDER, carry.grant, ALL_BAGS[:1], NOW_AT)
    assert asked(shop, few, 2, actor="op-01").code == Code.CONTAINER_MISSING
    every = TakeBackOrder(ORDER, carry.grant, ALL_BAGS, NOW_AT)
    assert asked(shop, every, 3, actor="op-01").outcome is Outcome.OK
    assert shop.receive(hand_over_line(4))[0].outcome is Outcome.OK
    late = asked(shop, used(carry.grant), 2, TABLET)
    assert late.code == Code.ALREADY_HANDED_OVER and handed_over(shop) == ["T1AA.1:4"]


def test_a_tablet_that_was_revoked_has_no_bags_to_show(shop: Shop) -> None:
    carry = carried(shop)
    devices = [msgspec.structs.replace(d, is_revoked=d.id == TABLET) for d in shop.config.devices]
    with shop.central.write() as tx:
        publish_config(tx, msgspec.structs.replace(shop.config, devices=devices))
    shop.follow()
    assert asked(shop, TakeBackOrder(ORDER, carry.grant, (), NOW_AT), 1, actor="op-01").outcome is Outcome.OK


def test_under_another_epoch_nothing_is_entrusted(shop: Shop) -> None:
    assert asked(shop, CarryOrder(ORDER, 0, NOW_AT), 1, TABLET).code == Code.NOT_CARRIED
    assert shop.order_at_edge().carry is None


def test_a_colleague_does_not_take_the_car_of_who_carries_its_goods(shop: Shop) -> None:
    def move(target: VisitState) -> MoveVisit:
        return MoveVisit(VisitId("v-1"), STORE, (ORDER,), target, NOW_AT)

    asked(shop, move(VisitState.ARRIVED), 1, TABLET)
    carried(shop, 2)
    assert asked(shop, move(VisitState.CLAIMED), 1).code == Code.ORDER_CARRIED
    assert asked(shop, move(VisitState.CLAIMED), 3, TABLET).outcome is Outcome.OK
    assert asked(shop, move(VisitState.ARRIVED), 2).code == Code.ORDER_CARRIED
    carry = shop.order_at_edge().carried
    assert carry is not None
    asked(shop, used(carry.grant), 4, TABLET)
    with shop.edge.read() as tx:
        visit = find_visit(tx, "v-1")
    assert visit is not None and visit.state is VisitState.DONE


def test_words_of_the_customer_and_of_their_bay_take_no_car_from_who_carries_its_goods() -> None:
    """Nobody who checks in again is refused, or told who is out with their goods."""

    def move(target: VisitState, place: str = "") -> MoveVisit:
        return MoveVisit(VisitId("v-1"), STORE, (ORDER,), target, NOW_AT, place)

    roster = shop_config()
    roster.devices.append(RosterDevice("K1AA", "", "kiosk", []))
    shop = Shop(config=roster)
    asked(shop, move(VisitState.ARRIVED), 1, TABLET)
    asked(shop, move(VisitState.CLAIMED), 2, TABLET)
    carried(shop, 3)
    again = asked(shop, move(VisitState.ARRIVED), 1, "K1AA", actor="")
    assert (again.outcome, list(again.details)) == (Outcome.OK, ["visit"])
    assert asked(shop, move(VisitState.ARRIVED, "P2"), 1).outcome is Outcome.OK
    with shop.edge.read() as tx:
        visit = find_visit(tx, "v-1")
    assert visit is not None
    assert (visit.state, visit.claimed_by, visit.place) == (VisitState.CLAIMED, "op-07", "P2")


def test_a_colleagues_car_is_freed_when_nothing_of_it_is_out(shop: Shop) -> None:
    def move(target: VisitState) -> MoveVisit:
        return MoveVisit(VisitId("v-1"), STORE, (ORDER,), target, NOW_AT)

    asked(shop, move(VisitState.ARRIVED), 1, TABLET)
    asked(shop, move(VisitState.CLAIMED), 2, TABLET)
    carry = carried(shop, 3)
    asked(shop, GiveBackOrder(ORDER, carry.grant, NOW_AT), 4, TABLET)
    assert asked(shop, move(VisitState.ARRIVED), 1).outcome is Outcome.OK


def test_who_is_at_a_car_does_not_lose_its_goods_to_another_tablet(shop: Shop) -> None:
    for seq, target in enumerate((VisitState.ARRIVED, VisitState.CLAIMED), 1):
        asked(shop, MoveVisit(VisitId("v-1"), STORE, (ORDER,), target, NOW_AT, "P4"), seq)
    refused = asked(shop, CarryOrder(ORDER, 1, NOW_AT), 1, TABLET, "op-01")
    assert (refused.code, refused.details["by"]) == (Code.CLAIMED_BY_OTHER, "op-07")
    assert asked(shop, CarryOrder(ORDER, 1, NOW_AT), 2, TABLET).outcome is Outcome.OK


def tick(shop: Shop) -> Order:
    """What a host does from time to time."""
    with shop.edge.write() as tx:
        shop.downlink.answer_recalls(tx, NOW_AT)
    return shop.order_at_edge()
