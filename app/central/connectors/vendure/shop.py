"""The connector to Vendure: what it can do, and its reads, effects and carts as one `ShopPlatform`."""

from collections.abc import Sequence

import httpx

from app.central.connectors.guard_pace import pace_of
from app.central.connectors.port import CartQuantity, NewOrder, PlatformOrder, PlatformRefused, PlatformTraits
from app.central.connectors.port_inward import PlatformCart
from app.central.connectors.vendure import documents
from app.central.connectors.vendure.client import VendureClient
from app.central.connectors.vendure.effects import VendureEffects
from app.central.connectors.vendure.settings import VendureSettings
from app.central.connectors.vendure.wire import Done
from app.central.connectors.vendure.wire_goods import VariantIds
from app.domain.errors import Code

VENDURE_TRAITS = PlatformTraits(
    "vendure",
    calls_per_s=20.0,
    burst=40,
    creates_orders=False,
    messages=frozenset(),
    sets_stock=True,
    dates_stock=False,
    tells_deleted=False,
)


class VendureShop(VendureEffects):
    """See `ShopPlatform`. Owns the connections to one Vendure; `close` it.

    `traits` may be given where a test wants shorter times; `pace` is the budget its calls are counted in.
    """

    def __init__(
        self,
        settings: VendureSettings,
        *,
        traits: PlatformTraits = VENDURE_TRAITS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.pace = pace_of(traits, 0.0)
        timeout_s = traits.call_timeout_s
        client = VendureClient(settings, timeout_s=timeout_s, pace=self.pace, transport=transport)
        super().__init__(client, settings)
        self._traits = traits

    @property
    def traits(self) -> PlatformTraits:
        """See the port."""
        return self._traits

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def orders_marked(self, reference: str) -> tuple[PlatformOrder, ...]:
        """See the port: none, as none is made."""
        return ()

    async def create_order(self, new: NewOrder, reference: str) -> str:
        """See the port. Vendure would give it a number, ids and prices of its own, and one that is not paid
        would take the place of the customer's cart."""
        raise PlatformRefused("not_offered")

    async def notify(self, ref: str, kind: str, reference: str, *, link: str = "") -> None:
        """See the port. Vendure's mails hang on its own states: `Shipped` is what tells the customer to come."""
        raise PlatformRefused("not_offered")

    async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
        """See the port. Only a cart the customer has begun can be written; the calls for drafts do it."""
        node = await self.cart_node(customer_ref)
        if node is None:
            raise PlatformRefused("no_cart", Code.NOT_FOUND)
        known = {line.product_variant.sku: line for line in node.lines}
        missing = [line.sku for line in lines if line.quantity and line.sku not in known]
        variants = await self._variants(missing)
        for line in lines:
            there = known.get(line.sku)
            if there is not None and there.quantity != line.quantity:
                wanted = {"o": node.id, "l": there.id, "q": line.quantity}
                await self._client.effect(documents.ADJUST_CART, Done, wanted)
            elif there is None and line.quantity:
                wanted = {"o": node.id, "v": variants[line.sku], "q": line.quantity}
                await self._client.effect(documents.ADD_TO_CART, Done, wanted)
        cart = await self.read_cart(customer_ref)
        if cart is None:
            raise PlatformRefused("no_cart", Code.NOT_FOUND)
        return cart

    async def _variants(self, skus: list[str]) -> dict[str, str]:
        """Vendure's ids of articles; PlatformRefused when it has not all of them."""
        if not skus:
            return {}
        answer = await self._client.query(documents.SKUS, VariantIds, {"s": skus})
        found = {node.sku: node.id for node in answer.product_variants.items}
        if missing := set(skus) - found.keys():
            raise PlatformRefused(f"no_such_article:{len(missing)}", Code.NOT_FOUND)
        return found
