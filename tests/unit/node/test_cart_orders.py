"""A cart becomes an order of the shop by one command: once, as it was seen, and the cart is empty after it."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace as replace_config

from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import PriceRow
from app.domain.carts import Cart, CartLine
from app.domain.commands import Body, HoldCart, ReleaseCart, ReserveCart, SellCart
from app.domain.errors import Code
from app.domain.holds import CartHold
from app.domain.orders import Step
from app.domain.values import CartId, Custody, CustomerId, LineId, LinePrice, LineQuantity, Sku
from app.node.cart_holds import HOLD
from app.node.custody import alloc_feed
from app.node.documents import find_cart, find_customer, get_config, get_order, put_cart
from app.node.feeds import live_rows
from app.node.ports import NewRow
from app.node.store_node import store_feed
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.node.shop import Shop, command

LINES = (
    CartLine("l-1", Sku("sku-a"), "8001234567897", "Maglia Corsa", "nera, M", 2, 2990, 1),
    CartLine("l-2", Sku("sku-b"), "8001234567903", "Borraccia", "verde", 1, 1790, 2),
)


def cart(customer: str = "c-1", lines: tuple[CartLine, ...] = LINES) -> Cart:
    """Giulia's cart at its third change."""
    return Cart(CartId("k-1"), CustomerId(customer), "app", lines, NOW_AT, rev=3)


@pytest.fixture
def shop() -> Shop:
    """A shop whose central has the cart."""
    made = Shop(())
    with made.central.write() as tx:
        put_cart(tx, cart())
    return made


def reserve(shop: Shop, seq: int = 1, cart_id: str = "k-1", rev: int = 3) -> Result:
    """A till's wish, answered by central."""
    body = ReserveCart(cart_id, STORE, rev, NOW_AT)
    shop.receive(CommandLine(cmd=command(body, seq)))
    [result] = shop.relay()
    return result


def test_the_order_is_the_shops_and_as_the_cart_was(shop: Shop) -> None:
    result = reserve(shop)
    assert result.outcome is Outcome.OK
    order = shop.order_at_edge(str(result.details["order"]))
    assert (order.number, order.store, order.custody) == (result.details["number"], STORE, Custody(STORE, 1))
    assert [(line.sku, line.quantity, line.unit_price) for line in order.lines] == [
        ("sku-a", 2, 2990),
        ("sku-b", 1, 1790),
    ]
    assert all(line.progress.at(Step.RESERVED) == line.quantity for line in order.lines)
    assert (order.customer_name, order.phone_tail, order.channel) == ("Giulia B.", "234567", "app")
    assert (order.payment.is_paid, order.hold_until) == (False, NOW_AT + timedelta(days=7))


def sell(shop: Shop, *lines: CartLine, points: int = 0, seq: int = 1) -> Result:
    """A till's wish to ring these lines up, answered by central."""
    body = SellCart("k-1", STORE, 3, lines, "EUR", f"T1AA-{seq:06d}", NOW_AT, points)
    shop.receive(CommandLine(cmd=command(body, seq)))
    [result] = shop.relay()
    return result


def priced(shop: Shop, sku: str, amount: int) -> None:
    """What the shop asks for an article, as central has it."""
    with shop.central.write() as tx:
        tx.open_feed("price:it-eur", "p1")
        row = PriceRow(sku, list=amount, shop=amount, site=2990)
        tx.append("price:it-eur", [NewRow("price", sku, msgspec.json.encode(row))])


def left(shop: Shop) -> list[tuple[str, int]]:
    """What is in the cart now."""
    with shop.central.read() as tx:
        found = find_cart(tx, "k-1")
    assert found is not None
    return [(line.sku, line.quantity) for line in found.lines]


def test_a_line_goes_at_the_shops_price_when_that_was_chosen(shop: Shop) -> None:
    priced(shop, "sku-a", 2500)
    body = ReserveCart("k-1", STORE, 3, NOW_AT, (), (LinePrice(LineId("l-1"), 2500),))
    shop.receive(CommandLine(cmd=command(body, 1)))
    [result] = shop.relay()
    order = shop.order_at_edge(str(result.details["order"]))
    assert [line.unit_price for line in order.lines] == [2500, 1790]


