"""Orders out of reach with a tablet: who may hand them over meanwhile, and how that ends. Never by a clock."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.commands import (
    AnswerRecall,
    CarryOrder,
    CloseOrder,
    GiveBackOrder,
    HandOverOrder,
    TakeBackOrder,
)
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverRules, amount_due, hand_over, refuse_not_collectable
from app.domain.in_hand import Carry
from app.domain.orders import STANDING, Container, Order
from app.domain.values import Act

CarryBody = CarryOrder | GiveBackOrder | TakeBackOrder
LENIENT = HandoverRules(undo_window_s=10**9)
"""What happened under a grant is not judged by what the store asks for since."""
SOON_S = 300.0
"""So long before they are expected back whoever carries is told."""


def is_ending(body: object) -> bool:
    """Whether nobody carries the order after this."""
    return isinstance(body, HandOverOrder | GiveBackOrder | TakeBackOrder)


def carried_by_other(order: Order, carry: Carry) -> Problem:
    """The refusal that says which device has the order, whose hands, and until when."""
    return Problem(
        Code.ORDER_CARRIED,
        order=order.number,
        device=carry.device,
        operator=carry.operator,
        due=carry.until_at.isoformat(),
    )


def is_bearer(carry: Carry, act: Act) -> bool:
    """Whether who acts is whom the order was entrusted to."""
    return carry.device == act.station and carry.operator == act.operator


def refuse_carried(order: Order, body: object, act: Act) -> None:
    """Problem(ORDER_CARRIED) for everything that may not be said of an order while a device is out with it.

    Only who carries it hands it over; nobody changes or cancels it.
    """
    carry = order.carried
    if carry is None or isinstance(body, GiveBackOrder | TakeBackOrder | CloseOrder):
        return
    if isinstance(body, AnswerRecall) and not body.is_released:
        return
    if isinstance(body, HandOverOrder | CarryOrder) and is_bearer(carry, act):
        return
    raise carried_by_other(order, carry)


def carried(order: Order, body: CarryBody, act: Act, rules: HandoverRules) -> Order:
    """The order after it was entrusted, given back or taken back. Problem as `carry_order` and `end_carry`."""
    return carry_order(order, body, act, rules) if isinstance(body, CarryOrder) else end_carry(order, body, act)


def carry_order(order: Order, body: CarryOrder, act: Act, rules: HandoverRules) -> Order:
    """The order entrusted to who asks, for `carry_s`; asked again by the same the time begins anew.

    As `refuse_not_collectable`; Problem(PAYMENT_REQUIRED): no money is taken without a line. NOTHING_TO_HAND_OVER:
    it has no bag that stands.
    """
    refuse_not_collectable(order, act.at, rules)
    if not order.is_paid:
        amount = amount_due(order)
        raise Problem(Code.PAYMENT_REQUIRED, order=order.number, amount=amount, currency=order.currency)
    if not standing(order):
        raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
    known, until_at = order.carried, act.at + timedelta(seconds=rules.carry_s)
    if known is not None:
        return replace(order, carry=replace(known, until_at=until_at))
    carry = Carry(act.id, act.station, act.operator, body.epoch, act.at, until_at)
    return replace(order, carry=carry)


def end_carry(order: Order, body: GiveBackOrder | TakeBackOrder, act: Act) -> Order:
    """The order with nobody carrying it. To give back what has ended already changes nothing.

    Problem(ORDER_CARRIED): only the device that has it gives it back. NOT_CARRIED: there is nothing to take back.
    """
    carry = order.carried
    if isinstance(body, TakeBackOrder):
        if carry is None or carry.grant != body.grant:
            raise Problem(Code.NOT_CARRIED, order=order.number)
        return replace(order, carry=None)
    if carry is None or carry.grant != body.grant:
        return order
    if carry.device != act.station:
        raise carried_by_other(order, carry)
    return replace(order, carry=None)


def hand_over_carried(order: Order, body: HandOverOrder, act: Act) -> Order:
    """The order after a hand-over that took place out of reach: under a grant that stands it is a fact, whatever
    was asked for, issued anew or found unpaid meanwhile.

    Under one that has ended it stands as far as the goods were still here. Problem: as `hand_over`, then a person
    has to look what happened.
    """
    asked = replace(
        order,
        cancel_requested_at=None,
        carry=None,
        payment=replace(order.payment, is_paid=True),
        pickup=replace(
            order.pickup,
            is_revoked=False,
            generation=body.ask.proof.generation,
            delegate=body.ask.proof.name or order.pickup.delegate or "-",
        ),
    )
    after = hand_over(asked, body.ask, act, LENIENT)
    return replace(
        after, cancel_requested_at=order.cancel_requested_at, payment=order.payment, pickup=order.pickup
    )


def standing(order: Order) -> tuple[Container, ...]:
    """The bags a device is out with, or may be."""
    return tuple(bag for bag in order.containers if bag.state in STANDING and bag.contents)


def refuse_without_bags(order: Order, containers: Collection[str], *, is_revoked: bool) -> None:
    """Problem(CONTAINER_MISSING) unless all its bags are in the shop: then nobody out there can hand them over.

    A device that was revoked is believed to be gone, as it is when another authority takes over.
    """
    missing = [bag.code for bag in standing(order) if bag.id not in containers and bag.code not in containers]
    if missing and not is_revoked:
        raise Problem(Code.CONTAINER_MISSING, order=order.number, container=missing[0], count=len(missing))


def may_hand_over(order: Order, device: str, operator: str, epoch: int) -> Carry:
    """The grant that lets this operator hand the order over at this device with nobody asked.

    Problem(ORDER_CARRIED): it was entrusted to others. NOT_CARRIED: to nobody, or by an authority of before.
    """
    carry = order.carried
    if carry is None or carry.epoch != epoch:
        raise Problem(Code.NOT_CARRIED, order=order.number)
    if carry.device != device or carry.operator != operator:
        raise carried_by_other(order, carry)
    return carry


def left_s(carry: Carry, now_at: datetime) -> float:
    """For how many seconds more they are not missed; negative when they are."""
    return (carry.until_at - now_at).total_seconds()
