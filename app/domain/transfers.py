"""An order that goes to another shop: asked for, let go here, begun anew there; only one of the two has it.

The shop it leaves keeps it as a cancelled one that says where it went, with what it still has to put back. It is
the same order everywhere: its number, its customer, what was paid.
"""

from dataclasses import replace
from datetime import datetime

from app.domain.errors import Code, Problem
from app.domain.orders import Container, ContainerState, Order, OrderLine, Progress
from app.domain.values import Act, OperatorId, StoreId, Transfer


def _last(order: Order) -> Transfer | None:
    return order.transfers[-1] if order.transfers else None


def asked_for(order: Order) -> StoreId | None:
    """Which shop it is to go to, while the one that has it was asked and has not answered."""
    last = _last(order)
    is_live = order.cancelled_at is None and order.closed_at is None and not order.is_collected
    return last.target if last is not None and last.left_at is None and is_live else None


def moved_to(order: Order) -> StoreId | None:
    """Where it went, for the shop it left."""
    last = _last(order)
    return last.target if last is not None and last.left_at is not None and last.source == order.store else None


def fetched_at(order: Order) -> StoreId:
    """The shop in which its customer gets it."""
    return moved_to(order) or order.store


def is_awaited(order: Order) -> bool:
    """Whether its customer may still come for it, to this shop though it went to another one."""
    is_off = order.cancelled_at is not None and moved_to(order) is None
    return not is_off and not order.is_collected


def moved_from(order: Order) -> StoreId | None:
    """From which shop it came to the one that has it."""
    came = [t for t in order.transfers if t.left_at is not None]
    return came[-1].source if came and came[-1].target == order.store else None


def declined_to(order: Order) -> StoreId | None:
    """Where it goes when this shop does not take it on: back to who passed it on, once."""
    came = [t for t in order.transfers if t.left_at is not None]
    is_passed_on = bool(came) and came[-1].target == order.store and not came[-1].reason
    return came[-1].source if is_passed_on else None


def is_later(told: Order, mine: Order) -> bool:
    """Whether the order has gone on from shop to shop since `mine` was so, perhaps back to where that is known."""
    return len(withdrawn(told).transfers) > len(withdrawn(mine).transfers)


def refuse_moved(order: Order) -> None:
    """Problem(ORDER_OTHER_STORE) when it went to another shop from here."""
    store = moved_to(order)
    if store is not None:
        raise Problem(Code.ORDER_OTHER_STORE, order=order.number, store=store)


def asked_transfer(order: Order, target: StoreId, by: OperatorId, at: datetime) -> Order:
    """The order with a transfer asked for."""
    return replace(order, transfers=(*order.transfers, Transfer(order.store, target, at, by)))


def withdrawn(order: Order) -> Order:
    """The order without the transfer that was asked for: too late, or the customer cancelled it."""
    return replace(order, transfers=tuple(t for t in order.transfers if t.left_at is not None))


def marked_left(order: Order, target: StoreId, act: Act, reason: str) -> Order:
    """The order with the word that it left for `target`; by whom it was asked for stays."""
    last = _last(order)
    asked = last if last is not None and last.left_at is None and last.target == target else None
    made = asked or Transfer(order.store, target, act.at, act.operator)
    return replace(order, transfers=(*withdrawn(order).transfers, replace(made, left_at=act.at, reason=reason)))


def arriving(before: Order, left: Order, known: Order | None, promised_at: datetime | None) -> Order:
    """The order as it begins in the shop that `left` names. `before` is as it was when the other let it go.

    Nobody there has anything of it in hand, and nothing of it was asked of them. `known` is what that shop kept of
    it when it had it before: it still puts that back.
    """
    return replace(
        before,
        store=left.transfers[-1].target,
        lines=tuple(_anew(line) for line in before.lines),
        promised_at=promised_at,
        hold_until=None,
        ready_at=None,
        cancel_requested_at=None,
        containers=() if known is None else tuple(_emptied(bag) for bag in known.containers),
        put_backs=() if known is None else known.put_backs,
        leases=(),
        accepted=None,
        reminded_at=None,
        expired_at=None,
        carry=None,
        applied=left.applied,
        transfers=left.transfers,
    )


def _emptied(bag: Container) -> Container:
    """What stood there when the order left is a matter of its put-backs; the order packs other bags."""
    stands = bag.state in (ContainerState.OPEN, ContainerState.STAGED, ContainerState.CLAIMED)
    return replace(bag, state=ContainerState.RETURNED_TO_STOCK, contents=()) if stands else bag


def _anew(line: OrderLine) -> OrderLine:
    live = line.quantity - line.progress.cancelled
    weight = None if line.weight is None else replace(line.weight, weighed_g=0)
    return replace(line, progress=Progress(reserved=live, cancelled=line.progress.cancelled), weight=weight)
