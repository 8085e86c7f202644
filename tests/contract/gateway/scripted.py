"""A node that answers as it is told, and the devices that ask it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Raw

from app.adapters.crypto import SigningKey, verify
from app.contract.commands import Command, CommandLine, Outcome, Result, Welcome, command_hash
from app.contract.feeds import SCHEMA, Digest, FeedRef, FeedRow, PageHead, Poke, SnapshotDue, encode_page
from app.contract.reads import Health, OrderQuery, ProductHit, ProductQuery
from app.contract.rows import (
    CartChange,
    CustomerHit,
    CustomerHits,
    EnrolAnswer,
    EnrolRequest,
    RosterDevice,
    TakenCart,
)
from app.contract.scopes import SCOPES_OF_MODE
from app.contract.shop_rows import KeptSettings, PageLink, SettingsChange, TransferAsk
from app.domain.carts import Cart, CartLine
from app.domain.customers import Customer
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.values import CartId, CustomerId, Sku, StoreId
from app.hosting.app import HostParts
from app.hosting.ports import AssetFile, JsonBytes, Reader, SnapshotFile
from app.hosting.problems import Incidents
from app.hosting.streams import PokeStreams
from app.sync.gateway import SequenceBlock, Signer
from tests.unit.domain.samples import ready_order

NOW_AT = datetime(2026, 3, 5, 8, 5, tzinfo=UTC)
FEED = "store:mi01"
KEYS = {device: SigningKey(bytes([number]) * 32) for number, device in enumerate(("T1AA", "K1AA", "E1AA", "R1AA"))}
MODES = {"T1AA": "clerk", "K1AA": "kiosk", "E1AA": "edge", "R1AA": "clerk"}
ORDER = ready_order()
PAGE_LINK = PageLink("o-4821", "https://ritiro.corsaviva.example/p/c2VjcmV0LW9mLWEtcGFnZS4u")


def roster_device(device: str) -> RosterDevice:
    """The device as central enrolled it; R1AA is revoked."""
    scopes = sorted(scope.value for scope in SCOPES_OF_MODE[MODES[device]])
    return RosterDevice(device, KEYS[device].public_hex, MODES[device], scopes, is_revoked=device == "R1AA")


def cart() -> Cart:
    """Giulia's cart with one shirt."""
    line = CartLine("l-1", Sku("sku-1"), "8001234567891", "Maglia Corsa", "nera, M", 1, 2990, 1)
    return Cart(CartId("cart-1"), CustomerId("c-1"), "web", (line,), NOW_AT)


def customer() -> Customer:
    """Giulia, who does not exist."""
    return Customer(
        CustomerId("c-1"), "Giulia", "Bassi", "+393331234567", "", "", StoreId("mi01"), "base", 0, NOW_AT
    )


def page(ref: FeedRef, count: int) -> bytes:
    """So many rows after the cursor."""
    rows = [FeedRow(t="order", id=f"o-{n}", rev=ref.rev + n, d=Raw(b'{"n":1}')) for n in range(1, count + 1)]
    head = PageHead(feed=ref.feed, id="f1", schema=SCHEMA, from_rev=ref.rev)
    return encode_page(head, rows, to=ref.rev + count, more=False)


def command(number: int, *, device: str = "T1AA", kind: str = "visit.move", body: bytes = b"{}") -> CommandLine:
    """Command `device.1:number`."""
    digest = command_hash(kind, 1, "visit:v", "07", body)
    return CommandLine(
        Command(
            id=f"{device}.1:{number}",
            kind=kind,
            key="visit:v",
            epoch=1,
            actor="07",
            hlc="1",
            body=Raw(body),
            hash=digest,
        )
    )


