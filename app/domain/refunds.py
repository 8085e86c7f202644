"""How much goes back for what came back, in minor units, so that partial returns sum to what was paid.

Rounding rule: what has been refunded for the first *k* of a line's pieces is computed from *k* alone, with the
discount rounded down; one return gets the difference of two such sums. Pieces that left the order before anybody
had them (refused, never fetched, cancelled) count among the *k* as those that came back do. So the order and the
size of the steps do not matter, a fraction of a cent is given to the customer first and taken back with the last
piece.
"""

from collections.abc import Iterable

from app.domain.errors import Code, Problem
from app.domain.orders import Order, OrderLine
from app.domain.returns import RefundLine, ReturnedPiece, Rule, Tender, refuse_over_return
from app.domain.values import LineId


def is_bundle(line: OrderLine) -> bool:
    """Whether the line's discount was given for whole bundles (3x2), and goes with them."""
    return 0 < line.bundle_of <= line.quantity


def is_by_weight(line: OrderLine) -> bool:
    """Whether its price follows its weight: one piece, of so many grams."""
    return line.weight is not None and line.weight.ordered_g > 0 and line.quantity == 1


def cost_of_grams(line: OrderLine, grams: int) -> int:
    """What so many grams of a line that `is_by_weight` cost, minor units, rounded half up: its price by the grams
    that were ordered, and never more than that."""
    ordered_g = 0 if line.weight is None else line.weight.ordered_g
    if ordered_g <= 0 or grams >= ordered_g:
        return line.paid
    return (2 * line.paid * grams + ordered_g) // (2 * ordered_g)


def due_for(line: OrderLine, kept: int) -> int:
    """What `kept` pieces of the line cost by the price list, minor units: a bundle's discount only for whole
    bundles kept. That may be more than was asked for all of it."""
    if is_bundle(line):
        discount = line.discount * (kept // line.bundle_of) // (line.quantity // line.bundle_of)
    else:
        returned = line.quantity - kept
        discount = line.discount - line.discount * returned // line.quantity
    return line.unit_price * kept - discount


def refunded_for(line: OrderLine, returned: int) -> int:
    """What has been refunded when so many pieces have come back: never less than for fewer of them, never more
    than was paid, whatever discount a platform may have sent."""
    sums = [line.paid - due_for(line, line.quantity - k) for k in range(returned + 1)]
    if line.weight is not None and is_by_weight(line):
        sums.append(line.weight.given_back)
    return max(0, min(line.paid, max(sums)))


def left_of(line: OrderLine, kept: int) -> int:
    """What was asked for the line, minor units, without what went back already when `kept` pieces are kept. So it
    never grows when less is kept."""
    return line.paid - refunded_for(line, line.quantity - kept)


def cost_of(line: OrderLine, kept: int) -> int:
    """What is owed for the line when `kept` pieces of it are kept, minor units; by weight, once that is known."""
    left = left_of(line, kept)
    if line.weight is None or not line.weight.weighed_g or not is_by_weight(line):
        return left
    return min(left, cost_of_grams(line, line.weight.weighed_g))


def gone(line: OrderLine) -> int:
    """How many pieces of the line the customer does not have any more, or never got."""
    return line.progress.cancelled + line.returned


def refund_line(line: OrderLine, quantity: int) -> RefundLine:
    """What goes back for `quantity` more pieces of a line; Problem(OVER_RETURN | WRONG_QUANTITY).

    For a line of bundles `price` is the pieces' price before the promotion and `clawback` what of the promotion is
    lost; for every other line `price` is the share paid and nothing is clawed back.
    """
    refuse_over_return(line, quantity)
    amount = refunded_for(line, gone(line) + quantity) - refunded_for(line, gone(line))
    if not is_bundle(line):
        return RefundLine(line.id, quantity, amount, 0, 0)
    price = line.unit_price * quantity
    return RefundLine(line.id, quantity, price, amount - price, 0)


def is_whole_order(order: Order, returned: dict[LineId, int]) -> bool:
    """Whether with these pieces everything of the order that was not cancelled has come back."""
    return all(
        line.returned + returned.get(line.id, 0) == line.quantity - line.progress.cancelled for line in order.lines
    )


def refund_lines(order: Order, pieces: Iterable[ReturnedPiece], rule: Rule) -> tuple[RefundLine, ...]:
    """What goes back, one entry per line; `order` is the order before these pieces are counted as returned.

    Standard delivery is refunded when the whole order is withdrawn from (art. 56 Cod. consumo), with the piece
    that completes it. Problem(NOTHING_PAID | OVER_RETURN | WRONG_QUANTITY | LINE_UNKNOWN), or RETURN_UNMATCHED
    for a piece whose line is not known.
    """
    if not order.is_paid:
        raise Problem(Code.NOTHING_PAID, order=order.number)
    wanted: dict[LineId, int] = {}
    for piece in pieces:
        if piece.line is None:
            raise Problem(Code.RETURN_UNMATCHED, gtin=piece.gtin)
        if piece.quantity < 1:
            raise Problem(Code.WRONG_QUANTITY, line=piece.line, asked=piece.quantity)
        wanted[piece.line] = wanted.get(piece.line, 0) + piece.quantity
    found = [refund_line(order.line(line), quantity) for line, quantity in wanted.items()]
    if found and rule is Rule.WITHDRAWAL and is_whole_order(order, wanted):
        last = found[-1]
        found[-1] = RefundLine(last.line, last.quantity, last.price, last.clawback, order.shipping)
    return tuple(found)


def refuse_tender(tender: Tender, *, has_voucher_consent: bool) -> None:
    """Problem(VOUCHER_NEEDS_CONSENT): money goes back the way it came unless the customer said yes (art. 56)."""
    if tender is Tender.VOUCHER and not has_voucher_consent:
        raise Problem(Code.VOUCHER_NEEDS_CONSENT)
