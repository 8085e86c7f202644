"""What must be true of visits in the end, judged by what people were told."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.central.pages.desk import Stage, stage_of
from app.domain.dropped import Cause
from app.domain.events import is_gone
from app.domain.orders import Order
from app.domain.queue import COMING, WAITING
from app.domain.values import CENTRAL
from app.domain.visits import LIVE_VISITS, Visit, VisitState
from app.node.custody import alloc_feed
from app.node.documents import find_order, get_config, get_order
from app.node.ports import NodeTx
from app.node.store_node import store_feed
from app.node.visitors import find_word, forget_vehicles, visit_for
from app.node.visits import visits_here, visits_of
from app.usecases.kept_vehicles import forget_vehicles as forget_here
from tests.simulation.mutants import Mutant
from tests.simulation.visiting import MARK, STORE

if TYPE_CHECKING:
    from tests.simulation.sim import Sim

DAY = timedelta(hours=24)


def judge_visits(sim: "Sim") -> list[str]:
    """What was violated about visits; forgets the cars at the end, so nothing else is judged after it."""
    found: list[str] = []
    edge = sim.edges[sim.edge]
    answered: set[str] = set()
    for one in sim.edges.values():
        found += one.watch.violations
        answered |= one.watch.answered
    if sim.comings.claimed - answered:
        found.append("V3 a claim without the authority's yes")
    with edge.store.read() as tx, sim.central.store.read() as top:
        found += _ended(tx)
        found += _kept(sim, tx)
        found += _not_reopened(sim, tx)
        found += _as_shown(sim, top, tx)
        found += _as_kept(sim, top, tx)
    return found + _forgotten(sim)


def _is_done(order: Order) -> bool:
    """Nothing more of it is anybody's to fetch, and somebody was there for that."""
    is_refused = any(drop.cause is Cause.REFUSED for drop in order.drops)
    return order.is_collected or (order.cancelled_at is not None and is_refused)


def _ended(tx: NodeTx) -> list[str]:
    for visit in visits_here(tx):
        orders = [get_order(tx, order_id) for order_id in visit.orders]
        if all(_is_done(order) for order in orders):
            return ["V4 a visit goes on although all of it is done"]
    return []


def _kept(sim: "Sim", tx: NodeTx) -> list[str]:
    """Who was told that they are waited for is waited for, until somebody says otherwise."""
    if sim.comings.was_wrong:
        # Nobody waits through a night, and by a wrong clock there was one.
        return []
    for order_id in sorted(set(sim.comings.came.values())):
        order, visits = find_order(tx, order_id), visits_of(tx, order_id)
        if order is None or is_gone(order):
            continue
        if not any(visit.arrived_at is not None for visit in visits):
            return ["V5 an arrival is lost"]
        is_waiting = any(visit.state in WAITING for visit in visits)
        if order_id not in sim.comings.gone and not is_waiting:
            return ["V5 somebody waits and nobody knows"]
    return []


def _not_reopened(sim: "Sim", tx: NodeTx) -> list[str]:
    """Who a colleague saw leave, and who said nothing since, is not waited for."""
    is_told_twice = sim.successor and not sim.is_old_edge_dead
    if sim.comings.was_off or is_told_twice:
        # A predecessor that goes on unheard hears words too: what it makes of them counts for nothing.
        return []
    for order_id, left in sorted(sim.comings.left.items()):
        is_live = any(visit.state in LIVE_VISITS for visit in visits_of(tx, order_id))
        if is_live and sim.comings.said.get(order_id, 0) < left:
            return ["V6 a visit that ended goes on"]
    return []


def _as_shown(sim: "Sim", top: NodeTx, tx: NodeTx) -> list[str]:
    """What the customer's page says is what the shop knows."""
    now_at, config = sim.now("C000"), get_config(top, STORE)
    for order_id in sim.order_ids:
        order, told = get_order(top, order_id), get_order(tx, order_id)
        if order.cancelled_at is not None:
            continue
        visit, word = visit_for(top, order_id), find_word(top, order_id)
        stage, is_known = stage_of(order, visit, word, config, now_at)
        if is_known and stage is not _stage_at_shop(told, visit_for(tx, order_id), now_at):
            return ["V7 the customer's page says something else than the shop"]
        # What is said while somebody else's word that they go is under way may meet the wrong visit: the page says
        # that the shop does not know it, and they press again.
        if not is_known and order_id not in sim.comings.gone and not sim.comings.was_off:
            return ["V7 the shop never heard what the page says"]
    return []


def _as_kept(sim: "Sim", top: NodeTx, tx: NodeTx) -> list[str]:
    """Head office has every visit as the shop has it; a successor is told of orders that are the shop's, only."""
    for order_id in sim.order_ids:
        kept, here = visits_of(top, order_id), visits_of(tx, order_id)
        is_untold = bool(sim.successor) and get_order(top, order_id).custody.holder == CENTRAL
        if any(visit not in kept for visit in here) or (len(kept) > len(here) and not is_untold):
            return ["V9 head office has another visit than the shop"]
    return []


def _stage_at_shop(order: Order, visit: Visit | None, now_at: datetime) -> Stage:
    if order.is_collected:
        return Stage.DONE
    if visit is None or visit.state not in LIVE_VISITS or visit.state is VisitState.ANNOUNCED:
        return Stage.COMING
    if visit.state in COMING:
        return Stage.ON_THE_WAY
    return Stage.HERE if visit.state is VisitState.ARRIVED else Stage.SERVED


def _forgotten(sim: "Sim") -> list[str]:
    """A day later no node has the car any more, each by itself: nobody speaks to anybody."""
    later_at = sim.now("C000") + DAY
    with sim.central.store.write() as tx:
        forget_vehicles(tx, lambda car: alloc_feed(car.store), later_at)
    for edge in sim.edges.values():
        with edge.store.write() as tx:
            forget_vehicles(tx, lambda _: store_feed(STORE), later_at)
    for till in sim.tills.values() if sim.mutant is not Mutant.CARS_STAY else ():
        with till.store.write() as tx:
            forget_here(tx, later_at)
    stores = [sim.central.store, *(e.store for e in sim.edges.values()), *(t.store for t in sim.tills.values())]
    return ["V8 a car is known for longer than a day"] if any(MARK in repr(vars(s)) for s in stores) else []
