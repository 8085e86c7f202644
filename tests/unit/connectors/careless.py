"""A shop platform in memory that does everything it is told as often as it is told, and breaks by a script."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import TypeVar

from app.central.connectors.port import (
    CartQuantity,
    NewOrder,
    PlatformFulfilment,
    PlatformLine,
    PlatformMessage,
    PlatformOrder,
    PlatformRefund,
    PlatformRefused,
    PlatformRestock,
    PlatformReturn,
    PlatformState,
    PlatformTraits,
    PlatformUnavailable,
    PlatformUnknown,
)
from app.central.connectors.port_inward import (
    Page,
    PlatformArticle,
    PlatformCart,
    PlatformCartLine,
    PlatformCustomer,
    PlatformLocation,
    PlatformStock,
)
from app.domain.errors import Code
from app.domain.values import LineQuantity

T = TypeVar("T")
START_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATE_S = 25.0


class Killed(BaseException):
    """The process ended here, as by kill -9."""


class Mishap(StrEnum):
    """What happens to one call; `LATE…` commits after the caller gave up."""

    NONE = "none"
    LOST = "lost"
    DONE_AND_LOST = "done_and_lost"
    LATE = "late"
    THROTTLED = "throttled"
    KILLED_BEFORE = "killed_before"
    KILLED_AFTER = "killed_after"
    LATE_AND_KILLED = "late_and_killed"


class FakeClock:
    """Time that moves when told."""

    def __init__(self) -> None:
        self.elapsed_s = 0.0

    def now_at(self) -> datetime:
        """Aware UTC."""
        return START_AT + timedelta(seconds=self.elapsed_s)

    def monotonic_s(self) -> float:
        """Seconds since the start."""
        return self.elapsed_s


@dataclass
class CarelessShop:
    """See `ShopPlatform`; one order or many, all on one loop. `script` is consumed by calls, reads included."""

    clock: FakeClock
    traits: PlatformTraits = field(
        default_factory=lambda: PlatformTraits("careless", settle_s=30, calls_per_s=1000)
    )
    script: list[Mishap] = field(default_factory=list)
    sold: dict[str, PlatformOrder] = field(default_factory=dict)
    open_carts: dict[str, PlatformCart] = field(default_factory=dict)
    places: tuple[PlatformLocation, ...] = ()
    goods: tuple[PlatformArticle, ...] = ()
    people: tuple[PlatformCustomer, ...] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    calls: int = 0

    def __post_init__(self) -> None:
        self._late: list[tuple[float, Callable[[], None]]] = []
        self._ids = (str(n) for n in count(1))

    def _settle(self) -> None:
        due = [work for at_s, work in self._late if at_s <= self.clock.elapsed_s]
        self._late = [(at_s, work) for at_s, work in self._late if at_s > self.clock.elapsed_s]
        for work in due:
            work()

    def _mishap(self) -> Mishap:
        self._settle()
        self.calls += 1
        return self.script.pop(0) if self.script else Mishap.NONE

    async def _read(self) -> None:
        await asyncio.sleep(0)
        mishap = self._mishap()
        if mishap in (Mishap.KILLED_BEFORE, Mishap.KILLED_AFTER, Mishap.LATE_AND_KILLED):
            raise Killed
        if mishap is not Mishap.NONE:
            raise PlatformUnavailable(Code.SERVER_ERROR)

    async def _do(self, work: Callable[[], None]) -> None:
        await asyncio.sleep(0)
        mishap = self._mishap()
        if mishap is Mishap.THROTTLED:
            raise PlatformUnavailable(Code.BUSY, 3.0)
        if mishap is Mishap.KILLED_BEFORE:
            raise Killed
        if mishap in (Mishap.NONE, Mishap.DONE_AND_LOST, Mishap.KILLED_AFTER):
            work()
        elif mishap in (Mishap.LATE, Mishap.LATE_AND_KILLED):
            self._late.append((self.clock.elapsed_s + LATE_S, work))
        if mishap in (Mishap.KILLED_AFTER, Mishap.LATE_AND_KILLED):
            raise Killed
        if mishap is not Mishap.NONE:
            raise PlatformUnknown

    def _told(self, reference: str) -> str:
        return reference if self.traits.keeps_reference else ""

    async def read_order(self, ref: str) -> PlatformOrder:
        """See the port."""
        await self._read()
        return self.told(ref)

    def told(self, ref: str) -> PlatformOrder:
        """The order with its totals added up."""
        self._settle()
        if ref not in self.sold:
            raise PlatformRefused("unknown", Code.ORDER_UNKNOWN)
        order = self.sold[ref]
        live = [f for f in order.fulfilments if not f.is_cancelled]
        lines = tuple(
            replace(
                line,
                fulfilled=_sum(live, line.id),
                returned=_sum(order.returns, line.id),
                restocked=_sum(order.restocks, line.id),
            )
            for line in order.lines
        )
        return replace(order, lines=lines, refunded=sum(r.amount for r in order.refunds))

    async def orders_marked(self, reference: str) -> tuple[PlatformOrder, ...]:
        """See the port."""
        await self._read()
        return tuple(self.told(o.ref) for o in self.sold.values() if o.reference == reference)

    async def open_set(self, store: str) -> tuple[PlatformOrder, ...]:
        """See the port."""
        await self._read()
        done = (PlatformState.COLLECTED, PlatformState.CANCELLED)
        return tuple(self.told(o.ref) for o in self.sold.values() if o.store == store and o.state not in done)

    async def orders(self, cursor: str) -> Page[PlatformOrder]:
        """See the port; what changed at the cursor's own moment comes again."""
        await self._read()
        marks = {o.ref: o.updated_at.isoformat() for o in self.sold.values()}
        moved = sorted((at, ref) for ref, at in marks.items() if at >= cursor)
        found = tuple(self.told(ref) for _, ref in moved)
        return Page(found, moved[-1][0] if moved else cursor, total=len(self.sold))

    async def locations(self) -> tuple[PlatformLocation, ...]:
        """See the port."""
        await self._read()
        return self.places

    async def articles(self, cursor: str) -> Page[PlatformArticle]:
        """See the port; two at a time, and always from the beginning once the end was reached."""
        await self._read()
        return _slice(self.goods, cursor)

    async def customers(self, cursor: str) -> Page[PlatformCustomer]:
        """See the port, and `articles`."""
        await self._read()
        return _slice(self.people, cursor)

    async def gone_customers(self, refs: Sequence[str]) -> frozenset[str]:
        """See the port."""
        await self._read()
        if self.traits.tells_deleted:
            raise PlatformRefused("not_offered")
        return frozenset(refs) - {one.ref for one in self.people}

    async def carts(self, cursor: str) -> Page[PlatformCart]:
        """See the port, and `articles`."""
        await self._read()
        return _slice(tuple(self.open_carts.values()), cursor)

    async def picture(self, url: str) -> bytes:
        """See the port."""
        await self._read()
        if url not in self.pictures:
            raise PlatformRefused("unknown", Code.NOT_FOUND)
        return self.pictures[url]

    async def read_cart(self, customer_ref: str) -> PlatformCart | None:
        """See the port."""
        await self._read()
        return self.open_carts.get(customer_ref)

    async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
        """See the port."""
        if customer_ref not in self.open_carts:
            raise PlatformRefused("unknown")

        def work() -> None:
            cart = self.open_carts[customer_ref]
            items = {line.sku: line for line in cart.lines}
            for line in lines:
                known = items.pop(line.sku, None) or self._sold_line(line.sku)
                if line.quantity:
                    items[line.sku] = replace(known, quantity=line.quantity)
            self.open_carts[customer_ref] = replace(cart, lines=tuple(items.values()))

        await self._do(work)
        return self.open_carts[customer_ref]

    def _sold_line(self, sku: str) -> PlatformCartLine:
        name, price = next(((a.name, a.price) for a in self.goods if a.sku == sku), (sku, 0))
        return PlatformCartLine(sku, name, 1, price)

    async def create_order(self, new: NewOrder, reference: str) -> str:
        """See the port."""
        made: list[str] = []

        def work() -> None:
            made.append(f"made-{next(self._ids)}")
            self.sold[made[0]] = PlatformOrder(
                ref=made[0],
                number=new.number,
                state=PlatformState.OPEN,
                raw_state="paid" if new.is_paid else "unpaid",
                currency=new.currency,
                total=new.total,
                refunded=0,
                store=new.store,
                customer_ref=new.customer_ref,
                is_paid=new.is_paid,
                placed_at=self.clock.now_at(),
                updated_at=self.clock.now_at(),
                lines=new.lines,
                reference=self._told(reference),
            )

        await self._do(work)
        return made[0]

    async def mark_ready(self, ref: str, reference: str) -> None:
        """See the port."""
        await self._change(ref, lambda o: replace(o, state=PlatformState.READY, updated_at=self.clock.now_at()))

    async def mark_collected(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        new = PlatformFulfilment(next(self._ids), tuple(lines), self._told(reference))
        await self._change(ref, lambda o: _with_state(replace(o, fulfilments=(*o.fulfilments, new))))

    async def reverse_collected(
        self, ref: str, lines: Sequence[LineQuantity], undoes: str, reference: str
    ) -> None:
        """See the port."""

        def undo(order: PlatformOrder) -> PlatformOrder:
            live = [f for f in order.fulfilments if not f.is_cancelled and f.reference == self._told(undoes)]
            kept = tuple(replace(f, is_cancelled=True) if f in live[-1:] else f for f in order.fulfilments)
            return replace(order, fulfilments=kept, state=PlatformState.READY)

        live = [f for f in self.sold[ref].fulfilments if not f.is_cancelled and f.reference == self._told(undoes)]
        if not live:
            raise PlatformRefused("no_such_fulfilment")
        await self._change(ref, undo)

    async def settle(self, ref: str, amount: int, reference: str) -> None:
        """See the port."""
        if amount != self.told(ref).owed and not self.told(ref).is_paid:
            raise PlatformRefused("not_what_is_owed")
        await self._change(ref, lambda o: replace(o, is_paid=True))

    async def record_return(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        new = PlatformReturn(next(self._ids), tuple(lines), self._told(reference))
        await self._change(ref, lambda o: replace(o, returns=(*o.returns, new)))

    async def refund(self, ref: str, amount: int, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        if self.told(ref).refunded + amount > self.sold[ref].total:
            raise PlatformRefused("over_refund")
        new = PlatformRefund(next(self._ids), amount, self._told(reference))
        await self._change(ref, lambda o: replace(o, refunds=(*o.refunds, new)))

    async def restock(
        self,
        ref: str,
        lines: Sequence[LineQuantity],
        location: str,
        reference: str,
        *,
        is_retried: bool = False,
    ) -> None:
        """See the port."""
        new = PlatformRestock(next(self._ids), tuple(lines), location, self._told(reference))
        await self._change(ref, lambda o: replace(o, restocks=(*o.restocks, new)))

    async def notify(self, ref: str, kind: str, reference: str, *, link: str = "") -> None:
        """See the port."""
        new = PlatformMessage(kind, self._told(reference))
        await self._change(ref, lambda o: replace(o, messages=(*o.messages, new)))

    async def _change(self, ref: str, change: Callable[[PlatformOrder], PlatformOrder]) -> None:
        self.told(ref)
        await self._do(lambda: self.sold.update({ref: change(self.sold[ref])}))


def _slice(items: tuple[T, ...], cursor: str) -> Page[T]:
    start = int(cursor or 0)
    end = min(start + 2, len(items))
    is_more = end < len(items)
    return Page(items[start:end], str(end if is_more else 0), is_more, len(items))


def _sum(effects: Sequence[PlatformFulfilment | PlatformReturn | PlatformRestock], line: str) -> int:
    return sum(piece.quantity for effect in effects for piece in effect.lines if piece.line == line)


def _with_state(order: PlatformOrder) -> PlatformOrder:
    live = [f for f in order.fulfilments if not f.is_cancelled]
    is_whole = all(_sum(live, line.id) >= line.quantity for line in order.lines)
    return replace(order, state=PlatformState.COLLECTED if is_whole else PlatformState.READY)


def sample_platform_order(ref: str = "S-1001", store: str = "ST01") -> PlatformOrder:
    """Two shoes at 49,90 and a shirt at 20,00, paid and ready."""
    return PlatformOrder(
        ref=ref,
        number="1001",
        state=PlatformState.READY,
        raw_state="ready",
        currency="EUR",
        total=11980,
        refunded=0,
        store=store,
        customer_ref="C-1",
        placed_at=START_AT,
        updated_at=START_AT,
        lines=(
            PlatformLine("l1", "SKU-1", "Scarpa", 2, 4990),
            PlatformLine("l2", "SKU-2", "Maglia", 1, 2000),
        ),
    )


def sample_article(sku: str, name: str, price: int) -> PlatformArticle:
    """Ten pieces in either place."""
    return PlatformArticle(
        ref=f"v-{sku}",
        sku=sku,
        gtin="",
        model=name,
        name=name,
        brand="",
        category="",
        colour="",
        size="",
        price=price,
        currency="EUR",
        picture=f"/{sku}.png",
        stock=(PlatformStock("ST01", 10), PlatformStock("ST02", 10)),
    )


def sample_customer(ref: str = "C-1") -> PlatformCustomer:
    """Giulia Bianchi."""
    return PlatformCustomer(ref, "Giulia", "Bianchi", "giulia@example.invalid", "+39 333 1234567", START_AT)
