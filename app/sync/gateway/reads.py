"""Questions to the authority: people, carts, orders, articles; personal ones name the operator who asks."""

from typing import TypeVar
from urllib.parse import quote

import msgspec

from app.contract.reads import Health, OrderQuery, ProductHit, ProductQuery
from app.contract.rows import CartChange, CustomerHits, HandedCart, TakenCart
from app.contract.shop_rows import KeptSettings, PageLink, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.customers import Customer, Purpose
from app.domain.orders import Order
from app.sync.gateway.answers import JSON_TYPES, decode
from app.sync.gateway.conversation import Ask, Conversation

T = TypeVar("T")


class Reads:
    """Owns nothing; asks through the gateway's conversation, on its event loop. Problems as there."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    async def customers(self, q: str, *, actor: str) -> CustomerHits:
        """At most 20 masked hits. Problem(SEARCH_TOO_SHORT)."""
        return await self._get("/v1/customers", {"q": q, "actor": actor}, CustomerHits)

    async def customer(self, customer_id: str, *, purpose: Purpose, actor: str) -> Customer:
        """The whole profile, for a purpose that is recorded. Problem(CUSTOMER_UNKNOWN | PURPOSE_REQUIRED)."""
        params = {"purpose": purpose.value, "actor": actor}
        return await self._get(f"/v1/customers/{_segment(customer_id)}", params, Customer)

    async def cart(self, customer_id: str, *, actor: str) -> Cart:
        """The customer's open cart. Problem(CART_UNKNOWN)."""
        return await self._get(f"/v1/customers/{_segment(customer_id)}/cart", {"actor": actor}, Cart)

    async def change_cart(self, cart_id: str, change: CartChange) -> Cart:
        """The cart after the change; the same change sent again changes nothing. Problem(CART_CHANGED …)."""
        return await self._post(f"/v1/carts/{_segment(cart_id)}/changes", change, Cart)

    async def take_cart(self, handed: HandedCart) -> TakenCart:
        """Have the cart taken in whose token its customer showed. Problem(CART_CODE_REFUSED …)."""
        return await self._post("/v1/carts/handed", handed, TakenCart)

    async def change_settings(self, change: SettingsChange) -> KeptSettings:
        """The shop's settings after the change. Problem(SETTINGS_CHANGED | SETTINGS_UNFIT | PERMISSION_DENIED)."""
        return await self._post("/v1/settings", change, KeptSettings)

    async def transfer_order(self, order_id: str, ask: TransferAsk) -> Order:
        """The order, its shop being asked to let it go. Problem(ORDER_OTHER_STORE | ALREADY_HANDED_OVER …)."""
        return await self._post(f"/v1/orders/{_segment(order_id)}/transfer", ask, Order)

    async def orders(self, query: OrderQuery, *, actor: str) -> list[Order]:
        """Orders that fit."""
        return await self._get("/v1/orders", _params(query) | {"actor": actor}, list[Order])

    async def order(self, order_id: str, *, actor: str) -> Order:
        """One order. Problem(ORDER_UNKNOWN)."""
        return await self._get(f"/v1/orders/{_segment(order_id)}", {"actor": actor}, Order)

    async def customer_page(self, order_id: str, *, actor: str) -> PageLink:
        """The link to the page of the order's customer. Problem(PAGES_NOT_SERVED | ALREADY_HANDED_OVER …)."""
        return await self._get(f"/v1/orders/{_segment(order_id)}/page", {"actor": actor}, PageLink)

    async def products(self, query: ProductQuery) -> list[ProductHit]:
        """Articles that fit, as of now."""
        return await self._get("/v1/products", _params(query), list[ProductHit])

    async def health(self) -> Health:
        """Whether the authority answers, and who it is."""
        return await self._get("/v1/health", {}, Health)

    async def relay(self, path: str, params: dict[str, str]) -> bytes:
        """The JSON of an answer, unread: for an edge that passes a question on."""
        return (await self._conversation.ask(Ask("GET", path, params))).body

    async def _get(self, path: str, params: dict[str, str], type_: type[T]) -> T:
        return decode((await self._conversation.ask(Ask("GET", path, params))).body, type_)

    async def _post(self, path: str, body: msgspec.Struct, type_: type[T]) -> T:
        ask = Ask("POST", path, body=msgspec.json.encode(body), kind=JSON_TYPES[0])
        return decode((await self._conversation.ask(ask)).body, type_)


def _segment(text: str) -> str:
    return quote(text, safe=":")


def _params(query: msgspec.Struct) -> dict[str, str]:
    return {name: str(value) for name, value in msgspec.to_builtins(query).items()}
