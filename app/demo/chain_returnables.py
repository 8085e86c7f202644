"""What customers may still bring back, worked out from orders alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.domain.orders import Order
from app.domain.returns import ReturnableLine

POLICY_DAYS = 30


def returnable_lines(
    orders: Iterable[Order], now_at: datetime, policy_days: int = POLICY_DAYS
) -> tuple[ReturnableLine, ...]:
    """The handed-over lines of orders inside the shop's return window of so many days, pieces left only.

    Final-sale lines are there too, marked: the counter must be able to say why not. The window runs from the
    last hand-over (possession of the last piece, art. 52 Cod. consumo).
    """
    return tuple(
        row for order in orders for row in _of_order(order, policy_days) if row.returnable_until >= now_at
    )


def _of_order(order: Order, policy_days: int) -> Iterable[ReturnableLine]:
    if not order.live_handovers:
        return
    received_at = max(entry.act.at for entry in order.live_handovers)
    for line in order.lines:
        if line.progress.handed_over <= line.returned:
            continue
        yield ReturnableLine(
            order=order.id,
            order_number=order.number,
            line=line.id,
            sku=line.sku,
            gtin=line.gtin,
            name=line.name,
            variant=line.variant,
            customer_name=order.customer_name,
            payment_label=order.payment.label,
            unit_price=line.unit_price,
            discount=line.discount,
            quantity=line.progress.handed_over,
            returned=line.returned,
            received_at=received_at,
            returnable_until=received_at + timedelta(days=policy_days),
            currency=order.currency,
            is_final_sale=line.is_final_sale,
            customer=order.customer,
        )