@pytest.mark.parametrize("shops", [0, 2600])
def test_a_price_nobody_asks_takes_nothing(shop: Shop, shops: int) -> None:
    if shops:
        priced(shop, "sku-a", shops)
    result = sell(shop, replace(LINES[0], unit_price=2500))
    assert (result.outcome, result.code) == (Outcome.REJECTED, Code.PRICE_CHANGED)
    assert left(shop) == [("sku-a", 2), ("sku-b", 1)]


def test_what_goes_to_the_till_leaves_the_cart_once(shop: Shop) -> None:
    priced(shop, "sku-a", 2500)
    result = sell(shop, replace(LINES[0], quantity=1, unit_price=2500))
    assert (result.outcome, result.details) == (Outcome.OK, {"due": 2500})
    assert left(shop) == [("sku-a", 1), ("sku-b", 1)]
    assert sell(shop, LINES[1], seq=2).code == Code.CART_CHANGED


def hold(shop: Shop, *lines: CartLine, hours: int = 2, seq: int = 1) -> Result:
    """A till's wish to put these lines aside, answered by central."""
    body = HoldCart("k-1", STORE, 3, lines, NOW_AT + timedelta(hours=hours), NOW_AT)
    shop.receive(CommandLine(cmd=command(body, seq)))
    [result] = shop.relay()
    return result


def held(shop: Shop) -> list[str]:
    """Carts of which something stands aside, as the shop's terminals are told."""
    with shop.edge.read() as tx:
        return [row.id for row in live_rows(tx, store_feed(STORE)) if row.t == "hold"]


def test_what_stands_aside_is_told_to_the_shop_and_stays_online(shop: Shop) -> None:
    assert hold(shop, LINES[0]).outcome is Outcome.OK
    assert held(shop) == ["k-1"]
    assert left(shop) == [("sku-a", 2), ("sku-b", 1)]


@pytest.mark.parametrize("body", [ReleaseCart("k-1", STORE, NOW_AT), ReserveCart("k-1", STORE, 3, NOW_AT)])
def test_it_stands_aside_no_more_once_released_or_on_its_way(shop: Shop, body: Body) -> None:
    hold(shop, LINES[0])
    shop.receive(CommandLine(cmd=command(body, 2)))
    assert [result.outcome for result in shop.relay()] == [Outcome.OK]
    assert held(shop) == []


def elsewhere(shop: Shop) -> datetime:
    """Until when the same pieces stand aside in another shop."""
    with shop.central.read() as tx:
        body = tx.get(HOLD, "RM01/k-1")
        rows = [row.id for row in live_rows(tx, alloc_feed("RM01"))]
    assert body is not None
    until_at = msgspec.json.decode(body, type=CartHold).until_at
    assert rows == (["k-1"] if until_at == NOW_AT else [])
    return until_at


def test_what_was_sold_elsewhere_is_waited_for_no_longer(shop: Shop) -> None:
    hold(shop, replace(LINES[0], quantity=1))
    with shop.central.write() as tx:
        here = tx.get(HOLD, f"{STORE}/k-1")
        assert here is not None
        tx.open_feed(alloc_feed("RM01"), "a2")
        tx.put(HOLD, "RM01/k-1", here)
        config = replace_config(get_config(tx, STORE), stores={STORE: "Milano", "RM01": "Roma"})
        tx.put("config", STORE, msgspec.json.encode(config))
    until_at = NOW_AT + timedelta(hours=2)
    assert sell(shop, LINES[1], seq=2).outcome is Outcome.OK
    assert elsewhere(shop) == until_at
    body = ReserveCart("k-1", STORE, 4, NOW_AT)
    shop.receive(CommandLine(cmd=command(body, 3)))
    assert [result.outcome for result in shop.relay()] == [Outcome.OK]
    assert elsewhere(shop) == NOW_AT


def test_what_is_not_there_or_for_too_long_does_not_stand_aside(shop: Shop) -> None:
    assert hold(shop, replace(LINES[0], quantity=3)).code == Code.WRONG_QUANTITY
    assert hold(shop, LINES[0], hours=999, seq=2).code == Code.HOLD_TOO_LONG
    assert held(shop) == []


