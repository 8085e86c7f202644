"""Fills an empty central with a chain: stores, staff, articles, people, carts and orders, all or nothing, once."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from app.central.intake.people import finder_body
from app.central.opening import SECRET_BYTES, open_store
from app.contract.rows import ArticleRow, PriceRow, RosterStaff, StockRow, StoreConfig
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.ids import Ids
from app.domain.keyed import badge_hash, typed_code_hash
from app.domain.orders import Order
from app.domain.pin_rules import is_trivial
from app.domain.returns import ReturnableLine, ReturnCase
from app.domain.values import CENTRAL, OrderId, StoreId
from app.node.custody import alloc_feed, allocate, publish_order, request_cancel
from app.node.documents import put_cart, put_customer, put_order, put_return
from app.node.ports import NewRow, NodeTx

MARK = "seeded"
STILL_SHOWN = timedelta(days=3)
_encode = msgspec.json.encode
_BySku = ArticleRow | PriceRow | StockRow


class SeedOperator(Protocol):
    """Somebody who may sign in. `pin` is there in invented data only."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def badge(self) -> str: ...
    @property
    def stores(self) -> Sequence[str]: ...
    @property
    def pin(self) -> str: ...


class SeedData(Protocol):
    """A whole chain as of `now_at`, orders without hashes of their typed codes."""

    @property
    def seed(self) -> int: ...
    @property
    def now_at(self) -> datetime: ...
    @property
    def stores(self) -> Sequence[StoreConfig]: ...
    @property
    def staff(self) -> Sequence[SeedOperator]: ...
    @property
    def articles(self) -> Sequence[ArticleRow]: ...
    @property
    def prices(self) -> Sequence[PriceRow]: ...
    @property
    def stock(self) -> Mapping[StoreId, Sequence[StockRow]]: ...
    @property
    def customers(self) -> Sequence[Customer]: ...
    @property
    def carts(self) -> Sequence[Cart]: ...
    @property
    def orders(self) -> Sequence[Order]: ...
    @property
    def returns(self) -> Sequence[ReturnCase]: ...
    @property
    def returnables(self) -> Sequence[ReturnableLine]: ...
    @property
    def typed_codes(self) -> Mapping[OrderId, str]: ...


class Seeded(msgspec.Struct, frozen=True):
    """What this central was filled with: enough to build the same chain again."""

    seed: int
    now_at: datetime


@dataclass(frozen=True, slots=True)
class Fill:
    """The staff's verifiers and the chain's secret, made before the transaction because they take seconds."""

    data: SeedData
    verifiers: Mapping[str, str]
    code_secret: str

    @classmethod
    def of(cls, data: SeedData, make_verifier: Callable[[str], str]) -> "Fill":
        """Verifiers for everybody (0.2 s each) and a secret. ValueError for a PIN that is tried first."""
        if any(is_trivial(operator.pin, staff_number=operator.number) for operator in data.staff):
            raise ValueError("a PIN too easy to guess")
        verifiers = {operator.id: make_verifier(operator.pin) for operator in data.staff}
        return cls(data, verifiers, secrets.token_hex(SECRET_BYTES))


def seeded(tx: NodeTx) -> Seeded | None:
    """What this central was filled with, or None."""
    body = tx.get(MARK, "chain")
    return None if body is None else msgspec.json.decode(body, type=Seeded)


def fill(tx: NodeTx, wanted: Fill, ids: Ids) -> None:
    """Fill an empty central; a filled one is left alone."""
    tx.lock(MARK)
    if seeded(tx) is not None:
        return
    data = wanted.data
    for config in data.stores:
        _open_store(tx, wanted, config, ids)
    _load_goods(tx, data, ids)
    for customer in data.customers:
        put_customer(tx, customer)
    chain = data.stores[0].chain
    tx.open_feed(f"finder:{chain}", ids.new_id())
    tx.load(
        f"finder:{chain}",
        [NewRow("finder", who.id, finder_body(wanted.code_secret, who)) for who in data.customers],
    )
    for cart in data.carts:
        put_cart(tx, cart)
    for order in data.orders:
        _put_order(tx, wanted, order)
    _put_returns(tx, data)
    tx.put(MARK, "chain", _encode(Seeded(data.seed, data.now_at)))


def _open_store(tx: NodeTx, wanted: Fill, config: StoreConfig, ids: Ids) -> None:
    staff = [
        RosterStaff(
            *(who.id, who.name, who.number, who.role, wanted.verifiers[who.id]),
            badge_key=badge_hash(wanted.code_secret, who.badge),
        )
        for who in wanted.data.staff
        if config.store in who.stores
    ]
    config = msgspec.structs.replace(
        config, staff=staff, code_secret=wanted.code_secret, catalogue_key=secrets.token_hex(SECRET_BYTES)
    )
    open_store(tx, config, ids)


def _load_goods(tx: NodeTx, data: SeedData, ids: Ids) -> None:
    market, pricelist = data.stores[0].market, data.stores[0].pricelist
    _load(tx, f"catalog:{market}", "article", data.articles, ids)
    _load(tx, f"price:{pricelist}", "price", data.prices, ids)
    for config in data.stores:
        _load(tx, f"stock:{config.store}", "stock", data.stock[StoreId(config.store)], ids)


def _load(
    tx: NodeTx,
    feed: str,
    kind: str,
    rows: Iterable[ArticleRow] | Iterable[PriceRow] | Iterable[StockRow],
    ids: Ids,
) -> None:
    tx.open_feed(feed, ids.new_id())
    tx.load(feed, [NewRow(kind, row.sku, _encode(row)) for row in rows])


def _put_order(tx: NodeTx, wanted: Fill, order: Order) -> None:
    """An order where it belongs: with its store while that decides, else here, shown to the store while recent."""
    typed = wanted.data.typed_codes.get(order.id, "")
    if typed:
        order = replace(order, pickup=replace(order.pickup, code_hash=typed_code_hash(wanted.code_secret, typed)))
    if order.custody.holder != CENTRAL:
        # As it was before its cancel: one that is there already counts as asked for twice, see `too_late`.
        allocate(tx, replace(order, cancel_requested_at=None), order.store)
        if order.cancel_requested_at is not None:
            request_cancel(tx, order.id, order.cancel_requested_at)
        return
    ended_at = order.closed_at or order.cancelled_at
    is_shown = tx.feed(alloc_feed(order.store)) is not None
    if is_shown and ended_at is not None and wanted.data.now_at - ended_at < STILL_SHOWN:
        publish_order(tx, order)
    else:
        put_order(tx, order)


def _put_returns(tx: NodeTx, data: SeedData) -> None:
    """Return cases, and the lines that may come back, told to the shops that may take them without asking."""
    for case in data.returns:
        put_return(tx, case)
    homes: dict[str, str] = {customer.id: customer.home_store for customer in data.customers}
    stores = {order.id: order.store for order in data.orders}
    rows: dict[str, list[NewRow]] = {}
    for line in data.returnables:
        row = NewRow("returnable", f"{line.order}/{line.line}", _encode(line))
        for store in {stores[line.order], homes.get(line.customer, "")}:
            rows.setdefault(store, []).append(row)
    for config in data.stores:
        tx.append(alloc_feed(config.store), rows.get(config.store, []))
