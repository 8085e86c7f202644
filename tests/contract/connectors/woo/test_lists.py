"""Lists read whole while they move, and what changed told from a cursor without a gap."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest

from app.central.connectors.port import PlatformRefused, PlatformUnavailable
from app.central.connectors.woocommerce.connector import WooCommerce
from app.central.connectors.woocommerce.lists import Cursor
from app.central.connectors.woocommerce.orders import ReadOrder, platform_order
from app.central.connectors.woocommerce.settings import WOO_TRAITS, WooSettings
from app.central.connectors.woocommerce.wire import OrderAnswer
from app.domain.errors import Code
from app.domain.values import Substitution
from tests.contract.connectors.suite import read_all
from tests.contract.connectors.woo.recordings import Json, answer
from tests.contract.connectors.woo.rig import SETTINGS, STORE, WooRig, woo_rig
from tests.contract.connectors.woo.shop import order_template
from tests.strictness import ExpectLog

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def woo() -> AsyncIterator[WooRig]:
    """The sample order, served."""
    async with woo_rig() as rig:
        yield rig


def _order(id_: int, at: datetime, **values: object) -> Json:
    told = order_template()
    time = at.replace(tzinfo=None).isoformat()
    told.update(id=id_, number=str(id_), date_modified_gmt=time, date_created_gmt=time, **values)
    told["shipping_lines"] = answer("GET", "/wc/v3/orders/12")["shipping_lines"]
    return told


def _fill(woo: WooRig, count: int, apart: timedelta) -> None:
    woo.shop.orders = {id_: _order(id_, NOON + apart * id_) for id_ in range(1, count + 1)}


@pytest.mark.parametrize("apart", [timedelta(seconds=1), timedelta(0)])
async def test_all_orders_come_page_by_page_also_when_they_have_one_time(woo: WooRig, apart: timedelta) -> None:
    _fill(woo, 250, apart)
    found, cursor = await read_all(woo.connector.orders)
    assert {order.ref for order in found} == {str(id_) for id_ in range(1, 251)}
    woo.shop.orders[7]["date_modified_gmt"] = "2026-03-02T13:00:00"
    later, _ = await read_all(woo.connector.orders, cursor)
    assert "7" in {order.ref for order in later}
    assert len(later) <= 62 or not apart


async def test_an_order_that_moves_to_the_end_of_the_list_hides_no_other(woo: WooRig) -> None:
    _fill(woo, 150, timedelta(minutes=1))
    first = await woo.connector.orders("")
    woo.shop.orders[3]["date_modified_gmt"] = "2026-03-02T23:00:00"
    rest, _ = await read_all(woo.connector.orders, first.cursor)
    assert {order.ref for order in (*first.items, *rest)} == {str(id_) for id_ in range(1, 151)}


async def test_a_list_that_became_shorter_than_the_page_asked_for_has_ended(woo: WooRig) -> None:
    async def told(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"code": "rest_post_invalid_page_number"})

    shop = WooCommerce(
        "http://shop.invalid", key="k", secret="s", settings=SETTINGS, transport=httpx.MockTransport(told)
    )
    page = await shop.orders("2026-03-02T12:00:00+00:00 3")
    assert (page.items, page.is_more, page.cursor) == ((), False, "2026-03-02T12:00:00+00:00 1")
    with pytest.raises(PlatformRefused):
        await shop.orders("2026-03-02T12:00:00+00:00 1")
    await shop.close()


@pytest.mark.parametrize("text", ["", "nonsense", "2026-13-45 1", "2026-03-02T12:00:00+00:00 x", " "])
def test_a_cursor_that_is_none_of_ours_begins_at_the_beginning(text: str) -> None:
    assert Cursor.of(text) == Cursor()


async def test_the_open_set_is_read_again_when_it_changed_between_two_pages(woo: WooRig) -> None:
    orders = [_order(id_, NOON) for id_ in range(1, 162)]
    asked: list[str] = []

    def told(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params.get("offset", "0"))
        now = orders[:160] if len(asked) == 1 else orders[1:]
        start = int(asked[-1])
        heads = {"x-wp-total": str(len(now)), "x-wp-totalpages": str(-(-len(now) // 100))}
        return httpx.Response(200, json=now[start : start + 100], headers=heads)

    assert await _refs(told) == {str(id_) for id_ in range(2, 162)}
    assert asked == ["0", "99", "0", "99"]


async def test_an_open_set_that_never_stands_still_is_not_told() -> None:
    asked: list[str] = []

    def told(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params.get("offset", "0"))
        orders = [_order(id_, NOON) for id_ in range(len(asked) * 100, len(asked) * 100 + 100)]
        return httpx.Response(200, json=orders, headers={"x-wp-total": "300", "x-wp-totalpages": "3"})

    with pytest.raises(PlatformUnavailable) as unavailable:
        await _refs(told)
    assert (unavailable.value.code, asked) == (Code.BUSY, ["0", "99"] * 3)


async def test_a_list_without_its_count_is_not_believed() -> None:
    with pytest.raises(PlatformUnavailable):
        await _refs(lambda request: httpx.Response(200, json=[]))


@pytest.mark.parametrize(
    ("damage", "event"),
    [
        ({"total": "much"}, "order_senseless"),
        ({"line_items": None}, "entry_unreadable"),
        ({"currency": 7}, "entry_unreadable"),
    ],
)
async def test_an_order_that_makes_no_sense_holds_no_other_up(
    damage: Json, event: str, expect_log: ExpectLog
) -> None:
    expect_log("central.woocommerce", f"{event}.*id=2")
    orders = [_order(1, NOON), {**_order(2, NOON), **damage}, _order(3, NOON)]
    heads = {"x-wp-total": "3", "x-wp-totalpages": "1"}
    assert await _refs(lambda request: httpx.Response(200, json=orders, headers=heads)) == {"1", "3"}


async def _refs(told: Callable[[httpx.Request], httpx.Response]) -> set[str]:
    shop = WooCommerce(
        "http://shop.invalid", key="k", secret="s", settings=SETTINGS, transport=httpx.MockTransport(told)
    )
    try:
        return {order.ref for order in await shop.open_set(STORE)}
    finally:
        await shop.close()


async def test_waiting_orders_are_asked_for_by_state_and_sorted_by_place(woo: WooRig) -> None:
    woo.shop.orders = {
        1: _order(1, NOON, status="processing"),
        2: _order(2, NOON, status="on-hold"),
        3: _order(3, NOON, status="completed"),
        4: _order(4, NOON, status="processing"),
        5: _order(5, NOON, status="pending"),
        6: {**_order(6, NOON), "shipping_lines": []},
    }
    woo.shop.orders[4]["shipping_lines"] = [{"id": 1, "method_id": "local_pickup", "method_title": "Via Po"}]
    assert [order.ref for order in await woo.connector.open_set(STORE)] == ["1", "2"]
    assert [order.ref for order in await woo.connector.open_set("Via Po")] == ["4"]
    assert {order.store for order in await woo.connector.open_set("")} == {""}


async def test_a_money_with_three_decimals_is_rounded_once_and_the_float_price_never_used(woo: WooRig) -> None:
    shirt = woo.shop.orders[12]["line_items"][1]
    shirt.update(price=8.264462666666667, subtotal="24.50", subtotal_tax="5.145", total="24.50", total_tax="5.145")
    woo.shop.orders[12].update(total="29.645", shipping_total=1.005, shipping_tax=0.21105)
    order = await woo.connector.read_order("12")
    assert (order.total, order.shipping, order.lines[1].unit_price) == (2965, 122, 2965)


@pytest.mark.parametrize(("gross", "quantity", "unit", "discount"), [("10.00", 3, 334, 2), ("9.99", 3, 333, 0)])
async def test_a_price_that_does_not_divide_keeps_what_was_paid(
    woo: WooRig, gross: str, quantity: int, unit: int, discount: int
) -> None:
    sums = {"subtotal": gross, "subtotal_tax": "0.00", "total": gross, "total_tax": ""}
    woo.shop.orders[12]["line_items"][1].update(quantity=quantity, **sums)
    line = (await woo.connector.read_order("12")).lines[1]
    assert (line.unit_price, line.discount) == (unit, discount)


async def test_a_line_says_what_was_chosen_as_its_customer_read_it(woo: WooRig) -> None:
    shirt = woo.shop.orders[12]["line_items"][1]
    shirt.update(name="Maglia - Blu, M", parent_name="Maglia")
    shirt["meta_data"] = [
        {
            "id": 1,
            "key": "pa_colore",
            "value": "blu-notte",
            "display_key": "Colore",
            "display_value": "<p>Blu &amp; notte</p>",
        },
        {"id": 2, "key": "taglia", "value": "m", "display_key": "Taglia", "display_value": "M"},
        {"id": 3, "key": "_reduced_stock", "value": "1", "display_key": "_reduced_stock", "display_value": "1"},
        {"id": 4, "key": "gift", "value": {"to": [1]}, "display_key": "gift", "display_value": {"to": [1]}},
    ]
    line = (await woo.connector.read_order("12")).lines[1]
    assert (line.name, line.variant) == ("Maglia", "Blu & notte, M")


async def test_what_the_customer_wants_instead_stands_beside_the_line_or_the_order(woo: WooRig) -> None:
    """The line's own word goes first; it is no part of what was chosen of the article."""
    told = woo.shop.orders[12]
    told["meta_data"] = [{"id": 1, "key": "sostituti", "value": "ask"}]
    told["line_items"][1]["meta_data"] = [
        {"id": 2, "key": "sostituti", "value": "shop", "display_key": "Sostituti", "display_value": "shop"}
    ]
    read = ReadOrder(msgspec.json.decode(msgspec.json.encode(told), type=OrderAnswer))
    lines = platform_order(read, WooSettings(substitution_key="sostituti")).lines
    assert [line.substitution for line in lines] == [Substitution.ASK, Substitution.SHOP]
    assert lines[1].variant == ""
    assert {line.substitution for line in platform_order(read, WooSettings()).lines} == {Substitution.NONE}


