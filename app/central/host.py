"""Central as its HTTP host sees it: the chain's node, its feeds, and the questions only central can answer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.central import carts, reads, shop_settings
from app.central.devices import find_device
from app.central.pages.given import open_page
from app.central.pages.links import Links
from app.central.products import Assortment
from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import SCHEMA, Digest, FeedRef, Poke
from app.contract.reads import ASSET_ID, Health, OrderQuery, ProductHit, ProductQuery
from app.contract.rows import CartChange, CustomerHits, RosterDevice, StoreConfig, TakenCart
from app.contract.scopes import Scope
from app.contract.shop_rows import KeptSettings, PageLink, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.errors import Code, Problem
from app.domain.ids import Ids
from app.domain.orders import Order
from app.domain.values import OperatorId, StoreId
from app.hosting import audit
from app.hosting.artefacts import Artefacts
from app.hosting.dbthread import DbThread
from app.hosting.digests import Digests
from app.hosting.identity import need_scope
from app.hosting.node_access import NodeAccess
from app.hosting.order_search import find_orders
from app.hosting.pictures import picture_type
from app.hosting.ports import AssetFile, Reader, SnapshotFile, Verify
from app.hosting.quarantine import keep_apart
from app.node import feeds
from app.node.chain_node import ChainNode
from app.node.documents import get_config
from app.node.intake import Sender
from app.node.permits import refuse_approver, refuse_operator
from app.node.ports import NodeTx
from app.node.transfers import request_transfer

TRANSFER = "order.transfer"


class PlatformCarts(Protocol):
    """The customers' carts at the platform; on the host's event loop."""

    async def look(self, customer: str) -> None:
        """Bring what it knows of a customer's cart. Problem(CART_NOT_SHOWN)."""

    async def take(self, token: str) -> str:
        """Bring the cart its customer shows the token of; whose it is. Problem as `NodeHost.take_cart`."""


class NoPlatform:
    """There is none: carts are central's alone."""

    async def look(self, customer: str) -> None:
        """See `PlatformCarts`."""

    async def take(self, token: str) -> str:
        """See `PlatformCarts`."""
        raise Problem(Code.CART_CODE_NEEDLESS)


@dataclass(frozen=True, slots=True)
class CentralParts:
    """What central's host is made of. `on_change` hears after every write that the platform may be owed a call.

    `files` is the thread on which artefacts are cut; `assets` the folder of pictures. `links`: who makes
    the links to customers' pages, None where none are served.
    """

    access: NodeAccess
    node: ChainNode
    artefacts: Artefacts
    files: DbThread
    ids: Ids
    now_at: Callable[[], datetime]
    assets: Path
    carts: PlatformCarts
    verify: Verify
    version: str = "0"
    on_change: Callable[[], None] = lambda: None
    links: Links | None = None


