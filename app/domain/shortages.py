"""Pieces that are not there for good: another article instead, by the customer's rule, or their money back."""

from dataclasses import replace

from app.domain.containers import merged
from app.domain.dropped import Cause, Drop, Shortage
from app.domain.dropping import dropped
from app.domain.errors import Code, Problem
from app.domain.order_commands import GiveUpGoods, SubstituteArticle, SubstituteGoods
from app.domain.orders import Order, OrderLine, Progress, Step, move_lines
from app.domain.refunds import gone, refunded_for
from app.domain.values import Act, LineId, LineQuantity, Substitution


def refuse_substitute(line: OrderLine, article: SubstituteArticle, *, is_agreed: bool) -> None:
    """Problem when that article must not be given instead of pieces of the line.

    SUBSTITUTE_UNWANTED: the customer wants nothing else, or it was given instead itself. SUBSTITUTE_NOT_AGREED:
    they want to be asked first. SUBSTITUTE_SAME: it is what is missing. SUBSTITUTE_DEARER: they never pay more.
    """
    if line.substitution is Substitution.NONE or line.replaces is not None:
        raise Problem(Code.SUBSTITUTE_UNWANTED, article=line.name)
    if article.sku == line.sku:
        raise Problem(Code.SUBSTITUTE_SAME, article=line.name)
    if article.unit_price > line.unit_price:
        raise Problem(Code.SUBSTITUTE_DEARER, price=article.unit_price, amount=line.unit_price)
    if line.substitution is Substitution.ASK and not is_agreed:
        raise Problem(Code.SUBSTITUTE_NOT_AGREED, article=line.name)


def substitute_line(line: OrderLine, article: SubstituteArticle, quantity: int, line_id: LineId) -> OrderLine:
    """The new line for so many pieces given instead of as many of `line`, in the basket.

    They cost what the article costs, and never more than goes back for the pieces they replace: what is too much
    by that is its discount. So the difference goes back, or nothing does.
    """
    worth = refunded_for(line, gone(line) + quantity) - refunded_for(line, gone(line))
    return OrderLine(
        id=line_id,
        sku=article.sku,
        gtin=article.gtin,
        name=article.name,
        variant=article.variant,
        unit_price=article.unit_price,
        progress=Progress(picked=quantity),
        discount=max(0, article.unit_price * quantity - worth),
        is_final_sale=article.is_final_sale,
        min_age=article.min_age,
        is_cold=line.is_cold,
        replaces=line.id,
    )


def substitute(order: Order, body: SubstituteGoods, act: Act) -> Order:
    """The order with the article instead of pieces that are missing; it stands behind the line it replaces.

    Problem as `refuse_substitute`, and LINE_UNKNOWN | WRONG_QUANTITY | ORDER_CANCEL_REQUESTED | BAD_COMMAND.
    """
    _refuse_recalled(order)
    line = order.line(body.line)
    refuse_substitute(line, body.article, is_agreed=body.is_agreed)
    if not body.into or body.article.unit_price < 0 or any(known.id == body.into for known in order.lines):
        raise Problem(Code.BAD_COMMAND, order=order.number)
    pieces = (LineQuantity(line.id, body.quantity),)
    after = move_lines(order, Step.SHORT, Step.CANCELLED, pieces)
    fresh = substitute_line(line, body.article, body.quantity, body.into)
    at = [known.id for known in after.lines].index(line.id) + 1
    after = replace(after, lines=(*after.lines[:at], fresh, *after.lines[at:]))
    return dropped(after, order, Drop(act, Cause.SHORTENED, Shortage.SUBSTITUTED, pieces))


def give_up(order: Order, body: GiveUpGoods, act: Act) -> Order:
    """The order without pieces that are missing; their money goes back, and with the last of them all of it.

    Problem(NOTHING_TO_HAND_OVER | LINE_UNKNOWN | WRONG_QUANTITY | ORDER_CANCEL_REQUESTED).
    """
    _refuse_recalled(order)
    pieces = merged(body.lines)
    if not pieces:
        raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
    after = move_lines(order, Step.SHORT, Step.CANCELLED, pieces)
    return dropped(after, order, Drop(act, Cause.SHORTENED, Shortage.GIVEN_UP, pieces))


def _refuse_recalled(order: Order) -> None:
    if order.cancel_requested_at is not None:
        raise Problem(Code.ORDER_CANCEL_REQUESTED, order=order.number, at=order.cancel_requested_at.isoformat())
