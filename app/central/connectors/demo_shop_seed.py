"""What the demo shop is given to start with, made of the sample chain central has."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from app.central.connectors.money_text import decimal_text
from app.contract.rows import ArticleRow, PriceRow, StockRow, StoreConfig
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.orders import Order
from app.domain.values import CustomerId, StoreId


class Sample(Protocol):
    """A chain as far as a shop has a part in it."""

    @property
    def stores(self) -> Iterable[StoreConfig]: ...
    @property
    def articles(self) -> Iterable[ArticleRow]: ...
    @property
    def prices(self) -> Iterable[PriceRow]: ...
    @property
    def stock(self) -> Mapping[StoreId, Iterable[StockRow]]: ...
    @property
    def customers(self) -> Iterable[Customer]: ...
    @property
    def carts(self) -> Iterable[Cart]: ...
    @property
    def orders(self) -> Iterable[Order]: ...


def seed_body(sample: Sample) -> bytes:
    """The body of `POST /seed`; the shop's locations are the chain's stores.

    An order becomes the shop's order `platform_ref` with the same line ids; orders and customers without a
    `platform_ref` never came from a shop and are left out.
    """
    known = {customer.id: customer for customer in sample.customers if customer.platform_ref}
    prices = {price.sku: price for price in sample.prices}
    stores = {store.store for store in sample.stores}
    return msgspec.json.encode(
        {
            "locations": [{"id": store.store, "name": store.name} for store in sample.stores],
            "articles": [_article(row, prices[row.sku]) for row in sample.articles if row.sku in prices],
            "stock": [
                {"sku": row.sku, "location": store, "quantity": row.on_hand, "reserved": row.reserved}
                for store, rows in sample.stock.items()
                for row in rows
            ],
            "customers": [_customer(customer) for customer in known.values()],
            "carts": [_cart(cart, known[cart.customer]) for cart in sample.carts if cart.customer in known],
            "orders": [_order(order, known, stores) for order in sample.orders if order.platform_ref],
        }
    )


def _article(row: ArticleRow, price: PriceRow) -> dict[str, object]:
    return {
        "id": row.sku,
        "sku": row.sku,
        "name": row.name,
        "gtin": row.gtin,
        "model": row.model,
        "brand": row.brand,
        "category": row.category,
        "colour": row.colour,
        "size": row.size,
        "price": decimal_text(price.site, price.currency),
        "list_price": decimal_text(price.list, price.currency),
        "currency": price.currency,
        "is_active": row.active,
    }


def _order(order: Order, customers: Mapping[CustomerId, Customer], stores: set[str]) -> dict[str, object]:
    customer = customers.get(order.customer)
    lines = [
        {
            "id": line.id,
            "sku": line.sku,
            "name": line.name,
            "gtin": line.gtin,
            "variant": line.variant,
            "quantity": line.quantity,
            "unit_price": decimal_text(line.unit_price, order.currency),
            "discount": decimal_text(line.discount, order.currency),
            "substitution": line.substitution.value,
            "ordered_g": 0 if line.weight is None else line.weight.ordered_g,
        }
        for line in order.lines
    ]
    return {
        "id": order.platform_ref,
        "number": order.number,
        "location": order.store if order.store in stores else "",
        "customer": customer.platform_ref if customer else order.customer,
        "currency": order.currency,
        "total": decimal_text(sum(line.paid for line in order.lines) + order.shipping, order.currency),
        "shipping": decimal_text(order.shipping, order.currency),
        "payment": order.payment.label,
        "is_paid": order.payment.is_paid,
        "placed_at": order.placed_at,
        "lines": lines,
        "state": _state(order),
        "contact": {"name": order.customer_name} if customer is None else _contact(customer),
    }


def _contact(customer: Customer) -> dict[str, str]:
    return {"name": customer.display_name, "email": customer.email, "phone": customer.phone}


def _state(order: Order) -> str:
    if order.cancelled_at is not None:
        return "cancelled"
    if order.is_collected:
        return "collected"
    if order.ready_at is not None:
        return "ready"
    return "paid" if order.payment.is_paid else "unpaid"


def _customer(customer: Customer) -> dict[str, object]:
    return {
        "id": customer.platform_ref,
        "given_name": customer.given_name,
        "family_name": customer.family_name,
        "since_at": customer.since_at,
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
