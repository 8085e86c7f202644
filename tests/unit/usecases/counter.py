"""A station with everything a clerk can do, over a shop's node in memory and a line that can be cut."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec

from app.adapters.crypto import Sealer
from app.adapters.paper_preview import ProfilePreviews
from app.adapters.pickup_codes import PickupSigner, RosterCodes
from app.adapters.receipt_files import receipt_font, receipt_forms
from app.adapters.shop_formats import ShopFormats
from app.adapters.spool_render import FormMarks
from app.contract.feeds import Poke
from app.contract.reads import OrderQuery
from app.contract.rows import CartChange, HandedCart, RosterStaff, TakenCart
from app.contract.shop_rows import KeptSettings, PageLink, SettingsChange, TransferAsk
from app.domain.carts import Cart, CartLine, change_cart
from app.domain.customers import Customer, Purpose
from app.domain.errors import Code, Problem
from app.domain.keyed import badge_hash, typed_code_hash
from app.domain.orders import Order, Payment, Pickup, Progress
from app.domain.staff import Role
from app.domain.transfers import asked_transfer
from app.domain.values import CartId, CustomerId, OperatorId, OrderId, Sku, StoreId
from app.node.custody import publish_order
from app.node.documents import get_order, put_cart
from app.node.store_node import device_feed, store_feed
from app.store.journal import FileJournal
from app.store.terminal_files import TerminalFiles
from app.sync.row_terms import terms_of
from app.usecases.acting import Acting
from app.usecases.approve import Approve
from app.usecases.completion import Completion
from app.usecases.day_summary import DaySummaries
from app.usecases.find import Find
from app.usecases.floor_calls import FloorCalls
from app.usecases.gift_receipt import GiftReceipts
from app.usecases.hand_over import HandOver
from app.usecases.not_fetched import NotFetched
from app.usecases.ports import BaseRow, StoreDoor
from app.usecases.prepare import Prepare
from app.usecases.receive_return import ReceiveReturns
from app.usecases.reprint import Reprint
from app.usecases.return_papers import ReturnPapers
from app.usecases.route_scan import RouteScan
from app.usecases.scanned_goods import ScannedGoods
from app.usecases.serve_cart import ServeCart
from app.usecases.settle_attention import SettleAttention
from app.usecases.shortages import Shortages
from app.usecases.sign_in import SignIn
from app.usecases.sign_sheet import SignSheets
from app.usecases.slips_here import SlipsHere
from app.usecases.spool import SpoolStore
from app.usecases.station import Operator, Station
from app.usecases.write_profile import WriteProfile
from hardware.printing.art import Art
from hardware.printing.profiles import PROFILES
from tests.fakes.spool import MemorySpool
from tests.unit.domain.samples import NOW_AT, STORE, line, order, ready_order
from tests.unit.node.shop import SECRET, TILL, Shop, collected, customer, shop_config
from tests.unit.papers.samples import receipts
from tests.unit.sync.till import LoopDoor, Till
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.sample_files import SHIRT

T = TypeVar("T")
MARKS = FormMarks(receipt_forms(), lambda at, language: ShopFormats("it").weekday_time(at))
PREVIEWS = ProfilePreviews(PROFILES["generic-80"], MARKS, Art(receipt_font()))
SIGNER = PickupSigner(7, bytes(range(32)))
TYPED = "AB12-CD34"
CLERK = Operator("op-07", "Sara Lombardi", "07", Role.CLERK)
MANAGER = Operator("op-01", "Ada Neri", "01", Role.MANAGER)
TECHNICIAN = Operator("op-99", "Ugo Rota", "99", Role.TECHNICIAN)
PIN = "274951"
SARA_BADGE, ADA_BADGE, LEFT_BADGE, STRANGE_BADGE = "OP-SARA01", "NFC-04A1B2C3D4E580", "OP-PINO50", "OP-999999"


def sample_orders() -> tuple[Order, ...]:
    """One to collect, one whose number begins with the same digits, one that is not ready, one that left,
    one whose articles are not for the young, one that is not paid."""
    pickup = Pickup(code_hash=typed_code_hash(SECRET, TYPED))
    grown_up = ready_order(id=OrderId("o-4832"), number="4832", public_no=4832, customer=CustomerId("c-2"))
    return (
        ready_order(pickup=pickup, phone_tail="234567"),
        ready_order(id=OrderId("o-48213"), number="48213", public_no=48213, customer=CustomerId("c-2")),
        order((line("a", Progress(reserved=1)),), id=OrderId("o-4900"), number="4900", public_no=4900),
        collected(),
        replace(grown_up, lines=tuple(replace(line, min_age=18) for line in grown_up.lines)),
        ready_order(
            id=OrderId("o-4830"),
            number="4830",
            public_no=4830,
            customer=CustomerId("c-2"),
            payment=Payment("at_pickup", "", is_paid=False),
        ),
    )


def sample_cart() -> Cart:
    """Two shirts at the site's price."""
    lines = (CartLine("l-1", Sku("sku-a"), SHIRT, "Maglia Corsa", "nera, M", 2, 2990, 1),)
    return Cart(CartId("k-1"), CustomerId("c-1"), "site", lines, NOW_AT, rev=3)


