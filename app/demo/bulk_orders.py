"""Orders by the ten thousand for the measured figures: half ready on the shelf, half collected a while ago."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from app.demo.bulk import (
    ARTICLES,
    CUSTOMERS,
    ORDERS,
    bulk_customer_id,
    bulk_customer_name,
    bulk_gtin,
    bulk_name,
    bulk_sku,
    bulk_uuid,
    mixed,
)
from app.demo.chain_moments import UNDO_WINDOW_S
from app.demo.chain_stores import EPOCH, PICKUP_SHELVES, SHOPS, STATIONS
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.orders import Container, ContainerState, Order, OrderLine, Payment, Progress
from app.domain.values import (
    CENTRAL,
    Act,
    ContainerId,
    Custody,
    CustomerId,
    LineId,
    LineQuantity,
    OperatorId,
    OrderId,
    Sku,
    StoreId,
)

_FIRST_NUMBER = 100_000
_RULES = HandoverRules(undo_window_s=UNDO_WINDOW_S)
_ASK = HandoverAsk()


def bulk_orders(seed: int, now_at: datetime, store: StoreId, count: int = ORDERS) -> Iterator[Order]:
    """So many orders of that shop, of bulk customers and bulk articles; every other one was collected.

    Orders of different shops have different ids and numbers; ValueError when there is no such shop.
    """
    shop = SHOPS.index(store)
    for number in range(count):
        order = _ready(seed, now_at, store, number * len(SHOPS) + shop)
        if number % 2:
            act = Act(
                id=f"{STATIONS[store]}.2:{number // 2 + 1}",
                at=now_at - timedelta(minutes=60 + number % 4000),
                operator=OperatorId("op-03"),
                station=STATIONS[store],
                store=store,
            )
            collected = hand_over(order, _ASK, act, _RULES)
            yield _closed(collected, act.at + timedelta(seconds=UNDO_WINDOW_S))
        else:
            yield order


def _closed(order: Order, at: datetime) -> Order:
    return replace(order, closed_at=at, custody=Custody(CENTRAL))


def _ready(seed: int, now_at: datetime, store: StoreId, number: int) -> Order:
    chance = mixed(seed + 6, number)
    customer = chance % CUSTOMERS
    given, family = bulk_customer_name(seed, customer)
    ready_at = now_at - timedelta(minutes=4200 + chance % 600)
    lines = tuple(_line(seed, number, position) for position in range(1 + chance % 3))
    name = str(_FIRST_NUMBER + number)
    return Order(
        id=OrderId(bulk_uuid(number, 0xA0, 0, number)),
        public_no=mixed(seed + 7, number) or 1,
        number=name,
        store=store,
        channel="app" if chance & 1 else "site",
        customer=CustomerId(bulk_customer_id(seed, customer)),
        customer_name=f"{given} {family[:1]}.",
        placed_at=ready_at - timedelta(hours=3),
        lines=lines,
        payment=Payment("card", f"carta •••• {chance % 10_000:04d}"),
        phone_tail=f"{mixed(seed + 5, customer) % 10_000:04d}",
        promised_at=ready_at + timedelta(hours=1),
        hold_until=ready_at + timedelta(days=7),
        ready_at=ready_at,
        containers=(
            Container(
                id=ContainerId(bulk_uuid(number, 0xC0, 0, number)),
                code=f"{name}-1",
                state=ContainerState.STAGED,
                contents=tuple(LineQuantity(line.id, line.quantity) for line in lines),
                place=f"R{1 + chance % PICKUP_SHELVES:02d}",
            ),
        ),
        custody=Custody(store, EPOCH),
        platform_ref=f"order-{name}",
    )


def _line(seed: int, number: int, position: int) -> OrderLine:
    chance = mixed(seed + 8, number * 4 + position)
    article = chance % ARTICLES
    return OrderLine(
        id=LineId(bulk_uuid(number, 0x10, position, number)),
        sku=Sku(bulk_sku(article)),
        gtin=bulk_gtin(article),
        name=bulk_name(seed, article),
        variant="nera, M",
        unit_price=990 + chance % 190 * 100,
        progress=Progress(packed=1 + (chance >> 32) % 2),
    )
