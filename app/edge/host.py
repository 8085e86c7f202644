"""The shop's authority as its HTTP host, or the one till beside it, sees it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import msgspec

from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import SCHEMA, Digest, FeedRef, Poke
from app.contract.reads import Health, OrderQuery, ProductQuery
from app.contract.rows import CartChange, CustomerHits, HandedCart, RosterDevice, StoreConfig, TakenCart
from app.contract.shop_rows import KeptSettings, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.edge import own_orders
from app.edge.loading import is_loading
from app.edge.picture_cache import PictureCache
from app.edge.upstream import UNREACHED, Upstream
from app.hosting.artefacts import Artefacts
from app.hosting.dbthread import DbThread
from app.hosting.digests import Digests
from app.hosting.node_access import NodeAccess
from app.hosting.ports import AssetFile, JsonBytes, Reader, SnapshotFile, Verify
from app.hosting.quarantine import keep_apart, owed, passed_on
from app.node import feeds
from app.node.authority import Phase, load_authority
from app.node.documents import find_config
from app.node.intake import Sender
from app.node.kiosk_calls import order_of_call
from app.node.ports import NodeTx
from app.node.store_node import StoreNode, store_feed
from app.node.succession import roll_call

PASS_ON_LINES = 1_000
ASK_S = 3.0
"""How long central may take over a question about orders before this shop's own orders answer it: a customer whose
goods stand here waits for no slow line."""


@dataclass(frozen=True, slots=True)
class EdgeParts:
    """What the edge's host is made of. `on_commands` hears that something is owed to central."""

    access: NodeAccess
    node: StoreNode
    artefacts: Artefacts
    files: DbThread
    upstream: Upstream
    pictures: PictureCache
    now_at: Callable[[], datetime]
    verify: Verify
    version: str = "0"
    on_commands: Callable[[], None] = lambda: None


