"""What a screen shows of an order: the authority's truth with the commands it may not contain yet on top."""

from collections.abc import Sequence

from app.domain.commands import Body, ReceiveReturn
from app.domain.decisions import OrderBody, record
from app.domain.errors import Problem
from app.domain.handover import HandoverRules
from app.domain.orders import Order
from app.domain.returns import take_back
from app.domain.values import Act

Pending = tuple[str, Act, Body]


def project_order(order: Order, pending: Sequence[Pending], rules: HandoverRules) -> Order:
    """The base with the pending commands folded onto it, in the order they were made.

    A command that the base contains changes nothing (by the id in its act), one of another order is ignored, and
    one that the rules refuse on this base leaves it as it is: the authority's answer will say why.
    """
    for _, act, body in pending:
        try:
            order = _folded(order, act, body, rules)
        except Problem:
            continue
    return order


def _folded(order: Order, act: Act, body: Body, rules: HandoverRules) -> Order:
    if isinstance(body, ReceiveReturn):
        return take_back(order, body.pieces, act) if body.order == order.id else order
    if isinstance(body, OrderBody) and body.order == order.id:
        return record(order, body, act, rules)
    return order
