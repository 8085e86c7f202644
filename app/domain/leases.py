"""Who walks for what: a colleague is sent for another line, and nobody waits for somebody who went home."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.errors import Code, Problem
from app.domain.in_hand import Lease
from app.domain.orders import Order, Step, move_lines
from app.domain.values import Act, LineQuantity

LEASE_S = 15 * 60.0
"""A double walk wastes some steps, and nothing else: so the lease is soft and short."""


def holder(order: Order, line: str, now_at: datetime) -> str:
    """The operator who walks for that line now, empty for nobody."""
    for lease in order.leases:
        if lease.line == line and (now_at - lease.at).total_seconds() < LEASE_S:
            return lease.operator
    return ""


def is_free(order: Order, line: str, operator: str, now_at: datetime) -> bool:
    """Whether that operator may walk for the line: nobody does, or they do themselves."""
    return holder(order, line, now_at) in ("", operator)


def take_on(order: Order, pieces: Iterable[LineQuantity], act: Act) -> Order:
    """The order with the pieces being picked by who acts; taking on again begins the time anew.

    Problem(CLAIMED_BY_OTHER): a colleague walks for one of them. WRONG_QUANTITY: not so many are to be picked.
    """
    for piece in pieces:
        if not is_free(order, piece.line, act.operator, act.at):
            by = holder(order, piece.line, act.at)
            raise Problem(Code.CLAIMED_BY_OTHER, by=by, order=order.number, line=piece.line)
        begun = order.line(piece.line).progress.picking
        if begun:
            order = move_lines(order, Step.PICKING, Step.RESERVED, [replace(piece, quantity=begun)])
        order = move_lines(order, Step.RESERVED, Step.PICKING, [piece])
        others = tuple(lease for lease in order.leases if lease.line != piece.line)
        order = replace(order, leases=(*others, Lease(piece.line, act.operator, act.at)))
    return order
