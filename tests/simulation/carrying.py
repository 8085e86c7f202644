"""Carry grants in the simulation: bags go out with a tablet, come back, are forgotten, or found at the counter.

Whoever asks to take an order along has its bags in hand; whoever takes a grant back has scanned them, and keeps
them until that is answered. A counter that hands over does not look where the bags are: the protocol must know.
"""

import random
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from app.domain.commands import Body, CarryOrder, GiveBackOrder, HandOverOrder, TakeBackOrder
from app.domain.errors import Problem
from app.domain.handover import HandoverAsk
from app.domain.in_hand import Carry
from app.domain.orders import Order
from app.domain.values import OperatorId, StationId
from app.usecases.carry import granted
from app.usecases.ports import OutboxEntry, OutboxState, TerminalTx
from app.usecases.station import Station
from tests.simulation.mutants import Mutant
from tests.simulation.servers import STORE
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.terminals import SimTerminal

OUT, AT_COUNTER = ("use", "use", "give_back", "drop"), ("carry", "carry", "take_back")
Asked = tuple[str, datetime]
"""The number of its paper, and when."""
_orders = msgspec.json.Decoder(Order)
_hand_overs = msgspec.json.Decoder(HandOverOrder)


def idea(chance: random.Random, world: World, name: str, order_id: str) -> tuple[str, str]:
    """What somebody at that terminal thinks of doing, and of which order: who holds bags thinks of those."""
    held = sorted(order for order, holder in world.bags.items() if holder == name)
    if held and chance.random() < 0.7:
        return chance.choice(OUT), chance.choice(held)
    return chance.choice(AT_COUNTER), order_id


def is_carried(body: Body) -> bool:
    """Whether it is a hand-over under a grant."""
    return isinstance(body, HandOverOrder) and bool(body.grant)


def is_carried_out(entry: OutboxEntry) -> bool:
    """Whether the entry is one."""
    return entry.command.kind == "order.hand_over" and is_carried(_hand_overs.decode(bytes(entry.command.body)))


def given(world: World, name: str, body: HandOverOrder) -> None:
    """The goods are the customer's now."""
    if world.bags.get(body.order) == name:
        del world.bags[body.order]


def put_down(world: World, name: str, body: Body, command_id: str) -> None:
    """What was in hand for that question stands in its place again; a refused wish to carry, or a bag scanned."""
    if isinstance(body, CarryOrder | TakeBackOrder) and command_id not in world.put_down:
        world.put_down.add(command_id)
        if world.bags.get(body.order) == name:
            del world.bags[body.order]


def wants(till: "SimTerminal", tx: TerminalTx, what: str, order: Order, asked: Asked) -> Body | None:
    """An act of who goes out with bags, or of a supervisor at the counter; None when it makes no sense."""
    document, now_at = asked
    world, carry = till.world, order.carried
    is_held = world.bags.get(order.id) == till.name
    is_here = order.id not in world.bags and world.net_out(order.id) == 0
    is_mine = carry is not None and carry.device == till.name
    body: Body | None = None
    if what == "use" and (is_held or till.mutant is Mutant.GRANT_USED_TWICE):
        body = _used(till, tx, order, document, now_at)
    elif what == "carry" and is_here and carry is None and not _is_asking(tx, order):
        world.bags[order.id] = till.name
        body = CarryOrder(order.id, order.custody.epoch, now_at)
    elif what == "take_back" and is_here and carry is not None and not is_mine:
        world.bags[order.id] = till.name
        body = TakeBackOrder(order.id, carry.grant, tuple(bag.id for bag in order.containers), now_at)
    elif what in ("drop", "give_back") and is_held and not _is_asking(tx, order):
        del world.bags[order.id]
        if what == "give_back" and carry is not None and is_mine:
            body = GiveBackOrder(order.id, carry.grant, now_at)
    return body


def _is_asking(tx: TerminalTx, order: Order) -> bool:
    entries = tx.outbox_of(f"order:{order.id}")
    return any(e.command.kind == "order.carry" and e.state is OutboxState.INTENT for e in entries)


def _believed(till: "SimTerminal", tx: TerminalTx, order: Order) -> Carry | None:
    """What the mutants take for a grant: the row as it came, or one of an authority that is gone."""
    if till.mutant is Mutant.GRANT_USED_TWICE and (row := tx.base_get("order", order.id)) is not None:
        return _orders.decode(row.body).carried
    if till.mutant is Mutant.GRANT_OUTLIVES_EPOCH and order.carry is not None:
        return order.carry if order.carry.device == till.name else None
    return None


def _used(till: "SimTerminal", tx: TerminalTx, order: Order, document: str, now_at: datetime) -> Body | None:
    station = Station(StationId(till.name), STORE)
    try:
        carry = _believed(till, tx, order) or granted(tx, order.id, station, OperatorId(till.operator))[1]
    except Problem:
        return None
    return HandOverOrder(order.id, HandoverAsk(), document, now_at, carry.grant)
