"""What the demo shop is given to start with, made of the sample orders and carts central has."""

from collections.abc import Iterable, Mapping

import msgspec

from app.central.connectors.money_text import decimal_text
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.orders import Order
from app.domain.values import CustomerId


def seed_body(
    orders: Iterable[Order],
    customers: Iterable[Customer],
    carts: Iterable[Cart],
    stock: Mapping[tuple[str, str], int],
) -> bytes:
    """The body of `POST /seed`; `stock` maps (SKU, location) to pieces on hand.

    An order becomes the shop's order `platform_ref` with the same line ids; orders and customers without a
    `platform_ref` never came from a shop and are left out. Money is what the customer paid, shipping included.
    """
    known = {customer.id: customer for customer in customers if customer.platform_ref}
    return msgspec.json.encode(
        {
            "orders": [_order(order, known) for order in orders if order.platform_ref],
            "customers": [_customer(customer) for customer in known.values()],
            "carts": [_cart(cart, known[cart.customer]) for cart in carts if cart.customer in known],
            "stock": [{"sku": s, "location": place, "quantity": n} for (s, place), n in stock.items()],
        }
    )


def _order(order: Order, customers: Mapping[CustomerId, Customer]) -> dict[str, object]:
    customer = customers.get(order.customer)
    lines = [
        {
            "id": line.id,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price": decimal_text(line.unit_price, order.currency),
        }
        for line in order.lines
    ]
    return {
        "id": order.platform_ref,
        "number": order.number,
        "location": order.store,
        "customer": customer.platform_ref if customer else order.customer,
        "currency": order.currency,
        "total": decimal_text(sum(line.paid for line in order.lines) + order.shipping, order.currency),
        "placed_at": order.placed_at,
        "lines": lines,
        "state": _state(order),
    }


def _state(order: Order) -> str:
    if order.cancelled_at is not None:
        return "cancelled"
    if order.is_collected:
        return "collected"
    if order.ready_at is not None:
        return "ready"
    return "paid" if order.payment.is_paid else "unpaid"


def _customer(customer: Customer) -> dict[str, str]:
    return {
        "id": customer.platform_ref,
        "name": customer.display_name,
        "email": customer.email,
        "phone": customer.phone,
    }


def _cart(cart: Cart, customer: Customer) -> dict[str, object]:
    lines = [
        {
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price": decimal_text(line.unit_price, cart.currency),
        }
        for line in cart.lines
    ]
    return {"customer": customer.platform_ref, "currency": cart.currency, "lines": lines}