def test_what_is_not_in_the_cart_is_not_sold_out_of_it(shop: Shop) -> None:
    assert sell(shop, replace(LINES[0], id="l-9")).code == Code.WRONG_QUANTITY
    assert sell(shop, replace(LINES[0], quantity=3), seq=2).code == Code.WRONG_QUANTITY
    assert sell(shop, seq=3).code == Code.WRONG_QUANTITY
    assert left(shop) == [("sku-a", 2), ("sku-b", 1)]


def test_points_pay_for_some_of_it_and_are_gone(shop: Shop) -> None:
    assert sell(shop, *LINES, points=600).details == {"due": 2 * 2990 + 1790 - 3000}
    with shop.central.read() as tx:
        customer = find_customer(tx, "c-1")
    assert customer is not None
    assert customer.loyalty_points == 40


@pytest.mark.parametrize(("points", "code"), [(700, Code.POINTS_NOT_ENOUGH), (150, Code.WRONG_QUANTITY)])
def test_points_that_cannot_be_redeemed_leave_all_as_it_was(shop: Shop, points: int, code: Code) -> None:
    assert sell(shop, *LINES, points=points).code == code
    assert left(shop) == [("sku-a", 2), ("sku-b", 1)]


def test_the_cart_is_empty_after_it(shop: Shop) -> None:
    reserve(shop)
    with shop.central.read() as tx:
        left = find_cart(tx, "k-1")
    assert left is not None
    assert (left.lines, left.rev) == ((), 4)


def test_what_is_not_taken_stays_in_the_cart_as_changed_by_this(shop: Shop) -> None:
    body = ReserveCart("k-1", STORE, 3, NOW_AT, (LineQuantity(LineId("l-1"), 1),))
    shop.receive(CommandLine(cmd=command(body, 1)))
    [result] = shop.relay()
    order = shop.order_at_edge(str(result.details["order"]))
    assert [(line.sku, line.quantity) for line in order.lines] == [("sku-a", 1)]
    with shop.central.read() as tx:
        left = find_cart(tx, "k-1")
    assert left is not None
    assert [(line.sku, line.quantity, line.rev) for line in left.lines] == [("sku-a", 1, 4), ("sku-b", 1, 2)]


def test_the_same_command_is_the_same_order(shop: Shop) -> None:
    first = reserve(shop)
    again = shop.receive(CommandLine(cmd=command(ReserveCart("k-1", STORE, 3, NOW_AT), 1)))
    assert again[0].outcome is Outcome.OK
    assert shop.relay() == []
    with shop.central.read() as tx:
        assert get_order(tx, str(first.details["order"])).number == first.details["number"]


def test_a_second_wish_finds_no_cart(shop: Shop) -> None:
    reserve(shop)
    second = reserve(shop, 2)
    assert (second.outcome, second.code) == (Outcome.REJECTED, Code.CART_UNKNOWN)


def test_a_cart_that_changed_meanwhile_is_not_taken(shop: Shop) -> None:
    result = reserve(shop, rev=2)
    assert (result.outcome, result.code, result.details["rev"]) == (Outcome.REJECTED, Code.CART_CHANGED, 3)
    with shop.central.read() as tx:
        assert find_cart(tx, "k-1") == cart()


def test_no_cart_and_an_empty_one_are_refused(shop: Shop) -> None:
    assert reserve(shop, cart_id="k-9").code == Code.CART_UNKNOWN
    with shop.central.write() as tx:
        put_cart(tx, cart(lines=()))
    assert reserve(shop, 2).code == Code.CART_UNKNOWN


def test_a_cart_of_nobody_is_refused(shop: Shop) -> None:
    with shop.central.write() as tx:
        put_cart(tx, cart("c-99"))
    assert reserve(shop).code == Code.CUSTOMER_UNKNOWN


def test_numbers_of_different_commands_differ(shop: Shop) -> None:
    first = reserve(shop)
    with shop.central.write() as tx:
        put_cart(tx, cart())
    second = reserve(shop, 2)
    assert first.details["order"] != second.details["order"]
    assert first.details["number"] != second.details["number"]
