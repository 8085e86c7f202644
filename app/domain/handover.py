"""Handing an order over and taking that back: who may, what must be shown, what moves."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.errors import Code, Problem
from app.domain.orders import (
    Container,
    ContainerState,
    Handover,
    Order,
    Proof,
    ProofKind,
    Step,
    move_containers,
    move_lines,
)
from app.domain.values import Act, ContainerId, LineQuantity

BY_NUMBER = Proof(ProofKind.NUMBER)


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """What a store asks for; sent in its configuration. `undo_window_s` is in seconds."""

    undo_window_s: int = 600
    must_scan_containers: bool = False
    can_hand_over_expired: bool = True
    proof_above: int = 0


@dataclass(frozen=True, slots=True)
class HandoverAsk:
    """What the operator wants to hand over; no lines means everything that is packed."""

    lines: tuple[LineQuantity, ...] = ()
    containers: tuple[ContainerId, ...] = ()
    proof: Proof = BY_NUMBER
    is_age_checked: bool = False


def refuse_not_collectable(order: Order, now_at: datetime, rules: HandoverRules) -> None:
    """Problem when nobody may collect this order now, the most telling reason first."""
    if order.cancelled_at is not None:
        raise Problem(Code.ORDER_CANCELLED, order=order.number, at=order.cancelled_at.isoformat())
    if order.is_collected:
        raise already_handed_over(order)
    if order.cancel_requested_at is not None:
        raise Problem(Code.ORDER_CANCEL_REQUESTED, order=order.number, at=order.cancel_requested_at.isoformat())
    if order.ready_at is None:
        raise Problem(Code.ORDER_NOT_READY, order=order.number)
    is_expired = order.hold_until is not None and order.hold_until < now_at
    if is_expired and not rules.can_hand_over_expired:
        raise Problem(Code.ORDER_EXPIRED, order=order.number)


def already_handed_over(order: Order) -> Problem:
    """The refusal that says when, where and by whom."""
    if not order.live_handovers:
        return Problem(Code.ALREADY_HANDED_OVER, order=order.number)
    act = order.live_handovers[-1].act
    return Problem(
        Code.ALREADY_HANDED_OVER,
        order=order.number,
        at=act.at.isoformat(),
        store=act.store,
        station=act.station,
        operator=act.operator,
    )


def _refuse_proof(order: Order, ask: HandoverAsk, rules: HandoverRules) -> None:
    proof = ask.proof
    if proof.kind is ProofKind.CODE and (order.pickup.is_revoked or proof.generation != order.pickup.generation):
        raise Problem(Code.PROOF_REVOKED, order=order.number)
    if proof.kind is ProofKind.DELEGATE and not order.pickup.delegate:
        raise Problem(Code.PROOF_REQUIRED, order=order.number)
    value = sum(line.paid for line in order.lines)
    if proof.kind is ProofKind.NUMBER and 0 < rules.proof_above < value:
        raise Problem(Code.PROOF_REQUIRED, order=order.number, above=rules.proof_above)


def _all_packed(order: Order) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(line.id, line.progress.packed) for line in order.lines if line.progress.packed)


def _leaving(order: Order, lines: tuple[LineQuantity, ...]) -> tuple[Container, ...]:
    """The standing containers that go along: all of whose contents are among the pieces handed over."""
    left = {wanted.line: wanted.quantity for wanted in lines}
    leaving: list[Container] = []
    for container in order.containers:
        if container.state not in (ContainerState.STAGED, ContainerState.CLAIMED):
            continue
        if container.contents and all(left.get(c.line, 0) >= c.quantity for c in container.contents):
            for c in container.contents:
                left[c.line] -= c.quantity
            leaving.append(container)
    return tuple(leaving)


def hand_over(order: Order, ask: HandoverAsk, act: Act, rules: HandoverRules) -> Order:
    """The order after the hand-over; Problem with the reason when it may not happen.

    Pure: the caller is the custody holder and commits the result before anybody acts.
    """
    refuse_not_collectable(order, act.at, rules)
    _refuse_proof(order, ask, rules)
    lines = ask.lines or _all_packed(order)
    if not lines:
        raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
    if not ask.is_age_checked and any(order.line(wanted.line).min_age for wanted in lines):
        raise Problem(Code.AGE_CHECK_REQUIRED, order=order.number)
    leaving = _leaving(order, lines)
    scanned = {order.container(c).id for c in ask.containers}
    missing = [c.code for c in leaving if c.id not in scanned]
    if rules.must_scan_containers and missing:
        raise Problem(Code.CONTAINER_MISSING, order=order.number, container=missing[0])
    moved = move_lines(order, Step.PACKED, Step.HANDED_OVER, lines)
    moved = move_containers(moved, [c.id for c in leaving], ContainerState.OUT)
    entry = Handover(act, lines, tuple(c.id for c in leaving), ask.proof)
    return replace(moved, handovers=(*order.handovers, entry))


def reverse_handover(order: Order, handover_id: str, act: Act, rules: HandoverRules) -> Order:
    """The order with that hand-over undone; Problem(NOT_REVERSIBLE | UNDO_WINDOW_OVER).

    Allowed within the window and while the order is not closed; the goods stand staged again.
    """
    entry = next((h for h in order.handovers if h.act.id == handover_id), None)
    if entry is None or entry.reversed_by is not None or any(line.returned for line in order.lines):
        raise Problem(Code.NOT_REVERSIBLE, order=order.number)
    if order.closed_at is not None or (act.at - entry.act.at).total_seconds() > rules.undo_window_s:
        raise Problem(Code.UNDO_WINDOW_OVER, order=order.number, window_s=rules.undo_window_s)
    moved = move_lines(order, Step.HANDED_OVER, Step.PACKED, entry.lines)
    moved = move_containers(moved, entry.containers, ContainerState.STAGED)
    handovers = tuple(replace(h, reversed_by=act) if h is entry else h for h in order.handovers)
    return replace(moved, handovers=handovers)


def is_closable(order: Order, now_at: datetime, rules: HandoverRules) -> bool:
    """Whether nothing can be undone any more, so that custody may go back to central."""
    if order.closed_at is not None or not order.is_collected or not order.live_handovers:
        return False
    return (now_at - order.live_handovers[-1].act.at).total_seconds() > rules.undo_window_s
