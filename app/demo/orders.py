"""The orders of the demo: plans get numbers, codes and times, then live up to the moment the demo begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar

from app.demo.chain_dice import Dice, uuid7_of
from app.demo.chain_moments import Moments, draw_moments
from app.demo.chain_stores import EPOCH, PICKUP_SHELVES, STATIONS, WAREHOUSE, build_staff
from app.demo.orders_life import Life, live
from app.demo.orders_lines import Catalogue, sell
from app.demo.orders_plan import OrderPlan, Stage
from app.demo.orders_returned import give_back
from app.domain.orders import Order, Payment, Pickup
from app.domain.pickup_code import typed_code
from app.domain.returns import ReturnCase
from app.domain.values import Act, Custody, OperatorId, OrderId, StationId, StoreId

# The order of the hand-over example; all others are numbered around it by the time they were placed.
HERO_CASE, HERO_NUMBER = "hand_over", 4821
COURIER = OperatorId("courier")
_PLACES = tuple(f"R{number:02d}" for number in range(1, PICKUP_SHELVES + 1))
T = TypeVar("T")
_PAYMENTS = ("card", "card", "card", "card", "paypal", "gift_card")


@dataclass(frozen=True, slots=True)
class Orders:
    """All orders, oldest first; returns settled since; typed codes (`AB12-CD34`) of shop orders that were packed;
    the named cases by name."""

    orders: tuple[Order, ...]
    returns: tuple[ReturnCase, ...]
    typed_codes: Mapping[OrderId, str]
    cases: Mapping[str, OrderId]


class _Acts:
    """Owns the numbers of commands that were given before the demo begins, gapless per station."""

    def __init__(self) -> None:
        self._numbers: dict[StationId, count[int]] = {}
        staff = build_staff()
        self._operators = {
            store: tuple(person.id for person in staff if store in person.stores and person.role != "it")
            for store in STATIONS
        }

    def act(self, dice: Dice, store: StoreId, at: datetime) -> Act:
        """Somebody of that store acted then."""
        station = STATIONS[store]
        number = next(self._numbers.setdefault(station, count(1)))
        operator = COURIER if store == WAREHOUSE else dice.pick(self._operators[store])
        return Act(f"{station}.1:{number}", at, operator, station, store)


def build_orders(seed: int, now_at: datetime, plans: tuple[OrderPlan, ...], catalogue: Catalogue) -> Orders:
    """Every plan as an order. Numbers go up with the time of placing, public numbers and codes are unique."""
    dice = Dice(seed, "orders")
    timed = [draw_moments(dice, plan.stage, now_at, is_named=bool(plan.case)) for plan in plans]
    by_age = sorted(range(len(plans)), key=lambda index: (timed[index].placed_at, index))
    hero = next(index for index, plan in enumerate(plans) if plan.case == HERO_CASE)
    first = HERO_NUMBER - by_age.index(hero)
    numbers = {index: str(first + position) for position, index in enumerate(by_age)}
    public_numbers = _unique(lambda: dice.bits(64) or 1, len(plans))
    codes = _unique(lambda: typed_code(dice.bits(40).to_bytes(5, "big")), len(plans))
    acts = _Acts()
    orders: list[Order] = []
    returns: list[ReturnCase] = []
    for index, (plan, moments) in enumerate(zip(plans, timed, strict=True)):
        order = _reserved(dice, plan, moments, catalogue, number=numbers[index], public_no=public_numbers[index])
        order = _lived(dice, order, plan, moments, acts)
        if plan.stage is Stage.RETURNED:
            at = moments.left_at + timedelta(hours=dice.between(20, 120))
            count_here = sum(case.store == plan.store for case in returns)
            settled = give_back(order, acts.act(dice, plan.store, at), count_here + 1, dice)
            order = settled.order
            returns.append(settled.case)
        orders.append(order)
    return Orders(
        orders=tuple(orders[index] for index in by_age),
        returns=tuple(returns),
        typed_codes={
            order.id: code
            for order, code in zip(orders, codes, strict=True)
            if order.containers and order.store != WAREHOUSE
        },
        cases={plan.case: order.id for plan, order in zip(plans, orders, strict=True) if plan.case},
    )


def _unique(draw: Callable[[], T], wanted: int) -> list[T]:
    drawn: dict[T, None] = {}
    while len(drawn) < wanted:
        drawn[draw()] = None
    return list(drawn)


def _payment(dice: Dice) -> Payment:
    method = dice.pick(_PAYMENTS)
    tail = f"{dice.below(10_000):04d}"
    label = {"card": f"carta •••• {tail}", "paypal": "PayPal", "gift_card": f"carta regalo •••• {tail}"}[method]
    return Payment(method, label)


def _reserved(
    dice: Dice, plan: OrderPlan, moments: Moments, catalogue: Catalogue, *, number: str, public_no: int
) -> Order:
    is_delivery = plan.store == WAREHOUSE
    lines = sell(plan.basket, catalogue, lambda: uuid7_of(moments.placed_at, dice))
    value = sum(line.paid for line in lines)
    return Order(
        id=OrderId(uuid7_of(moments.placed_at, dice)),
        public_no=public_no,
        number=number,
        store=plan.store,
        channel=plan.channel,
        customer=plan.customer.id,
        customer_name=plan.customer.short_name,
        placed_at=moments.placed_at,
        lines=lines,
        payment=_payment(dice) if plan.is_paid else Payment("at_pickup", "", is_paid=False),
        phone_tail=plan.customer.phone[-4:],
        shipping=490 if is_delivery and value < 5900 else 0,
        promised_at=moments.promised_at,
        pickup=Pickup(delegate=plan.delegate),
        custody=Custody(plan.store, EPOCH),
        platform_ref=f"order-{number}",
    )


def _lived(dice: Dice, order: Order, plan: OrderPlan, moments: Moments, acts: _Acts) -> Order:
    life = Life(
        plan=plan,
        moments=moments,
        dice=dice,
        places=_PLACES,
        act=lambda at: acts.act(dice, plan.store, at),
        next_id=lambda: uuid7_of(moments.placed_at, dice),
    )
    return live(order, life)
