"""What is in which bag: pieces go in, come out and are put back, and the contents always say what is inside."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from app.domain.errors import Code, Problem
from app.domain.orders import STANDING, Container, ContainerState, Order, Taken
from app.domain.values import ContainerId, LineId, LineQuantity

IN_SHOP = STANDING | {ContainerState.OPEN}


def merged(pieces: Iterable[LineQuantity]) -> tuple[LineQuantity, ...]:
    """One entry per line, in the order first named; Problem(WRONG_QUANTITY) for a quantity below one."""
    totals: dict[LineId, int] = {}
    for piece in pieces:
        if piece.quantity < 1:
            raise Problem(Code.WRONG_QUANTITY, asked=piece.quantity, line=piece.line)
        totals[piece.line] = totals.get(piece.line, 0) + piece.quantity
    return tuple(LineQuantity(line, quantity) for line, quantity in totals.items())


def replaced(order: Order, container: Container) -> Order:
    """The order with that container in place of the one with its id."""
    return replace(order, containers=tuple(container if c.id == container.id else c for c in order.containers))


def _changed(container: Container, changes: dict[LineId, int]) -> Container:
    """The container with pieces added (or, below zero, taken); lines of which nothing is left disappear."""
    counts = {piece.line: piece.quantity for piece in container.contents}
    for line, quantity in changes.items():
        counts[line] = counts.get(line, 0) + quantity
    contents = tuple(LineQuantity(line, quantity) for line, quantity in counts.items() if quantity)
    return replace(container, contents=contents)


def put_in(order: Order, container_id: str, pieces: Iterable[LineQuantity]) -> Order:
    """The order with the pieces in an open container; Problem(CONTAINER_UNKNOWN | STEP_NOT_ALLOWED)."""
    container = order.container(container_id)
    if container.state is not ContainerState.OPEN:
        raise Problem(Code.STEP_NOT_ALLOWED, container=container.code, step=container.state.value)
    return replaced(order, _changed(container, {piece.line: piece.quantity for piece in pieces}))


def _fit(container: Container, left: dict[LineId, int]) -> bool:
    return bool(container.contents) and all(left.get(p.line, 0) >= p.quantity for p in container.contents)


def _take(container: Container, left: dict[LineId, int]) -> list[Taken]:
    """What of `left` this container can give; `left` goes down by it."""
    taken: list[Taken] = []
    for piece in container.contents:
        quantity = min(piece.quantity, left.get(piece.line, 0))
        if quantity:
            left[piece.line] -= quantity
            taken.append(Taken(container.id, piece.line, quantity))
    return taken


def take_out(
    order: Order,
    pieces: Iterable[LineQuantity],
    preferred: Collection[ContainerId],
    states: Collection[ContainerState],
) -> tuple[Order, tuple[Taken, ...]]:
    """The order with the pieces out of its containers in one of `states`, and out of which each one came.

    The preferred (scanned) containers give first; among the others, as few as possible are left half empty.
    Pieces that are in no container are in nobody's way: they are packed loose.
    """
    left = {piece.line: piece.quantity for piece in pieces}
    giving = [c for c in order.containers if c.state in states]
    taken: list[Taken] = []
    for group in ([c for c in giving if c.id in preferred], [c for c in giving if c.id not in preferred]):
        rest: list[Container] = []
        for container in group:
            if _fit(container, left):
                taken += _take(container, left)
            else:
                rest.append(container)
        for container in rest:
            taken += _take(container, left)
    for given in giving:
        out = {t.line: -t.quantity for t in taken if t.container == given.id}
        if out:
            order = replaced(order, _changed(given, out))
    return order, tuple(taken)


def put_back(order: Order, taken: Iterable[Taken]) -> Order:
    """The order with the pieces in the containers they left; one that had gone stands staged again.

    Problem(NOT_REVERSIBLE) when a container has been returned to stock since.
    """
    for piece in taken:
        container = order.container(piece.container)
        if container.state is ContainerState.OUT:
            container = container.moved(ContainerState.STAGED)
        elif container.state not in IN_SHOP:
            raise Problem(Code.NOT_REVERSIBLE, order=order.number, container=container.code)
        order = replaced(order, _changed(container, {piece.line: piece.quantity}))
    return order
