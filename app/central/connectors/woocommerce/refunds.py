"""What is sent to give money back or to put pieces back: two calls of the same name, kept apart on purpose."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Raw

from app.central.connectors.money_text import decimal_text
from app.central.connectors.port import PlatformRefused
from app.central.connectors.woocommerce.amounts import apportion, decimal, number
from app.central.connectors.woocommerce.orders import line_id
from app.central.connectors.woocommerce.wire import Item, OrderAnswer
from app.domain.errors import Code
from app.domain.values import LineQuantity


def money_body(
    order: OrderAnswer, amount: int, lines: Sequence[LineQuantity], reference: str, *, through_gateway: bool
) -> dict[str, object]:
    """Money and no stock. `api_refund` is always said, for WooCommerce takes a missing one as yes.

    The lines add up to `amount`, which WooCommerce does not check, and name no pieces, which `stock_body` does.
    ValueError when the order's money makes no sense; PlatformRefused(LINE_UNKNOWN).
    """
    pieces = _items(order, lines)
    weights = [_paid(item) * count / max(item.quantity, 1) for item, count in pieces]
    shares = apportion(amount, weights) if sum(weights) else []
    return {
        "amount": decimal_text(amount, order.currency),
        "reason": reference,
        "api_refund": through_gateway,
        "api_restock": False,
        "line_items": [
            {"id": item.id, "quantity": 0, **_split(item, share, order.currency)}
            for (item, _), share in zip(pieces, shares, strict=False)
            if share
        ],
    }


def stock_body(order: OrderAnswer, lines: Sequence[LineQuantity], reference: str) -> dict[str, object]:
    """Pieces back to the one stock number and no money. PlatformRefused(LINE_UNKNOWN)."""
    return {
        "amount": decimal_text(0, order.currency),
        "reason": reference,
        "api_refund": False,
        "api_restock": True,
        "line_items": [
            {"id": item.id, "quantity": count, "refund_total": Raw(b"0")} for item, count in _items(order, lines)
        ],
    }


def _items(order: OrderAnswer, lines: Sequence[LineQuantity]) -> list[tuple[Item, int]]:
    """The order's own lines; one that was taken out of the order meanwhile cannot be given back."""
    items: Mapping[str, Item] = {line_id(item): item for item in order.line_items}
    if any(piece.line not in items for piece in lines):
        raise PlatformRefused("line_unknown", Code.LINE_UNKNOWN)
    return [(items[piece.line], piece.quantity) for piece in lines]


def _paid(item: Item) -> Decimal:
    return max(decimal(item.total) + decimal(item.total_tax), Decimal(0))


def _split(item: Item, share: int, currency: str) -> dict[str, object]:
    """A sum with tax, divided into net and the tax of each rate as the line is, taxes rounded half up."""
    paid = _paid(item)
    taxes = [
        (tax.id, int((share * decimal(tax.total) / paid).quantize(Decimal(1), ROUND_HALF_UP)))
        for tax in item.taxes
    ]
    net = share - sum(tax for _, tax in taxes)
    return {
        "refund_total": number(net, currency),
        "refund_tax": [{"id": str(rate), "refund_total": number(tax, currency)} for rate, tax in taxes if tax],
    }
