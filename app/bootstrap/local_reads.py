"""A till's questions about people, carts and orders, answered by the node in its own process."""

from dataclasses import dataclass
from typing import TypeVar

from app.contract.reads import OrderQuery
from app.contract.rows import CartChange, HandedCart, TakenCart
from app.contract.scopes import Scope
from app.contract.shop_rows import KeptSettings, PageLink, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.customers import Customer, Purpose
from app.domain.orders import Order
from app.edge.local import LocalAuthority
from app.hosting.answers import object_id
from app.hosting.identity import need_scope, reader_of
from app.hosting.ports import NodeHost, Reader
from app.sync.gateway.answers import decode

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LocalReads:
    """The terminal's `OnlineReads` over its own node; on the node's event loop, like `authority`.

    Roster, scopes, who asks and what for count as over HTTP; what central said is read as strictly as from a line.
    """

    authority: LocalAuthority

    @property
    def _host(self) -> NodeHost:
        return self.authority.host

    async def _reader(self, actor: str, scope: Scope) -> Reader:
        device = await self.authority.me()
        need_scope(device, scope)
        return reader_of(device, actor, "")

    async def customer(self, customer_id: str, *, purpose: Purpose, actor: str) -> Customer:
        """See the port."""
        reader = await self._reader(actor, Scope.CUSTOMERS_READ)
        return read(await self._host.customer(reader, object_id(customer_id), purpose.value), Customer)

    async def cart(self, customer_id: str, *, actor: str) -> Cart:
        """See the port."""
        reader = await self._reader(actor, Scope.CARTS)
        return read(await self._host.cart(reader, object_id(customer_id)), Cart)

    async def change_cart(self, cart_id: str, change: CartChange) -> Cart:
        """See the port."""
        reader = await self._reader(change.actor, Scope.CARTS)
        return read(await self._host.change_cart(reader.device, object_id(cart_id), change), Cart)

    async def take_cart(self, handed: HandedCart) -> TakenCart:
        """See the port."""
        reader = await self._reader(handed.actor, Scope.CARTS)
        return await self._host.take_cart(reader, handed.token)

    async def change_settings(self, change: SettingsChange) -> KeptSettings:
        """See the port."""
        reader = await self._reader(change.actor, Scope.COMMANDS)
        return await self._host.change_settings(reader, change)

    async def transfer_order(self, order_id: str, ask: TransferAsk) -> Order:
        """See the port."""
        reader = await self._reader(ask.actor, Scope.COMMANDS)
        return await self._host.transfer_order(reader, object_id(order_id), ask)

    async def orders(self, query: OrderQuery, *, actor: str) -> list[Order]:
        """See the port. Without central: those of this shop."""
        reader = await self._reader(actor, Scope.ORDERS_SEARCH)
        return read(await self._host.orders(reader, query), list[Order])

    async def order(self, order_id: str, *, actor: str) -> Order:
        """See the port."""
        reader = await self._reader(actor, Scope.ORDERS_READ)
        return read(await self._host.order(reader, object_id(order_id)), Order)

    async def customer_page(self, order_id: str, *, actor: str) -> PageLink:
        """See the port."""
        reader = await self._reader(actor, Scope.ORDERS_SEARCH)
        return read(await self._host.customer_page(reader, object_id(order_id)), PageLink)


def read(answer: T | bytes, type_: type[T]) -> T:
    """What the node says itself as it is, what central said as `type_`; Problem(NOT_JSON)."""
    return decode(answer, type_) if isinstance(answer, bytes) else answer