# A token as a web shop makes them: too long and too mixed to be typed.
CART_TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJ1c2VyX2lkIjoiMiIsImV4cCI6MTc5NTQ2MjU2NywiaXNzIjoic3RvcmUtYXBpIiwiaWF0IjoxNzk1Mjg5NzY3fQ."
    "b2Zm-aWNp_YWwtYW5kLXNpZ25lZC1ieS10aGUtc2hvcA"
)
CART_CODE = f"CT1.{CART_TOKEN}"


class OwnPins:
    """PINs without their cost: what is kept is the operator and the PIN."""

    def is_right(self, operator: str, wrapped: str, pin: str) -> bool:
        return wrapped == f"{operator}/{pin}"


@dataclass
class Online:
    """Central's answers, while the line is there; carts change by the domain's own rules.

    `handed`: whose cart a token opens; `unshown`: customers whose cart has to be handed over first.
    `pages`: where customers' pages are, empty for nowhere.
    """

    carts: dict[str, Cart] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    handed: dict[str, str] = field(default_factory=dict)
    unshown: set[str] = field(default_factory=set)
    fault: Code | None = None
    takes_s: float = 0.0
    asked: list[str] = field(default_factory=list)
    orders_at_central: list[Order] = field(default_factory=list)
    settings_rev: int = 0
    pages: str = "https://ritiro.corsaviva.example"

    async def _ask(self, what: str) -> None:
        self.asked.append(what)
        answered = asyncio.Event()
        asyncio.get_running_loop().call_later(self.takes_s, answered.set)
        await answered.wait()
        if self.fault is not None:
            raise Problem(self.fault)

    async def customer(self, customer_id: str, *, purpose: Purpose, actor: str) -> Customer:
        await self._ask(f"customer {customer_id} {purpose.value} {actor}")
        if customer_id not in self.customers:
            raise Problem(Code.CUSTOMER_UNKNOWN, customer=customer_id)
        return self.customers[customer_id]

    async def cart(self, customer_id: str, *, actor: str) -> Cart:
        await self._ask(f"cart {customer_id} {actor}")
        if customer_id in self.unshown:
            raise Problem(Code.CART_NOT_SHOWN)
        found = [cart for cart in self.carts.values() if cart.customer == customer_id]
        if not found:
            raise Problem(Code.CART_UNKNOWN)
        return found[0]

    async def change_cart(self, cart_id: str, change: CartChange) -> Cart:
        await self._ask(f"change {cart_id} {change.sku} {change.quantity}")
        new = CartLine(f"l-{change.id}", Sku(change.sku), "", change.sku, "", change.quantity, 1790, 0)
        cart = self.carts[cart_id]
        self.carts[cart_id] = change_cart(cart, change.sku, change.quantity, change.base_rev, NOW_AT, new=new)
        return self.carts[cart_id]

    async def take_cart(self, handed: HandedCart) -> TakenCart:
        await self._ask(f"take {handed.token} {handed.actor}")
        if handed.token not in self.handed:
            raise Problem(Code.CART_CODE_REFUSED)
        self.unshown.discard(self.handed[handed.token])
        return TakenCart(self.handed[handed.token])

    async def change_settings(self, change: SettingsChange) -> KeptSettings:
        await self._ask(f"settings {change.base_rev} {change.actor}")
        if change.base_rev != self.settings_rev:
            raise Problem(Code.SETTINGS_CHANGED, by="Anna Prova")
        self.settings_rev += 1
        rev, values, places = self.settings_rev, change.values, change.places
        return KeptSettings(store=STORE, name="", rev=rev, values=values, places=places, by=change.actor)

    async def transfer_order(self, order_id: str, ask: TransferAsk) -> Order:
        await self._ask(f"transfer {order_id} {ask.target} {ask.actor} {ask.approved_by}")
        order = await self.order(order_id, actor=ask.actor)
        return asked_transfer(order, StoreId(ask.target), OperatorId(ask.actor), NOW_AT)

    async def customer_page(self, order_id: str, *, actor: str) -> PageLink:
        await self._ask(f"page {order_id} {actor}")
        if not self.pages:
            raise Problem(Code.PAGES_NOT_SERVED)
        return PageLink(order_id, f"{self.pages}/p/page-of-{order_id}")

    async def orders(self, query: OrderQuery, *, actor: str) -> list[Order]:
        await self._ask("orders")
        is_shown = bool(query.code or query.call)
        return [order for order in self.orders_at_central if query.number == order.number or is_shown]

    async def order(self, order_id: str, *, actor: str) -> Order:
        await self._ask(f"order {order_id} {actor}")
        found = next((order for order in self.orders_at_central if order.id == order_id), None)
        if found is None:
            raise Problem(Code.ORDER_UNKNOWN, order=order_id)
        return found


