"""Central's decision about goods that came back: matched, eligible, refunded once, told to the platform."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeAlias

from app.contract.commands import Outcome, Result
from app.domain.commands import ReceiveReturn
from app.domain.eligibility import facts_of, judge, refuse_not_eligible, return_policy
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.refunds import refund_lines
from app.domain.return_cases import Effect, decided_case, moved_case, received_case
from app.domain.returns import Disposition, EffectState, ReturnCase, Rule, Tender, take_back
from app.domain.values import CENTRAL
from app.node.custody import alloc_feed, publish_order, publish_returnables
from app.node.documents import (
    Attention,
    decode_return,
    find_order,
    find_return,
    get_config,
    put_attention,
    put_order,
    put_return,
)
from app.node.intake import Received
from app.node.permits import is_exception_allowed
from app.node.ports import NewRow, NodeTx

Details: TypeAlias = Mapping[str, str | int | bool]


class ReturnRecorder(Protocol):
    """Who must hear of a decided return, within its transaction."""

    def returned(self, tx: NodeTx, order: Order, case: ReturnCase) -> None:
        """Goods came back and central decided what is refunded."""


def decide_return(tx: NodeTx, received: Received, body: ReceiveReturn, recorder: ReturnRecorder) -> Result:
    """Record the goods, which is a fact, and decide the money; that each happens once is the command log's doing.

    Rejected with the reason when nothing is refunded: the goods stay recorded, and a person settles it with the
    customer. A blind intake waits for somebody who matches it.
    """
    if body.store != received.act.store:
        raise Problem(Code.BAD_COMMAND, store=body.store)
    if body.order is not None:
        tx.lock(f"order:{body.order}")
    order = find_order(tx, body.order) if body.order is not None else None
    case = received_case(body, received.act, order_number="" if order is None else order.number)
    if order is None:
        return _unmatched(tx, received, case)
    try:
        rule = _rule(tx, received, body, order)
        decided = decided_case(replace(case, rule=rule), refund_lines(order, body.pieces, rule))
        decided = _without_idle_effects(tx, order, decided)
        taken = take_back(order, body.pieces, received.act)
    except Problem as problem:
        return _not_refunded(tx, received, case, problem)
    _publish(tx, taken, decided)
    recorder.returned(tx, taken, decided)
    if decided.at_till:
        _tell(tx, received, decided, Code.REFUND_AT_TILL, {"amount": decided.at_till, "currency": order.currency})
    details: dict[str, str | int | bool] = {"case": decided.number, "refund": decided.refund, "rule": rule.value}
    if decided.money is EffectState.PARKED:
        details["at_till"] = True
    elif decided.at_till:
        details["cash"] = decided.at_till
    return Result(id=received.command.id, outcome=Outcome.OK, details=details)


def _without_idle_effects(tx: NodeTx, order: Order, case: ReturnCase) -> ReturnCase:
    """Nothing to put back on sale is no stock effect, nor is what was given instead of others: the web shop never
    counted it as sold. A voucher is our own paper and moves no money. What the till
    took only a person at the till can give back; what came in online before goes back first."""
    if not order.payment.is_paid and case.money is EffectState.PENDING:
        online = min(case.refund, _left_online(tx, order, case))
        money = EffectState.PENDING if online else EffectState.PARKED
        cash = EffectState.PARKED if 0 < online < case.refund else EffectState.NOT_DUE
        case = replace(case, money=money, cash=cash, at_till=case.refund - online)
    given = {line.id for line in order.lines if line.replaces is not None}
    restocked = [piece for piece in case.pieces if piece.disposition is Disposition.RESTOCK]
    if all(piece.line in given for piece in restocked):
        case = replace(case, stock=EffectState.NOT_DUE)
    if case.tender is Tender.VOUCHER:
        case = replace(case, money=EffectState.NOT_DUE, cash=EffectState.NOT_DUE, at_till=0)
    return case


def _left_online(tx: NodeTx, order: Order, case: ReturnCase) -> int:
    """What of the money that came in online was not given back yet, minor units."""
    term = f"order:{order.id}"
    cases = [decode_return(found.body) for found in tx.find("return", term, 200) if found.term == term]
    gone = sum(c.refund - c.at_till for c in cases if c.id != case.id and c.money is not EffectState.NOT_DUE)
    return max(0, order.payment.deposit - gone)


def _rule(tx: NodeTx, received: Received, body: ReceiveReturn, order: Order) -> Rule:
    """The rule every piece comes back under; the weakest of them for the whole case. Problem when one has none."""
    config = get_config(tx, body.store)
    policy, is_approved = return_policy(config), is_exception_allowed(config, received.command.actor, body)
    chosen: list[Rule] = []
    for piece in body.pieces:
        if piece.line is None:
            raise Problem(Code.RETURN_UNMATCHED, case=body.number)
        facts = facts_of(order, piece.line)
        verdicts = judge(facts, piece.reason, piece.condition, policy, received.act.at, is_approved=is_approved)
        chosen.append(refuse_not_eligible(verdicts).rule)
    if not chosen:
        raise Problem(Code.WRONG_QUANTITY, case=body.number)
    order_of_rules = (Rule.EXCEPTION, Rule.SHOP_POLICY, Rule.LEGAL_GUARANTEE, Rule.WITHDRAWAL)
    return next(rule for rule in order_of_rules if rule in chosen)


def _publish(tx: NodeTx, order: Order, case: ReturnCase) -> None:
    if order.custody.holder == CENTRAL:
        publish_order(tx, order)
    else:
        put_order(tx, order)
    publish_returnables(tx, order)
    publish_return(tx, case)


def publish_return(tx: NodeTx, case: ReturnCase) -> None:
    """Write the case and tell the store that took the goods in how far it has come."""
    tx.append(alloc_feed(case.store), [NewRow("return", case.id, put_return(tx, case))])


def _unmatched(tx: NodeTx, received: Received, case: ReturnCase) -> Result:
    publish_return(tx, case)
    _tell(tx, received, case, Code.RETURN_UNMATCHED, {})
    details: dict[str, str | int | bool] = {"case": case.number, "refund": 0}
    return Result(id=received.command.id, outcome=Outcome.OK, code=Code.RETURN_UNMATCHED, details=details)


def _not_refunded(tx: NodeTx, received: Received, case: ReturnCase, problem: Problem) -> Result:
    nothing = EffectState.NOT_DUE
    publish_return(tx, replace(case, money=nothing, stock=nothing, record=nothing))
    _tell(tx, received, case, problem.code, problem.details)
    details = {**problem.details, "case": case.number, "refund": 0}
    return Result(id=received.command.id, outcome=Outcome.REJECTED, code=problem.code, details=details)


def paid_out(tx: NodeTx, case_id: str, at: datetime) -> None:
    """A person gave the money back at the till. Problem(RETURN_UNKNOWN | STEP_NOT_ALLOWED)."""
    case = find_return(tx, case_id)
    if case is None:
        raise Problem(Code.RETURN_UNKNOWN, case=case_id)
    if case.cash is EffectState.PARKED:
        publish_return(tx, replace(case, cash=EffectState.CONFIRMED))
    else:
        publish_return(tx, moved_case(case, Effect.MONEY, EffectState.CONFIRMED, at))


def _tell(tx: NodeTx, received: Received, case: ReturnCase, code: Code, details: Details) -> None:
    item = Attention(
        id=f"return:{case.id}",
        code=code,
        store=case.store,
        subject=case.id,
        at=received.now_at,
        details={**details, "case": case.number, "pieces": sum(piece.quantity for piece in case.pieces)},
    )
    put_attention(tx, item)
