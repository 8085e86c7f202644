"""What the connector asks of WooCommerce, how that looks there, and what it takes for a no."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from app.central.connectors.port import (
    NewOrder,
    PlatformLine,
    PlatformOrder,
    PlatformRefused,
    PlatformState,
    PlatformUnavailable,
    PlatformUnknown,
)
from app.central.connectors.woocommerce.connector import WooCommerce
from app.central.connectors.woocommerce.settings import WOO_TRAITS, WooSettings
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity
from tests.contract.connectors.woo.recordings import Json, answer, exchanges
from tests.contract.connectors.woo.rig import SETTINGS, STORE, WooRig, woo_rig
from tests.contract.connectors.woo.routes import Answer, Asked, rest
from tests.contract.connectors.woo.server import Fault

ONE = (LineQuantity(LineId("1"), 1),)
ALL = (LineQuantity(LineId("1"), 2), LineQuantity(LineId("2"), 1))


@pytest.fixture
async def woo() -> AsyncIterator[WooRig]:
    """The sample order, served."""
    async with woo_rig() as rig:
        yield rig


def _sent(woo: WooRig, end: str) -> list[Json]:
    return [asked.body for asked in woo.server.asked if asked.method != "GET" and asked.path.endswith(end)]


def _in_admin(woo: WooRig, method: str, path: str, body: Json) -> Answer:
    """Somebody does it by hand in the shop's own administration."""
    return rest(woo.shop, Asked(method, path, headers={"authorization": "Basic"}, body=body))


async def test_money_for_one_piece_is_divided_as_the_recorded_refund_was() -> None:
    sent: list[Json] = []

    def told(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=answer("GET", "/wc/v3/orders/12"))
        sent.append(json.loads(request.content, parse_float=Decimal))
        return httpx.Response(201, json=answer("POST", "/wc/v3/orders/12/refunds", 201))

    shop = WooCommerce(
        "http://shop.invalid", key="k", secret="s", settings=WooSettings(), transport=httpx.MockTransport(told)
    )
    await shop.refund("12", 1999, ONE, "returned in store 01")
    await shop.close()
    (recorded,) = [row["body"] for row in exchanges() if row["status"] == 500]
    recorded["line_items"][0]["quantity"] = 0
    recorded["api_restock"] = False
    assert json.loads(json.dumps(sent[0], default=float)) == recorded


async def test_no_gateway_moves_money_unless_that_is_set(woo: WooRig) -> None:
    await woo.connector.refund("12", 4990, ONE, "ref-1")
    assert _sent(woo, "/refunds")[0]["api_refund"] is False
    assert woo.shop.gateway == 0
    async with woo_rig(replace(SETTINGS, refunds_through_gateway=True)) as other:
        await other.connector.refund("12", 4990, ONE, "ref-1")
        assert other.shop.gateway == Decimal("49.90")
        await other.connector.restock("12", ONE, "anywhere", "ref-2")
        assert other.shop.gateway == Decimal("49.90")


async def test_a_call_that_is_written_down_as_made_waits_for_no_budget() -> None:
    """Somebody would look back for it before it was sent."""
    written: list[str] = []

    def told(request: httpx.Request) -> httpx.Response:
        if request.method == "GET" and request.url.path.endswith("/refunds"):
            return httpx.Response(200, json=[], headers={"x-wp-total": "0", "x-wp-totalpages": "1"})
        written.extend([request.method] if request.method != "GET" else [])
        return httpx.Response(
            200, json={**answer("GET", "/wc/v3/orders/12"), "refunds": [{"id": 1, "total": "-1.00"}]}
        )

    traits, transport = replace(WOO_TRAITS, calls_per_s=1e-6, burst=1), httpx.MockTransport(told)
    shop = WooCommerce(
        "http://shop.invalid", key="k", secret="s", settings=WooSettings(), traits=traits, transport=transport
    )
    async with asyncio.timeout(5):
        await shop.mark_collected("12", ONE, "ref-1")
    await shop.close()
    assert written == ["PUT"]


