"""A terminal's own copies of profiles that somebody opened here: for when the line is cut, and soon gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from app.domain.customers import Customer
from app.domain.finding import order_state
from app.domain.orders import Order
from app.usecases.ports import OPENED, PROFILE, BaseRow, TerminalTx

KEPT = timedelta(hours=72)
_ORDERS = 50
_orders = msgspec.json.Decoder(Order)


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """A profile as central gave it at `opened_at`."""

    customer: Customer
    opened_at: datetime


_kept = msgspec.json.Decoder(KeptProfile)


def keep_profile(tx: TerminalTx, customer: Customer, now_at: datetime) -> None:
    """Keep what central just said of a customer, in place of an older copy."""
    body = msgspec.json.encode(KeptProfile(customer, now_at))
    tx.base_put(OPENED, BaseRow(PROFILE, customer.id, 0, body), ())


def kept_profile(tx: TerminalTx, customer_id: str, now_at: datetime) -> KeptProfile | None:
    """The copy, while it may be shown: for 72 hours, and as long as the customer has an open order here."""
    row = tx.base_get(PROFILE, customer_id)
    if row is None:
        return None
    kept = _kept.decode(row.body)
    return kept if _may_stay(tx, kept, now_at) else None


def drop_profile(tx: TerminalTx, customer_id: str) -> None:
    """Forget a customer's copy."""
    tx.base_drop(PROFILE, customer_id, 0)


def forget_profiles(tx: TerminalTx, now_at: datetime) -> None:
    """Forget every copy that may not be shown any more."""
    for _, customer_id, _ in tx.base_rows(OPENED):
        if kept_profile(tx, customer_id, now_at) is None:
            drop_profile(tx, customer_id)


def _may_stay(tx: TerminalTx, kept: KeptProfile, now_at: datetime) -> bool:
    """A copy from the future is as wrong as an old one: this terminal's clock was set."""
    if abs(now_at - kept.opened_at) <= KEPT:
        return True
    rows = tx.base_find("order", f"customer:{kept.customer.id}", _ORDERS)
    orders = [_orders.decode(row.body) for row in rows]
    return any(order.customer == kept.customer.id and order_state(order) == "open" for order in orders)
