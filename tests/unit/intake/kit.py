"""A central in memory with two open stores, and a platform's things to take in."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import TypeVar

from app.adapters.phones import to_e164
from app.central.cart_writer import CartWriter
from app.central.connectors.guard_pace import pace_of
from app.central.connectors.guard_right import CART_WRITES, WriteRight
from app.central.connectors.port import HandedCarts, PlatformLine, PlatformOrder, PlatformState
from app.central.intake.desk import IntakeDesk
from app.central.intake.health import Health
from app.central.intake.rules import IntakeRules
from app.central.opening import NewChain, NewOperator, NewStore, Wanted, keep_stores
from app.domain.orders import Order
from app.domain.values import StoreId
from app.hosting.node_access import NodeAccess
from app.node.custody import alloc_feed
from app.node.documents import Attention, decode_order, get_config, open_attention
from app.node.feeds import live_rows
from app.node.ports import NodeStore, NodeTx
from tests.fakes.stores import MemoryNodeStore
from tests.unit.connectors.careless import START_AT, CarelessShop, sample_customer, sample_platform_order

T = TypeVar("T")
CHAIN = NewChain("prova", "it", "it-eur")
STORES = (NewStore(id="ST01", locations=["ST01"], name="Uno"), NewStore(id="ST02", locations=["ST02"], name="Due"))
CLERK = NewOperator("op-1", "Anna Prova", "0417", "clerk", ["ST01"])


class CountingIds:
    """Ids in order; see `Ids`."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new_id(self) -> str:
        """`id-1`, `id-2` …"""
        return f"id-{next(self._numbers)}"

    def new_device(self) -> str:
        """Not used here."""
        raise NotImplementedError

    def new_enrolment_code(self) -> str:
        """Not used here."""
        raise NotImplementedError

    def new_typed_code(self) -> str:
        """Not used here."""
        raise NotImplementedError


@dataclass
class Office:
    """Head office: its store, and who takes things in for it."""

    store: NodeStore = field(default_factory=MemoryNodeStore)
    ids: CountingIds = field(default_factory=CountingIds)
    stores: dict[str, StoreId] = field(default_factory=lambda: {s: StoreId(s) for s in ("ST01", "ST02")})
    is_paid_by_collecting: bool = False

    def __post_init__(self) -> None:
        wanted = Wanted(CHAIN, STORES, (CLERK,), {"0417": "verifier"})
        self.do(lambda tx: keep_stores(tx, wanted, self.ids))

    def do(self, work: Callable[[NodeTx], T]) -> T:
        """In one transaction."""
        with self.store.write() as tx:
            return work(tx)

    @property
    def desk(self) -> IntakeDesk:
        """Who takes things in."""
        away = frozenset({"AWAY"})
        rules = IntakeRules(self.stores, self.ids, to_e164, away, is_paid_by_collecting=self.is_paid_by_collecting)
        configs = self.do(lambda tx: tuple(get_config(tx, store) for store in ("ST01", "ST02")))
        return IntakeDesk(rules, configs)

    def take(self, *orders: PlatformOrder, at: datetime = START_AT) -> bool:
        """Whether anything was new in these."""
        desk = self.desk
        return any(self.do(lambda tx: [desk.take_order(tx, told, at) for told in orders]))

    def order(self, number: str = "1001") -> Order:
        """The one order with that number."""
        (found,) = [order for order in self.orders() if order.number == number]
        return found

    def orders(self) -> list[Order]:
        """All of them."""
        return [decode_order(body) for _, body in self.do(lambda tx: tx.scan("order", "", 1_000))]

    def attention(self, store: str = "") -> list[Attention]:
        """What waits for a person."""
        return self.do(lambda tx: open_attention(tx, store, 100))

    def told(self, store: str, kind: str) -> list[str]:
        """Ids of the rows of a kind that a store was told."""
        return [row.id for row in self.do(lambda tx: list(live_rows(tx, alloc_feed(store)))) if row.t == kind]

    def revs(self) -> dict[str, int]:
        """Where every feed stands."""

        def work(tx: NodeTx) -> dict[str, int]:
            return {name: state.rev for name in tx.feeds() if (state := tx.feed(name)) is not None}

        return self.do(work)


@dataclass(frozen=True)
class GuardStore:
    """The node's store as the guard knows it."""

    access: NodeAccess

    async def run_write(self, work: Callable[[NodeTx], T], /) -> T:
        """See `StoreAccess`."""
        return await self.access.write(work)

    async def run_read(self, work: Callable[[NodeTx], T], /) -> T:
        """See `StoreAccess`."""
        return await self.access.read(work)


def cart_writer(
    shop: CarelessShop, access: NodeAccess, office: Office, handed: HandedCarts | None = None
) -> CartWriter:
    """What carries head office's carts to the shop, with a health of its own."""
    clock = shop.clock
    pace = pace_of(shop.traits, clock.monotonic_s())
    right = WriteRight(CART_WRITES, GuardStore(access), clock, Health(shop.traits.name))
    return CartWriter(shop, access, office.desk, clock, pace, right, handed)


def order_of(**changes: object) -> PlatformOrder:
    """The sample order, paid and new, with changes."""
    sample = replace(
        sample_platform_order(), state=PlatformState.OPEN, raw_state="paid", customer_name="Giulia Bianchi"
    )
    return replace(sample, **changes)  # type: ignore[arg-type]  # whoever asks names real fields


def lines_of(*lines: tuple[str, int, int]) -> tuple[PlatformLine, ...]:
    """Lines as (id, pieces, unit price)."""
    return tuple(
        PlatformLine(line, f"SKU-{line}", f"Articolo {line}", pieces, price) for line, pieces, price in lines
    )


__all__ = ["START_AT", "Office", "cart_writer", "lines_of", "order_of", "sample_customer"]
