"""What a shop takes from central: in order, its own decisions kept, and nothing believed that was found wrong."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from app.contract.feeds import LOST, FeedRef
from app.domain.errors import Code
from app.domain.return_cases import received_case
from app.domain.values import CENTRAL, Custody
from app.node.authority import load_authority
from app.node.custody import RECALL, alloc_feed, config_feed, publish_config, publish_order, request_cancel
from app.node.documents import find_config, find_order, find_return, get_order, open_attention
from app.node.feeds import digest
from app.node.ports import NewRow
from app.node.store_node import store_feed
from tests.unit.domain.samples import NOW_AT, STORE, act, ready_order
from tests.unit.node.shop import EDGE, Shop, hand_over_line, page_of, return_body, shop_config

ALLOC, CONFIG = alloc_feed(STORE), config_feed(STORE)


@pytest.fixture
def shop() -> Shop:
    """A shop with one order."""
    return Shop()


def cursor(shop: Shop, feed: str = ALLOC) -> FeedRef:
    """Where the shop stands."""
    with shop.edge.read() as tx:
        return shop.downlink.cursor(tx, feed)


def central_says(shop: Shop, **changes: object) -> None:
    """Central's word about order 4821."""
    with shop.central.write() as tx:
        order = get_order(tx, "o-4821")
        publish_order(tx, replace(order, **changes))  # type: ignore[arg-type]  # names are checked by replace


def test_the_configuration_names_what_else_to_follow(shop: Shop) -> None:
    with shop.edge.read() as tx:
        assert shop.downlink.feeds(tx) == [
            CONFIG,
            ALLOC,
            "catalog:it",
            "price:it-eur",
            f"stock:{STORE}",
            "finder:corsaviva",
        ]


def test_before_the_configuration_only_the_own_feeds() -> None:
    shop = Shop()
    with shop.edge.write() as tx:
        tx.open_feed(CONFIG, "c0")
        assert shop.downlink.feeds(tx) == [CONFIG, ALLOC]


def test_a_page_that_does_not_follow_changes_nothing(shop: Shop) -> None:
    before = cursor(shop)
    with shop.central.read() as tx:
        repeated = page_of(tx, ALLOC, 0)
    with shop.edge.write() as tx:
        assert shop.downlink.take_page(tx, repeated, NOW_AT) is False
        other = msgspec.structs.replace(repeated.head, id="a2", from_rev=before.rev)
        assert shop.downlink.take_page(tx, msgspec.structs.replace(repeated, head=other), NOW_AT) is False
    assert cursor(shop) == before


def test_a_doubted_feed_is_told_and_loaded_anew(shop: Shop) -> None:
    with shop.edge.write() as tx:
        shop.downlink.doubt(tx, ALLOC, NOW_AT)
    assert cursor(shop) == FeedRef(ALLOC, LOST, 0)
    assert cursor(shop, CONFIG).id == "c1"
    with shop.edge.read() as tx:
        [item] = open_attention(tx, STORE, 9)
    assert (item.id, item.code, item.details) == (f"digest:{ALLOC}", Code.DIGEST_MISMATCH, {"feed": ALLOC})


def test_while_doubted_no_page_is_taken(shop: Shop) -> None:
    with shop.edge.write() as tx:
        shop.downlink.doubt(tx, ALLOC, NOW_AT)
    central_says(shop, customer_name="Anna V.")
    with shop.central.read() as tx:
        following = page_of(tx, ALLOC, 2)
    with shop.edge.write() as tx:
        assert shop.downlink.take_page(tx, following, NOW_AT) is False
    assert shop.order_at_edge().customer_name == "Giulia B."


def test_a_snapshot_ends_the_doubt(shop: Shop) -> None:
    with shop.edge.write() as tx:
        shop.downlink.doubt(tx, ALLOC, NOW_AT)
    central_says(shop, customer_name="Anna V.")
    shop.follow()
    assert cursor(shop).id == "a1"
    assert shop.order_at_edge().customer_name == "Anna V."
    with shop.edge.read() as mine, shop.central.read() as theirs:
        assert digest(mine, ALLOC) == digest(theirs, ALLOC)


def test_a_doubt_that_comes_twice_is_one(shop: Shop) -> None:
    for minute in (0, 5):
        with shop.edge.write() as tx:
            shop.downlink.doubt(tx, ALLOC, NOW_AT + timedelta(minutes=minute))
    with shop.edge.read() as tx:
        assert len(open_attention(tx, STORE, 9)) == 1


def test_what_the_shop_decided_is_not_undone_by_older_news(shop: Shop) -> None:
    shop.receive(hand_over_line(1))
    central_says(shop, customer_name="Anna V.")
    shop.follow()
    mine = shop.order_at_edge()
    assert (mine.is_collected, mine.customer_name) == (True, "Anna V.")


def test_loading_anew_does_not_undo_either(shop: Shop) -> None:
    shop.receive(hand_over_line(1))
    shop.load(ALLOC)
    assert shop.order_at_edge().is_collected


def test_new_orders_and_new_words_reach_the_tills(shop: Shop) -> None:
    with shop.edge.read() as tx:
        before = page_of(tx, store_feed(STORE)).to
    central_says(shop, phone_tail="000111")
    shop.follow()
    with shop.edge.read() as tx:
        assert [row.id for row in page_of(tx, store_feed(STORE), before).rows] == ["o-4821"]


def test_cases_and_other_rows_are_kept_and_passed_on(shop: Shop) -> None:
    case = received_case(return_body(None), act())
    with shop.central.write() as tx:
        tx.append(ALLOC, [NewRow("return", case.id, msgspec.json.encode(case)), NewRow("returnable", "o/x", None)])
    shop.follow()
    with shop.edge.read() as tx:
        assert find_return(tx, case.id) == case
        last = page_of(tx, store_feed(STORE)).rows[-2:]
    assert [(row.t, row.id, row.x) for row in last] == [("return", "r-1", 0), ("returnable", "o/x", 1)]


def test_a_recall_is_answered_once(shop: Shop) -> None:
    with shop.central.write() as tx:
        request_cancel(tx, "o-4821", NOW_AT)
    shop.follow()
    assert shop.order_at_edge().cancelled_at is not None
    with shop.edge.read() as tx:
        assert tx.scan(RECALL, "", 9) == []
    shop.relay()
    assert shop.order_at_central().cancelled_at is not None
    shop.follow()
    assert shop.relay() == []


def test_a_recall_of_what_has_left_comes_too_late(shop: Shop) -> None:
    shop.receive(hand_over_line(1))
    with shop.central.write() as tx:
        request_cancel(tx, "o-4821", NOW_AT)
    shop.follow()
    shop.relay()
    central = shop.order_at_central()
    assert (central.cancelled_at, central.cancel_requested_at, central.is_collected) == (None, None, True)


def test_a_configuration_is_kept_and_its_epoch_obeyed(shop: Shop) -> None:
    with shop.central.write() as tx:
        publish_config(tx, shop_config(undo_window_s=60))
    shop.follow()
    with shop.edge.read() as tx:
        config = find_config(tx, STORE)
        assert config is not None
        assert (config.undo_window_s, load_authority(tx).device) == (60, EDGE)
        assert shop.node.rules(tx).undo_window_s == 60


def test_an_order_that_went_back_to_central_is_centrals_word(shop: Shop) -> None:
    central_says(shop, custody=Custody(CENTRAL), closed_at=NOW_AT)
    shop.follow()
    with shop.edge.read() as tx:
        mine = find_order(tx, "o-4821")
    assert mine is not None
    assert (mine.custody.holder, mine.closed_at) == (CENTRAL, NOW_AT)
    assert mine.lines == ready_order().lines
