"""Who holds an order decides about it: allocation, recall and succession move that, and nothing else does."""

from dataclasses import replace

import msgspec
import pytest

from app.domain.errors import Code, Problem
from app.domain.values import CENTRAL, Custody
from app.node.authority import NAMED, Named
from app.node.custody import alloc_feed, note_stream, publish_order, publish_returnables, request_cancel, succeed
from app.node.documents import find_config, get_order, put_customer
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, collected, customer, hand_over_line, page_of

FEED = alloc_feed(STORE)


@pytest.fixture
def shop() -> Shop:
    """A shop with three orders."""
    return Shop(tuple(ready_order(id=f"o-{n}", number=str(n), public_no=n) for n in (1, 2, 3)))


def rows_after(shop: Shop, rev: int) -> list[tuple[str, str, int]]:
    """What central told the shop behind a rev: kind, key, gone."""
    with shop.central.read() as tx:
        return [(row.t, row.id, row.x) for row in page_of(tx, FEED, rev).rows]


def rev(shop: Shop) -> int:
    """Where central's word to the shop stands."""
    with shop.central.read() as tx:
        return page_of(tx, FEED).to


def test_allocated_orders_are_the_shops_under_its_epoch(shop: Shop) -> None:
    assert shop.order_at_central("o-1").custody == Custody(STORE, 1)
    assert shop.order_at_edge("o-1").custody == Custody(STORE, 1)


def test_what_the_shop_holds_is_asked_back_not_cancelled(shop: Shop) -> None:
    before = rev(shop)
    with shop.central.write() as tx:
        requested = request_cancel(tx, "o-1", NOW_AT)
    assert (requested.cancelled_at, requested.cancel_requested_at) == (None, NOW_AT)
    assert rows_after(shop, before) == [("recall", "o-1", 0)]
    assert shop.order_at_edge("o-1").cancel_requested_at is None


def test_what_central_holds_is_cancelled_at_once(shop: Shop) -> None:
    with shop.central.write() as tx:
        publish_order(tx, replace(get_order(tx, "o-1"), custody=Custody(CENTRAL)))
    before = rev(shop)
    with shop.central.write() as tx:
        cancelled = request_cancel(tx, "o-1", NOW_AT)
    assert cancelled.cancelled_at == NOW_AT
    assert rows_after(shop, before) == [("order", "o-1", 0)]


def test_a_cancel_loses_against_a_hand_over(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"))
    shop.relay()
    with shop.central.write() as tx:
        for order_id, code in (("o-1", Code.ALREADY_HANDED_OVER), ("o-9", Code.ORDER_UNKNOWN)):
            with pytest.raises(Problem) as refused:
                request_cancel(tx, order_id, NOW_AT)
            assert refused.value.code is code


def test_asking_twice_is_asking_once(shop: Shop) -> None:
    with shop.central.write() as tx:
        request_cancel(tx, "o-1", NOW_AT)
        request_cancel(tx, "o-1", NOW_AT)
    shop.follow()
    shop.relay()
    assert shop.order_at_central("o-1").cancelled_at is not None
    with shop.central.write() as tx, pytest.raises(Problem) as refused:
        request_cancel(tx, "o-1", NOW_AT)
    assert refused.value.code is Code.ORDER_CANCELLED


def test_a_successor_gets_the_shops_orders_under_the_next_epoch(shop: Shop) -> None:
    before = rev(shop)
    with shop.central.write() as tx:
        config = succeed(tx, STORE, "E200", "https://edge.corsaviva.example")
    assert (config.epoch, config.edge_device, config.edge_url) == (2, "E200", "https://edge.corsaviva.example")
    assert [shop.order_at_central(f"o-{n}").custody for n in (1, 2, 3)] == [Custody(STORE, 2)] * 3
    told = rows_after(shop, before)
    assert told[:3] == [("order", "o-1", 0), ("order", "o-2", 0), ("order", "o-3", 0)]
    assert told[-1] == ("authority", STORE, 0), "who answers is said last"


def test_what_went_back_to_central_is_not_delegated_again(shop: Shop) -> None:
    with shop.central.write() as tx:
        publish_order(tx, replace(get_order(tx, "o-1"), custody=Custody(CENTRAL)))
        succeed(tx, STORE, "E200", "")
    assert shop.order_at_central("o-1").custody == Custody(CENTRAL)


def test_a_successor_is_told_what_central_has_heard(shop: Shop) -> None:
    shop.receive(hand_over_line(1, "o-1"), hand_over_line(2, "o-2"))
    shop.receive(hand_over_line(1, "o-3", "T2BB"), device="T2BB")
    shop.relay()
    with shop.central.write() as tx:
        note_stream(tx, STORE, "T9ZZ.1")
        note_stream(tx, "mi02", "T8YY.1")
        succeed(tx, STORE, "E200", "")
        last = page_of(tx, FEED).rows[-1]
    assert isinstance(last.d, msgspec.Raw)
    named = msgspec.json.decode(bytes(last.d), type=Named)
    assert named == Named(2, "E200", {"T1AA.1": 2, "T2BB.1": 1, "T9ZZ.1": 0})


def test_the_edge_of_before_stands_down(shop: Shop) -> None:
    with shop.central.write() as tx:
        succeed(tx, STORE, "E200", "")
    shop.follow()
    [result] = shop.receive(hand_over_line(1, "o-1"))
    assert (result.outcome, result.code) == ("retry", Code.EPOCH_AHEAD)
    with shop.edge.read() as tx:
        assert tx.get(NAMED, STORE) is not None


def test_the_next_edge_after_a_loss_keeps_the_shops_rules(shop: Shop) -> None:
    with shop.central.write() as tx:
        succeed(tx, STORE, "E200", "")
        config = find_config(tx, STORE)
    assert config is not None
    assert (config.name, config.public_no, len(config.devices)) == (shop.config.name, 12, 3)


def test_returnable_lines_go_where_goods_may_come_back() -> None:
    shop = Shop((collected(),))
    before = rev(shop)
    with shop.central.write() as tx:
        publish_returnables(tx, get_order(tx, "o-4790"))
    assert rows_after(shop, before) == [("returnable", "o-4790/a", 0)]
    with shop.central.write() as tx:
        tx.open_feed(alloc_feed("mi02"), "x")
        put_customer(tx, customer(home_store="mi02"))
        publish_returnables(tx, get_order(tx, "o-4790"))
        assert [row.id for row in page_of(tx, alloc_feed("mi02")).rows] == ["o-4790/a"]
