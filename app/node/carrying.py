"""Orders out of reach with a tablet, at the authority that entrusted them: what it refuses and believes."""

from collections.abc import Callable

import msgspec

from app.contract.commands import Command, Outcome, Result
from app.contract.rows import StoreConfig
from app.domain.attention import CARRIED
from app.domain.carrying import carried_by_other, is_bearer, refuse_without_bags
from app.domain.commands import KIND_OF, Body, CarryOrder, HandOverOrder, MoveVisit, TakeBackOrder
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.visits import Visit, VisitState
from app.node.documents import Attention, find_order, find_visit
from app.node.intake import RETRY_CODES, Received, decode_body
from app.node.ports import NodeTx

MAX_VISITS = 50
_HELD = (VisitState.CLAIMED, VisitState.BEING_SERVED)


def refuse_carry(tx: NodeTx, config: StoreConfig | None, order: Order, received: Received) -> None:
    """Problem(NOT_CARRIED): asked for under another epoch. CLAIMED_BY_OTHER: a colleague is at its car.
    CONTAINER_MISSING: taken back without its bags."""
    body = received.body
    if isinstance(body, CarryOrder):
        if body.epoch != order.custody.epoch:
            raise Problem(Code.NOT_CARRIED, order=order.number)
        for found in tx.find("visit", f"order:{order.id}", MAX_VISITS):
            visit = find_visit(tx, found.key)
            if visit is not None and visit.state in _HELD and visit.claimed_by != received.act.operator:
                raise Problem(Code.CLAIMED_BY_OTHER, by=visit.claimed_by)
    if isinstance(body, TakeBackOrder) and (carry := order.carried) is not None:
        known = () if config is None else config.devices
        is_revoked = any(d.id == carry.device and d.is_revoked for d in known)
        refuse_without_bags(order, body.containers, is_revoked=is_revoked)


def refuse_visit(tx: NodeTx, visit: Visit | None, received: Received, body: MoveVisit) -> None:
    """Problem(ORDER_CARRIED): nobody else takes the car of who carries its goods. A word of the customer, or about
    their bay, takes nothing from anybody."""
    is_colleague = bool(received.act.operator) and not body.place
    is_taking = is_colleague and visit is not None and visit.state in _HELD and body.target is VisitState.ARRIVED
    if visit is None or not (body.target is VisitState.CLAIMED or is_taking):
        return
    for order_id in visit.orders:
        order = find_order(tx, order_id)
        if order is None or (carry := order.carried) is None:
            continue
        if carry.device != received.id.device:
            raise carried_by_other(order, carry)


def has_happened(command: Command) -> bool:
    """Whether somebody says that goods have left under a grant: a fact, whoever answers for the shop now."""
    if command.kind != KIND_OF[HandOverOrder]:
        return False
    try:
        body = decode_body(command)
    except Problem:
        return False
    return isinstance(body, HandOverOrder) and bool(body.grant)


def is_carried(tx: NodeTx, order_id: str) -> bool:
    """Whether a device is out with it, so that nothing is answered about it yet."""
    order = find_order(tx, order_id)
    return order is not None and order.carried is not None


def was_entrusted(
    tx: NodeTx,
    config: StoreConfig | None,
    received: Received,
    problem: Problem,
    tell: Callable[[NodeTx, Attention], object],
) -> bool:
    """Whether goods left under a grant that stands, by whom they were entrusted to: what the roster says of them
    by now does not bring the goods back. A person of the shop is told why they would not be let today.

    A device that is not the shop's, or not any more, is not believed.
    """
    body, act = received.body, received.act
    if config is None or not isinstance(body, HandOverOrder) or not body.grant:
        return False
    order = find_order(tx, body.order)
    carry = None if order is None else order.carried
    is_ours = any(one.id == received.id.device and not one.is_revoked for one in config.devices)
    if order is None or carry is None or carry.grant != body.grant or not is_bearer(carry, act) or not is_ours:
        return False
    _tell(tx, received, body, problem, tell, order=order.number)
    return True


def _tell(
    tx: NodeTx,
    received: Received,
    body: HandOverOrder,
    problem: Problem,
    tell: Callable[[NodeTx, Attention], object],
    *,
    order: str,
) -> None:
    details: dict[str, str | int | bool] = {"order": order, "why": problem.code, "command": received.command.id}
    item_id = f"{CARRIED}{received.command.id}"
    tell(tx, Attention(item_id, Code.HANDOVER_CONFLICT, received.act.store, body.order, received.now_at, details))


def refused(
    tx: NodeTx, received: Received, body: Body, problem: Problem, tell: Callable[[NodeTx, Attention], object]
) -> Result:
    """The refusal as an answer when goods left under a grant that had ended, and that cannot be here: a person of
    the shop is told. Every other Problem goes on."""
    if not isinstance(body, HandOverOrder) or not body.grant or problem.code in RETRY_CODES:
        raise problem
    if problem.code is Code.NOT_CUSTODIAN:
        # Who answers for the order is being named anew: it will know what became of it.
        raise Problem(Code.BUSY)
    _tell(tx, received, body, problem, tell, order=str(problem.details.get("order", body.order)))
    answer = Result(id=received.command.id, outcome=Outcome.REJECTED, code=problem.code)
    return msgspec.structs.replace(answer, details=dict(problem.details))
