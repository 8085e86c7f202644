"""Handing an order over and taking that back: who may, what must be shown, what moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from app.domain.containers import IN_SHOP, merged, put_back, take_out
from app.domain.errors import Code, Problem
from app.domain.folding import fold
from app.domain.orders import (
    STANDING,
    ContainerState,
    Handover,
    Order,
    Proof,
    ProofKind,
    Step,
    move_containers,
    move_lines,
)
from app.domain.put_backs import open_tasks
from app.domain.refunds import cost_of
from app.domain.substitutes import sold_value
from app.domain.transfers import refuse_moved
from app.domain.values import Act, ContainerId, LineId, LineQuantity, SignedOn

BY_NUMBER = Proof(ProofKind.NUMBER)


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """What a store asks for; sent in its configuration. `undo_window_s` in seconds, `proof_above` minor units.

    A ready order is held to the end of the last of `hold_days` in `zone`, its customer reminded `remind_days`
    before (0: never), and kept no longer than `longest_hold_days`. `judges_holds` is false where a hold was judged
    already. `check_names`: screens show who else waits under a like name; nothing is refused
    for it. Whoever takes goods of more than `sign_above` (minor units, 0: never) signs for them, and so does any
    delegate where `sign_delegates`. `carry_s`: for how many seconds an order is entrusted to a tablet that goes
    out of reach.
    """

    undo_window_s: int = 600
    must_scan_containers: bool = False
    can_hand_over_expired: bool = True
    proof_above: int = 0
    hold_days: int = 7
    check_age: bool = True
    check_names: bool = True
    sign_above: int = 0
    sign_delegates: bool = False
    remind_days: int = 1
    longest_hold_days: int = 30
    zone: tzinfo = UTC
    judges_holds: bool = True
    carry_s: int = 1800


FACTS = HandoverRules(undo_window_s=10**9, check_age=False, judges_holds=False)
"""For what a custody holder decided: its word counts, and no window of its is judged again."""


@dataclass(frozen=True, slots=True)
class HandoverAsk:
    """What the operator wants to hand over; no lines means everything that is packed.

    `is_paid_here`: the shop's till took the money for what was not paid online, `amount` of it in minor units: the
    sum that was shown. None from a till that does not tell it yet. `signed`: how they signed, where that is asked.
    """

    lines: tuple[LineQuantity, ...] = ()
    containers: tuple[ContainerId, ...] = ()
    proof: Proof = BY_NUMBER
    is_age_checked: bool = False
    is_paid_here: bool = False
    amount: int | None = None
    signed: SignedOn | None = None


def refuse_not_collectable(order: Order, now_at: datetime, rules: HandoverRules) -> None:
    """Problem when nobody may collect this order now, the most telling reason first."""
    refuse_moved(order)
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
    if proof.kind is ProofKind.DELEGATE and not _is_delegate(order.pickup.delegate, proof.name):
        raise Problem(Code.PROOF_REQUIRED, order=order.number)
    if proof.kind is ProofKind.NUMBER and 0 < rules.proof_above < sold_value(order):
        raise Problem(Code.PROOF_REQUIRED, order=order.number, above=rules.proof_above)


def is_signature_asked(order: Order, proof: ProofKind, rules: HandoverRules) -> bool:
    """Whether whoever takes it, having shown that, signs for it in this shop."""
    is_dear = 0 < rules.sign_above < sold_value(order)
    return is_dear or (rules.sign_delegates and proof is ProofKind.DELEGATE)


def amount_due(order: Order) -> int:
    """What is to be taken at the till before anything leaves, minor units."""
    return 0 if order.is_paid else till_amount(order)


def till_amount(order: Order) -> int:
    """What the till took of an order that was not paid online, minor units, or is to take: all that was not
    cancelled, and what the shop platform says besides."""
    taken = [h.amount for h in order.live_handovers if h.is_paid_here and h.amount is not None]
    return taken[-1] if taken else unpaid_amount(order)


def unpaid_amount(order: Order) -> int:
    """What would be to take at the till of an order that was not paid online, minor units."""
    return max(0, kept_value(order) + order.payment.correction)


def taken_amiss(order: Order, ask: HandoverAsk) -> tuple[int, int] | None:
    """What a till took and what was to be taken by this state, minor units, where these are not the same; other
    hand-overs do not count, as one that was undone may not be known to be."""
    if not ask.is_paid_here:
        return None
    taken, owed = unpaid_amount(order) if ask.amount is None else ask.amount, unpaid_amount(order)
    if order.payment.is_paid:
        owed = 0
    return None if taken == owed else (taken, owed)


def refuse_other_sum(order: Order, ask: HandoverAsk) -> None:
    """Problem(AMOUNT_CHANGED) when the sum that was shown is not what is owed: the new one is shown first."""
    if ask.is_paid_here and ask.amount is not None and ask.amount != amount_due(order):
        raise Problem(Code.AMOUNT_CHANGED, order=order.number, amount=amount_due(order), currency=order.currency)


def kept_value(order: Order) -> int:
    """What all that was not cancelled costs, shipping included, minor units."""
    return sum(cost_of(line, line.quantity - line.progress.cancelled) for line in order.lines) + order.shipping


def _refuse_unpaid(order: Order, ask: HandoverAsk) -> None:
    """Goods nobody paid for stay. Asked after the person was checked, so that no money is taken in vain."""
    if not order.is_paid and not ask.is_paid_here:
        amount = amount_due(order)
        raise Problem(Code.PAYMENT_REQUIRED, order=order.number, amount=amount, currency=order.currency)


def _is_delegate(named: str, shown: str) -> bool:
    """Whether the customer named a delegate, and the name told at the counter (when one is) is theirs."""
    return bool(named) and (not shown or fold(shown) == fold(named))


def _all_packed(order: Order) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(line.id, line.progress.packed) for line in order.lines if line.progress.packed)


def packed_lines(order: Order, wanted: Mapping[str, int]) -> tuple[LineQuantity, ...]:
    """So many packed pieces of each article, by GTIN of any length: what `HandoverAsk.lines` takes for a part.

    Problem(LINE_UNKNOWN): the order has no such article. WRONG_QUANTITY: not so many of it are packed.
    """
    found: list[LineQuantity] = []
    for gtin, quantity in wanted.items():
        lines = [line for line in order.lines if line.gtin.zfill(14) == gtin.zfill(14)]
        if not lines:
            raise Problem(Code.LINE_UNKNOWN, order=order.number, gtin=gtin)
        available = sum(line.progress.packed for line in lines)
        if not 0 < quantity <= available:
            raise Problem(Code.WRONG_QUANTITY, asked=quantity, available=available)
        left = quantity
        for line in lines:
            taken = min(left, line.progress.packed)
            left -= taken
            if taken:
                found.append(LineQuantity(line.id, taken))
    return tuple(found)


def hand_over(order: Order, ask: HandoverAsk, act: Act, rules: HandoverRules) -> Order:
    """The order after the hand-over; Problem with the reason when it may not happen.

    Pure: the caller is the custody holder and commits the result before anybody acts.
    """
    refuse_not_collectable(order, act.at, rules)
    _refuse_proof(order, ask, rules)
    lines = merged(ask.lines) or _all_packed(order)
    if not lines:
        raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
    if rules.check_age and not ask.is_age_checked and any(order.line(wanted.line).min_age for wanted in lines):
        raise Problem(Code.AGE_CHECK_REQUIRED, order=order.number)
    if ask.signed is None and is_signature_asked(order, ask.proof.kind, rules):
        raise Problem(Code.SIGNATURE_REQUIRED, order=order.number)
    _refuse_unpaid(order, ask)
    moved = move_lines(order, Step.PACKED, Step.HANDED_OVER, lines)
    scanned = {order.container(c).id for c in ask.containers}
    moved, taken = take_out(moved, lines, scanned, STANDING)
    touched = {piece.container for piece in taken}
    missing = [c.code for c in order.containers if c.id in touched - scanned]
    if rules.must_scan_containers and missing:
        raise Problem(Code.CONTAINER_MISSING, order=order.number, container=missing[0], count=len(missing))
    leaving = tuple(c.id for c in moved.containers if c.id in touched and not c.contents)
    moved = move_containers(moved, leaving, ContainerState.OUT)
    is_paid_here = ask.is_paid_here and not order.is_paid
    amount = None
    if is_paid_here:
        amount = amount_due(order) if ask.amount is None else ask.amount
    entry = Handover(
        act, lines, leaving, ask.proof, taken=taken, is_paid_here=is_paid_here, amount=amount, signed=ask.signed
    )
    return replace(moved, handovers=(*order.handovers, entry))


def reverse_handover(order: Order, handover_id: str, act: Act, rules: HandoverRules) -> Order:
    """The order with that hand-over undone; Problem(NOT_REVERSIBLE | UNDO_WINDOW_OVER).

    Allowed within the window and while the order is not closed, or when a later hand-over of the same pieces shows
    that it was allowed already by an authority that is gone; every piece is in the container it left, and a
    container that had gone stands staged again.
    """
    entry = next((h for h in order.handovers if h.act.id == handover_id), None)
    if entry is None or entry.reversed_by is not None:
        raise Problem(Code.NOT_REVERSIBLE, order=order.number)
    moved = order
    if not _is_followed(order, entry):
        _refuse_late(order, entry, act, rules)
        moved = move_lines(order, Step.HANDED_OVER, Step.PACKED, entry.lines)
        moved = put_back(moved, entry.taken)
    handovers = tuple(replace(h, reversed_by=act) if h is entry else h for h in order.handovers)
    return replace(moved, handovers=handovers)


def _refuse_late(order: Order, entry: Handover, act: Act, rules: HandoverRules) -> None:
    if any(order.line(piece.line).returned for piece in entry.lines):
        raise Problem(Code.NOT_REVERSIBLE, order=order.number)
    if order.closed_at is not None or (act.at - entry.act.at).total_seconds() > rules.undo_window_s:
        raise Problem(Code.UNDO_WINDOW_OVER, order=order.number, window_s=rules.undo_window_s)


def is_overlapping(order: Order) -> bool:
    """Whether more pieces left by live hand-overs than are out: a reversal in between is not known here yet."""
    return any(_out_by(order.live_handovers, line.id) > line.progress.handed_over for line in order.lines)


def _out_by(handovers: Iterable[Handover], line: LineId) -> int:
    return sum(piece.quantity for h in handovers for piece in h.lines if piece.line == line)


def _is_followed(order: Order, entry: Handover) -> bool:
    """Whether the pieces of `entry` left again by a later hand-over that was recorded before its reversal."""
    others = [h for h in order.live_handovers if h is not entry]
    return any(
        _out_by(others, piece.line) > order.line(piece.line).progress.handed_over - piece.quantity
        for piece in entry.lines
    )


def follow_on(order: Order, ask: HandoverAsk, act: Act) -> Order:
    """The order with a hand-over of pieces that another one already took: it was reversed in between.

    For facts only, when they come out of order after an authority was lost; `is_overlapping` until the reversal is
    known too. Problem(NOTHING_TO_HAND_OVER) when nothing has left.
    """
    if not order.live_handovers:
        raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
    last = order.live_handovers[-1]
    amount = last.amount if ask.amount is None or not last.is_paid_here else ask.amount
    entry = replace(last, act=act, proof=ask.proof, amount=amount, signed=ask.signed)
    return replace(order, handovers=(*order.handovers, entry))


def is_closable(order: Order, now_at: datetime, rules: HandoverRules) -> bool:
    """Whether nothing can be undone any more, so that custody may go back to central."""
    if order.closed_at is not None:
        return False
    if order.cancelled_at is not None:
        is_in_a_bag = any(c.state in IN_SHOP and c.contents for c in order.containers)
        return not is_in_a_bag and not open_tasks(order)
    if not order.is_collected or not order.live_handovers:
        return False
    return (now_at - order.live_handovers[-1].act.at).total_seconds() > rules.undo_window_s
