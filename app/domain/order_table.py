"""Every way an order goes other than being fetched, and what a visit comes to besides: one table, one name each.

By whom, by what right, whether without the shop's authority, and how it is taken back. What pieces, bags and
orders do on their way to the customer is in `floor_table`.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.floor_table import OFFLINE_S
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


class Way(StrEnum):
    """The names people use, in the shop and in this program."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    SUBSTITUTED = "substituted"
    GIVEN_UP = "given_up"
    NOT_READY = "not_ready"
    WRONG_CAR = "wrong_car"
    LEFT = "left"
    REFUSED = "refused"
    REMINDED = "reminded"
    EXTENDED = "extended"
    EXPIRED = "expired"
    NO_SHOW = "no_show"
    PUT_AWAY = "put_away"


class Doer(StrEnum):
    """Who says it: staff at a terminal, or the shop's authority by its clock."""

    STAFF = "staff"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class WayRow:
    """One row. `body` is the command's class; `back` the way that takes it back, None for one that stays.

    `max_age_s`: as in `floor_table.Move`; a word about a car goes with the visit, whose rules are its own, and a
    transfer is head office's to decide.
    """

    way: Way
    body: type[CalledOffBody] | None
    action: str
    doer: Doer = Doer.STAFF
    max_age_s: float = 0.0
    back: Way | None = None
    moves_money: bool = False


# Nothing that moves money, tells a customer, or decides by a clock is written without the authority's yes. That
# pieces lie in their place again is a fact in somebody's hands.
WAYS: tuple[WayRow, ...] = (
    WayRow(Way.ACCEPTED, AcceptOrder, "order.accept", back=Way.DECLINED),
    WayRow(Way.DECLINED, DeclineOrder, "order.decline", moves_money=True),
    WayRow(Way.TRANSFERRED, None, "order.transfer", back=Way.DECLINED),
    WayRow(Way.SUBSTITUTED, SubstituteGoods, "order.substitute", moves_money=True),
    WayRow(Way.GIVEN_UP, GiveUpGoods, "order.give_up", moves_money=True),
    WayRow(Way.NOT_READY, None, "visit.move"),
    WayRow(Way.WRONG_CAR, None, "visit.move"),
    WayRow(Way.LEFT, None, "visit.move"),
    WayRow(Way.REFUSED, RefuseGoods, "order.refuse_goods", moves_money=True),
    WayRow(Way.REMINDED, JudgeHold, "order.judge_hold", Doer.AUTHORITY),
    WayRow(Way.EXTENDED, ExtendHold, "order.extend_hold", back=Way.EXPIRED),
    WayRow(Way.EXPIRED, JudgeHold, "order.judge_hold", Doer.AUTHORITY, back=Way.EXTENDED),
    WayRow(Way.NO_SHOW, EndHold, "order.end_hold", moves_money=True),
    WayRow(Way.PUT_AWAY, PutAway, "order.put_away", max_age_s=OFFLINE_S),
)


def max_age_s(body: CalledOffBody) -> float:
    """How old a terminal's data may be for what it records while nobody answers; 0: it waits for the yes."""
    return next(row.max_age_s for row in WAYS if row.body is type(body))
