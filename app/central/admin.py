"""What the chain's administrators do: enrol and revoke devices, give codes and PINs, settle, look things up."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from app.central import enrolment, last_words, pickup, recalls, settling, shop_settings
from app.central.devices import all_configs, devices_of
from app.central.pages.links import Links
from app.central.recorder import report
from app.central.staff import BadgeGiven, PinGiven, give_badge, give_pin
from app.contract.rows import RosterDevice, StoreConfig
from app.contract.shop_rows import KeptSettings
from app.domain.errors import Code, Problem
from app.domain.events import OrderCancelled
from app.domain.finding import number_term
from app.domain.ids import Ids
from app.domain.orders import Order
from app.domain.pin_rules import is_pin, is_trivial
from app.domain.scanning import StaffBadge, classify
from app.hosting import audit
from app.hosting.node_access import NodeAccess
from app.hosting.ports import Reader
from app.node.chain_node import Recorder
from app.node.custody import request_cancel
from app.node.documents import Attention, decode_order, get_order
from app.node.ports import NodeTx

T = TypeVar("T")
ADMIN = "admin"
MAX_BY = 80
_ADMIN = Reader(RosterDevice(ADMIN, "", ADMIN, []), ADMIN)


class AskCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device wanted: its store and mode (clerk, till, kiosk, curbside, edge); where an edge will answer."""

    store: str
    mode: str
    name: str = ""
    edge_url: str = ""


class AskEdge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is to be a store's edge, and where it answers."""

    device: str
    url: str = ""


class AskPin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The PIN an operator shall have from now on."""

    pin: str

    def __repr__(self) -> str:
        """Without the PIN."""
        return "AskPin()"


class AskBadge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text of the badge an operator shall have from now on, as it is read; empty for none."""

    badge: str

    def __repr__(self) -> str:
        """Without the badge."""
        return "AskBadge()"


class StoreFacts(msgspec.Struct, frozen=True):
    """A store as administrators see it: no keys, no verifiers."""

    store: str
    name: str
    epoch: int
    edge_device: str
    edge_url: str
    devices: list[RosterDevice]


