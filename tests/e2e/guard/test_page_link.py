"""The link to a customer's page goes out with the message that their order is ready, and with no other."""

from pathlib import Path

import httpx

from app.central.connectors.demo_shop import DemoShop
from app.central.connectors.guard_calls import send
from app.central.connectors.intents import intents_for_message, intents_for_ready
from app.central.connectors.port import PlatformState
from app.central.pages.links import Links
from tests.contract.connectors.demo_server import demo_server
from tests.unit.connectors.samples import sample_order

LINKS = Links(b"k" * 32, "https://ritiro.corsaviva.example")


async def test_the_shop_writes_the_link_to_the_customer(tmp_path: Path) -> None:
    order = sample_order()
    subject = f"{order.id}:{order.pickup.generation}"
    _, ready = intents_for_ready(order, "act-1", order.placed_at, subject)
    [collected] = intents_for_message(order, "act-2", PlatformState.COLLECTED, order.placed_at)
    async with demo_server(tmp_path) as server:
        await server.seed([order.platform_ref])
        shop = DemoShop(server.url)
        for intent in (ready, collected):
            await send(shop, intent, LINKS.url)
        assert [message.kind for message in (await shop.read_order(order.platform_ref)).messages] == [
            "ready",
            "collected",
        ]
        await shop.close()
        async with httpx.AsyncClient(trust_env=False) as client:
            told = (await client.get(f"{server.url}/admin/orders/{order.platform_ref}")).json()["messages"]
    assert [message.get("link", "") for message in told] == [LINKS.url(subject), ""]