@dataclass(slots=True)
class CentralHost:
    """The `NodeHost` of central; lives on the host's event loop, keeps nothing its store could miss."""

    parts: CentralParts
    _goods: dict[str, Assortment] = field(default_factory=dict)
    _digests: Digests = field(default_factory=Digests)
    _carts: reads.CartOpenings = field(default_factory=reads.CartOpenings)

    async def device(self, device_id: str) -> RosterDevice | None:
        """See the port."""
        record = await self.parts.access.read(lambda tx: find_device(tx, device_id))
        return None if record is None else record.device

    # the way up

    async def commands(self, sender: RosterDevice, lines: list[CommandLine]) -> list[Result]:
        """See the port. Only a store's edge is heard: a terminal that reaches us must not bypass it."""
        need_scope(sender, Scope.RELAY)
        now_at = self.parts.now_at()

        def work(tx: NodeTx) -> list[Result]:
            relay = Sender(sender.id, _config_of(tx, sender).store, is_relay=True)
            before = carts.carts_to_empty(tx, lines)
            results = self.parts.node.receive(tx, relay, lines, now_at)
            carts.owe_taken(tx, before, relay.store)
            return results

        results = await self.parts.access.write(work)
        self.parts.on_change()
        return results

    async def roll_call(self, sender: RosterDevice, lines: list[CommandLine]) -> Welcome:
        """See the port. Central is nobody's edge: terminals answer the roll-call of their own."""
        raise Problem(Code.EPOCH_AHEAD)

    async def quarantine(self, sender: RosterDevice, lines: list[CommandLine]) -> int:
        """See the port. What an edge on the roster hands in is another's: of the devices that wrote it."""
        now_at = self.parts.now_at()
        whose: dict[str, list[CommandLine]] = {}
        for line in lines:
            device = sender.id if sender.is_revoked else line.cmd.id.partition(".")[0]
            whose.setdefault(device, []).append(line)

        def work(tx: NodeTx) -> int:
            record = find_device(tx, sender.id)
            store = "" if record is None else record.store
            return sum(keep_apart(tx, device, store, theirs, now_at) for device, theirs in whose.items())

        return await self.parts.access.write(work)

    # the way down

    async def page(self, sender: RosterDevice, ref: FeedRef, limit: int) -> bytes:
        """See the port."""

        def work(tx: NodeTx) -> bytes:
            _need_own(tx, sender, ref.feed)
            return feeds.page(tx, ref, limit, 0)

        return await self.parts.access.read(work)

    async def snapshot(self, sender: RosterDevice, feed: str) -> SnapshotFile:
        """See the port."""
        await self.parts.access.read(lambda tx: _need_own(tx, sender, feed))
        return await self.parts.files.run(lambda: self.parts.artefacts.cut(feed))

    async def digest(self, sender: RosterDevice, feed: str) -> Digest:
        """See the port."""

        def work(tx: NodeTx) -> Digest:
            return self._digests.of(tx, _need_own(tx, sender, feed))

        return await self.parts.access.read_aside(self.parts.files, work)

    async def pokes(self, sender: RosterDevice, feeds: Sequence[str]) -> AsyncIterator[Poke]:
        """See the port."""
        names = await self.parts.access.read(lambda tx: _need_all(tx, sender, feeds))
        async for poke in self.parts.access.pokes(names):
            yield poke

    # questions

    async def customers(self, reader: Reader, q: str) -> CustomerHits:
        """See the port."""
        now_at = self.parts.now_at()
        return await self.parts.access.write(lambda tx: reads.search_customers(tx, reader, q, now_at))

    async def customer(self, reader: Reader, customer_id: str, purpose: str) -> Customer:
        """See the port."""
        now_at = self.parts.now_at()
        return await self.parts.access.write(
            lambda tx: reads.open_profile(tx, reader, customer_id, purpose, now_at)
        )

    async def cart(self, reader: Reader, customer_id: str) -> Cart:
        """See the port. What a screen reads again is the same opening, and leaves no record of its own."""
        await self.parts.carts.look(customer_id)
        now_at = self.parts.now_at()
        if self._carts.is_open(reader, customer_id, now_at):
            return await self.parts.access.read(lambda tx: carts.cart_of(tx, customer_id))
        cart = await self.parts.access.write(lambda tx: reads.open_cart(tx, reader, customer_id, now_at))
        self._carts.recorded(reader, customer_id, now_at)
        return cart

    async def take_cart(self, reader: Reader, token: str) -> TakenCart:
        """See the port."""
        await self.parts.access.read(
            lambda tx: refuse_operator(_config_of(tx, reader.device), reader.actor, "cart.open")
        )
        customer, now_at = await self.parts.carts.take(token), self.parts.now_at()
        await self.parts.access.write(lambda tx: audit.note(tx, now_at, "cart.take", reader, (customer,)))
        return TakenCart(customer)

    async def change_cart(self, sender: RosterDevice, cart_id: str, change: CartChange) -> Cart:
        """See the port."""
        now_at, line_id = self.parts.now_at(), self.parts.ids.new_id()

        def work(tx: NodeTx) -> Cart:
            config = _config_of(tx, sender)
            refuse_operator(config, change.actor, "cart.change")
            goods = self._goods_of(tx, sender)
            return carts.change(tx, goods, cart_id, change, store=config.store, now_at=now_at, line_id=line_id)

        cart = await self.parts.access.write(work)
        self.parts.on_change()
        return cart

    async def change_settings(self, reader: Reader, change: SettingsChange) -> KeptSettings:
        """See the port. By the roster of now, whoever the terminal let in."""
        now_at = self.parts.now_at()

        def work(tx: NodeTx) -> KeptSettings:
            config = _config_of(tx, reader.device)
            refuse_operator(config, reader.actor, "settings.change")
            wanted = shop_settings.asked(change, reader.actor)
            return shop_settings.change_settings(tx, config.store, wanted, reader, now_at)

        return await self.parts.access.write(work)

    async def transfer_order(self, reader: Reader, order_id: str, ask: TransferAsk) -> Order:
        """See the port. By the roster of now, whoever the terminal let in."""
        now_at = self.parts.now_at()

        def work(tx: NodeTx) -> Order:
            config = _config_of(tx, reader.device)
            if ask.approved_by:
                refuse_approver(config, reader.actor, ask.approved_by, TRANSFER)
            refuse_operator(config, reader.actor, TRANSFER, is_approved=bool(ask.approved_by))
            source, target, by = StoreId(config.store), StoreId(ask.target), OperatorId(reader.actor)
            order = request_transfer(tx, order_id, source, target, by=by, now_at=now_at)
            whose, approver = (order.customer,), ask.approved_by
            audit.note(tx, now_at, TRANSFER, reader, whose, purpose=target, approved_by=approver)
            return order

        return await self.parts.access.write(work)

    async def orders(self, reader: Reader, query: OrderQuery) -> list[Order]:
        """See the port."""
        now_at = self.parts.now_at()

        def work(tx: NodeTx) -> list[Order]:
            config = _config_of(tx, reader.device)
            return find_orders(tx, reader, query, config, self.parts.verify, now_at=now_at)

        return await self.parts.access.write(work)

    async def order(self, reader: Reader, order_id: str) -> Order:
        """See the port."""
        now_at = self.parts.now_at()
        return await self.parts.access.write(lambda tx: reads.open_order(tx, reader, order_id, now_at))

    async def customer_page(self, reader: Reader, order_id: str) -> PageLink:
        """See the port. By the roster of now, whoever the terminal let in."""
        now_at, links = self.parts.now_at(), self.parts.links

        def work(tx: NodeTx) -> PageLink:
            return open_page(tx, links, reader, order_id, config=_config_of(tx, reader.device), now_at=now_at)

        return await self.parts.access.write(work)

    async def products(self, sender: RosterDevice, query: ProductQuery) -> list[ProductHit]:
        """See the port."""
        return await self.parts.access.read(lambda tx: self._goods_of(tx, sender).find(query))

    def _goods_of(self, tx: NodeTx, sender: RosterDevice) -> Assortment:
        config = _config_of(tx, sender)
        goods = self._goods.setdefault(config.market, Assortment(config))
        goods.refresh(tx)
        return goods

    async def asset(self, sender: RosterDevice, sha256: str) -> AssetFile:
        """See the port."""
        path = self.parts.assets / sha256
        type_ = await asyncio.to_thread(picture_type, path) if ASSET_ID.fullmatch(sha256) else None
        if type_ is None:
            raise Problem(Code.NOT_FOUND)
        return AssetFile(path, type_)

    async def health(self) -> Health:
        """See the port."""
        return Health(role="central", node="central", version=self.parts.version, schema=SCHEMA)


def _config_of(tx: NodeTx, sender: RosterDevice) -> StoreConfig:
    record = find_device(tx, sender.id)
    if record is None:
        raise Problem(Code.DEVICE_UNKNOWN)
    return get_config(tx, record.store)


def _need_own(tx: NodeTx, sender: RosterDevice, feed: str) -> str:
    """Problem(SCOPE_MISSING) for another store's feed; what central does not write is Problem(NOT_FOUND)."""
    config = _config_of(tx, sender)
    family, _, name = feed.partition(":")
    own = {"catalog": config.market, "price": config.pricelist, "finder": config.chain}
    if family in ("store", "device"):
        raise Problem(Code.NOT_FOUND, feed=feed)
    if name != own.get(family, config.store):
        raise Problem(Code.SCOPE_MISSING, feed=feed)
    return feed


def _need_all(tx: NodeTx, sender: RosterDevice, names: Sequence[str]) -> list[str]:
    return [_need_own(tx, sender, name) for name in names if not name.startswith(("store:", "device:"))]