async def test_the_grams_a_price_is_for_stand_beside_the_line(woo: WooRig) -> None:
    """What no scale of a shop says is a line of pieces; it is no part of what was chosen of the article."""
    told = woo.shop.orders[12]
    told["line_items"][1]["meta_data"] = [
        {"id": 2, "key": "grammi", "value": "500", "display_key": "Grammi", "display_value": "500"}
    ]
    read = ReadOrder(msgspec.json.decode(msgspec.json.encode(told), type=OrderAnswer))
    lines = platform_order(read, WooSettings(weight_key="grammi")).lines
    assert ([line.ordered_g for line in lines], lines[1].variant) == ([0, 500], "")
    assert {line.ordered_g for line in platform_order(read, WooSettings()).lines} == {0}


async def test_variants_come_with_colour_size_and_the_number_of_their_own_stock(woo: WooRig) -> None:
    tee = woo.shop.products[woo.articles["SKU-2"]]
    tee.update(type="variable", name="T-shirt &amp; Co", brands=[{"id": 1, "name": "Alba"}], manage_stock=True)
    own: Json = {
        "price": "25.00",
        "regular_price": "30.00",
        "purchasable": True,
        "status": "publish",
        "name": "Blu, M",
    }
    options = [{"id": 1, "name": "Colore", "option": "Blu"}, {"id": 2, "name": "Taglia", "option": "M"}]
    image = {"id": 9, "src": "/wp-content/uploads/blu.png"}
    blue = {**own, "id": 501, "sku": "T-B-M", "manage_stock": True, "stock_quantity": 3, "attributes": options}
    rest = {**own, "id": 502, "sku": "T-R-M", "manage_stock": "parent", "stock_quantity": 10, "price": ""}
    woo.shop.variations[tee["id"]] = [{**blue, "image": image, "global_unique_id": "8001234567894"}, rest]
    found, _ = await read_all(woo.connector.articles)
    articles = {article.sku: article for article in found}
    told = articles["T-B-M"]
    assert (told.name, told.brand, told.colour, told.size) == ("T-shirt & Co", "Alba", "Blu", "M")
    assert (told.price, told.list_price, told.gtin, told.is_active) == (2500, 3000, "8001234567894", True)
    assert [(stock.location, stock.on_hand) for stock in told.stock] == [(STORE, 3)]
    assert (told.model, told.ref, told.picture) == (str(tee["id"]), "501", "/wp-content/uploads/blu.png")
    other = articles["T-R-M"]
    assert (other.price, other.is_active, other.stock[0].on_hand) == (0, False, 9)
    assert "SKU-2" not in articles


