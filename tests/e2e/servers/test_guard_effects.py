"""What happens in the shop stands once at the shop platform: collected, refunded, restocked, cart written."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.contract.commands import Outcome
from app.contract.rows import CartChange
from app.demo.chain_stores import SHOPS
from app.domain.commands import ReserveCart
from app.domain.orders import Order
from app.domain.returns import EffectState
from app.domain.values import StoreId
from tests.contract.connectors.demo_server import DemoServer, demo_server
from tests.e2e.servers.floor import Floor, Template, open_floor
from tests.e2e.servers.test_flow import returned
from tests.e2e.servers.till import OPERATOR, hand_over, now_at, until


def sold(order: Order, customer_ref: str) -> dict[str, object]:
    """The order as the platform has it."""
    lines = [
        {
            "id": line.id,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price": f"{line.unit_price / 100:.2f}",
        }
        for line in order.lines
    ]
    return {
        "id": order.platform_ref,
        "number": order.number,
        "location": order.store,
        "customer": customer_ref,
        "currency": "EUR",
        "total": f"{sum(line.paid for line in order.lines) / 100:.2f}",
        "placed_at": order.placed_at.isoformat(),
        "lines": lines,
        "state": "ready" if not order.is_collected else "collected",
    }


@pytest.fixture
async def shop(template: Template, tmp_path: Path) -> AsyncIterator[DemoServer]:
    """The demo shop with the orders and the cart these tests are about."""
    cases = template.cases
    customer = cases.cart_customer
    cart = {
        "customer": customer.platform_ref,
        "currency": "EUR",
        "lines": [
            {"sku": x.sku, "name": x.name, "quantity": x.quantity, "unit_price": f"{x.unit_price / 100:.2f}"}
            for x in cases.cart.lines
        ],
    }
    orders = [sold(order, customer.platform_ref) for order in (cases.hand_over.order, cases.returnable_order)]
    async with demo_server(tmp_path / "shop") as server:
        places = [{"id": store, "name": store} for store in SHOPS]
        answer = await server.admin.post("/seed", json={"orders": orders, "carts": [cart], "locations": places})
        answer.raise_for_status()
        yield server


@pytest.fixture
async def floor(template: Template, tmp_path: Path, shop: DemoServer) -> AsyncIterator[Floor]:
    """The chain, connected to that shop."""
    async with open_floor(tmp_path, template, shop_url=shop.url) as opened:
        yield opened


async def at_shop(shop: DemoServer, order: Order) -> dict[str, list[dict[str, str]]]:
    """The order as the platform tells it."""
    answer = await shop.admin.get(f"/admin/orders/{order.platform_ref.replace('/', '%2F')}")
    facts: dict[str, list[dict[str, str]]] = answer.json()
    return facts


async def test_a_hand_over_is_told_to_the_platform_once(floor: Floor, shop: DemoServer) -> None:
    till = await floor.till()
    order = floor.template.cases.hand_over.order
    result = await till.ask(hand_over(order))

    async def is_told() -> bool:
        return bool((await at_shop(shop, order))["fulfilments"])

    await until(is_told)
    (fulfilment,) = (await at_shop(shop, order))["fulfilments"]
    assert result.id in fulfilment["note"]


async def test_a_return_is_recorded_refunded_and_restocked_each_once(floor: Floor, shop: DemoServer) -> None:
    till = await floor.till()
    order = floor.template.cases.returnable_order
    await till.ask(returned(till, floor))

    async def is_settled() -> bool:
        cases = (await floor.admin.ledger(order.id)).returns
        return bool(cases) and {cases[0].record, cases[0].money, cases[0].stock} == {EffectState.CONFIRMED}

    await until(is_settled)
    facts = await at_shop(shop, order)
    assert [len(facts[what]) for what in ("returns", "refunds", "restocks")] == [1, 1, 1]
    assert facts["restocks"][0]["location"] == "MI01"
    assert not (await floor.admin.ledger(order.id)).attention


async def test_a_return_without_an_order_is_matched_by_a_person_and_refunded_once(
    floor: Floor, shop: DemoServer
) -> None:
    till = await floor.till()
    order, line = floor.template.cases.returnable_order, floor.template.cases.returnable
    body = returned(till, floor, is_blind=True)
    await till.ask(body)
    items: list[dict[str, str]] = []

    async def is_waiting() -> bool:
        waiting = (await floor.admin.http.get("/v1/admin/attention", params={"store": "MI01"})).json()
        items[:] = [item for item in waiting if item["code"] == "return_unmatched"]
        return bool(items)

    await until(is_waiting)
    ask: dict[str, str | list[str]] = {
        "id": items[0]["id"],
        "how": "match",
        "by": OPERATOR,
        "order": order.id,
        "lines": [line.line],
    }
    wrong = await floor.admin.post("/attention/settle", ask | {"lines": ["nothing"]})
    assert wrong.status_code == 404
    assert (await floor.admin.post("/attention/settle", ask)).status_code == 200
    assert (await floor.admin.post("/attention/settle", ask)).status_code == 409

    async def is_refunded() -> bool:
        return bool((await at_shop(shop, order))["refunds"])

    await until(is_refunded)
    (case,) = (await floor.admin.ledger(order.id)).returns
    assert case.refund == line.unit_price - line.discount


async def test_a_cart_reserved_at_the_counter_is_an_order_of_the_platform_once(
    floor: Floor, shop: DemoServer
) -> None:
    cart = floor.template.cases.cart
    till = await floor.till()
    await shop.faults({"kind": "cut_after", "path": "/admin/orders", "method": "POST", "count": 1})
    asked = await till.ask(ReserveCart(cart.id, StoreId("MI01"), cart.rev, now_at()))
    assert asked.outcome is Outcome.OK
    order_id = f"r-{asked.id}"

    async def is_named() -> bool:
        answer = await floor.admin.http.get(f"/v1/admin/orders/{order_id}/ledger")
        return answer.status_code == 200 and bool(answer.json()["order"]["platform_ref"])

    await until(is_named)
    order = (await floor.admin.ledger(order_id)).order
    made = (
        await shop.admin.get("/admin/orders", params={"location": "MI01", "note": f"bancone:{order_id}/create"})
    ).json()
    assert [(o["id"], o["number"], o["state"]) for o in made["orders"]] == [
        (order.platform_ref, order.number, "unpaid")
    ]
    assert made["orders"][0]["customer"] == floor.template.cases.cart_customer.platform_ref


async def test_a_changed_cart_is_written_to_the_platform(floor: Floor, shop: DemoServer) -> None:
    till = await floor.till()
    cart = await till.gateway.reads.cart(floor.template.cases.cart.customer, actor=OPERATOR)
    line = cart.lines[0]
    change = CartChange(id="change-1", sku=line.sku, quantity=7, base_rev=line.rev, actor=OPERATOR)
    await till.gateway.reads.change_cart(cart.id, change)
    ref = floor.template.cases.cart_customer.platform_ref

    async def is_written() -> bool:
        lines = (await shop.admin.get(f"/admin/customers/{ref}/cart")).json()["lines"]
        return {item["sku"]: item["quantity"] for item in lines}.get(line.sku) == 7

    await until(is_written)
