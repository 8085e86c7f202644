"""What a host over HTTP needs of the node behind it; edge and central each bring their own implementation.

All methods are called on the host's event loop and must not block it (`DbThread` runs what blocks). A refusal is a
`Problem`, a cursor that cannot be served is `SnapshotDue`; anything else is taken for a fault of ours.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NewType, Protocol

from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import Digest, FeedRef, Poke
from app.contract.reads import Health, OrderQuery, ProductHit, ProductQuery
from app.contract.rows import CartChange, CustomerHits, EnrolAnswer, EnrolRequest, RosterDevice, TakenCart
from app.contract.shop_rows import KeptSettings, PageLink, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.orders import Order

JsonBytes = NewType("JsonBytes", bytes)
"""An answer that is JSON already: what a relaying edge passes on unread."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""(public key, signature, message) -> whether the Ed25519 signature is good; never raises."""

NowAt = Callable[[], datetime]
"""Aware UTC, for telling a device how far its clock is off; no decision reads it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads personal data: the operator at a device. `origin` is the device an edge asks for, else empty."""

    device: RosterDevice
    actor: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """An immutable artefact on disk: its SHA-256 (hex) and the feed's id and rev it was cut at."""

    path: Path
    sha256: str
    feed_id: str
    rev: int
    media_type: str = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class AssetFile:
    """A picture on disk; PNG, JPEG or WebP by its content."""

    path: Path
    media_type: str


class NodeHost(Protocol):
    """The authority as HTTP sees it. Lives on the host's event loop."""

    async def device(self, device_id: str) -> RosterDevice | None:
        """The device on the roster, revoked ones included; None when the chain never had it."""

    async def commands(self, sender: RosterDevice, lines: list[CommandLine]) -> list[Result]:
        """One result for each line, in order; durable before it returns."""

    async def roll_call(self, sender: RosterDevice, lines: list[CommandLine]) -> Welcome:
        """Take in what a suspended terminal holds; who this authority is. Problem(EPOCH_AHEAD)."""

    async def quarantine(self, sender: RosterDevice, lines: list[CommandLine]) -> int:
        """Keep what a revoked device still had, applying none of it; how many commands were kept, durably."""

    async def page(self, sender: RosterDevice, ref: FeedRef, limit: int) -> bytes:
        """The encoded page after `ref`, uncompressed; SnapshotDue | Problem(NOT_FOUND | SCOPE_MISSING).

        `SCOPE_MISSING`: the scope fits but not the feed (another store's).
        """

    async def snapshot(self, sender: RosterDevice, feed: str) -> SnapshotFile:
        """The newest artefact of the feed; Problem(NOT_FOUND | SCOPE_MISSING | BUSY)."""

    async def digest(self, sender: RosterDevice, feed: str) -> Digest:
        """Sums over the feed's live rows."""

    def pokes(self, sender: RosterDevice, feeds: Sequence[str]) -> AsyncIterator[Poke]:
        """One poke per feed with its present rev, then one whenever a feed moved; ends only when closed."""

    async def customers(self, reader: Reader, q: str) -> CustomerHits | JsonBytes:
        """At most 20 masked hits; audited."""

    async def customer(self, reader: Reader, customer_id: str, purpose: str) -> Customer | JsonBytes:
        """The whole profile; audited with the purpose. Problem(CUSTOMER_UNKNOWN)."""

    async def cart(self, reader: Reader, customer_id: str) -> Cart | JsonBytes:
        """The customer's open cart. Problem(CART_UNKNOWN)."""

    async def take_cart(self, reader: Reader, token: str) -> TakenCart:
        """Take in the cart its customer showed the token of; audited.

        Problem(CART_CODE_REFUSED | CART_CODE_NEEDLESS | CART_WITHOUT_ACCOUNT | CART_CUSTOMER_NEW …).
        """

    async def change_cart(self, sender: RosterDevice, cart_id: str, change: CartChange) -> Cart | JsonBytes:
        """The cart after an idempotent change. Problem(CART_UNKNOWN | CART_CHANGED | OUT_OF_STOCK …)."""

    async def change_settings(self, reader: Reader, change: SettingsChange) -> KeptSettings:
        """The shop's settings after a change. Problem(SETTINGS_CHANGED | SETTINGS_UNFIT | PERMISSION_DENIED)."""

    async def transfer_order(self, reader: Reader, order_id: str, ask: TransferAsk) -> Order:
        """The order, its shop being asked to let it go. Problem(PERMISSION_DENIED | APPROVAL_REQUIRED |
        APPROVAL_INVALID …), and as `transfers.request_transfer`."""

    async def orders(self, reader: Reader, query: OrderQuery) -> list[Order] | JsonBytes:
        """Orders that fit the question."""

    async def order(self, reader: Reader, order_id: str) -> Order | JsonBytes:
        """One order. Problem(ORDER_UNKNOWN)."""

    async def customer_page(self, reader: Reader, order_id: str) -> PageLink | JsonBytes:
        """The link to the page of the order's customer; audited. Problem(ORDER_UNKNOWN | ORDER_OTHER_STORE |
        PAGES_NOT_SERVED | PERMISSION_DENIED …), and as `refuse_page`."""

    async def products(self, sender: RosterDevice, query: ProductQuery) -> list[ProductHit] | JsonBytes:
        """Articles that fit the question."""

    async def asset(self, sender: RosterDevice, sha256: str) -> AssetFile:
        """A picture by the hash of its content. Problem(NOT_FOUND)."""

    async def health(self) -> Health:
        """What anybody on the network may know."""


class Enrolment(Protocol):
    """Makes devices of one-time codes; central only."""

    async def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """The device; `request.public_key` has proved itself by its signature. Problem(ENROLMENT_CODE_INVALID)."""


class SeqMarks(Protocol):
    """Keeps, across restarts, up to which request number each device may have been heard."""

    async def load(self, device_id: str) -> int:
        """The mark, 0 for none."""

    async def save(self, device_id: str, mark: int) -> None:
        """Durable when it returns."""
