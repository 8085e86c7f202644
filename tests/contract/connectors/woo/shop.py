"""A WooCommerce in memory: its answers are the recorded ones with other values, its manners those measured."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Any

from tests.contract.connectors.woo.recordings import Json, answer, exchanges

PNG = b"\x89PNG\r\n\x1a\n"
STATUSES = frozenset(
    {"auto-draft", "pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed"}
    | {"checkout-draft"}
)
_TAX = Decimal("0.21")
_CENT = Decimal("0.01")
_START_AT = datetime(2026, 11, 21, 19, 36, 10, tzinfo=UTC)


def money(value: Decimal) -> str:
    """An amount as the shop writes it."""
    return f"{value.quantize(_CENT, ROUND_HALF_UP):f}"


@dataclass
class WooShop:
    """Owns everything the shop knows. `gateway` is the money it moved by itself, `fee` what a plug-in adds; with
    `refuses` a plug-in lets no money be given back; one that `is_old` says itself who made an order."""

    orders: dict[int, Json] = field(default_factory=dict)
    products: dict[int, Json] = field(default_factory=dict)
    variations: dict[int, list[Json]] = field(default_factory=dict)
    customers: dict[int, Json] = field(default_factory=dict)
    notes: dict[int, list[Json]] = field(default_factory=dict)
    refunds: dict[int, list[Json]] = field(default_factory=dict)
    statuses: frozenset[str] = STATUSES
    gateway: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    refuses: bool = False
    is_old: bool = False
    _ids: "count[int]" = field(default_factory=lambda: count(100))
    _ticks: "count[int]" = field(default_factory=count)

    def next_id(self) -> int:
        """An id nothing else has."""
        return next(self._ids)

    def tick(self, thing: Json, *names: str) -> None:
        """Move those dates of a thing, in both of their forms, to a second that was not yet."""
        now = (_START_AT + timedelta(seconds=next(self._ticks))).replace(tzinfo=None).isoformat()
        for name in names:
            thing[name] = thing[f"{name}_gmt"] = now

    def sell(self, sku: str, name: str, price: str, quantity: int, picture: str = "") -> int:
        """Put an article on sale; its id."""
        product: Json = answer("POST", "/wc/v3/products", 201)
        id_ = self.next_id()
        product.update(id=id_, sku=sku, name=name, price=price, regular_price=price, stock_quantity=quantity)
        product["images"] = [{"id": 1, "src": picture, "name": name, "alt": ""}] if picture else []
        self.tick(product, "date_created", "date_modified")
        self.products[id_] = product
        return id_

    def sellable(self, product_id: int, variation_id: int = 0) -> Json:
        """A product or the variation meant."""
        if variation_id:
            return next(each for each in self.variations[product_id] if each["id"] == variation_id)
        return self.products[product_id]

    def move_stock(self, item: Json, quantity: int) -> None:
        """Take pieces of an order's line out of the stock, or with a negative number put them back."""
        product = self.sellable(item["product_id"], item["variation_id"])
        product["stock_quantity"] -= quantity
        self.tick(product, "date_modified")

    def greet(self, given_name: str, family_name: str, email: str, phone: str) -> int:
        """Register a customer; the id."""
        customer: Json = answer("POST", "/wc/v3/customers", 201)
        id_ = self.next_id()
        customer.update(id=id_, first_name=given_name, last_name=family_name, email=email)
        customer["billing"]["phone"] = phone
        self.tick(customer, "date_created", "date_modified")
        self.customers[id_] = customer
        return id_

    def add_up(self, order: Json) -> None:
        """Tax by line, and the totals; prices come in without tax, to the sixth decimal where it matters."""
        lines = [*order["line_items"], *order["shipping_lines"]]
        for line in lines:
            for name in ("total", "subtotal"):
                if name in line:
                    exact = Decimal(str(line.pop(f"_{name}", line[name])))
                    line[name], line[f"{name}_tax"] = money(exact), money(exact * _TAX)
            taxes = {"total": line["total_tax"], "subtotal": line.get("subtotal_tax", "")}
            line["taxes"] = [{"id": 1, **taxes}]
            if "quantity" in line:
                line["price"] = float(Decimal(line["total"]) / line["quantity"])
        sums = {name: sum((Decimal(line[name]) for line in lines), Decimal(0)) for name in ("total", "total_tax")}
        shipped = order["shipping_lines"]
        order["shipping_total"] = money(sum((Decimal(line["total"]) for line in shipped), Decimal(0)))
        order["shipping_tax"] = money(sum((Decimal(line["total_tax"]) for line in shipped), Decimal(0)))
        order["total_tax"] = order["cart_tax"] = money(sums["total_tax"])
        order["total"] = money(sums["total"] + sums["total_tax"] + self.fee)

    def enter(self, order: Json, status: str) -> None:
        """Another status: whatever it is, it overwrites the one before."""
        if status in ("processing", "on-hold", "completed"):
            for item in order["line_items"]:
                own = {entry["key"] for entry in item["meta_data"]}
                if "_reduced_stock" not in own:
                    self.move_stock(item, item["quantity"])
                    set_meta(item, "_reduced_stock", str(item["quantity"]), self.next_id())
        if status in ("processing", "completed") and not order["date_paid"]:
            self.tick(order, "date_paid")
        order["status"] = status
        self.tick(order, "date_modified", *(["date_completed"] if status == "completed" else []))


def set_meta(thing: Json, key: str, value: Any, id_: int) -> None:
    """One value for each key: the one that is there is replaced."""
    entries = thing["meta_data"]
    for entry in entries:
        if entry["key"] == key:
            entry["value"] = value
            return
    entries.append({"id": id_, "key": key, "value": value})


def recorded_shop() -> WooShop:
    """The shop as it was when the recording came to its first order."""
    shop = WooShop()
    made = [row["response"] for row in exchanges() if row["path"] == "/wc/v3/products" and row["status"] == 201]
    shop.products = {product["id"]: product for product in made}
    customer: Json = answer("POST", "/wc/v3/customers", 201)
    shop.customers = {customer["id"]: customer}
    return shop


def order_template() -> Json:
    """An order as the shop tells one, with nothing in it."""
    order: Json = deepcopy(answer("POST", "/wc/v3/orders", 201))
    order.update(line_items=[], shipping_lines=[], meta_data=[], refunds=[], customer_id=0)
    order.update(date_paid=None, date_paid_gmt=None, created_via="rest-api")
    return order
