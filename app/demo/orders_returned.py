"""Returns that were settled before the demo begins: goods taken back, money refunded, stock booked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.demo.chain_dice import Dice, uuid7_of
from app.domain.commands import ReceiveReturn
from app.domain.orders import Order
from app.domain.refunds import refund_lines
from app.domain.return_cases import Effect, case_number, decided_case, disposition_for, moved_case, received_case
from app.domain.returns import Condition, EffectState, Reason, ReturnCase, ReturnedPiece, Rule, Tender, take_back
from app.domain.values import Act, ReturnId

_REASONS = (Reason.TOO_SMALL, Reason.TOO_LARGE, Reason.NOT_LIKED)


@dataclass(frozen=True, slots=True)
class Settled:
    """The order without the piece, and the case that took it back."""

    order: Order
    case: ReturnCase


def give_back(order: Order, act: Act, number: int, dice: Dice) -> Settled:
    """One piece of the first line comes back as new, within the withdrawal period, and is refunded.

    `number` counts the returns its station has taken in, from 1.
    """
    reason = dice.pick(_REASONS)
    pieces = (_piece(order, reason),)
    body = ReceiveReturn(
        return_id=ReturnId(uuid7_of(act.at, dice)),
        number=case_number(act.station, number),
        store=act.store,
        pieces=pieces,
        rule=Rule.WITHDRAWAL,
        tender=Tender.ORIGINAL,
        place="RESI",
        document_no=f"{act.store}-R{number:05d}",
        at=act.at,
        order=order.id,
    )
    case = received_case(body, act, order_number=order.number)
    case = _settled(decided_case(case, refund_lines(order, pieces, body.rule)), act.at + timedelta(minutes=1))
    return Settled(take_back(order, pieces, act), case)


def _piece(order: Order, reason: Reason) -> ReturnedPiece:
    line = order.lines[0]
    return ReturnedPiece(
        sku=line.sku,
        gtin=line.gtin,
        name=line.name,
        variant=line.variant,
        quantity=1,
        reason=reason,
        condition=Condition.AS_NEW,
        disposition=disposition_for(reason, Condition.AS_NEW),
        line=line.id,
    )


def _settled(case: ReturnCase, at: datetime) -> ReturnCase:
    """Nothing is due when the piece breaks a 3x2 whose gift it was."""
    is_due = case.money is not EffectState.NOT_DUE
    for effect in Effect:
        if effect is not Effect.MONEY or is_due:
            case = moved_case(case, effect, EffectState.CONFIRMED, at)
    return replace(case, refunded_at=at if is_due else None)
