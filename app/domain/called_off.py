"""Orders that are not simply fetched: taken on or declined, short of goods, refused, never fetched."""

from dataclasses import replace
from typing import assert_never

from app.domain.containers import merged, take_out
from app.domain.dropped import ON_SHELF, Cause, Drop
from app.domain.dropping import dropped
from app.domain.errors import Code, Problem
from app.domain.fulfilment import leave
from app.domain.handover import HandoverRules, already_handed_over
from app.domain.hold_times import extend_hold, judge_hold
from app.domain.order_commands import (
    AcceptOrder,
    CalledOffBody,
    DeclineOrder,
    EndHold,
    ExtendHold,
    GiveUpGoods,
    JudgeHold,
    PutAway,
    RefuseGoods,
    SubstituteGoods,
)
from app.domain.orders import STANDING, Order, Step, move_lines
from app.domain.put_backs import of_taken, put_away
from app.domain.shortages import give_up, substitute
from app.domain.transfers import declined_to, refuse_moved
from app.domain.values import Act, LineQuantity

_NOT_BEGUN = (Step.RESERVED, Step.PICKING, Step.SHORT)


def is_declinable(order: Order) -> bool:
    """Whether nobody has anything of it in hand yet."""
    is_touched = any(
        line.progress.picked or line.progress.packed or line.progress.handed_over for line in order.lines
    )
    return not is_touched and order.cancelled_at is None and order.closed_at is None


def called_off(order: Order, body: CalledOffBody, act: Act, rules: HandoverRules) -> Order:
    """The order after one of these commands; Problem with the reason when it is refused."""
    if isinstance(body, PutAway):
        return put_away(order, body, act)
    _refuse_over(order)
    match body:
        case AcceptOrder():
            after = order if order.accepted is not None else replace(order, accepted=act)
        case DeclineOrder():
            after = decline(order, body, act)
        case RefuseGoods():
            after = refuse_goods(order, body, act)
        case SubstituteGoods():
            after = substitute(order, body, act)
        case GiveUpGoods():
            after = give_up(order, body, act)
        case ExtendHold():
            after = extend_hold(order, body, rules)
        case JudgeHold():
            after = judge_hold(order, body)
        case EndHold():
            after = end_hold(order, act, rules)
        case _:
            assert_never(body)
    return after


def _refuse_over(order: Order) -> None:
    refuse_moved(order)
    if order.cancelled_at is not None:
        raise Problem(Code.ORDER_CANCELLED, order=order.number, at=order.cancelled_at.isoformat())
    if order.is_collected:
        raise already_handed_over(order)
    if order.closed_at is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="closed")


def decline(order: Order, body: DeclineOrder, act: Act) -> Order:
    """The order cancelled by the shop; one that another shop passed on goes back there, and nobody is paid back.

    Problem(STEP_NOT_ALLOWED) once somebody has a piece of it in hand.
    """
    if not is_declinable(order):
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="prepared")
    if (home := declined_to(order)) is not None:
        return leave(order, home, act, body.reason)
    before, lines, on_shelf = order, [], []
    for line in order.lines:
        for step in _NOT_BEGUN:
            quantity = line.progress.at(step)
            if quantity:
                piece = LineQuantity(line.id, quantity)
                order = move_lines(order, step, Step.CANCELLED, [piece])
                lines.append(piece)
                if step is not Step.SHORT and body.reason in ON_SHELF:
                    on_shelf.append(piece)
    return dropped(order, before, Drop(act, Cause.DECLINED, body.reason, merged(lines), merged(on_shelf)))


def refuse_goods(order: Order, body: RefuseGoods, act: Act) -> Order:
    """The order without what the customer does not want; that lies loose, or in the bag it filled.

    Problem(ORDER_NOT_READY | NOTHING_TO_HAND_OVER | WRONG_QUANTITY | LINE_UNKNOWN): it is what stands ready.
    """
    if order.ready_at is None:
        raise Problem(Code.ORDER_NOT_READY, order=order.number)
    return _taken_out(order, merged(body.lines) or _packed(order), Cause.REFUSED, body.reason, act)


def end_hold(order: Order, act: Act, rules: HandoverRules) -> Order:
    """The order without what nobody fetched. Problem(STEP_NOT_ALLOWED) before the authority said that its hold
    has ended."""
    if order.expired_at is None and rules.judges_holds:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="hold_not_over")
    return _taken_out(order, _packed(order), Cause.NO_SHOW, "", act)


def _packed(order: Order) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(line.id, line.progress.packed) for line in order.lines if line.progress.packed)


def _taken_out(order: Order, lines: tuple[LineQuantity, ...], cause: Cause, reason: str, act: Act) -> Order:
    if not lines:
        raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
    before = order
    order = move_lines(order, Step.PACKED, Step.CANCELLED, lines)
    order, taken = take_out(order, lines, (), STANDING)
    order = of_taken(order, cause, lines, taken, act.at)
    return dropped(order, before, Drop(act, cause, reason, lines))