def counter_shop(*more: Order, **changes: object) -> Shop:
    """The shop as the counter's tests find it, with more orders, or other settings, where a test needs them."""
    staff = [
        RosterStaff("op-07", "Sara Lombardi", "07", "clerk", f"op-07/{PIN}", badge_hash(SECRET, SARA_BADGE)),
        RosterStaff("op-01", "Ada Neri", "01", "manager", f"op-01/{PIN}", badge_hash(SECRET, ADA_BADGE)),
        RosterStaff("op-50", "Pino Gallo", "50", "clerk", f"op-50/{PIN}", badge_hash(SECRET, LEFT_BADGE), False),
    ]
    config = shop_config(staff=staff, pickup_keys=[SIGNER.public_key], consent_text="2025-1", **changes)
    return Shop((*sample_orders(), *more), config)


@dataclass
class Counter:
    """Owns the jobs of one station; `is_line_up`: whether what the shop owes reaches central.

    `printer_code` is why the printer does not print; `kept` counts the rows that came by no feed of the shop.
    """

    folder: Path
    lookups: TerminalFiles
    given_door: StoreDoor | None = None
    spool: SpoolStore = field(default_factory=MemorySpool)
    shop: Shop = field(default_factory=counter_shop)
    is_line_up: bool = True
    printer_code: str = ""
    kept: int = 1_000
    bag_ids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.till = Till(self.folder, self.shop, given_door=self.given_door)
        self.door, self.clock = self.till.door, self.till.clock
        self.clock.monotonic_s()
        self.station = Station(TILL, STORE)
        self.journal = FileJournal(self.folder / "journal", Sealer(bytes(32)))
        engine, paper = self.till.engine, receipts("it")
        self.acting = Acting(self.door, self.journal, self.clock, self.station, engine.push_soon)
        return_papers = ReturnPapers(self.station, self.clock, paper)
        completion = Completion(self.station, self.clock, paper, return_papers)
        self.till.replica.complete, self.till.replica.ended = completion, completion.ended
        self.till.replica.answered, self.till.replica.followed = self.acting.answered, self.acting.journal_undone
        self.till.replica.changed = lambda rows: self.acting.came()
        self.online = Online({"k-1": sample_cart()}, {"c-1": customer()}, {CART_TOKEN: "c-1"})
        ids = (f"id-{n}" for n in count(1))
        self.sign_in = SignIn(self.door, self.clock, OwnPins(), self.station, "boot-1")
        self.approve = Approve(self.door, self.clock, self.sign_in, lambda: next(ids))
        asking = (self.online, RosterCodes(), self.clock, self.station, self.approve, lambda: engine.link.is_up)
        self.find = Find(self.door, self.lookups, *asking)
        self.profiles = WriteProfile(self.acting, self.station)
        self.cart = ServeCart(self.lookups, self.online, self.acting, self.station, lambda: next(ids))
        self.hand_over = HandOver(self.door, self.acting, self.station)
        self.returns = ReceiveReturns(
            self.door,
            self.acting,
            return_papers,
            self.station,
            lambda: next(ids),
            self._wake,
            self.lookups,
            self.approve,
        )
        self.goods = ScannedGoods(self.door, self.lookups, self.clock, self.station)
        self.scans = RouteScan(self.find, self.goods, self.sign_in, self.cart, SlipsHere(self.door, self.clock))
        self.calls = FloorCalls(self.door, self.acting, self.station)
        self.attention = SettleAttention(self.door, self.clock, self.acting, self.approve)
        self.woken = 0
        self.papers = Reprint(self.door, self.spool, self.clock, self.station, self._wake, PREVIEWS, paper)
        self.day = DaySummaries(self.door, self.spool, paper, self.clock, self.station, self.approve, self._wake)
        self.gifts = GiftReceipts(self.door, paper, self.clock, self.station, self._wake)
        self.sheets = SignSheets(self.door, paper, self.clock, self.station, self._wake)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Counter"]:
        """The station with its engine at work and a line that carries twice a second."""
        (self.folder / "journal").mkdir(exist_ok=True)
        with self.shop.central.write() as tx:
            put_cart(tx, sample_cart())
        await self.till.sync()
        tasks = [asyncio.create_task(self.till.engine.run()), asyncio.create_task(self._carry())]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            self.journal.close()

    async def _carry(self) -> None:
        while True:
            await let_pass(0.5)
            if self.is_line_up:
                self.shop.relay(self.clock.now_at())
                for feed in (store_feed(STORE), device_feed(TILL)):
                    await self.till.authority.pokes.put(Poke(feed, 1))

    def _wake(self) -> None:
        self.woken += 1

    @property
    def prepare(self) -> Prepare:
        """The shop floor's acts here."""
        new_id, silent_s, paper = (lambda: f"bag-{next(self.bag_ids)}"), self._silent_s, receipts("it")
        found = (self.door, self.lookups, self.acting, self.station, paper, new_id, silent_s, self._wake)
        return Prepare(*found)

    @property
    def shortages(self) -> Shortages:
        """What is done here about pieces that are missing for good."""
        new_id = lambda: f"swap-{next(self.bag_ids)}"  # noqa: E731  # as the bags' ids
        return Shortages(self.lookups, self.acting, new_id, self._silent_s)

    @property
    def not_fetched(self) -> NotFetched:
        """What is done here with orders nobody simply fetches."""
        return NotFetched(self.door, self.acting, self.approve, self.station, self._silent_s)

    def _silent_s(self) -> float:
        link = self.till.engine.link
        return 0.0 if link.is_up else self.clock.monotonic_s() - (link.last_delta_at_s or 0.0)

    def cut(self) -> None:
        """Nobody answers this till any more."""
        self.till.authority.fault = lambda what, lines: Problem(Code.NO_ANSWER)

    def mend(self) -> None:
        """The shop's node answers again."""
        self.till.authority.fault = lambda what, lines: None

    async def keep(self, kind: str, key: str, body: object, feed: str = "kept") -> None:
        """A row this terminal has, as if pulled by another feed than the store's."""
        raw, self.kept = msgspec.json.encode(body), self.kept + 1
        row = BaseRow(kind, key, self.kept, raw)
        await self.door.write(lambda tx: tx.base_put(feed, row, terms_of(kind, raw)))

    async def shown(self, order_id: str = "o-4821") -> Order:
        """An order as found at this station."""
        return await self.find.order_by_number(order_id.removeprefix("o-"), CLERK)

    def audit(self) -> list[tuple[str, str, str, dict[str, str | int | bool]]]:
        """What the trail of this terminal holds: event, actor, subject, details."""
        with self.till.store.read() as tx:
            records = [json.loads(found.record) for found in tx.audit_records(0, 1_000)]
        return [(made["event"], made["actor"], made["subject"], made["details"]) for made in records]

    def before_write(self, work: Callable[[], None]) -> None:
        """Have something happen just before the next write is done."""
        assert isinstance(self.door, LoopDoor)
        self.door.before_write = work

    def publish(self, order_id: str, **changes: object) -> None:
        """Central changes an order."""
        with self.shop.central.write() as tx:
            changed = replace(get_order(tx, order_id), **changes)  # type: ignore[arg-type]  # checked by replace
            publish_order(tx, changed)


async def refusal_of(job: "asyncio.Future[T] | object") -> Problem:
    """Why a job was refused."""
    try:
        await job  # type: ignore[misc]  # any awaitable
    except Problem as problem:
        return problem
    raise AssertionError("not refused")
