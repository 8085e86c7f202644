"""The shop everything is measured in: its configuration, an edge, three terminals, and the orders they hold."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import msgspec

from app.adapters.keys import DeviceKeys
from app.adapters.pickup_codes import PickupSigner
from app.adapters.pins import make_verifier
from app.bootstrap.identity import key_provider, save_identity
from app.contract.rows import EnrolAnswer, RosterDevice, RosterStaff, StoreConfig
from app.contract.scopes import SCOPES_OF_MODE
from app.demo.bulk_orders import bulk_orders
from app.demo.chain_stores import EPOCH, MILANO, build_stores
from app.domain.crockford import encode, in_fours
from app.domain.keyed import typed_code_hash
from app.domain.orders import Order
from app.domain.staff import Role
from app.usecases.station import Operator

SEED = 20
STORE = MILANO
EDGE, LARGE, ONE, TWO = "EDG1", "TRM0", "TRM1", "TRM2"
FLOOR = ("TRM3", "TRM4", "TRM5")
"""Who tells, the counter, the tablet."""
HISTORY = "bench"
KEY_ID = 1
CLERK = Operator("op-01", "Banco", "01", Role.CLERK)
PIN = "274951"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is: of the cache, of the load, and of what is tried."""

    articles: int
    customers: int
    orders: int
    load: int
    searches: int
    acts: int
    queued: int
    site_orders: int
    lags: int
    floor: int
    visits: int
    idle_s: float
    has_vendure: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the edge's process is told: the shop, how many of its orders it holds, and whether only ready ones."""

    folder: str
    config: StoreConfig
    orders: int
    is_ready_only: bool
    at: datetime

    def every_order(self) -> Iterator[Order]:
        """The orders, in the order of the edge's feed."""
        if self.is_ready_only:
            return iter(ready_orders(self.config, self.at, self.orders))
        return shop_orders(self.config, self.at, self.orders)


@dataclass(frozen=True, slots=True)
class World:
    """A folder with everything in it, as of `at`."""

    folder: Path
    sizes: Sizes
    config: StoreConfig
    signer: PickupSigner
    keys: dict[str, DeviceKeys]
    at: datetime

    def home(self, device: str) -> Path:
        """The folder of a device."""
        return self.folder / device

    def orders(self, count: int) -> Iterator[Order]:
        """See `shop_orders`."""
        return shop_orders(self.config, self.at, count)

    def ready(self, count: int) -> list[Order]:
        """So many orders that may be collected."""
        return ready_orders(self.config, self.at, count)

    def signed_code(self, order: Order) -> str:
        """What the customer of that order shows."""
        assert order.hold_until is not None
        return self.signer.issue(
            order_no=order.public_no,
            store_no=self.config.public_no,
            generation=order.pickup.generation,
            expires_at=order.hold_until,
        )


def shop_orders(config: StoreConfig, at: datetime, count: int) -> Iterator[Order]:
    """The first orders of the shop, ready and collected by turns, each with a code to type."""
    for number, order in enumerate(bulk_orders(SEED, at, STORE, count)):
        yield with_code(order, number, config.code_secret)


def ready_orders(config: StoreConfig, at: datetime, count: int) -> list[Order]:
    """The first so many orders that may be collected."""
    return list(islice(shop_orders(config, at, 2 * count), 0, None, 2))


def typed(number: int) -> str:
    """The code to type of the order with that number."""
    return in_fours(encode((number * 0x9E3779B1 + 7).to_bytes(8, "big")[-5:]))


def with_code(order: Order, number: int, secret: str) -> Order:
    """The order, found by its code."""
    return replace(order, pickup=replace(order.pickup, code_hash=typed_code_hash(secret, typed(number))))


def build_world(folder: Path, sizes: Sizes, at: datetime) -> World:
    """Folders and keys of all devices, and the configuration that knows them."""
    keys = {device: _enrolled(folder / device, device) for device in (LARGE, ONE, TWO, *FLOOR)}
    signer = PickupSigner(KEY_ID, secrets.token_bytes(32))
    shop = next(config for config in build_stores() if config.store == STORE)
    devices = [
        RosterDevice(device, keys[device].signing.public_hex, "clerk", sorted(SCOPES_OF_MODE["clerk"]))
        for device in keys
    ]
    config = msgspec.structs.replace(
        shop,
        devices=devices,
        staff=[RosterStaff(CLERK.id, CLERK.name, CLERK.number, Role.CLERK.value, make_verifier(PIN))],
        edge_device=EDGE,
        pickup_keys=[signer.public_key],
        code_secret=secrets.token_hex(32),
        catalogue_key=secrets.token_hex(32),
    )
    return World(folder, sizes, config, signer, keys, at)


def _enrolled(folder: Path, device: str) -> DeviceKeys:
    keys = key_provider(folder, dict(os.environ)).create()
    scopes = [scope.value for scope in sorted(SCOPES_OF_MODE["clerk"])]
    answer = EnrolAnswer(device=device, generation=EPOCH, store=STORE, mode="clerk", scopes=scopes)
    save_identity(folder, answer, "")
    return keys