async def test_a_stock_number_that_is_nobodys_is_not_told() -> None:
    async with woo_rig(replace(SETTINGS, stock_location="")) as woo:
        found, _ = await read_all(woo.connector.articles)
        assert [article.stock for article in found] == [(), (), ()]


async def test_an_article_whose_price_is_none_holds_no_other_up(woo: WooRig, expect_log: ExpectLog) -> None:
    expect_log("central.woocommerce", "article_senseless")
    woo.shop.products[woo.articles["SKU-2"]]["price"] = "a lot"
    found, _ = await read_all(woo.connector.articles)
    assert {article.sku for article in found} == {"SKU-1", "SKU-9"}


async def test_prices_entered_without_tax_are_no_prices(woo: WooRig) -> None:
    woo.shop.orders[12]["prices_include_tax"] = False
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.articles("")
    assert refused.value.reason == "prices_without_tax"


async def test_customers_go_round_so_that_one_who_changed_is_seen_in_the_end(woo: WooRig) -> None:
    for number in range(240):
        woo.shop.greet("Ada", f"Neri {number}", f"ada{number}@example.invalid", "")
    found, cursor = await read_all(woo.connector.customers)
    assert len({customer.ref for customer in found}) == 241
    changed = woo.shop.customers[int(found[120].ref)]
    changed["first_name"] = "Zoe"
    new = str(woo.shop.greet("Eva", "Blu", "eva@example.invalid", ""))
    seen: list[str] = []
    for _ in range(3):
        page = await woo.connector.customers(cursor)
        seen, cursor = [*seen, *(customer.given_name for customer in page.items)], page.cursor
        assert (new in {customer.ref for customer in page.items}, page.is_more) == (True, False)
    assert "Zoe" in seen


