"""Pickup codes as central gives them out: signed, typed, re-issued, revoked; the store's authority is told."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from app.central.devices import all_configs
from app.contract.rows import PickupKey
from app.domain.errors import Code, Problem
from app.domain.ids import Ids
from app.domain.keyed import typed_code_hash
from app.domain.orders import Order, Pickup
from app.node.custody import publish_config, publish_order
from app.node.documents import get_config, get_order
from app.node.ports import NodeTx

MAX_GENERATION = 255
LIVE_KEYS = 2
_LEAST_LIFE = timedelta(days=2)


class PickupIssuer(Protocol):
    """Signs pickup codes; immutable, any thread."""

    @property
    def public_key(self) -> PickupKey:
        """What terminals check the signature with."""

    def issue(self, *, order_no: int, store_no: int, generation: int, expires_at: datetime) -> str:
        """A code as text."""


class PickupCode(msgspec.Struct, frozen=True):
    """What the customer is sent: `text` for the scanner, `typed` for the keyboard (empty: as given before), `page`
    the link to their page (empty: none is served)."""

    order: str
    number: str
    generation: int
    text: str
    typed: str
    expires_at: datetime
    page: str = ""


def key_id_for(tx: NodeTx, public_hex: str) -> int:
    """The id this signing key has in the stores' configurations, or the smallest free one."""
    keys = {key.key_id: key.public_key for config in all_configs(tx) for key in config.pickup_keys}
    known = [key_id for key_id, public in keys.items() if public == public_hex]
    return known[0] if known else next(number for number in range(1, 256) if number not in keys)


def announce_key(tx: NodeTx, key: PickupKey) -> None:
    """Put the key into every store's configuration that lacks it; the oldest of three goes."""
    stores = sorted(config.store for config in all_configs(tx))
    tx.lock(*(f"config:{store}" for store in stores))
    for config in all_configs(tx):
        if key not in config.pickup_keys:
            keys = [*config.pickup_keys, key][-LIVE_KEYS:]
            publish_config(tx, msgspec.structs.replace(config, pickup_keys=keys))


def issue(tx: NodeTx, issuer: PickupIssuer, order_id: str, now_at: datetime) -> PickupCode:
    """The signed code of an order under its present generation. Problem(ORDER_UNKNOWN | PROOF_REVOKED)."""
    order = get_order(tx, order_id)
    if order.pickup.is_revoked:
        raise Problem(Code.PROOF_REVOKED, order=order.number)
    return _code(tx, issuer, order, typed="", now_at=now_at)


def reissue(tx: NodeTx, issuer: PickupIssuer, ids: Ids, order_id: str, now_at: datetime) -> PickupCode:
    """New codes; those given before are good for nothing any more. Problem(ORDER_UNKNOWN | STEP_NOT_ALLOWED)."""
    tx.lock(f"order:{order_id}")
    order = get_order(tx, order_id)
    typed = ids.new_typed_code()
    hashed = typed_code_hash(get_config(tx, order.store).code_secret, typed)
    order = _next(tx, order, replace(order.pickup, code_hash=hashed, is_revoked=False))
    return _code(tx, issuer, order, typed=typed, now_at=now_at)


def revoke(tx: NodeTx, order_id: str) -> Order:
    """Codes of this order are good for nothing any more. Problem(ORDER_UNKNOWN | STEP_NOT_ALLOWED)."""
    tx.lock(f"order:{order_id}")
    order = get_order(tx, order_id)
    return _next(tx, order, replace(order.pickup, code_hash="", is_revoked=True))


def _next(tx: NodeTx, order: Order, pickup: Pickup) -> Order:
    if pickup.generation >= MAX_GENERATION:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step=str(pickup.generation))
    order = replace(order, pickup=replace(pickup, generation=pickup.generation + 1))
    publish_order(tx, order)
    return order


def _code(tx: NodeTx, issuer: PickupIssuer, order: Order, *, typed: str, now_at: datetime) -> PickupCode:
    expires_at = max(order.hold_until or now_at, now_at + _LEAST_LIFE)
    text = issuer.issue(
        order_no=order.public_no,
        store_no=get_config(tx, order.store).public_no,
        generation=order.pickup.generation,
        expires_at=expires_at,
    )
    return PickupCode(order.id, order.number, order.pickup.generation, text, typed, expires_at)