@pytest.mark.parametrize(("amount", "lines"), [(4990, ONE), (11980, ALL), (1, ALL), (3333, ALL), (7, ())])
async def test_the_lines_of_a_refund_add_up_to_its_amount(
    woo: WooRig, amount: int, lines: tuple[LineQuantity, ...]
) -> None:
    await woo.connector.refund("12", amount, lines, "ref-1")
    (body,) = _sent(woo, "/refunds")
    parts = [line["refund_total"] for line in body["line_items"]]
    parts += [tax["refund_total"] for line in body["line_items"] for tax in line["refund_tax"]]
    assert sum(parts) == (Decimal(body["amount"]) if lines else 0)
    assert (await woo.connector.read_order("12")).refunded == amount


async def test_too_much_money_is_a_no_although_it_comes_with_a_500_and_is_asked_once(woo: WooRig) -> None:
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.refund("12", 11981, ALL, "ref-1")
    assert refused.value.reason == "woocommerce_rest_cannot_create_order_refund"
    assert len(_sent(woo, "/refunds")) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_another_5xx_may_have_happened(status: int) -> None:
    def told(request: httpx.Request) -> httpx.Response:
        is_read = request.method == "GET"
        return httpx.Response(
            200 if is_read else status, json=answer("GET", "/wc/v3/orders/12") if is_read else {}
        )

    shop = WooCommerce(
        "http://shop.invalid", key="k", secret="s", settings=WooSettings(), transport=httpx.MockTransport(told)
    )
    with pytest.raises(PlatformUnknown):
        await shop.refund("12", 1, ONE, "ref-1")
    await shop.close()


async def test_a_web_page_instead_of_an_answer_does_not_hide_what_happened(woo: WooRig) -> None:
    woo.server.faults.append(Fault.HTML_AFTER)
    with pytest.raises(PlatformUnknown) as unknown:
        await woo.connector.refund("12", 4990, ONE, "ref-1")
    assert unknown.value.code is Code.NOT_JSON
    assert [r.reference for r in (await woo.connector.read_order("12")).refunds] == ["ref-1"]


async def test_pieces_go_back_to_the_one_stock_number_without_money(woo: WooRig) -> None:
    shoe = woo.shop.products[woo.articles["SKU-1"]]
    before = shoe["stock_quantity"]
    await woo.connector.restock("12", ONE, "Store 02", "ref-1")
    order = await woo.connector.read_order("12")
    assert (shoe["stock_quantity"], order.refunded, order.lines[0].restocked) == (before + 1, 0, 1)
    assert [(r.reference, r.location, r.lines) for r in order.restocks] == [("ref-1", STORE, ONE)]
    assert _sent(woo, "/refunds")[0]["api_refund"] is False


async def test_the_last_part_completes_the_order_and_taking_it_back_opens_it(woo: WooRig) -> None:
    await woo.connector.mark_collected("12", ONE, "ref-1")
    assert woo.shop.orders[12]["status"] == "processing"
    rest_ = (LineQuantity(LineId("1"), 1), LineQuantity(LineId("2"), 1))
    await woo.connector.mark_collected("12", rest_, "ref-2")
    order = await woo.connector.read_order("12")
    assert (order.raw_state, [f.reference for f in order.fulfilments]) == ("completed", ["ref-1", "ref-2"])
    await woo.connector.reverse_collected("12", rest_, "ref-2", "ref-3")
    order = await woo.connector.read_order("12")
    assert (order.raw_state, order.state) == ("processing", PlatformState.READY)
    assert [line.fulfilled for line in order.lines] == [1, 0]
    with pytest.raises(PlatformRefused):
        await woo.connector.reverse_collected("12", rest_, "ref-2", "ref-4")


async def test_an_effect_sent_again_stands_once(woo: WooRig) -> None:
    for _ in range(2):
        await woo.connector.mark_collected("12", ONE, "ref-1")
        await woo.connector.record_return("12", ONE, "ref-2")
    order = await woo.connector.read_order("12")
    assert (order.lines[0].fulfilled, order.lines[0].returned) == (1, 1)


