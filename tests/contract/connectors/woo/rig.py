"""The sample order of the contract in the shop of recordings, and a connector before it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.central.connectors.woocommerce.connector import WooCommerce
from app.central.connectors.woocommerce.settings import WooSettings
from tests.contract.connectors.woo.routes import Asked, rest
from tests.contract.connectors.woo.server import WooServer, woo_server
from tests.contract.connectors.woo.shop import WooShop

STORE, OTHER_STORE = "Store 01", "Store 02"
SETTINGS = WooSettings(
    notes={"ready": "Il tuo ordine è pronto."}, pickup_locations=(STORE, OTHER_STORE), stock_location=STORE
)


@dataclass
class WooRig:
    """A served shop with two shoes and a shirt in order 12, ready in Store 01, and a connector to it."""

    shop: WooShop
    server: WooServer
    connector: WooCommerce
    customer: int
    articles: dict[str, int]

    @property
    def token(self) -> str:
        """The token of the customer's cart, which holds one `SKU-9`."""
        return next(iter(self.server.baskets.carts))


def stocked() -> tuple[WooShop, dict[str, int], int]:
    """A shop with three articles and a customer; the ids of both."""
    shop = WooShop()
    articles = {
        "SKU-1": shop.sell("SKU-1", "Scarpa", "49.90", 10, "/wp-content/uploads/scarpa.png"),
        "SKU-2": shop.sell("SKU-2", "Maglia", "20.00", 10),
        "SKU-9": shop.sell("SKU-9", "Calza", "9.90", 10),
    }
    return shop, articles, shop.greet("Giulia", "Bianchi", "giulia@example.invalid", "+39 333 1234567")


def order_sample(shop: WooShop, articles: dict[str, int], customer: int) -> None:
    """Order 12: two shoes and a shirt, paid, ready in Store 01."""
    bought = [{"product_id": articles["SKU-1"], "quantity": 2}, {"product_id": articles["SKU-2"], "quantity": 1}]
    place = [{"key": "pickup_location", "value": STORE}]
    shipping = {"method_id": "pickup_location", "method_title": "Pickup", "total": "0.00", "meta_data": place}
    ready = [{"key": "_bancone_ready", "value": "bancone:before"}]
    body = {"customer_id": customer, "set_paid": True, "line_items": bought, "meta_data": ready}
    body |= {"shipping_lines": [shipping], "payment_method_title": "Bank"}
    rest(shop, Asked("POST", "/wc/v3/orders", headers={"authorization": "Basic"}, body=body))


@asynccontextmanager
async def woo_rig(settings: WooSettings = SETTINGS) -> AsyncIterator[WooRig]:
    """Everything, until the block ends. What the recorded schema has against a question fails the test."""
    shop, articles, customer = stocked()
    order_sample(shop, articles, customer)
    async with woo_server(shop) as server:
        server.baskets.carts[str(customer)] = {articles["SKU-9"]: 1}
        connector = WooCommerce(server.url, key="ck_1", secret="cs_1", settings=settings)
        try:
            yield WooRig(shop, server, connector, customer, articles)
        finally:
            await connector.close()
        assert server.objections == []
