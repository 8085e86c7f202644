"""Fills an empty Vendure with the sample chain: its shops, articles, customers, carts and orders."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.demo.chain_model import DemoChain
from app.demo.chain_names import OrderNames, ShopNames
from app.demo.chain_stores import NAMES, SHOPS, WAREHOUSE
from app.demo.vendure.api import VendureApi
from app.demo.vendure.deliveries import bring_on
from app.demo.vendure.goods import put_goods
from app.demo.vendure.kept import Told
from app.demo.vendure.market import CARD, IN_STORE, method_of, methods, open_market, open_places
from app.demo.vendure.sales import (
    Bought,
    Newcomer,
    Purchase,
    add_to_cart,
    create_customers,
    place_order,
    signed_in,
)
from app.domain.customers import Customer
from app.domain.orders import Order

ANY_MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The moment of a chain that is sold here. Vendure dates orders itself, and only times depend on it."""


def seed(admin: VendureApi, base_url: str, chain: DemoChain, told: Told) -> ShopNames:
    """Fill the empty shop, and say how far it is; `admin` is logged in. What it calls things."""
    open_market(admin)
    shops = {str(store): NAMES[store] for store in SHOPS}
    places = open_places(admin, NAMES[WAREHOUSE], shops.items())
    goods = put_goods(admin, chain, places, told)
    told("customers", 0, len(chain.customers))
    customers = _customers(admin, chain)
    emails: dict[str, str] = {customer.id: customer.email for customer in chain.customers}
    ways = methods(admin)
    orders: dict[str, OrderNames] = {}
    for n, order in enumerate(chain.orders):
        told("orders", n, len(chain.orders))
        lines = [(goods.variants[line.sku], line.quantity) for line in order.lines]
        way = ways[method_of(order.store if order.store in shops else "")]
        payment = CARD if order.payment.is_paid else IN_STORE
        wanted = Purchase(emails[order.customer], lines, way, payment=payment, number=order.number)
        orders[order.platform_ref] = _sold(admin, order, place_order(base_url, wanted), goods.variants)
    for n, cart in enumerate(chain.carts):
        told("carts", n, len(chain.carts))
        shop = signed_in(base_url, emails[cart.customer])
        add_to_cart(shop, [(goods.variants[line.sku], line.quantity) for line in cart.lines])
        shop.close()
    return ShopNames(customers, orders, dict(goods.products))


def _customers(admin: VendureApi, chain: DemoChain) -> dict[str, str]:
    """Everybody; who buys or has a cart can sign in."""
    active = {order.customer for order in chain.orders} | {cart.customer for cart in chain.carts}

    def newcomer(one: Customer) -> Newcomer:
        return Newcomer(one.given_name, one.family_name, one.email, one.phone, signs_in=one.id in active)

    ids = create_customers(admin, [newcomer(customer) for customer in chain.customers])
    refs = (customer.platform_ref for customer in chain.customers)
    return dict(zip(refs, ids, strict=True))


def _sold(admin: VendureApi, order: Order, bought: Bought, variants: Mapping[str, str]) -> OrderNames:
    """The order as Vendure calls it, once it stands there where it does in the sample."""
    lines = [bought.lines[variants[line.sku]] for line in order.lines]
    bring_on(admin, order, bought, lines)
    return OrderNames(bought.id, lines)