async def test_a_cancelled_order_is_not_brought_back_by_a_hand_over(woo: WooRig) -> None:
    _in_admin(woo, "PUT", "/wc/v3/orders/12", {"status": "cancelled"})
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.mark_collected("12", ALL, "ref-1")
    assert (refused.value.code, woo.shop.orders[12]["status"]) == (Code.ORDER_CANCELLED, "cancelled")


async def test_a_line_taken_out_of_the_order_meanwhile_is_refused(woo: WooRig) -> None:
    woo.shop.orders[12]["line_items"].pop()
    gone = (LineQuantity(LineId("2"), 1),)
    for ask in (
        woo.connector.mark_collected("12", gone, "ref-1"),
        woo.connector.refund("12", 100, gone, "ref-2"),
        woo.connector.restock("12", gone, "Store 02", "ref-3"),
    ):
        with pytest.raises(PlatformRefused) as refused:
            await ask
        assert refused.value.code is Code.LINE_UNKNOWN


async def test_what_is_done_in_the_shops_own_administration_is_seen(woo: WooRig) -> None:
    async def after(method: str, path: str, body: Json) -> PlatformOrder:
        assert _in_admin(woo, method, path, body).status < 300
        return await woo.connector.read_order("12")

    shirt = {"id": 2, "quantity": 1, "refund_total": "16.53", "refund_tax": [{"id": "1", "refund_total": "3.47"}]}
    money = {"amount": "20.00", "api_refund": False, "line_items": [shirt]}
    order = await after("POST", "/wc/v3/orders/12/refunds", money)
    assert [(line.quantity, line.returned) for line in order.lines] == [(2, 0), (0, 0)]
    order = await after("PUT", "/wc/v3/orders/12", {"status": "completed"})
    assert [(f.reference, f.lines) for f in order.fulfilments] == [("", (LineQuantity(LineId("1"), 2),))]
    shoe = {"id": 1, "quantity": 1, "refund_total": "41.24", "refund_tax": [{"id": "1", "refund_total": "8.66"}]}
    order = await after("POST", "/wc/v3/orders/12/refunds", {"amount": "49.90", "line_items": [shoe]})
    assert (order.lines[0].returned, order.lines[0].restocked, order.refunded) == (1, 1, 6990)
    order = await after("POST", "/wc/v3/orders/12/refunds", {"amount": "49.90", "line_items": [shoe]})
    assert (order.raw_state, order.state) == ("refunded", PlatformState.COLLECTED)


async def test_an_order_given_back_before_it_was_collected_is_cancelled(woo: WooRig) -> None:
    _in_admin(woo, "POST", "/wc/v3/orders/12/refunds", {"amount": "119.80"})
    order = await woo.connector.read_order("12")
    assert (order.raw_state, order.state) == ("refunded", PlatformState.CANCELLED)


async def test_ready_is_the_shops_own_status_where_it_has_one() -> None:
    async with woo_rig(replace(SETTINGS, ready_status="ready-for-pickup")) as woo:
        woo.shop.orders[12]["meta_data"].clear()
        with pytest.raises(PlatformRefused) as refused:
            await woo.connector.mark_ready("12", "ref-1")
        assert refused.value.reason == "rest_invalid_param"
        woo.shop.statuses |= {"ready-for-pickup"}
        await woo.connector.mark_ready("12", "ref-1")
        order = await woo.connector.read_order("12")
        assert (order.raw_state, order.state) == ("ready-for-pickup", PlatformState.READY)
        await woo.connector.mark_collected("12", ALL, "ref-2")
        await woo.connector.reverse_collected("12", ALL, "ref-2", "ref-3")
        assert woo.shop.orders[12]["status"] == "ready-for-pickup"
        woo.server.objections.clear()


