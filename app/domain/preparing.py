"""What comes next for who prepares orders: where to walk, what to bag, where to put it, when it is ready."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.leases import holder, is_free
from app.domain.orders import Container, ContainerState, Order
from app.domain.values import LineId, LineQuantity, OrderId, Sku


class Missing(StrEnum):
    """Why pieces are not where they should be; a closed list, because it counts against the stock."""

    NOT_FOUND = "not_found"
    DAMAGED = "damaged"
    DISPLAY_ONLY = "display_only"


class Phase(StrEnum):
    """What the orders in hand need next. WAIT: a colleague walks for the rest, or pieces are missing."""

    BEGIN = "begin"
    PICK = "pick"
    PACK = "pack"
    STAGE = "stage"
    READY = "ready"
    WAIT = "wait"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Stop:
    """Pieces of one line to fetch at a place; `is_mine`: who asks has taken it on."""

    order: OrderId
    line: LineId
    sku: Sku
    place: str
    quantity: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Next:
    """The phase, and of which order and container; None while it is about the whole walk."""

    phase: Phase
    order: Order | None = None
    container: Container | None = None


def is_over(order: Order) -> bool:
    """Whether nothing of it is to be prepared any more."""
    return order.ready_at is not None or order.cancelled_at is not None or order.is_collected


def place_key(place: str) -> tuple[bool, tuple[tuple[int, int, str], ...]]:
    """Places as one walks past them: `A2` before `A10`, what has no place last."""
    parts = re.findall(r"[0-9]+|[^0-9]+", place.upper())
    return not place, tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts)


def walk(orders: Sequence[Order], places: Mapping[Sku, str], operator: str, now_at: datetime) -> tuple[Stop, ...]:
    """What that operator may fetch for these orders, by place; lines a colleague walks for are not among it."""
    stops: list[Stop] = []
    for order in orders:
        if is_over(order) or order.cancel_requested_at is not None:
            continue
        for line in order.lines:
            progress = line.progress
            is_mine = progress.picking > 0 and holder(order, line.id, now_at) == operator
            # Pieces put back from one's own walk are reserved again, and are begun anew after the others.
            quantity = progress.picking if is_mine else progress.reserved + progress.picking
            if quantity and is_free(order, line.id, operator, now_at):
                place = places.get(line.sku, "")
                stops.append(Stop(order.id, line.id, line.sku, place, quantity, is_mine))
    return tuple(sorted(stops, key=lambda stop: place_key(stop.place)))


def picked_pieces(order: Order) -> tuple[LineQuantity, ...]:
    """What is in the basket and in no bag yet."""
    return tuple(LineQuantity(line.id, line.progress.picked) for line in order.lines if line.progress.picked)


def is_walked_for(order: Order) -> bool:
    """Whether pieces of it are still on the shelf, whoever fetches them: nobody bags half an order."""
    return any(line.progress.reserved or line.progress.picking for line in order.lines)


def next_of(orders: Sequence[Order], stops: Sequence[Stop]) -> Next:
    """The next step: all is fetched first, then order by order bagged, put away and told."""
    open_orders = [order for order in orders if not is_over(order)]
    if stops:
        return Next(Phase.PICK if any(stop.is_mine for stop in stops) else Phase.BEGIN)
    for order in open_orders:
        if order.cancel_requested_at is not None or is_walked_for(order):
            continue
        if picked_pieces(order):
            return Next(Phase.PACK, order)
        full = [c for c in order.containers if c.state is ContainerState.OPEN and c.contents]
        if full:
            return Next(Phase.STAGE, order, full[0])
        if order.is_staged:
            return Next(Phase.READY, order)
    return Next(Phase.WAIT if open_orders or not orders else Phase.DONE)


def next_code(order: Order) -> str:
    """The code of the next bag: the order's number and the first count no bag of it has."""
    taken = {container.code for container in order.containers}
    count = 1
    while f"{order.number}-{count}" in taken:
        count += 1
    return f"{order.number}-{count}"
