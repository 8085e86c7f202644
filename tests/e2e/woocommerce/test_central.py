"""Central takes in what a WooCommerce has, and hears its webhooks as far as they are signed."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.bootstrap.central import RunningCentral
from app.domain.orders import Order
from app.node.documents import decode_order, get_config
from tests.contract.connectors.woo.recordings import deliveries
from tests.contract.connectors.woo.rig import WooRig, woo_rig
from tests.e2e.servers.till import until
from tests.e2e.woocommerce.office import office_of

_POKE = "/v1/platform/poke"


@dataclass
class Office:
    """A central that has taken the shop in, and asks again only when poked."""

    woo: WooRig
    central: RunningCentral
    http: httpx.AsyncClient

    async def order(self) -> Order:
        """Order 12 as central has it."""
        access = self.central.host.parts.access
        found = await access.read(lambda tx: [decode_order(body) for _, body in tx.scan("order", "", 10)])
        (order,) = [order for order in found if order.platform_ref == "12"]
        return order

    async def poke(self, body: bytes, secret: str) -> int:
        """Call as the shop would; the status of the answer."""
        signature = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
        heads = {"x-wc-webhook-signature": signature, "x-wc-webhook-topic": "order.updated"}
        return (await self.http.post(_POKE, content=body, headers=heads)).status_code


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Two stores, one shop."""
    async with (
        woo_rig() as woo,
        office_of(woo, tmp_path / "central") as central,
        httpx.AsyncClient(base_url=central.url, trust_env=False) as http,
    ):
        yield Office(woo, central, http)


async def test_the_shops_order_is_the_stores_and_its_customer_and_goods_are_known(office: Office) -> None:
    order = await office.order()
    assert (order.store, order.number, order.payment.is_paid) == ("TO01", "12", True)
    assert [(line.sku, line.quantity, line.paid) for line in order.lines] == [
        ("SKU-1", 2, 9980),
        ("SKU-2", 1, 2000),
    ]
    read = office.central.host.parts.access.read
    assert len(await read(lambda tx: tx.scan("customer", "", 10))) == 1
    assert await read(lambda tx: tx.row("catalog:it", "article", "SKU-9")) is not None
    assert not (await read(lambda tx: get_config(tx, "TO01"))).writes_ready, "no text is set for it"


async def test_only_a_signed_call_has_the_shop_asked_again(office: Office) -> None:
    health, asked = office.central.health, office.woo.server.asked
    assert health is not None
    before = len(asked)
    _, ping = deliveries()[0]
    assert (await office.http.post(_POKE, content=ping)).status_code == 200
    assert await office.poke(b'{"id":12}', "guessed") == 200
    assert (health.pokes, len(asked)) == (0, before)
    office.woo.shop.enter(office.woo.shop.orders[12], "cancelled")
    for _ in range(2):
        assert await office.poke(b'{"id":12,"date_modified_gmt":"2026-11-21T20:00:00"}', "s3cret") == 200
    assert health.pokes == 1

    async def is_recalled() -> bool:
        return (await office.order()).cancel_requested_at is not None

    await until(is_recalled)