async def test_places_of_the_older_checkout_are_told_by_the_shop(woo: WooRig) -> None:
    assert [place.ref for place in await woo.connector.locations()] == [
        "Store 01",
        "Store 02",
        "Local pickup",
    ]


async def test_a_long_open_set_comes_whole(woo: WooRig) -> None:
    _fill(woo, 305, timedelta(0))
    assert {order.ref for order in await woo.connector.open_set(STORE)} == {str(id_) for id_ in range(1, 306)}


@pytest.mark.parametrize(("burst", "is_used_up"), [(4, True), (5, False)])
async def test_every_call_of_an_open_set_is_taken_from_the_budget(burst: int, *, is_used_up: bool) -> None:
    """The list, and what was given back of each of its three orders."""
    given = {"refunds": [{"id": 9, "total": "-1.00"}]}
    orders = [{**_order(id_, NOON), **given} for id_ in (1, 2, 3)]

    def told(request: httpx.Request) -> httpx.Response:
        found = [] if request.url.path.endswith("/refunds") else orders
        heads = {"x-wp-total": str(len(found)), "x-wp-totalpages": "1"}
        return httpx.Response(200, json=found, headers=heads)

    traits, transport = replace(WOO_TRAITS, calls_per_s=1e-6, burst=burst), httpx.MockTransport(told)
    shop = WooCommerce(
        "http://shop.invalid", key="k", secret="s", settings=SETTINGS, traits=traits, transport=transport
    )
    assert len(await shop.open_set(STORE)) == 3
    assert (shop.pace.wait_s(asyncio.get_running_loop().time()) > 0) is is_used_up
    await shop.close()


async def test_an_order_for_two_shops_waits_in_neither(woo: WooRig) -> None:
    woo.shop.orders = {1: _order(1, NOON, status="processing")}
    (line,) = woo.shop.orders[1]["shipping_lines"]
    other = {"method_id": "local_pickup", "method_title": "Via Po", "total": "0.00", "meta_data": []}
    woo.shop.orders[1]["shipping_lines"] = [line, {"id": 2, **other}, line]
    assert (await woo.connector.read_order("1")).store == f"{STORE} + Via Po"
    assert await woo.connector.open_set(STORE) == ()
