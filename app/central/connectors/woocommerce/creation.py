"""Makes an order at WooCommerce that costs what it cost at the counter.

WooCommerce is told prices without tax and works the tax out itself, so the order is a draft first: nobody sees it,
no list of ours takes it for an order, and the shop deletes it when nothing comes of it. Its answer tells the tax;
the lines are corrected by it, and only an order with the right total becomes one.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Raw

from app.central.connectors.money_text import decimal_text
from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import (
    NewOrder,
    PlatformLine,
    PlatformRefused,
    PlatformUnavailable,
    PlatformUnknown,
)
from app.central.connectors.woocommerce import marks
from app.central.connectors.woocommerce.amounts import decimal, minor
from app.central.connectors.woocommerce.products import product_of
from app.central.connectors.woocommerce.wire import Item, OrderAnswer, ProductAnswer, ShippingLine
from app.domain.errors import Code

_ORDERS = "/wc/v3/orders"
_FINE = Decimal("0.000001")


async def create(http: PlatformHttp, new: NewOrder, reference: str) -> str:
    """The order's id. PlatformRefused(CUSTOMER_UNKNOWN | ARTICLE_UNKNOWN), or with `total_differs`, or by an older
    WooCommerce with `reference_not_kept`: such an order could not be found again. Raises what the platform raises.
    """
    if new.customer_ref and not (new.customer_ref.isascii() and new.customer_ref.isdigit()):
        raise PlatformRefused("customer_unknown", Code.CUSTOMER_UNKNOWN)
    if _shipping(new) < 0:
        raise PlatformRefused("total_differs")
    products = [await product_of(http, line.sku) for line in new.lines]
    try:
        draft = await http.write("POST", _ORDERS, _draft_body(new, products, reference), OrderAnswer)
        if not _is_right(draft, new):
            draft = await http.write("PUT", f"{_ORDERS}/{draft.id}", _corrected_body(draft), OrderAnswer)
    except PlatformUnknown as exc:
        # Only a draft may have been made, and that is as good as nothing.
        raise PlatformUnavailable(exc.code, exc.retry_after_s) from exc
    if not _is_right(draft, new):
        raise PlatformRefused("total_differs")
    if draft.created_via != reference:
        raise PlatformRefused("reference_not_kept")
    status = {"status": "processing" if new.is_paid else "on-hold"}
    await http.write("PUT", f"{_ORDERS}/{draft.id}", status, OrderAnswer)
    return str(draft.id)


def _is_right(draft: OrderAnswer, new: NewOrder) -> bool:
    try:
        return minor(new.currency, draft.total) == new.total
    except ValueError as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc


def _draft_body(new: NewOrder, products: Sequence[ProductAnswer], reference: str) -> dict[str, object]:
    """Prices with tax stand where those without belong; the answer shows by how much that is too much."""
    return {
        "status": "checkout-draft",
        "created_via": reference,
        "customer_id": int(new.customer_ref or 0),
        "currency": new.currency,
        "line_items": [
            {
                "product_id": product.parent_id or product.id,
                "variation_id": product.id if product.parent_id else 0,
                "name": line.name,
                "quantity": line.quantity,
                "subtotal": decimal_text(line.quantity * line.unit_price, new.currency),
                "total": decimal_text(_paid(line), new.currency),
                "meta_data": [marks.meta(marks.LINE, line.id)],
            }
            for line, product in zip(new.lines, products, strict=True)
        ],
        "shipping_lines": [
            {
                "method_id": "pickup_location",
                "method_title": new.store,
                "total": decimal_text(_shipping(new), new.currency),
                "meta_data": [marks.meta("pickup_location", new.store)],
            }
        ],
        "meta_data": [marks.meta(marks.NUMBER, new.number)],
    }


def _paid(line: PlatformLine) -> int:
    return line.quantity * line.unit_price - line.discount


def _shipping(new: NewOrder) -> int:
    """What the total has beside the lines."""
    return new.total - sum(_paid(line) for line in new.lines)


def _corrected_body(draft: OrderAnswer) -> dict[str, object]:
    """Every sum less the tax that is in it, by the rates the draft's own tax shows."""
    try:
        lines: list[Item | ShippingLine] = [*draft.line_items, *draft.shipping_lines]
        factors = {line.id: _factor(line, draft) for line in lines}
        return {
            "line_items": [
                {
                    "id": item.id,
                    "subtotal": _net(item.subtotal, factors[item.id]),
                    "total": _net(item.total, factors[item.id]),
                }
                for item in draft.line_items
            ],
            "shipping_lines": [
                {"id": line.id, "total": _net(line.total, factors[line.id])} for line in draft.shipping_lines
            ],
        }
    except ValueError as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc


def _factor(line: Item | ShippingLine, draft: OrderAnswer) -> Decimal:
    """What a price without tax is multiplied by on this line."""
    ids = {tax.id for tax in line.taxes}
    rates = [(rate.compound, decimal(rate.rate_percent) / 100) for rate in draft.tax_lines if rate.rate_id in ids]
    simple = sum((rate for is_compound, rate in rates if not is_compound), Decimal(1))
    return simple * sum((rate for is_compound, rate in rates if is_compound), Decimal(1))


def _net(gross: Raw, factor: Decimal) -> str:
    """A sum with tax without it, finer than a cent so that adding the tax again meets the same sum."""
    return f"{(decimal(gross) / factor).quantize(_FINE):f}"
