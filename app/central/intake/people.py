"""A platform's customers as ours: found by the platform's reference, told to the stores' finder."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from msgspec import json

from app.central.connectors.port_inward import PlatformCustomer
from app.central.intake.rules import IntakeRules
from app.contract.rows import FinderRow, RosterDevice, StoreConfig
from app.domain.customers import Customer, phone_tail
from app.domain.keyed import card_hash, email_hash
from app.domain.values import CENTRAL, CustomerId, StoreId
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.documents import put_customer
from app.node.ports import NewRow, NodeTx

_customer = json.Decoder(Customer).decode
_OFFICE = Reader(RosterDevice(CENTRAL, "", "central", []), CENTRAL)


def customer_by_ref(tx: NodeTx, ref: str) -> Customer | None:
    """The customer the platform knows by that reference, or None."""
    term = f"platform:{ref}"
    found = [hit for hit in tx.find("customer", term, 10) if hit.term == term] if ref else []
    return _customer(found[0].body) if found else None


def take_customers(
    tx: NodeTx,
    told: Iterable[PlatformCustomer],
    config: StoreConfig,
    rules: IntakeRules,
    now_at: datetime,
    *,
    is_first: bool = False,
) -> int:
    """Take customers in; how many were written. `config` is any store's: it names the chain and its secret.

    The platform's word counts for names and contacts, for the rest ours. Of one who asked to be forgotten nothing
    stays but the orders, under the short name they were sold to, and the record that it was so. `is_first`: nobody
    follows the finder yet.
    """
    rows: list[NewRow] = []
    for one in told:
        before = customer_by_ref(tx, one.ref)
        if before is None and one.is_deleted:
            continue
        now = _forgotten(before) if before is not None and one.is_deleted else _known(before, one, rules)
        if now == before:
            continue
        put_customer(tx, now)
        if one.is_deleted:
            audit.note(tx, now_at, "customer.erase", _OFFICE, (now.id,), purpose="platform")
        rows.append(NewRow("finder", now.id, None if one.is_deleted else finder_body(config.code_secret, now)))
    feed = f"finder:{config.chain}"
    if rows:
        (tx.load if is_first else tx.append)(feed, rows)
    return len(rows)


def finder_body(secret: str, customer: Customer) -> bytes:
    """What a terminal may know of a customer without the line."""
    row = FinderRow(
        id=customer.id,
        name=customer.display_name,
        phone6=phone_tail(customer.phone),
        email_key=email_hash(secret, customer.email),
        card_key=card_hash(secret, customer.card),
        home=customer.home_store,
    )
    return json.encode(row)


def _known(before: Customer | None, told: PlatformCustomer, rules: IntakeRules) -> Customer:
    if before is None:
        before = Customer(
            id=CustomerId(rules.ids.new_id()),
            given_name="",
            family_name="",
            phone="",
            email="",
            card="",
            home_store=StoreId(""),
            loyalty_level="",
            loyalty_points=0,
            since_at=told.since_at,
            platform_ref=told.ref,
        )
    return replace(
        before,
        given_name=told.given_name.strip(),
        family_name=told.family_name.strip(),
        email=told.email.strip(),
        phone=rules.phone(told.phone),
    )


def _forgotten(before: Customer) -> Customer:
    return Customer(
        id=before.id,
        given_name="",
        family_name="",
        phone="",
        email="",
        card="",
        home_store=before.home_store,
        loyalty_level="",
        loyalty_points=0,
        since_at=before.since_at,
        platform_ref=before.platform_ref,
    )
