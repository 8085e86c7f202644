"""An order as a screen may show it: the authority's row with this terminal's commands on top."""

import msgspec

from app.contract.ids import parse_command_id
from app.domain.commands import KINDS, Body, HandOverOrder
from app.domain.floor_table import needs_yes
from app.domain.handover import FACTS
from app.domain.orders import Order
from app.domain.projection import Pending, project_order
from app.domain.values import Act, OperatorId, StationId, StoreId
from app.domain.visits import LIVE_VISITS, Visit
from app.usecases.ports import BaseRow, OutboxEntry, OutboxState, TerminalTx

_orders = msgspec.json.Decoder(Order)
_visits = msgspec.json.Decoder(Visit)
MAX_VISITS = 20
_bodies = {kind: msgspec.json.Decoder(cls) for kind, cls in KINDS.items()}
ANSWERED = (OutboxState.ACCEPTED, OutboxState.FINAL)
FENCED = frozenset({"order.hand_over", "order.reverse_handover", "order.carry", "order.take_back"})
"""Kinds that are nothing before the authority's yes: an unanswered one is not shown as done."""


def body_of(entry: OutboxEntry) -> Body:
    """What a command of this terminal asks for."""
    return _bodies[entry.command.kind].decode(bytes(entry.command.body))


def act_of(entry: OutboxEntry, store: StoreId) -> Act:
    """Who made it, where and when."""
    device = parse_command_id(entry.command.id).device
    operator = OperatorId(entry.command.actor)
    return Act(entry.command.id, entry.created_at, operator, StationId(device), store)


def project(tx: TerminalTx, order_id: str, store: StoreId) -> Order | None:
    """The order, or None when this terminal does not have it."""
    base = tx.base_get("order", order_id)
    return None if base is None else projected(tx, base, store)


def projected(tx: TerminalTx, base: BaseRow, store: StoreId) -> Order:
    """The order of that row."""
    order, rules = _orders.decode(base.body), FACTS
    for entry in tx.outbox_of(f"order:{base.key}"):
        if _is_shown(entry, base.rev, order):
            order = project_order(order, [_pending(entry, store)], rules)
    return order


def visit_of(tx: TerminalTx, order_id: str) -> Visit | None:
    """The visit of who comes for an order, one that goes on before the last that ended; None: nobody came."""
    rows = tx.base_find("visit", f"order:{order_id}", MAX_VISITS)
    visits = [visit for row in rows if order_id in (visit := _visits.decode(row.body)).orders]
    return max(visits, key=lambda visit: (visit.state in LIVE_VISITS, visit.announced_at), default=None)


def served_at(tx: TerminalTx, order_id: str) -> str:
    """The bay or desk of the visit the customer of an order is on; empty when none is known here."""
    visit = visit_of(tx, order_id)
    return visit.place if visit is not None and visit.state in LIVE_VISITS else ""


def _is_shown(entry: OutboxEntry, base_rev: int, order: Order) -> bool:
    if entry.state in ANSWERED:
        return entry.result is None or entry.result.feed_rev == 0 or entry.result.feed_rev > base_rev
    if entry.state is not OutboxState.INTENT:
        return False
    body = body_of(entry)
    if isinstance(body, HandOverOrder) and body.grant:
        return True
    return entry.command.kind not in FENCED and not needs_yes(order, body)


def _pending(entry: OutboxEntry, store: StoreId) -> Pending:
    return entry.command.id, act_of(entry, store), body_of(entry)
