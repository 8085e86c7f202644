"""Invented orders, acts and times that the tests of the rules start from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.orders import Container, ContainerState, Order, OrderLine, Payment, Progress
from app.domain.values import (
    Act,
    ContainerId,
    Custody,
    CustomerId,
    LineId,
    LineQuantity,
    OperatorId,
    OrderId,
    Sku,
    StationId,
    StoreId,
)

NOW_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)
STORE = StoreId("mi01")


def act(number: int = 1, *, after_s: float = 0, operator: str = "07") -> Act:
    """The act of command `T1AA.1:number`, so many seconds after NOW_AT."""
    return Act(
        f"T1AA.1:{number}", NOW_AT + timedelta(seconds=after_s), OperatorId(operator), StationId("T1AA"), STORE
    )


def line(line_id: str, progress: Progress, **changes: object) -> OrderLine:
    """A line of a shirt at 29.90."""
    made = OrderLine(
        id=LineId(line_id),
        sku=Sku(f"sku-{line_id}"),
        gtin="8001234567891",
        name="Maglia Corsa",
        variant="nera, M",
        unit_price=2990,
        progress=progress,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


def pieces(**quantities: int) -> tuple[LineQuantity, ...]:
    """`pieces(a=2)`: two pieces of line `a`."""
    return tuple(LineQuantity(LineId(line_id), quantity) for line_id, quantity in quantities.items())


def bag(
    bag_id: str, contents: tuple[LineQuantity, ...], state: ContainerState = ContainerState.STAGED
) -> Container:
    """A bag with the code `B-<id>` at place A1."""
    return Container(ContainerId(bag_id), f"B-{bag_id}", state, contents, place="A1")


def order(lines: tuple[OrderLine, ...], containers: tuple[Container, ...] = (), **changes: object) -> Order:
    """Order 4821 of Giulia B., in the custody of the shop."""
    made = Order(
        id=OrderId("o-4821"),
        public_no=4821,
        number="4821",
        store=STORE,
        channel="site",
        customer=CustomerId("c-1"),
        customer_name="Giulia B.",
        placed_at=NOW_AT - timedelta(days=1),
        lines=lines,
        payment=Payment("card", "carta •••• 4471"),
        containers=containers,
        custody=Custody(STORE, 1),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


def ready_order(**changes: object) -> Order:
    """Three pieces of `a` and one of `b`, packed in bag 1 (a×2) and bag 2 (a×1, b×1), ready since an hour."""
    made = order(
        (line("a", Progress(packed=3)), line("b", Progress(packed=1))),
        (bag("1", pieces(a=2)), bag("2", pieces(a=1, b=1))),
        ready_at=NOW_AT - timedelta(hours=1),
        hold_until=NOW_AT + timedelta(days=7),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself
