"""What a customer says on their page reaches the shop once, in order, and of their car nothing stays."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest

from app.contract.commands import CommandLine, Outcome
from app.contract.feeds import FeedRow
from app.contract.rows import Place, RosterDevice
from app.domain.announcing import KEPT, Vehicle, Word
from app.domain.commands import CarryOrder, MoveVisit
from app.domain.values import OrderId, StoreId, VisitId
from app.domain.visits import Visit, VisitState
from app.node import feeds
from app.node.custody import alloc_feed
from app.node.store_node import store_feed
from app.node.visitors import (
    VEHICLE,
    find_vehicle,
    forget_vehicles,
    forget_word,
    hear,
    publish_vehicle,
    publish_word,
    visit_for,
)
from app.node.visits import visits_of
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, command, hand_over_line, shop_config

ORDER = OrderId("o-4821")
CAR = Vehicle(ORDER, STORE, NOW_AT + KEPT, "red", "2KT", "furgone con portapacchi")


@pytest.fixture
def shop() -> Shop:
    """A shop with four bays and an order to collect."""
    bays = [Place(f"P{number}", "bay") for number in range(1, 5)]
    return Shop((ready_order(),), shop_config(places=bays))


def say(shop: Shop, target: VisitState, n: int, *, place: str = "", at: datetime = NOW_AT) -> None:
    """Central has the word and tells it; the shop hears it."""
    with shop.central.write() as tx:
        publish_word(tx, Word(ORDER, STORE, n, target, at, place))
    shop.follow(at)


def visit(store: MemoryNodeStore) -> Visit | None:
    """The visit as a node has it."""
    with store.read() as tx:
        return visit_for(tx, ORDER)


def at_shop(shop: Shop) -> Visit:
    """The visit as the shop has it."""
    found = visit(shop.edge)
    assert found is not None
    return found


def test_a_word_becomes_a_visit_at_the_shop_and_comes_back_to_central(shop: Shop) -> None:
    say(shop, VisitState.APPROACHING, 1)
    assert at_shop(shop).state is VisitState.APPROACHING
    say(shop, VisitState.ARRIVED, 2, place="P4")
    shop.relay()
    assert at_shop(shop) == visit(shop.central)
    assert (at_shop(shop).state, at_shop(shop).place, at_shop(shop).arrived_at) == (
        VisitState.ARRIVED,
        "P4",
        NOW_AT,
    )


def test_the_same_word_again_is_heard_once(shop: Shop) -> None:
    say(shop, VisitState.ARRIVED, 1, place="P4")
    claim(shop)
    say(shop, VisitState.ARRIVED, 1, place="P1")
    shop.load(alloc_feed(STORE))
    assert (at_shop(shop).state, at_shop(shop).place) == (VisitState.CLAIMED, "P4")
    with shop.edge.read() as tx:
        assert tx.last_seq("E100.1") == 1


def claim(shop: Shop) -> None:
    """A colleague takes the car."""
    known = at_shop(shop)
    body = MoveVisit(known.id, STORE, known.orders, VisitState.CLAIMED, NOW_AT)
    [told] = shop.receive(CommandLine(cmd=command(body, 1)))
    assert told.outcome is Outcome.OK, told


def test_who_changes_bay_stays_in_the_hands_of_who_comes(shop: Shop) -> None:
    say(shop, VisitState.ARRIVED, 1, place="P4")
    claim(shop)
    say(shop, VisitState.ARRIVED, 2, place="P2")
    assert (at_shop(shop).state, at_shop(shop).place, at_shop(shop).claimed_by) == (
        VisitState.CLAIMED,
        "P2",
        "op-07",
    )


def test_a_late_word_takes_nothing_back(shop: Shop) -> None:
    say(shop, VisitState.ARRIVED, 1, place="P4")
    say(shop, VisitState.APPROACHING, 2)
    assert at_shop(shop).state is VisitState.ARRIVED


def test_who_leaves_and_comes_again_is_another_visit(shop: Shop) -> None:
    say(shop, VisitState.LEFT, 1)
    assert visit(shop.edge) is None
    say(shop, VisitState.ARRIVED, 2, place="P4")
    say(shop, VisitState.LEFT, 3)
    first = at_shop(shop)
    assert first.state is VisitState.LEFT
    say(shop, VisitState.ARRIVED, 4, place="P1", at=NOW_AT + timedelta(minutes=5))
    assert (at_shop(shop).state, at_shop(shop).id) != (first.state, first.id)


def test_a_word_joins_the_visit_that_a_kiosk_began(shop: Shop) -> None:
    body = MoveVisit(VisitId("k-1"), STORE, (ORDER,), VisitState.ARRIVED, NOW_AT, number="A 1")
    [told] = shop.receive(CommandLine(cmd=command(body, 1)))
    assert told.outcome is Outcome.OK
    say(shop, VisitState.ARRIVED, 1, place="P3")
    assert (at_shop(shop).id, at_shop(shop).place) == ("k-1", "P3")


@pytest.mark.parametrize("state", [VisitState.APPROACHING, VisitState.ARRIVED])
def test_a_kiosk_joins_the_visit_that_a_word_began(shop: Shop, state: VisitState) -> None:
    """One person, one visit, one colleague at it, here and at head office; the kiosk is told its number."""
    roster = [*shop.config.devices, RosterDevice("K1AA", "", "kiosk", [])]
    shop = Shop(config=msgspec.structs.replace(shop.config, devices=roster))
    say(shop, state, 1)
    body = MoveVisit(VisitId("k-1"), STORE, (ORDER,), VisitState.ARRIVED, NOW_AT, number="A 1")
    for seq in (1, 2):
        line = CommandLine(cmd=command(body, seq, "K1AA", actor=""))
        [told] = shop.receive(line, device="K1AA")
        details = {"number": "A 1", "ahead": 0, "visit": f"p-{ORDER}-1"}
        assert (told.outcome, told.details) == (Outcome.OK, details)
    shop.relay()
    for store in (shop.edge, shop.central):
        with store.read() as tx:
            [one] = visits_of(tx, ORDER)
        assert (one.id, one.state, one.number) == (f"p-{ORDER}-1", VisitState.ARRIVED, "A 1")
    claim(shop)
    carry = CarryOrder(ORDER, 1, NOW_AT)
    assert shop.receive(CommandLine(cmd=command(carry, 2)))[0].outcome is Outcome.OK
    say(shop, VisitState.LEFT, 2)
    assert at_shop(shop).state is VisitState.LEFT


def test_a_visit_of_another_day_is_joined_by_nobody(shop: Shop) -> None:
    """It is about to be ended: who comes today waits from today on."""
    say(shop, VisitState.ARRIVED, 1, place="P4")
    tomorrow_at = NOW_AT + timedelta(days=1)
    body = MoveVisit(VisitId("c-1"), STORE, (ORDER,), VisitState.ARRIVED, tomorrow_at, "P1")
    [told] = shop.receive(CommandLine(cmd=command(body, 1)), now_at=tomorrow_at)
    assert told.outcome is Outcome.OK
    assert (at_shop(shop).id, at_shop(shop).arrived_at) == ("c-1", tomorrow_at)


def test_nobody_waits_for_goods_that_have_left_or_on_another_day(shop: Shop) -> None:
    say(shop, VisitState.ARRIVED, 1, place="P4", at=NOW_AT - timedelta(days=1))
    with shop.central.write() as tx:
        publish_word(tx, Word(ORDER, STORE, 2, VisitState.ARRIVED, NOW_AT - timedelta(days=1)))
    shop.follow(NOW_AT)
    assert [row.t for row in rows(shop.edge) if row.t == "visit"] == ["visit"]
    [handed] = shop.receive(hand_over_line(1))
    assert handed.outcome is Outcome.OK
    say(shop, VisitState.ARRIVED, 3, place="P4")
    assert at_shop(shop).state is VisitState.DONE


def rows(store: MemoryNodeStore, feed: str = store_feed(STORE)) -> list[FeedRow]:
    """What stands in a feed."""
    with store.read() as tx:
        return list(feeds.live_rows(tx, feed))


def test_a_visit_of_an_order_that_is_no_more_can_be_ended(shop: Shop) -> None:
    """Placed anew at the platform, it is another order there."""
    say(shop, VisitState.ARRIVED, 1, place="P4")
    shop.relay()
    for store in (shop.edge, shop.central):
        with store.write() as tx:
            tx.drop("order", ORDER)
    say(shop, VisitState.LEFT, 2)
    assert [result.outcome for result in shop.relay()] == [Outcome.OK]
    for store in (shop.edge, shop.central):
        found = visit(store)
        assert found is not None
        assert found.state is VisitState.LEFT


def test_an_authority_that_may_not_answer_yet_hears_later(shop: Shop) -> None:
    from app.node.authority import Phase, load_authority, put_authority

    with shop.edge.write() as tx:
        put_authority(tx, replace(load_authority(tx), phase=Phase.ROLL_CALL))
    say(shop, VisitState.ARRIVED, 1, place="P4")
    assert visit(shop.edge) is None
    with shop.edge.write() as tx:
        put_authority(tx, replace(load_authority(tx), phase=Phase.GRANTING))
        hear(shop.node, tx, NOW_AT)
    assert at_shop(shop).state is VisitState.ARRIVED


# the car


def everything(store: MemoryNodeStore) -> str:
    """All a node keeps: documents, feeds and the log."""
    return repr(vars(store))


def park(shop: Shop) -> None:
    """A customer says what car they come in."""
    with shop.central.write() as tx:
        publish_vehicle(tx, CAR)
    say(shop, VisitState.ARRIVED, 1, place="P4")


def sweep(shop: Shop, at: datetime) -> None:
    """Both nodes forget what is over."""
    with shop.central.write() as tx:
        forget_vehicles(tx, lambda car: alloc_feed(car.store), at)
    shop.follow(at)
    with shop.edge.write() as tx:
        forget_vehicles(tx, lambda _: store_feed(STORE), at)


def test_the_shops_terminals_are_told_the_car_and_no_log_has_it(shop: Shop) -> None:
    park(shop)
    [row] = [row for row in rows(shop.edge) if row.t == VEHICLE]
    assert isinstance(row.d, msgspec.Raw)
    assert json.loads(bytes(row.d)) | {"until_at": ""} == {
        "order": ORDER,
        "store": STORE,
        "until_at": "",
        "colour": "red",
        "plate": "2KT",
        "words": "furgone con portapacchi",
    }
    with shop.edge.read() as tx:
        logged = tx.logged("E100.1", 1)
    assert logged is not None
    assert b"2KT" not in logged.command + logged.result
    assert "2KT" not in repr(CAR)


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_car_is_gone_everywhere_within_a_day(shop: Shop, *, is_cut: bool) -> None:
    """Also where the line is cut: each forgets by itself."""
    park(shop)
    late_at = NOW_AT + timedelta(hours=23)
    if is_cut:
        with shop.edge.write() as tx:
            forget_vehicles(tx, lambda _: store_feed(STORE), late_at)
        assert "2KT" not in everything(shop.edge)
        with shop.central.write() as tx:
            forget_vehicles(tx, lambda car: alloc_feed(car.store), late_at)
    sweep(shop, late_at)
    for store in (shop.central, shop.edge):
        assert "2KT" not in everything(store)
        assert "furgone" not in everything(store)


def test_a_car_is_kept_until_then(shop: Shop) -> None:
    park(shop)
    sweep(shop, NOW_AT + timedelta(hours=21))
    with shop.edge.read() as tx:
        assert find_vehicle(tx, ORDER, NOW_AT) == CAR
        assert find_vehicle(tx, ORDER, NOW_AT + KEPT) is None


def test_a_car_is_gone_soon_after_its_visit(shop: Shop) -> None:
    park(shop)
    [handed] = shop.receive(hand_over_line(1))
    assert handed.outcome is Outcome.OK
    shop.relay()
    sweep(shop, NOW_AT + timedelta(minutes=10))
    assert "2KT" in everything(shop.edge)
    sweep(shop, NOW_AT + timedelta(minutes=15))
    for store in (shop.central, shop.edge):
        assert "2KT" not in everything(store)


def test_a_car_told_after_an_earlier_visit_is_kept(shop: Shop) -> None:
    say(shop, VisitState.ARRIVED, 1, place="P1")
    say(shop, VisitState.LEFT, 2)
    later_at = NOW_AT + timedelta(hours=2)
    with shop.central.write() as tx:
        publish_vehicle(tx, replace(CAR, until_at=later_at + KEPT))
    shop.follow(later_at)
    sweep(shop, later_at)
    assert "2KT" in everything(shop.edge)


def test_what_lies_in_the_mirrored_feed_and_in_a_snapshot_has_no_car(shop: Shop) -> None:
    """Nobody empties those in time."""
    park(shop)
    mirrored = [row.d for row in rows(shop.edge, alloc_feed(STORE)) if row.t == VEHICLE]
    assert mirrored == [msgspec.Raw(b"null")]
    shop.load(alloc_feed(STORE))
    with shop.edge.read() as tx:
        assert find_vehicle(tx, ORDER, NOW_AT) == CAR


def test_words_are_forgotten_with_their_page(shop: Shop) -> None:
    say(shop, VisitState.ARRIVED, 7, place="P4")
    with shop.central.write() as tx:
        forget_word(tx, ORDER)
    shop.follow()
    say(shop, VisitState.ARRIVED, 8, place="P2")
    assert at_shop(shop).place == "P2"
    assert StoreId(STORE) == at_shop(shop).store
