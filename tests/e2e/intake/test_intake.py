"""What happens at the web shop is at the counter: orders, what is done to them there, and carts both ways."""

from typing import cast

import msgspec

from app.contract.commands import Outcome
from app.contract.rows import CartChange
from app.domain.attention import Dismissal, Remedy
from app.domain.commands import SettleItem
from app.domain.errors import Code
from app.domain.orders import Order
from app.node.documents import Attention
from tests.contract.connectors.demo_server import DemoServer
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.till import OPERATOR, Till, now_at, until


async def orders_at(till: Till) -> dict[str, Order]:
    """The store's orders by number, as a terminal has them."""
    rows = await till.rows(f"store:{STORE}")
    found = [msgspec.json.decode(cast(bytes, row.d), type=Order) for row in rows if row.t == "order"]
    return {order.number: order for order in found}


async def waiting_at(till: Till) -> list[Attention]:
    """What waits for a person of the store, as a terminal has it."""
    rows = await till.rows(f"store:{STORE}")
    found = [msgspec.json.decode(cast(bytes, row.d), type=Attention) for row in rows if row.t == "attention"]
    return [item for item in found if item.settled_at is None]


def path_of(order: Order) -> str:
    """Where the shop has it."""
    return f"/admin/orders/{order.platform_ref}"


async def test_a_new_order_is_at_the_counter_and_known_things_wrote_nothing(
    floor: Floor, shop: DemoServer, till: Till
) -> None:
    known = len(floor.template.chain.orders)
    assert len(await floor.central.host.parts.access.read(lambda tx: tx.scan("order", "", 10_000))) == known
    body = {
        "number": "9001",
        "location": STORE,
        "customer": floor.template.cases.cart_customer.platform_ref,
        "currency": "EUR",
        "total": "44.90",
        "lines": [{"id": "l1", "sku": "X", "name": "Maglia", "quantity": 1, "unit_price": "49.90"}],
    }
    (await shop.admin.post("/admin/orders", json=body)).raise_for_status()

    async def is_there() -> bool:
        return "9001" in await orders_at(till)

    await until(is_there)
    order = (await orders_at(till))["9001"]
    assert [(line.discount, line.paid) for line in order.lines] == [(500, 4490)]
    assert order.customer == floor.template.cases.cart_customer.id


async def test_what_is_done_to_an_order_in_the_shops_own_administration(
    floor: Floor, shop: DemoServer, till: Till
) -> None:
    mine = [
        order for order in (await orders_at(till)).values() if order.ready_at is not None and not order.handovers
    ]
    cancelled, closed, edited = [order for order in mine if order.platform_ref and not order.is_collected][:3]
    (await shop.admin.post(f"{path_of(cancelled)}/cancel")).raise_for_status()
    (await shop.admin.post(f"{path_of(closed)}/fulfilments", json={})).raise_for_status()
    line = edited.lines[0]
    left = {
        "id": line.id,
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity + 1,
        "unit_price": "10.00",
    }
    (await shop.admin.put(path_of(edited), json={"lines": [left], "total": "20.00"})).raise_for_status()

    async def is_told() -> bool:
        is_cancelled = (await orders_at(till))[cancelled.number].cancelled_at is not None
        return is_cancelled and len(await waiting_at(till)) >= 2

    await until(is_told)
    told = {item.details["order"]: item for item in await waiting_at(till)}
    assert {number: item.code for number, item in told.items()} == {
        closed.number: Code.COLLECTED_ELSEWHERE,
        edited.number: Code.ORDER_EDITED_ONLINE,
    }
    assert (await shop.admin.get(path_of(cancelled))).json()["messages"] == []
    item = told[edited.number].id
    answer = await till.ask(SettleItem(item, Remedy.DISMISS, now_at(), Dismissal.DONE_OTHERWISE))
    assert answer.outcome is Outcome.OK

    async def is_settled() -> bool:
        waiting = (await floor.admin.http.get("/v1/admin/attention", params={"store": STORE})).json()
        return item not in [one["id"] for one in waiting]

    await until(is_settled)
    assert len(await waiting_at(till)) == 1


async def test_a_cart_changes_on_both_sides(floor: Floor, shop: DemoServer, till: Till) -> None:
    customer = floor.template.cases.cart_customer
    before = await till.gateway.reads.cart(customer.id, actor=OPERATOR)
    first, second = before.lines[:2]
    path = f"/admin/customers/{customer.platform_ref}/cart"
    (await shop.admin.put(path, json={"quantities": {second.sku: 8}})).raise_for_status()

    async def is_seen() -> bool:
        cart = await till.gateway.reads.cart(customer.id, actor=OPERATOR)
        return {line.sku: line.quantity for line in cart.lines}.get(second.sku) == 8

    # As an open screen does, only more often; the general list of carts is asked for too seldom to help.
    await until(is_seen)
    cart = await till.gateway.reads.cart(customer.id, actor=OPERATOR)
    rev = next(line.rev for line in cart.lines if line.sku == first.sku)
    assert rev == first.rev
    change = CartChange(id="change-1", sku=first.sku, quantity=7, base_rev=rev, actor=OPERATOR)
    changed = await till.gateway.reads.change_cart(cart.id, change)

    async def is_written() -> bool:
        lines = (await shop.admin.get(path)).json()["lines"]
        return {item["sku"]: item["quantity"] for item in lines}.get(first.sku) == 7

    await until(is_written)

    async def is_paid_off() -> bool:
        return not await floor.central.host.parts.access.read(lambda tx: tx.scan("cart_owed", "", 10))

    await until(is_paid_off)
    again = await till.gateway.reads.cart(customer.id, actor=OPERATOR)
    assert (again.rev, again.lines) == (changed.rev, changed.lines)


async def test_the_state_of_the_line_is_told_to_whoever_has_the_token(floor: Floor) -> None:
    http, token = floor.admin.http, floor.central.token
    for path in ("/status", "/metrics"):
        refused = await http.get(path, headers={"authorization": "Bearer nobody"})
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="bancone"')
    page = await http.get("/status", auth=("sede", token))
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert "Il sito risponde." in page.text or "The site answers." in page.text
    text = (await http.get("/metrics")).text
    assert 'bancone_platform_up{platform="demo"} 1.0' in text
    articles = len(floor.template.chain.articles)
    assert f'bancone_platform_taken_total{{platform="demo",what="articles"}} {float(articles)}' in text
    assert token not in page.text + text