async def test_a_message_is_a_note_to_the_customer_and_known_again(woo: WooRig) -> None:
    await woo.connector.notify("12", "ready", "ref-1")
    (note,) = _sent(woo, "/notes")
    assert (note["customer_note"], note["note"].splitlines()[0]) == (True, "Il tuo ordine è pronto.")
    _in_admin(woo, "POST", "/wc/v3/orders/12/notes", {"note": "Ciao [ready", "customer_note": True})
    order = await woo.connector.read_order("12")
    assert [(m.kind, m.reference) for m in order.messages] == [("ready", "ref-1")]
    with pytest.raises(PlatformRefused):
        await woo.connector.notify("12", "collected", "ref-2")


def _new(woo: WooRig, **changes: object) -> NewOrder:
    lines = (
        PlatformLine("a/1", "SKU-1", "Scarpa", 2, 4990, discount=998),
        PlatformLine("b", "SKU-9", "Calza", 1, 990),
    )
    new = NewOrder("P1", "Store 02", str(woo.customer), "EUR", 10222, is_paid=True, lines=lines)
    return replace(new, **changes)  # type: ignore[arg-type]  # what changes is a field of its own type


async def test_an_order_made_here_costs_what_it_cost_here_shipping_and_discount_in_it(woo: WooRig) -> None:
    order = await woo.connector.read_order(await woo.connector.create_order(_new(woo), "new-1"))
    assert (order.total, order.shipping, order.is_paid, order.reference) == (10222, 250, True, "new-1")
    assert [(line.id, line.unit_price, line.discount) for line in order.lines] == [
        ("a/1", 4990, 998),
        ("b", 990, 0),
    ]
    await woo.connector.mark_collected(order.ref, (LineQuantity(LineId("a/1"), 1),), "ref-1")
    assert [line.fulfilled for line in (await woo.connector.read_order(order.ref)).lines] == [1, 0]


async def test_an_order_that_is_paid_when_it_is_collected_waits_and_says_so(woo: WooRig) -> None:
    order = await woo.connector.read_order(await woo.connector.create_order(_new(woo, is_paid=False), "new-1"))
    assert (order.raw_state, order.state, order.is_paid) == ("on-hold", PlatformState.OPEN, False)


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.HTML])
async def test_an_order_whose_draft_was_lost_was_not_made(woo: WooRig, fault: Fault) -> None:
    woo.server.faults.append(fault)
    with pytest.raises(PlatformUnavailable):
        await woo.connector.create_order(_new(woo), "new-1")
    assert await woo.connector.orders_marked("new-1") == ()


async def test_an_order_the_shop_adds_up_otherwise_stays_a_draft(woo: WooRig) -> None:
    woo.shop.fee = Decimal("1.50")
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.create_order(_new(woo), "new-1")
    assert refused.value.reason == "total_differs"
    (draft,) = [order for order in woo.shop.orders.values() if order["status"] == "checkout-draft"]
    assert await woo.connector.orders_marked("new-1") == ()
    with pytest.raises(PlatformRefused):
        await woo.connector.read_order(str(draft["id"]))


async def test_an_order_that_could_not_be_found_again_is_not_made(woo: WooRig) -> None:
    woo.shop.is_old = True
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.create_order(_new(woo), "new-1")
    assert refused.value.reason == "reference_not_kept"
    assert {order["status"] for order in woo.shop.orders.values()} == {"processing", "checkout-draft"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"customer_ref": "C-1"}, Code.CUSTOMER_UNKNOWN),
        ({"total": 1}, Code.SERVER_ERROR),
        ({"lines": (PlatformLine("a", "SKU-1,SKU-2", "", 1, 1),), "total": 1}, Code.ARTICLE_UNKNOWN),
        ({"lines": (PlatformLine("a", "", "", 1, 1),), "total": 1}, Code.ARTICLE_UNKNOWN),
    ],
)
async def test_an_order_that_cannot_be_made_is_refused_before_anything_is_sent(
    woo: WooRig, changes: dict[str, object], code: Code
) -> None:
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.create_order(_new(woo, **changes), "new-1")
    assert (refused.value.code, _sent(woo, "/orders")) == (code, [])
