"""One door for every command on an order: the state after it, or the Problem that says why not."""

from dataclasses import replace

from app.domain.called_off import called_off
from app.domain.carrying import CarryBody, carried, hand_over_carried, is_ending, refuse_carried
from app.domain.commands import (
    AnswerRecall,
    CarryOrder,
    CloseOrder,
    GiveBackOrder,
    HandOverOrder,
    MarkReady,
    MoveContainer,
    MoveLines,
    ReverseHandover,
    ShortenOrder,
    TakeBackOrder,
)
from app.domain.errors import Code, Problem
from app.domain.fulfilment import answer_recall, close, mark_ready, move_container, move_lines, shorten
from app.domain.handover import HandoverRules, follow_on, hand_over, refuse_other_sum, reverse_handover
from app.domain.order_commands import CalledOffBody
from app.domain.orders import Order
from app.domain.values import Act
from app.domain.weighing import refuse_unweighed, settled, unsettled

OrderBody = (
    HandOverOrder
    | ReverseHandover
    | CloseOrder
    | MoveLines
    | MoveContainer
    | MarkReady
    | AnswerRecall
    | ShortenOrder
    | CalledOffBody
    | CarryBody
)


FOLLOWED = (Code.ALREADY_HANDED_OVER, Code.NOTHING_TO_HAND_OVER, Code.WRONG_QUANTITY)
"""Refusals of a hand-over that mean: the pieces had left before."""


def has_applied(order: Order, command_id: str) -> bool:
    """Whether this state contains that command; hand-overs and reversals are known for ever."""
    if command_id in order.applied:
        return True
    return any(
        h.act.id == command_id or (h.reversed_by is not None and h.reversed_by.id == command_id)
        for h in order.handovers
    )


def decide(order: Order, body: OrderBody, act: Act, rules: HandoverRules) -> Order:
    """The order after the command; Problem with the reason when it is refused.

    Pure; `act.id` is the command's id and is remembered, so that deciding the same command again changes nothing.
    """
    decided = _applied(order, body, act, rules)
    if decided is order:
        return order
    if isinstance(body, HandOverOrder):
        refuse_other_sum(order, body.ask)
    elif isinstance(body, MoveLines):
        refuse_unweighed(order, body)
    return decided


def _applied(order: Order, body: OrderBody, act: Act, rules: HandoverRules) -> Order:
    if has_applied(order, act.id):
        return order
    return _decided(order, body, act, rules).with_applied(act.id)


def record(order: Order, body: OrderBody, act: Act, rules: HandoverRules) -> Order:
    """The order after a command its custody holder said yes to: a fact, so a cancel asked for meanwhile lost, and
    what the till took stands.

    The request stays until the holder answers it, and who carries the order is no reason against a fact. Problem
    when the fact does not fit this state at all.
    """
    if isinstance(body, AnswerRecall):
        return decide(replace(order, carry=None), body, act, rules)
    asked_at = order.cancel_requested_at
    asked = replace(order, cancel_requested_at=None, carry=None)
    try:
        recorded = _applied(asked, body, act, rules)
    except Problem as problem:
        if isinstance(body, CarryBody):
            return replace(order, carry=None).with_applied(act.id)
        if not isinstance(body, HandOverOrder) or problem.code not in FOLLOWED:
            raise
        recorded = follow_on(asked, body.ask, act).with_applied(act.id)
    if not is_ending(body) and not isinstance(body, CarryOrder):
        recorded = replace(recorded, carry=order.carry)
    return recorded if asked_at is None else replace(recorded, cancel_requested_at=asked_at)


def _handed_over(order: Order, body: HandOverOrder, act: Act, rules: HandoverRules) -> Order:
    if body.grant:
        after = hand_over_carried(order, body, act)
    else:
        after = replace(hand_over(order, body.ask, act, rules), carry=None)
    left = (piece.line for handover in after.handovers[len(order.handovers) :] for piece in handover.lines)
    return settled(after, left, act)


def _reversed(order: Order, body: ReverseHandover, act: Act, rules: HandoverRules) -> Order:
    after = reverse_handover(order, body.handover, act, rules)
    [undone] = [handover for handover in after.handovers if handover.act.id == body.handover]
    return unsettled(after, (piece.line for piece in undone.lines))


def _prepared(order: Order, body: MoveLines | MoveContainer | MarkReady, act: Act, rules: HandoverRules) -> Order:
    match body:
        case MoveLines():
            return move_lines(order, body, act)
        case MoveContainer():
            return move_container(order, body, act)
        case MarkReady():
            return mark_ready(order, act, rules)


def _decided(order: Order, body: OrderBody, act: Act, rules: HandoverRules) -> Order:
    refuse_carried(order, body, act)
    match body:
        case HandOverOrder():
            after = _handed_over(order, body, act, rules)
        case CarryOrder() | GiveBackOrder() | TakeBackOrder():
            after = carried(order, body, act, rules)
        case ReverseHandover():
            after = _reversed(order, body, act, rules)
        case MoveLines() | MoveContainer() | MarkReady():
            after = _prepared(order, body, act, rules)
        case AnswerRecall():
            after = answer_recall(order, body, act)
        case ShortenOrder():
            after = shorten(order, body, act.at)
        case CloseOrder():
            after = close(order, act, rules)
        case _:
            after = called_off(order, body, act, rules)
    return after
