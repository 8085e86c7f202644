"""Pieces on their way back to the shelf: each task is made once, done once, and never lost on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from app.domain.containers import IN_SHOP, replaced
from app.domain.dropped import Cause, PutBack
from app.domain.errors import Code, Problem
from app.domain.order_commands import PutAway
from app.domain.orders import Container, ContainerState, Order, Taken
from app.domain.values import Act, LineId, LineQuantity


def open_tasks(order: Order) -> tuple[PutBack, ...]:
    """What of this order still has to be put back."""
    return tuple(task for task in order.put_backs if task.done is None)


def with_task(
    order: Order, cause: Cause, lines: Iterable[LineQuantity], at: datetime, bag: Container | None = None
) -> Order:
    """The order with one more task; unchanged when there is nothing to put back."""
    pieces = tuple(lines)
    if not pieces:
        return order
    where = ("", "") if bag is None else (bag.id, bag.place)
    task = PutBack(str(len(order.put_backs) + 1), cause, pieces, at, *where)
    return replace(order, put_backs=(*order.put_backs, task))


def of_cancelled(order: Order, before: Order, at: datetime, cause: Cause = Cause.RECALLED) -> Order:
    """The order with a task for each bag that still stands, and one for what lay loose before it was cancelled."""
    loose: dict[LineId, int] = {}
    for line in before.lines:
        loose[line.id] = line.progress.picked + line.progress.packed
    for bag in order.containers:
        if bag.state in IN_SHOP:
            order = with_task(order, cause, bag.contents, at, bag)
            for piece in bag.contents:
                loose[piece.line] -= piece.quantity
    return with_task(order, cause, _some(loose), at)


def _some(counts: Mapping[LineId, int]) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(line, quantity) for line, quantity in counts.items() if quantity > 0)


def of_taken(
    order: Order, cause: Cause, lines: Iterable[LineQuantity], taken: Iterable[Taken], at: datetime
) -> Order:
    """The order with tasks for pieces that were taken out of its bags: a bag that is empty by that goes along.

    What was in no bag, and what came out of one that goes on, lies loose.
    """
    loose: dict[LineId, int] = {}
    for piece in lines:
        loose[piece.line] = loose.get(piece.line, 0) + piece.quantity
    out: dict[str, list[LineQuantity]] = {}
    for came in taken:
        out.setdefault(came.container, []).append(LineQuantity(came.line, came.quantity))
    for bag_id, pieces in out.items():
        bag = order.container(bag_id)
        if bag.contents:
            continue
        order = with_task(order, cause, pieces, at, bag)
        order = replaced(order, returned(bag))
        for piece in pieces:
            loose[piece.line] -= piece.quantity
    return with_task(order, cause, _some(loose), at)


def returned(bag: Container) -> Container:
    """The bag emptied and out of use. Problem(STEP_NOT_ALLOWED) for one that is not in the shop."""
    standing = bag.moved(ContainerState.STAGED) if bag.state is ContainerState.CLAIMED else bag
    return replace(standing.moved(ContainerState.RETURNED_TO_STOCK), contents=())


def bag_done(order: Order, bag: Container, cause: Cause, act: Act) -> Order:
    """The order with what is in this bag put back by who emptied it, whether or not a task said so before.

    What was taken out of the bag because the platform has less of it lies beside it, and is a task of its own.
    """
    known = next((task for task in open_tasks(order) if _is_about(task, bag)), None)
    if known is None:
        order = with_task(order, cause, bag.contents, act.at, bag)
        known = order.put_backs[-1]
    return _done(order, known, act, is_sold_again=True)


def _is_about(task: PutBack, bag: Container) -> bool:
    is_inside = task.container == bag.id and task.cause is not Cause.SHORTENED
    return is_inside and {p.line: p.quantity for p in task.lines} == {p.line: p.quantity for p in bag.contents}


def _done(order: Order, task: PutBack, act: Act, *, is_sold_again: bool) -> Order:
    ended = replace(task, done=act, is_sold_again=is_sold_again)
    return replace(order, put_backs=tuple(ended if known is task else known for known in order.put_backs))


def put_away(order: Order, body: PutAway, act: Act) -> Order:
    """The order with that task done, once; its bag, where the order is cancelled, is empty and out of use then.

    Also when the order is closed: the pieces are in this shop, whoever decides about the rest. Problem(NOT_FOUND |
    STEP_NOT_ALLOWED).
    """
    task = next((known for known in order.put_backs if known.id == body.task), None)
    if task is None:
        raise Problem(Code.NOT_FOUND, order=order.number, task=body.task)
    if task.done is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="put_away")
    order = _done(order, task, act, is_sold_again=body.is_sold_again)
    bag = next((c for c in order.containers if c.id == task.container), None)
    is_emptied = bag is not None and (not bag.contents or _is_about(task, bag))
    if bag is not None and is_emptied and bag.state in IN_SHOP and order.cancelled_at is not None:
        order = replaced(order, returned(bag))
    return order


def kept_done(order: Order, mine: Order) -> Order:
    """Another authority's word about an order, with what was put back here and it does not know of yet."""
    known = {task.id: task for task in mine.put_backs if task.done is not None}
    emptied = {c.id: c for c in mine.containers if c.state is ContainerState.RETURNED_TO_STOCK}
    return replace(
        order,
        put_backs=tuple(known.get(task.id, task) if task.done is None else task for task in order.put_backs),
        containers=tuple(
            emptied.get(c.id, c) if order.cancelled_at is not None and c.state in IN_SHOP else c
            for c in order.containers
        ),
    )
