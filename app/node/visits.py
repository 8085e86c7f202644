"""Visits as the nodes know them: which go on, and how one moves."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.commands import MoveVisit
from app.domain.decisions import OrderBody
from app.domain.errors import Code, Problem
from app.domain.events import consequences, events_between, is_fetched, is_gone
from app.domain.order_commands import EndHold
from app.domain.orders import Order
from app.domain.queue import COMING, WAITING
from app.domain.values import Act, VisitId
from app.domain.visits import LIVE_VISITS, Visit, VisitState
from app.node.documents import find_config, find_order, find_visit, get_order
from app.node.ports import NodeTx

VISIT = "visit"
DECIDED = "visit"
"""In an answer: the visit that its authority took the word for one of."""
MAX_VISITS = 50
"""Of one order: more are never looked at."""


def get_orders(tx: NodeTx, body: MoveVisit, known: Visit | None) -> list[Order]:
    """The orders a visit is for; Problem(ORDER_UNKNOWN) for a new one. One that goes on must be endable although
    an order of it is no more: placed anew at the platform, or gone with what a node forgot."""
    if known is None:
        return [get_order(tx, order_id) for order_id in body.orders]
    return [order for order_id in body.orders if (order := find_order(tx, order_id)) is not None]


def visits_here(tx: NodeTx) -> list[Visit]:
    """The visits that go on."""
    return [visit for found in tx.find("visit", "state:open", 500) if (visit := find_visit(tx, found.key))]


def visits_of(tx: NodeTx, order_id: str) -> list[Visit]:
    """The visits an order is part of, also those that ended."""
    found = (find_visit(tx, hit.key) for hit in tx.find("visit", f"order:{order_id}", MAX_VISITS))
    return [visit for visit in found if visit is not None and order_id in visit.orders]


def joined(tx: NodeTx, before: Order, after: Order, at: datetime) -> list[Visit]:
    """The visits of an order that what happened to it moves, as they are after that; not written yet.

    One of several orders of which another is no more goes on: a person ends it.
    """
    events, moved = events_between(before, after, at), []
    known = visits_of(tx, after.id) if events else []
    for visit in known:
        orders = [order for order_id in visit.orders if (order := find_order(tx, order_id)) is not None]
        if len(orders) < len(visit.orders):
            continue
        now = visit
        for event in events:
            now = consequences(event, now, orders)
        if now != visit:
            moved.append(now)
    return _one_goes_on(known, moved)


def _one_goes_on(known: list[Visit], moved: list[Visit]) -> list[Visit]:
    """Without all but the latest of the visits that a reversal would let go on: who comes for an order comes once,
    whatever was said between a hand-over and its end; none where somebody is waited for already."""
    was_live = {visit.id for visit in known if visit.state in LIVE_VISITS}
    resumed = [visit for visit in moved if visit.state in LIVE_VISITS and visit.id not in was_live]
    goes_on = max(resumed, key=_newness).id if resumed and not was_live else ""
    return [visit for visit in moved if visit not in resumed or visit.id == goes_on]


def _newness(visit: Visit) -> tuple[datetime, str]:
    return visit.announced_at, visit.id


def asked_of(tx: NodeTx, body: MoveVisit, act: Act) -> tuple[Visit | None, MoveVisit]:
    """The visit a move is about, None for a new one, and the move as one of that visit.

    Who says by page, at a kiosk or to a colleague that they come for an order comes once: the first visit goes on,
    whatever the second word called it. One of another day is over.
    """
    known = find_visit(tx, body.visit)
    is_ended = known is not None and known.state not in LIVE_VISITS and is_said_by_visitor(body, act)
    is_coming = body.target in COMING or body.target is VisitState.ARRIVED
    if not is_coming or len(body.orders) != 1 or not (known is None or is_ended):
        return known, body
    config = find_config(tx, body.store)
    zone = ZoneInfo("UTC" if config is None else config.timezone)
    live = [
        v for v in visits_of(tx, body.orders[0]) if v.state in LIVE_VISITS and not v.is_left_over(act.at, zone)
    ]
    if not live:
        return known, body
    joined = max(live, key=_newness)
    return joined, replace(body, visit=joined.id, orders=joined.orders)


def refuse_no_show(tx: NodeTx, order: Order, body: OrderBody) -> None:
    """Problem(STEP_NOT_ALLOWED): nobody came, it is said, and somebody waits. Who left is marked so first."""
    if isinstance(body, EndHold) and any(visit.state in WAITING for visit in visits_of(tx, order.id)):
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="here")


def decided_of(tx: NodeTx, body: MoveVisit, act: Act, decided: str) -> tuple[Visit | None, MoveVisit]:
    """As `asked_of`, as the shop's authority answered it: what it knew then need not be known here in that order.
    An authority of an older release says nothing of it."""
    if not decided:
        return asked_of(tx, body, act)
    known = find_visit(tx, decided)
    orders = body.orders if known is None else known.orders
    return known, replace(body, visit=VisitId(decided), orders=orders)


def is_said_by_visitor(body: MoveVisit, act: Act) -> bool:
    """Whether somebody comes, by their own word or seen in a bay; else a colleague puts back what they had."""
    return not act.operator or bool(body.place)


def moved_visit(visit: Visit | None, body: MoveVisit, act: Act, orders: list[Order]) -> Visit:
    """The visit after the move; a new one when it is the first word of it.

    Who checks in again is waited for already. They, and a colleague, may say that they wait in another bay;
    neither takes anything out of the hands of a colleague who is at it. Who had left and is here again waits from
    then on. A word that comes after all the goods have left ends a visit.
    """
    if visit is None:
        if not orders:
            raise Problem(Code.VISIT_UNKNOWN, visit=body.visit)
        visit = Visit(
            id=body.visit,
            store=body.store,
            orders=body.orders,
            customer=orders[0].customer,
            state=VisitState.ANNOUNCED,
            announced_at=act.at,
            place=body.place,
            number=body.number,
        )
        if body.target is VisitState.ANNOUNCED:
            return visit
    visit = replace(visit, number=visit.number or body.number)
    is_here = body.target is VisitState.ARRIVED
    is_back = is_here and visit.state is VisitState.LEFT and is_said_by_visitor(body, act)
    if is_back and not all(is_gone(order) for order in orders):
        return visit.begun_anew(act.at, body.place)
    if is_here and orders and all(is_fetched(order) for order in orders):
        return visit.served(act.at)
    is_again = is_here and visit.state in WAITING
    is_news = bool(act.operator) and bool(body.place) is (visit.state is VisitState.ARRIVED)
    if is_again and not is_news:
        return replace(visit, place=body.place or visit.place)
    moved = visit.moved(body.target, act.at, by=act.operator, place=body.place, trouble=body.trouble)
    return replace(moved, expected_at=body.expected_at or moved.expected_at)
