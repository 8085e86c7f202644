"""A return case from the counter to its end: its number, where pieces go, three effects confirmed apart."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from app.domain.commands import ReceiveReturn
from app.domain.errors import Code, Problem
from app.domain.returns import Condition, Disposition, EffectState, Reason, RefundLine, ReturnCase, Tender
from app.domain.values import Act

CASE_NUMBER = re.compile(r"R-([A-Z0-9]{4})-([0-9]{4,9})")


class Effect(StrEnum):
    """What a return does: the record in the shop's books, the money, the stock."""

    RECORD = "record"
    MONEY = "money"
    STOCK = "stock"


EFFECT_MOVES: frozenset[tuple[EffectState, EffectState]] = frozenset(
    {
        (EffectState.NOT_DUE, EffectState.PENDING),
        (EffectState.PENDING, EffectState.NOT_DUE),
        (EffectState.PENDING, EffectState.CONFIRMED),
        (EffectState.PENDING, EffectState.PARKED),
        (EffectState.PARKED, EffectState.PENDING),
        (EffectState.PARKED, EffectState.CONFIRMED),
    }
)


def case_number(device: str, seq: int) -> str:
    """`R-T1AA-0042`: the device that took the goods in and its own gapless count, so that it works offline."""
    return f"R-{device}-{seq:04d}"


def is_case_number(text: str) -> bool:
    """Whether a text is written like a return case number."""
    return CASE_NUMBER.fullmatch(text) is not None


def disposition_for(reason: Reason, condition: Condition, *, is_perishable: bool = False) -> Disposition:
    """What is proposed for the piece; the operator may choose otherwise.

    Goods that were out of the cold chain are never sold again.
    """
    if is_perishable:
        return Disposition.DESTROY
    if reason is Reason.DAMAGED:
        return Disposition.DESTROY if condition is Condition.FAULTY else Disposition.REPAIR
    if reason is Reason.DEFECTIVE or condition is Condition.FAULTY:
        return Disposition.SUPPLIER
    return Disposition.REPAIR if condition is Condition.WORN else Disposition.RESTOCK


def received_case(body: ReceiveReturn, act: Act, *, order_number: str = "") -> ReturnCase:
    """The case as it starts: goods are here, which is a fact; record, money and stock wait."""
    return ReturnCase(
        id=body.return_id,
        number=body.number,
        act=act,
        store=body.store,
        pieces=body.pieces,
        rule=body.rule,
        place=body.place,
        tender=body.tender,
        order=body.order,
        order_number=order_number,
        has_voucher_consent=body.has_voucher_consent,
        approved_by=body.approved_by,
    )


def decided_case(case: ReturnCase, lines: Iterable[RefundLine]) -> ReturnCase:
    """The case with its refund; without an amount no money is due. Problem(VOUCHER_NEEDS_CONSENT)."""
    if case.tender is Tender.VOUCHER and not case.has_voucher_consent:
        raise Problem(Code.VOUCHER_NEEDS_CONSENT, case=case.number)
    if case.money is EffectState.CONFIRMED:
        raise Problem(Code.STEP_NOT_ALLOWED, case=case.number, step=case.money.value)
    decided = replace(case, lines=tuple(lines))
    return replace(decided, money=EffectState.PENDING if decided.refund else EffectState.NOT_DUE)


def state_of(case: ReturnCase, effect: Effect) -> EffectState:
    """How far one effect has come."""
    match effect:
        case Effect.RECORD:
            return case.record
        case Effect.MONEY:
            return case.money
        case Effect.STOCK:
            return case.stock


def moved_case(case: ReturnCase, effect: Effect, target: EffectState, at: datetime) -> ReturnCase:
    """The case with one effect moved; the same again changes nothing; Problem(STEP_NOT_ALLOWED).

    A confirmed effect never moves: money is not refunded twice, stock not booked twice.
    """
    state = state_of(case, effect)
    if state is target:
        return case
    if (state, target) not in EFFECT_MOVES:
        raise Problem(Code.STEP_NOT_ALLOWED, case=case.number, step=state.value, target=target.value)
    if effect is Effect.RECORD:
        return replace(case, record=target)
    if effect is Effect.STOCK:
        return replace(case, stock=target)
    return replace(case, money=target, refunded_at=at if target is EffectState.CONFIRMED else None)
