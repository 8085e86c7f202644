"""Goods sold by weight: what the scale says when they are picked, and what goes back when that is too little."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.commands import MoveLines
from app.domain.dropped import Cause, Drop, Shortage
from app.domain.dropping import given_back
from app.domain.errors import Code, Problem
from app.domain.orders import Order, OrderLine, Step
from app.domain.refunds import cost_of, is_by_weight
from app.domain.values import Act, LineGrams, LineId, LineQuantity

MAX_G = 99_999
"""As much as the five places of a scale's label can say."""


class OffWeight(StrEnum):
    """Why goods go out that weigh much more or less than ordered; a closed list, because it is money."""

    WHOLE_PIECE = "whole_piece"
    LAST_ONE = "last_one"
    AGREED = "agreed"


def price_per_kg(line: OrderLine) -> int:
    """What a kilogram costs by the order, before promotions, minor units, rounded half up; 0 for other lines."""
    if line.weight is None or not is_by_weight(line):
        return 0
    return (2000 * line.unit_price + line.weight.ordered_g) // (2 * line.weight.ordered_g)


def grams_for(line: OrderLine, price: int) -> int | None:
    """The grams a label means that says only what they cost, by the order's price; None where that is nothing."""
    if line.weight is None or not is_by_weight(line) or line.unit_price <= 0:
        return None
    return (2 * price * line.weight.ordered_g + line.unit_price) // (2 * line.unit_price)


def is_off(line: OrderLine, grams: int, tolerance: int) -> bool:
    """Whether that is further from what was ordered than `tolerance` per cent of it."""
    ordered_g = grams if line.weight is None else line.weight.ordered_g
    return abs(grams - ordered_g) * 100 > ordered_g * tolerance


def refuse_weight(line: OrderLine, grams: int) -> None:
    """Problem(WEIGHT_WRONG) for what no scale of a shop says, or of goods that are not sold by weight."""
    if not is_by_weight(line) or not 0 < grams <= MAX_G:
        raise Problem(Code.WEIGHT_WRONG, article=line.name, grams=grams, most=MAX_G)


def refuse_unweighed(order: Order, body: MoveLines) -> None:
    """Problem(WEIGHT_REQUIRED) when goods sold by weight would be picked and nobody weighed them.

    Asked by the authority before it says yes, not of what another one decided.
    """
    if body.target is not Step.PICKED or body.source is Step.PACKED:
        return
    weighed = {weight.line for weight in body.weighed}
    for piece in body.lines:
        line = order.line(piece.line)
        if is_by_weight(line) and line.id not in weighed:
            raise Problem(Code.WEIGHT_REQUIRED, order=order.number, article=line.name)


def with_weights(order: Order, body: MoveLines) -> Order:
    """The order with what was weighed while it was picked; what goes back to the shelf weighs nothing any more.

    Problem(WEIGHT_WRONG): as `refuse_weight`, or it is not being picked by that command.
    """
    is_picked = body.target is Step.PICKED and body.source is not Step.PACKED
    if body.source is Step.PICKED and body.target is Step.RESERVED:
        return _with_grams(order, [LineGrams(piece.line, 0) for piece in body.lines])
    moved = {piece.line for piece in body.lines}
    for weight in body.weighed:
        refuse_weight(order.line(weight.line), weight.grams)
        if not is_picked or weight.line not in moved:
            raise Problem(Code.WEIGHT_WRONG, article=order.line(weight.line).name, grams=weight.grams, most=MAX_G)
    return _with_grams(order, body.weighed)


def _with_grams(order: Order, weights: Iterable[LineGrams]) -> Order:
    grams = {weight.line: weight.grams for weight in weights}
    lines = tuple(
        replace(line, weight=replace(line.weight, weighed_g=grams[line.id]))
        if line.weight is not None and line.id in grams
        else line
        for line in order.lines
    )
    return replace(order, lines=lines)


def too_much(line: OrderLine) -> int:
    """What was asked for the piece of a line and its weight does not cost, minor units, all that went back of it
    included; 0 for other lines, and before it was weighed."""
    if line.weight is None or not line.weight.weighed_g or not is_by_weight(line):
        return 0
    return line.paid - cost_of(line, 1)


@dataclass(frozen=True, slots=True)
class WeighedLine:
    """What was weighed of an order, and what it costs, minor units."""

    name: str
    ordered_g: int
    weighed_g: int
    cost: int


def weighed_lines(order: Order) -> tuple[WeighedLine, ...]:
    """What of the order is, or was, not cancelled and was weighed."""
    return tuple(
        WeighedLine(line.name, line.weight.ordered_g, line.weight.weighed_g, line.paid - too_much(line))
        for line in order.lines
        if line.weight is not None and line.weight.weighed_g and is_by_weight(line) and not line.progress.cancelled
    )


def settled(order: Order, lines: Iterable[LineId], act: Act) -> Order:
    """The order whose customer gets back what the goods that just left weigh less, once for each gram.

    It waits for the hand-over because a weight can be taken back until then; an undone hand-over does not.
    """
    left = set(lines)
    lighter = [line for line in order.lines if line.id in left and too_much(line) > _given_back(line)]
    if not lighter:
        return order
    after = _with_given_back(order, {line.id: too_much(line) for line in lighter})
    refund = given_back(after) - given_back(order)
    if not refund:
        return after
    pieces = tuple(LineQuantity(line.id, 1) for line in lighter)
    drop = Drop(act, Cause.SHORTENED, Shortage.WEIGHED, pieces, refund=refund)
    return replace(after, drops=(*after.drops, drop))


def unsettled(order: Order, lines: Iterable[LineId]) -> Order:
    """The order after a hand-over of these lines was undone: what the till did not take, nobody gave back.

    What did go back online stays; it is a drop of the order.
    """
    online = {p.line for drop in order.drops if drop.reason == Shortage.WEIGHED for p in drop.lines}
    return _with_given_back(order, dict.fromkeys(set(lines) - online, 0))


def _with_given_back(order: Order, back: Mapping[LineId, int]) -> Order:
    lines = tuple(
        replace(line, weight=replace(line.weight, given_back=back[line.id]))
        if line.weight is not None and line.id in back
        else line
        for line in order.lines
    )
    return replace(order, lines=lines)


def _given_back(line: OrderLine) -> int:
    return 0 if line.weight is None else line.weight.given_back
