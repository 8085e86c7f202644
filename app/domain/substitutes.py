"""Goods given instead of others: which lines were sold, which replace them, and how a web shop knows both."""

from collections.abc import Iterable

from app.domain.dropped import Shortage
from app.domain.orders import Order, OrderLine
from app.domain.values import LineId, LineQuantity


def sold_lines(order: Order) -> tuple[OrderLine, ...]:
    """The lines as the customer ordered them."""
    return tuple(line for line in order.lines if line.replaces is None)


def sold_value(order: Order) -> int:
    """What was asked for all that was ordered, promotions taken off, shipping apart, minor units."""
    return sum(line.paid for line in sold_lines(order))


def substitutes_of(order: Order, line: LineId) -> tuple[OrderLine, ...]:
    """What was given instead of pieces of that line, in the order it was."""
    return tuple(other for other in order.lines if other.replaces == line)


def handed_over_for(order: Order, line: OrderLine) -> int:
    """Pieces of that line that left, those given instead of it among them."""
    return sum(part.progress.handed_over for part in (line, *substitutes_of(order, line.id)))


def kept_for(order: Order, line: OrderLine) -> int:
    """Pieces of that line that are still wanted, those given instead of it among them."""
    parts = (line, *substitutes_of(order, line.id))
    return sum(part.quantity - part.progress.cancelled for part in parts)


def as_sold(order: Order, pieces: Iterable[LineQuantity]) -> tuple[LineQuantity, ...]:
    """The pieces by the lines that were sold: what was given instead of one counts for that one."""
    sold = {line.id: line.replaces or line.id for line in order.lines}
    counts: dict[LineId, int] = {}
    for piece in pieces:
        line = sold.get(piece.line, piece.line)
        counts[line] = counts.get(line, 0) + piece.quantity
    return tuple(LineQuantity(line, quantity) for line, quantity in counts.items())


def without_substitutes(order: Order, pieces: Iterable[LineQuantity]) -> tuple[LineQuantity, ...]:
    """The pieces of lines that were sold: the web shop never counted the others as gone."""
    given = {line.id for line in order.lines if line.replaces is not None}
    return tuple(piece for piece in pieces if piece.line not in given)


def changes(order: Order) -> tuple[tuple[str, str], ...]:
    """What the customer gets otherwise than ordered: the article's name, and that of what is given instead; empty
    for what will not come."""
    found = [
        (order.line(line.replaces).name, line.name)
        for line in order.lines
        if line.replaces is not None and line.progress.cancelled < line.quantity
    ]
    gone = [drop for drop in order.drops if drop.reason == Shortage.GIVEN_UP]
    found += [(order.line(piece.line).name, "") for drop in gone for piece in drop.lines]
    return tuple(dict.fromkeys(found))