@dataclass(slots=True)
class EdgeHost:
    """The `NodeHost` of a shop; lives on one event loop. The roster is read again when the configuration moved."""

    parts: EdgeParts
    _roster: dict[str, RosterDevice] = field(default_factory=dict)
    _digests: Digests = field(default_factory=Digests)

    def forget_roster(self) -> None:
        """The configuration moved."""
        self._roster = {}

    async def device(self, device_id: str) -> RosterDevice | None:
        """See the port."""
        if not self._roster:
            config = await self.parts.access.read(self._config)
            self._roster = {} if config is None else {device.id: device for device in config.devices}
        return self._roster.get(device_id)

    def _config(self, tx: NodeTx) -> StoreConfig | None:
        return find_config(tx, self.parts.node.store)

    # the way up

    async def commands(self, sender: RosterDevice, lines: list[CommandLine]) -> list[Result]:
        """See the port."""
        now_at, node = self.parts.now_at(), self.parts.node
        asker = Sender(sender.id, node.store)
        results = await self.parts.access.write(lambda tx: node.receive(tx, asker, lines, now_at))
        self.parts.on_commands()
        return results

    async def roll_call(self, sender: RosterDevice, lines: list[CommandLine]) -> Welcome:
        """See the port."""
        now_at, node = self.parts.now_at(), self.parts.node
        asker = Sender(sender.id, node.store)
        welcome = await self.parts.access.write(lambda tx: roll_call(node, tx, asker, lines, now_at))
        self.parts.on_commands()
        return welcome

    async def quarantine(self, sender: RosterDevice, lines: list[CommandLine]) -> int:
        """See the port. Kept here, durably, until central has it: now or later (`pass_on`)."""
        now_at, node = self.parts.now_at(), self.parts.node

        def keep(tx: NodeTx) -> int:
            return keep_apart(tx, sender.id, node.store, lines, now_at, is_owed=True, tell=node.tell)

        kept = await self.parts.access.write(keep)
        with suppress(Problem):
            await self.pass_on()
        return kept

    async def pass_on(self) -> None:
        """Hand in at central what revoked devices left here. Problem when it does not take it: it stays owed."""
        access = self.parts.access
        while lines := await access.read(lambda tx: owed(tx, PASS_ON_LINES)):
            await self.parts.upstream.quarantine(lines)
            await access.write(partial(passed_on, lines=lines))

    # the way down

    async def page(self, sender: RosterDevice, ref: FeedRef, limit: int) -> bytes:
        """See the port. The store feed is served only by who was named to write it."""

        def work(tx: NodeTx) -> bytes:
            return feeds.page(tx, ref, limit, self._need_served(tx, ref.feed))

        return await self.parts.access.read(work)

    def _need_served(self, tx: NodeTx, feed: str) -> int:
        """This authority's epoch; Problem(BUSY) for a feed that is not whole yet, or not ours to serve yet."""
        authority = load_authority(tx)
        if authority.phase is Phase.WAITING and feed == store_feed(self.parts.node.store):
            raise Problem(Code.BUSY, epoch=authority.epoch)
        if is_loading(tx, feed):
            raise Problem(Code.BUSY, feed=feed)
        return authority.epoch

    async def snapshot(self, sender: RosterDevice, feed: str) -> SnapshotFile:
        """See the port."""
        await self.parts.access.read(lambda tx: self._need_served(tx, feed))
        return await self.parts.files.run(lambda: self.parts.artefacts.cut(feed))

    async def digest(self, sender: RosterDevice, feed: str) -> Digest:
        """See the port."""

        def work(tx: NodeTx) -> Digest:
            self._need_served(tx, feed)
            return self._digests.of(tx, feed)

        return await self.parts.access.read_aside(self.parts.files, work)

    async def pokes(self, sender: RosterDevice, feeds: Sequence[str]) -> AsyncIterator[Poke]:
        """See the port."""
        async for poke in self.parts.access.pokes(feeds):
            yield poke

    # questions: central's to answer, ours while it is silent

    async def customers(self, reader: Reader, q: str) -> CustomerHits | JsonBytes:
        """See the port. Without central: who has an open order here."""
        try:
            return await self._ask(reader, "/v1/customers", {"q": q})
        except Problem as problem:
            if problem.code not in UNREACHED:
                raise
            return await self.parts.access.write(
                lambda tx: own_orders.search_customers(tx, reader, q, self.parts.now_at())
            )

    async def customer(self, reader: Reader, customer_id: str, purpose: str) -> JsonBytes:
        """See the port. Profiles are with central alone."""
        return await self._ask(reader, f"/v1/customers/{customer_id}", {"purpose": purpose})

    async def cart(self, reader: Reader, customer_id: str) -> JsonBytes:
        """See the port."""
        return await self._ask(reader, f"/v1/customers/{customer_id}/cart", {})

    async def change_cart(self, sender: RosterDevice, cart_id: str, change: CartChange) -> Cart:
        """See the port."""
        return await self.parts.upstream.change_cart(cart_id, change)

    async def take_cart(self, reader: Reader, token: str) -> TakenCart:
        """See the port. The token is passed on and not kept."""
        origin = reader.origin or reader.device.id
        return await self.parts.upstream.take_cart(HandedCart(token=token, actor=reader.actor, origin=origin))

    async def change_settings(self, reader: Reader, change: SettingsChange) -> KeptSettings:
        """See the port. Central keeps them: without it nothing is changed."""
        origin = reader.origin or reader.device.id
        return await self.parts.upstream.change_settings(msgspec.structs.replace(change, origin=origin))

    async def transfer_order(self, reader: Reader, order_id: str, ask: TransferAsk) -> Order:
        """See the port. Central decides: without it nothing is asked."""
        origin = reader.origin or reader.device.id
        return await self.parts.upstream.transfer_order(order_id, msgspec.structs.replace(ask, origin=origin))

    async def orders(self, reader: Reader, query: OrderQuery) -> list[Order]:
        """See the port. Orders we decide about as they stand here; without central the orders of this shop.

        Problem when central is silent, or slow, and another shop may have what this one has not.
        """
        if query.call:
            return await self._of_call(reader, query.call)
        asked = {name: str(value) for name, value in msgspec.to_builtins(query).items()}
        store, now_at = self.parts.node.store, self.parts.now_at()
        try:
            told = own_orders.decode_orders(await self._ask_soon(reader, "/v1/orders", asked))
            return await self.parts.access.read(lambda tx: own_orders.as_held(tx, told, store))
        except Problem as problem:
            if problem.code not in UNREACHED:
                raise
            verify = self.parts.verify
            own = await self.parts.access.write(
                lambda tx: own_orders.find_orders(tx, reader, query, store, verify, now_at=now_at)
            )
            if own is None:
                raise
            return own

    async def _of_call(self, reader: Reader, call_id: str) -> list[Order]:
        """The order of a task that goes on at the kiosk that asks. Problem(ORDER_UNKNOWN): no such task."""
        device = reader.device.id
        order_id = await self.parts.access.read(lambda tx: order_of_call(tx, call_id, device))
        found = await self.order(reader, order_id)
        return [found] if isinstance(found, Order) else own_orders.decode_orders(b"[" + found + b"]")

    async def order(self, reader: Reader, order_id: str) -> Order | JsonBytes:
        """See the port. An order we decide about is told as it stands here, which central cannot know yet."""
        store, now_at = self.parts.node.store, self.parts.now_at()
        mine = await self.parts.access.write(lambda tx: own_orders.held_order(tx, reader, order_id, store, now_at))
        if mine is not None:
            return mine
        return await self._ask(reader, f"/v1/orders/{order_id}", {})

    async def customer_page(self, reader: Reader, order_id: str) -> JsonBytes:
        """See the port. Central alone makes links: without it there is none."""
        store = self.parts.node.store
        await self.parts.access.read(lambda tx: own_orders.refuse_own_page(tx, order_id, store))
        return await self._ask(reader, f"/v1/orders/{order_id}/page", {})

    async def products(self, sender: RosterDevice, query: ProductQuery) -> JsonBytes:
        """See the port."""
        asked = {name: str(value) for name, value in msgspec.to_builtins(query).items()}
        return JsonBytes(await self.parts.upstream.relay("/v1/products", asked))

    async def _ask(self, reader: Reader, path: str, params: dict[str, str]) -> JsonBytes:
        """Pass a question on with who asks at which device."""
        who = {"actor": reader.actor, "origin": reader.origin or reader.device.id}
        return JsonBytes(await self.parts.upstream.relay(path, params | who))

    async def _ask_soon(self, reader: Reader, path: str, params: dict[str, str]) -> JsonBytes:
        """As `_ask`, for as long as somebody may be kept waiting. Problem(NO_ANSWER) behind that."""
        try:
            async with asyncio.timeout(ASK_S):
                return await self._ask(reader, path, params)
        except TimeoutError as exc:
            raise Problem(Code.NO_ANSWER, reason="timeout") from exc

    async def asset(self, sender: RosterDevice, sha256: str) -> AssetFile:
        """See the port."""
        return await self.parts.pictures.get(sha256)

    async def health(self) -> Health:
        """See the port."""
        authority = await self.parts.access.read(load_authority)
        return Health(
            role="edge",
            node=authority.device,
            version=self.parts.version,
            schema=SCHEMA,
            epoch=authority.epoch,
            is_linked=self.parts.upstream.is_linked,
            age_s=self.parts.upstream.age_s,
        )