class Cancelled(msgspec.Struct, frozen=True):
    """`is_done`: cancelled; else asked of the store, which may have handed it over."""

    order: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class AdminDesk:
    """The administrators' acts; lives on the host's event loop. `on_change` as in the host's parts.

    `make_verifier`: the verifier of a PIN; blocking. `links`: who makes the links to customers' pages.
    """

    access: NodeAccess
    ids: Ids
    now_at: Callable[[], datetime]
    issuer: pickup.PickupIssuer
    recorder: Recorder
    make_verifier: Callable[[str], str]
    on_change: Callable[[], None] = lambda: None
    links: Links | None = None

    async def _write(self, work: Callable[[NodeTx], T]) -> T:
        done = await self.access.write(work)
        self.on_change()
        return done

    async def stores(self) -> list[StoreFacts]:
        """All stores."""
        return [_facts(config) for config in await self.access.read(all_configs)]

    async def devices(self, store: str) -> list[RosterDevice]:
        """Devices of a store, or of all."""
        return await self.access.read(lambda tx: [record.device for record in devices_of(tx, store)])

    async def create_code(self, ask: AskCode) -> enrolment.EnrolCode:
        """See `enrolment.create_code`."""
        at = self.now_at()
        return await self._write(
            lambda tx: enrolment.create_code(
                tx, self.ids, at, store=ask.store, mode=ask.mode, name=ask.name, edge_url=ask.edge_url
            )
        )

    async def revoke_device(self, device_id: str) -> RosterDevice:
        """See `enrolment.revoke`."""
        return (await self._write(lambda tx: enrolment.revoke(tx, device_id))).device

    async def give_pin(self, number: str, pin: str) -> PinGiven:
        """A new PIN for the operator with that number. Problem(PIN_UNFIT | OPERATOR_UNKNOWN)."""
        if not is_pin(pin) or is_trivial(pin, staff_number=number):
            raise Problem(Code.PIN_UNFIT)
        verifier, at = await asyncio.to_thread(self.make_verifier, pin), self.now_at()

        def work(tx: NodeTx) -> PinGiven:
            given = give_pin(tx, number, verifier)
            _note(tx, at, "staff.pin", given.id)
            return given

        return await self._write(work)

    async def give_badge(self, number: str, badge: str) -> BadgeGiven:
        """A new badge for the operator with that number, or none.

        Problem(OPERATOR_UNKNOWN | BADGE_TAKEN), CODE_UNKNOWN and those of `classify` for what is no badge.
        """
        found = classify(badge, {}) if badge.strip() else StaffBadge("")
        if not isinstance(found, StaffBadge):
            raise Problem(Code.CODE_UNKNOWN)
        at = self.now_at()

        def work(tx: NodeTx) -> BadgeGiven:
            given = give_badge(tx, number, found.text)
            _note(tx, at, "staff.badge", given.id)
            return given

        return await self._write(work)

    async def set_edge(self, store: str, ask: AskEdge) -> StoreFacts:
        """See `enrolment.set_edge`."""
        return _facts(await self._write(lambda tx: enrolment.set_edge(tx, store, ask.device, ask.url)))

    async def settings(self, store: str) -> KeptSettings:
        """See `shop_settings.kept_settings`."""
        return await self.access.read(lambda tx: shop_settings.kept_settings(tx, store))

    async def change_settings(self, store: str, ask: shop_settings.AskSettings) -> KeptSettings:
        """See `shop_settings.change_settings`. Problem(BAD_REQUEST) without the name of who wants it."""
        at, by = self.now_at(), ask.by.strip()
        if not by or len(by) > MAX_BY or not by.isprintable():
            raise Problem(Code.BAD_REQUEST, what="by")
        wanted = shop_settings.asked(ask, by)
        return await self._write(lambda tx: shop_settings.change_settings(tx, store, wanted, _ADMIN, at))

    async def add_recall(self, ask: recalls.AskRecall) -> recalls.Recall:
        """See `recalls.add_recall`."""
        at = self.now_at()
        return await self._write(lambda tx: recalls.add_recall(tx, self.ids, ask, _ADMIN, at))

    async def end_recall(self, ask: recalls.AskRecall) -> recalls.Recall:
        """See `recalls.end_recall`."""
        at = self.now_at()
        return await self._write(lambda tx: recalls.end_recall(tx, ask, _ADMIN, at))

    async def called_back(self, after: str, limit: int) -> list[recalls.Recall]:
        """See `recalls.recalls_since`."""
        return await self.access.read(lambda tx: recalls.recalls_since(tx, after, limit))

    async def find_orders(self, number: str, limit: int) -> list[Order]:
        """Orders with that number."""
        term, at = number_term(number), self.now_at()

        def work(tx: NodeTx) -> list[Order]:
            found = [decode_order(hit.body) for hit in tx.find("order", term, limit) if hit.term == term]
            _note(tx, at, "order.search", *dict.fromkeys(order.customer for order in found))
            return found

        return await self.access.write(work)

    async def pickup_code(self, order_id: str, *, is_new: bool) -> pickup.PickupCode:
        """The order's signed code and its page; `is_new` makes those given before worthless and adds a typed
        one."""
        at = self.now_at()

        def work(tx: NodeTx) -> pickup.PickupCode:
            if is_new:
                code = pickup.reissue(tx, self.issuer, self.ids, order_id, at)
            else:
                code = pickup.issue(tx, self.issuer, order_id, at)
            if self.links is None:
                return code
            subject = self.links.give(tx, get_order(tx, order_id), at)
            return msgspec.structs.replace(code, page=self.links.url(subject))

        return await self._write(work)

    async def revoke_pickup(self, order_id: str) -> Order:
        """See `pickup.revoke`."""
        at = self.now_at()

        def work(tx: NodeTx) -> Order:
            order = pickup.revoke(tx, order_id)
            _note(tx, at, "order.open", order.customer)
            return order

        return await self._write(work)

    async def cancel(self, order_id: str) -> Cancelled:
        """The customer or the site cancels. Problem(ORDER_UNKNOWN | ORDER_CANCELLED | ALREADY_HANDED_OVER)."""
        at = self.now_at()
        order = await self._write(lambda tx: self._cancel(tx, order_id, at))
        return Cancelled(order.id, order.cancelled_at is not None)

    def _cancel(self, tx: NodeTx, order_id: str, at: datetime) -> Order:
        """Told to the platform at once when it is done at once; a recall tells it when the store has answered."""
        order = request_cancel(tx, order_id, at)
        if order.cancelled_at is not None:
            self.recorder.happened(tx, order, OrderCancelled(order.id, order.cancelled_at))
        return order

    async def ledger(self, order_id: str) -> settling.LedgerFacts:
        """See `settling.ledger_facts`."""
        at = self.now_at()

        def work(tx: NodeTx) -> settling.LedgerFacts:
            facts = settling.ledger_facts(tx, order_id)
            _note(tx, at, "order.open", facts.order.customer)
            return facts

        return await self.access.write(work)

    async def attention(self, store: str, limit: int) -> list[Attention]:
        """What waits for a person."""
        return await self.access.read(lambda tx: settling.list_attention(tx, store, limit))

    async def settle(self, ask: settling.Settle) -> Attention:
        """See `settling.settle`."""
        at = self.now_at()
        if not ask.by.strip():
            raise Problem(Code.BAD_REQUEST, what="by")
        return await self._write(lambda tx: settling.settle(tx, ask, self.recorder, report, at))

    async def quarantine(self, device: str, after: str, limit: int) -> list[last_words.KeptCommand]:
        """What is kept apart of a device, or of all; the look is recorded with the customers it was about."""
        at = self.now_at()

        def work(tx: NodeTx) -> list[last_words.KeptCommand]:
            kept, people = last_words.kept_apart(tx, device, after, limit)
            _note(tx, at, "quarantine.read", *people)
            return kept

        return await self.access.write(work)

    async def seen_by(self, customer: str) -> list[audit.AuditRecord]:
        """Who looked at that customer's data (art. 15 GDPR); this look is the next record."""
        at = self.now_at()

        def work(tx: NodeTx) -> list[audit.AuditRecord]:
            records = audit.of_subject(tx, customer)
            _note(tx, at, "audit.read", customer)
            return records

        return await self.access.write(work)


def _note(tx: NodeTx, at: datetime, event: str, *customers: str) -> None:
    """Record what an administrator saw of people, or did to them, as at a till. The token is all that is known of
    who."""
    audit.note(tx, at, event, _ADMIN, customers, purpose=ADMIN)


def _facts(config: StoreConfig) -> StoreFacts:
    return StoreFacts(config.store, config.name, config.epoch, config.edge_device, config.edge_url, config.devices)