class ScriptedHost:
    """Owns what it answers and what it was asked; lives on the event loop of its server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failure: BaseException | None = None
        self.rows = 3
        self.spoilt_page: bytes | None = None
        self.asked: list[tuple[str, object]] = []
        self.content = b"".join(b'{"n":%d}\n' % n for n in range(100_000))
        self.pokes_left: asyncio.Queue[Poke] = asyncio.Queue()
        self.closed_streams = 0

    def note(self, what: str, about: object) -> None:
        """Remember a question, or fail as told."""
        self.asked.append((what, about))
        if self.failure is not None:
            raise self.failure

    async def device(self, device_id: str) -> RosterDevice | None:
        return roster_device(device_id) if device_id in KEYS else None

    async def commands(self, sender: RosterDevice, lines: list[CommandLine]) -> list[Result]:
        self.note("commands", lines)
        return [Result(id=line.cmd.id, outcome=Outcome.OK, epoch=1) for line in lines]

    async def roll_call(self, sender: RosterDevice, lines: list[CommandLine]) -> Welcome:
        self.note("roll_call", lines)
        return Welcome(7, "store:MI01", "h1")

    async def quarantine(self, sender: RosterDevice, lines: list[CommandLine]) -> int:
        self.note("quarantine", lines)
        return len(lines)

    async def page(self, sender: RosterDevice, ref: FeedRef, limit: int) -> bytes:
        self.note("page", ref)
        if ref.id not in ("", "f1"):
            raise SnapshotDue
        if self.spoilt_page is not None:
            return self.spoilt_page
        return page(ref, min(limit, self.rows))

    async def snapshot(self, sender: RosterDevice, feed: str) -> SnapshotFile:
        self.note("snapshot", feed)
        path = self.folder / "artefact"
        path.write_bytes(self.content)
        return SnapshotFile(path, hashlib.sha256(self.content).hexdigest(), "f1", 88)

    async def digest(self, sender: RosterDevice, feed: str) -> Digest:
        self.note("digest", feed)
        return Digest(feed=feed, id="f1", rev=3, sums={"order/00": 5})

    async def pokes(self, sender: RosterDevice, feeds: Sequence[str]) -> AsyncIterator[Poke]:
        try:
            for feed in feeds:
                yield Poke(feed, 1)
            while True:
                yield await self.pokes_left.get()
        finally:
            self.closed_streams += 1

    async def customers(self, reader: Reader, q: str) -> CustomerHits | JsonBytes:
        self.note("customers", (reader, q))
        return CustomerHits([CustomerHit("c-1", "Giulia Bassi", "••• ••• 4567")])

    async def customer(self, reader: Reader, customer_id: str, purpose: str) -> Customer | JsonBytes:
        self.note("customer", (reader.actor, customer_id, purpose))
        return customer()

    async def cart(self, reader: Reader, customer_id: str) -> Cart | JsonBytes:
        self.note("cart", customer_id)
        return cart()

    async def change_cart(self, sender: RosterDevice, cart_id: str, change: CartChange) -> Cart | JsonBytes:
        self.note("change_cart", change)
        return cart()

    async def take_cart(self, reader: Reader, token: str) -> TakenCart:
        self.note("take_cart", (reader.actor, reader.origin, token))
        return TakenCart("c-1")

    async def change_settings(self, reader: Reader, change: SettingsChange) -> KeptSettings:
        self.note("change_settings", (reader.actor, reader.origin, change.base_rev))
        rev, values = change.base_rev + 1, change.values
        return KeptSettings(store="MI01", name="Milano", rev=rev, values=values, places=change.places)

    async def transfer_order(self, reader: Reader, order_id: str, ask: TransferAsk) -> Order:
        self.note("transfer_order", (reader.actor, reader.origin, order_id, ask.target, ask.approved_by))
        return ORDER

    async def orders(self, reader: Reader, query: OrderQuery) -> list[Order] | JsonBytes:
        self.note("orders", query)
        return [ORDER]

    async def order(self, reader: Reader, order_id: str) -> Order | JsonBytes:
        self.note("order", order_id)
        return ORDER

    async def customer_page(self, reader: Reader, order_id: str) -> PageLink | JsonBytes:
        self.note("customer_page", (reader.actor, reader.device.id, reader.origin, order_id))
        return PAGE_LINK

    async def products(self, sender: RosterDevice, query: ProductQuery) -> list[ProductHit] | JsonBytes:
        self.note("products", query)
        return JsonBytes(b'[{"sku":"sku-1","gtin":"8001234567891","name":"Maglia Corsa"}]')

    async def asset(self, sender: RosterDevice, sha256: str) -> AssetFile:
        self.note("asset", sha256)
        path = self.folder / sha256
        if not path.exists():
            raise Problem(Code.NOT_FOUND)
        return AssetFile(path, "image/png")

    async def health(self) -> Health:
        return Health(role="edge", node="mi01", version="0", schema=SCHEMA)


class ScriptedEnrolment:
    """Knows one code."""

    async def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        if request.code != "AB12-CD34-EF56-GH78":
            raise Problem(Code.ENROLMENT_CODE_INVALID)
        return EnrolAnswer(device="T9AA", generation=1, store="mi01", mode="clerk", scopes=["commands"])


class MemoryMarks:
    """Marks that outlive a guard but not the test; counts how often they were written."""

    def __init__(self) -> None:
        self.marks: dict[str, int] = {}
        self.saves = 0

    async def load(self, device_id: str) -> int:
        return self.marks.get(device_id, 0)

    async def save(self, device_id: str, mark: int) -> None:
        self.marks[device_id] = max(mark, self.marks.get(device_id, 0))
        self.saves += 1


class MemoryNumbers:
    """Request numbers reserved in memory: what a caller keeps durably."""

    def __init__(self) -> None:
        self.last = 0

    async def __call__(self, after: int, count: int) -> int:
        first = max(after, self.last) + 1
        self.last = first + count - 1
        return first


def parts(marks: MemoryMarks | None = None, streams: PokeStreams | None = None) -> HostParts:
    """What a host is made of in a test: real signatures, a clock that stands, incidents numbered 1, 2, …"""
    incidents = Incidents(lambda: "0badcafe")
    return HostParts(
        verify=verify,
        now_at=lambda: NOW_AT,
        marks=marks or MemoryMarks(),
        enrolment=ScriptedEnrolment(),
        incidents=incidents,
        streams=streams or PokeStreams(incidents),
    )


def names(folder: Path, pattern: str = "*") -> list[str]:
    """What stands in a folder."""
    return sorted(path.name for path in folder.glob(pattern))


def signer(device: str = "T1AA", now_at: Callable[[], datetime] = lambda: NOW_AT, name: str = "") -> Signer:
    """A device that signs with its own key, under its own name or a false one."""
    return Signer(name or device, KEYS[device].sign, SequenceBlock(MemoryNumbers()), now_at)
