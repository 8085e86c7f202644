"""What the shop of recordings answers to a question to its REST API."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.contract.connectors.woo.recordings import Json, answer
from tests.contract.connectors.woo.shop import WooShop, money, order_template, set_meta


@dataclass(frozen=True)
class Asked:
    """A question; header names are lower case."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What comes back."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


def listed(asked: Asked, things: Iterable[Json]) -> Answer:
    """One page of a list, ordered and cut as asked, with the headers that tell how much there is."""
    query = asked.query
    if int(query.get("per_page", "10")) > 100:
        return Answer(400, answer("GET", "/wc/v3/orders", 400))
    key = {"id": "id", "modified": "date_modified_gmt"}.get(query.get("orderby", ""), "date_created_gmt")
    found = sorted(things, key=lambda thing: (str(thing.get(key, "")), thing["id"]))
    if key == "id":
        found.sort(key=lambda thing: int(thing["id"]))
    if query.get("order", "desc") == "desc":
        found.reverse()
    size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    heads = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // size))}
    start = int(query.get("offset", (page - 1) * size))
    return Answer(200, found[start : start + size], heads)


def _is_after(thing: Json, query: dict[str, str]) -> bool:
    after = query.get("modified_after")
    return after is None or datetime.fromisoformat(thing["date_modified_gmt"]) > datetime.fromisoformat(after)


def orders(shop: WooShop, asked: Asked) -> Answer:
    """`GET` and `POST /orders`."""
    if asked.method == "POST":
        return _create(shop, asked.body)
    wanted, via = asked.query.get("status", "any").split(","), asked.query.get("created_via")
    found = [
        order
        for order in shop.orders.values()
        if (order["status"] in wanted or (wanted == ["any"] and order["status"] != "trash"))
        and via in (None, order["created_via"])
        and _is_after(order, asked.query)
    ]
    return listed(asked, found)


def _create(shop: WooShop, body: Json) -> Answer:
    order = order_template()
    order.update(id=12 if not shop.orders else shop.next_id(), status=body.get("status", "pending"))
    order["number"] = str(order["id"])
    order["created_via"] = "rest-api" if shop.is_old else body.get("created_via", "rest-api")
    shop.tick(order, "date_created", "date_modified")
    for name in ("customer_id", "payment_method", "payment_method_title", "currency"):
        order[name] = body.get(name, order[name])
    order["billing"].update(body.get("billing", {}))
    for number, line in enumerate(body["line_items"], start=1 if not shop.orders else order["id"] * 10):
        order["line_items"].append(_item(shop, line, number))
    for number, line in enumerate(body.get("shipping_lines", []), start=len(order["line_items"]) + 1):
        own = [{"id": shop.next_id(), **entry} for entry in line.get("meta_data", [])]
        order["shipping_lines"].append({"id": number, "instance_id": "", **line, "meta_data": own})
    for entry in body.get("meta_data", []):
        set_meta(order, entry["key"], entry["value"], shop.next_id())
    shop.add_up(order)
    shop.orders[order["id"]] = order
    if body.get("set_paid"):
        shop.enter(order, "processing")
    return Answer(201, order)


def _item(shop: WooShop, line: Json, number: int) -> Json:
    """A line; without a total it costs what the article costs, which has tax in it."""
    product = shop.sellable(line["product_id"], line.get("variation_id", 0))
    net = Decimal(product["price"]) * line["quantity"] / Decimal("1.21")
    item: Json = dict(answer("POST", "/wc/v3/orders", 201)["line_items"][0])
    item.update(
        id=number,
        product_id=line["product_id"],
        variation_id=line.get("variation_id", 0),
        quantity=line["quantity"],
        name=line.get("name", product["name"]),
        sku=product["sku"],
        meta_data=[],
        _total=Decimal(line.get("total", net)),
        _subtotal=Decimal(line.get("subtotal", line.get("total", net))),
    )
    for entry in line.get("meta_data", []):
        set_meta(item, entry["key"], entry["value"], shop.next_id())
    return item


def order(shop: WooShop, asked: Asked, id_: int) -> Answer:
    """`GET` and `PUT /orders/<id>`; marks alone do not move its date."""
    found = shop.orders.get(id_)
    if found is None:
        return Answer(404, answer("GET", "/wc/v3/orders/999999", 404))
    if asked.method == "GET":
        return Answer(200, found)
    status = asked.body.get("status")
    if status is not None and status not in shop.statuses:
        return Answer(400, answer("PUT", "/wc/v3/orders/12", 400))
    for entry in asked.body.get("meta_data", []):
        set_meta(found, entry["key"], entry["value"], shop.next_id())
    for name in ("line_items", "shipping_lines"):
        for line in asked.body.get(name, []):
            (known,) = [each for each in found[name] if each["id"] == line["id"]]
            known.update({f"_{key}": line[key] for key in ("total", "subtotal") if key in line})
    if "line_items" in asked.body:
        shop.add_up(found)
        shop.tick(found, "date_modified")
    if status is not None and status != found["status"]:
        shop.enter(found, status)
    return Answer(200, found)


def refunds(shop: WooShop, asked: Asked, id_: int) -> Answer:
    """`GET` and `POST /orders/<id>/refunds`; the amount counts, whatever the lines say."""
    of_order, told = shop.orders[id_], shop.refunds.setdefault(id_, [])
    if asked.method == "GET":
        return listed(asked, told)
    amount = Decimal(str(asked.body["amount"]))
    given = sum((Decimal(each["amount"]) for each in told), Decimal(0))
    if given + amount > Decimal(of_order["total"]) or (amount and shop.refuses):
        return Answer(500, answer("POST", "/wc/v3/orders/12/refunds", 500))
    refund: Json = answer("POST", "/wc/v3/orders/12/refunds", 201)
    is_moved = bool(asked.body.get("api_refund", True))
    shop.gateway += amount if is_moved else Decimal(0)
    refund.update(id=shop.next_id(), amount=money(amount), reason=asked.body.get("reason", ""))
    refund.update(refunded_payment=is_moved, line_items=_taken_back(shop, of_order, asked.body))
    shop.tick(refund, "date_created")
    told.append(refund)
    of_order["refunds"].append({"id": refund["id"], "reason": refund["reason"], "total": f"-{money(amount)}"})
    shop.tick(of_order, "date_modified")
    if given + amount == Decimal(of_order["total"]):
        shop.enter(of_order, "refunded")
    return Answer(201, refund)


def _taken_back(shop: WooShop, of_order: Json, body: Json) -> list[Json]:
    lines = []
    items = {item["id"]: item for item in of_order["line_items"]}
    for line in body.get("line_items", []):
        item, quantity = items[line["id"]], line.get("quantity", 0)
        net = Decimal(str(line.get("refund_total", 0)))
        tax = sum((Decimal(str(each["refund_total"])) for each in line.get("refund_tax", [])), Decimal(0))
        taken: Json = dict(answer("POST", "/wc/v3/orders/12/refunds", 201)["line_items"][0])
        sums = {"total": f"{-net:.2f}", "subtotal": f"{-net:.2f}"}
        taxes = {"total_tax": f"{-tax:.2f}", "subtotal_tax": f"{-tax:.2f}"}
        taken.update(id=shop.next_id(), name=item["name"], sku=item["sku"], quantity=-quantity, **sums, **taxes)
        taken["meta_data"] = [{"id": shop.next_id(), "key": "_refunded_item_id", "value": str(item["id"])}]
        lines.append(taken)
        if quantity and body.get("api_restock", True):
            _put_back(shop, item, quantity)
    return lines


def _put_back(shop: WooShop, item: Json, quantity: int) -> None:
    own = {entry["key"]: int(entry["value"]) for entry in item["meta_data"] if str(entry["value"]).isdigit()}
    shop.move_stock(item, -quantity)
    set_meta(item, "_reduced_stock", str(own.get("_reduced_stock", 0) - quantity), shop.next_id())
    set_meta(
        item, "_restock_refunded_items", str(own.get("_restock_refunded_items", 0) + quantity), shop.next_id()
    )


def notes(shop: WooShop, asked: Asked, id_: int) -> Answer:
    """`GET` and `POST /orders/<id>/notes`."""
    told = shop.notes.setdefault(id_, [])
    if asked.method == "GET":
        return Answer(200, told if asked.query.get("type") != "internal" else [])
    note: Json = answer("POST", "/wc/v3/orders/12/notes", 201)
    note.update(id=shop.next_id(), note=asked.body["note"], customer_note=asked.body["customer_note"])
    shop.tick(note, "date_created")
    told.append(note)
    return Answer(201, note)


def products(shop: WooShop, asked: Asked) -> Answer:
    """`GET /products`; asked for a SKU, variations are products as well."""
    skus = asked.query.get("sku")
    if skus is None:
        return listed(asked, (each for each in shop.products.values() if _is_after(each, asked.query)))
    everything = [*shop.products.values(), *(each for many in shop.variations.values() for each in many)]
    return listed(asked, (each for each in everything if each["sku"] in skus.split(",")))


def customers(shop: WooShop, asked: Asked) -> Answer:
    """`GET /customers`."""
    query = asked.query
    found = [each for each in shop.customers.values() if query.get("email") in (None, each["email"])]
    wanted = query["include"].split(",") if query.get("include") else None
    found = [each for each in found if wanted is None or str(each["id"]) in wanted]
    return listed(asked, [each for each in found if query.get("search", "") in each["email"]])


def zones(shop: WooShop, asked: Asked) -> Answer:
    """`GET /shipping/zones`."""
    return Answer(200, [answer("POST", "/wc/v3/shipping/zones", 201)])


def methods(shop: WooShop, asked: Asked, id_: int) -> Answer:
    """`GET /shipping/zones/<id>/methods`."""
    return Answer(200, [answer("POST", "/wc/v3/shipping/zones/1/methods")])


def product(shop: WooShop, asked: Asked, id_: int) -> Answer:
    """`GET /products/<id>`."""
    return Answer(200, shop.products[id_])


def variations(shop: WooShop, asked: Asked, id_: int) -> Answer:
    """`GET /products/<id>/variations`."""
    return listed(asked, shop.variations.get(id_, []))


_LISTS: dict[str, Callable[[WooShop, Asked], Answer]] = {
    "/wc/v3/orders": orders,
    "/wc/v3/products": products,
    "/wc/v3/customers": customers,
    "/wc/v3/shipping/zones": zones,
}
_ONES: dict[str, Callable[[WooShop, Asked, int], Answer]] = {
    r"/wc/v3/orders/([0-9]+)": order,
    r"/wc/v3/orders/([0-9]+)/refunds": refunds,
    r"/wc/v3/orders/([0-9]+)/notes": notes,
    r"/wc/v3/products/([0-9]+)": product,
    r"/wc/v3/products/([0-9]+)/variations": variations,
    r"/wc/v3/shipping/zones/([0-9]+)/methods": methods,
}


def rest(shop: WooShop, asked: Asked) -> Answer:
    """The answer to a question to REST v3; without a key there is none."""
    if "authorization" not in asked.headers:
        return Answer(401, answer("GET", "/wc/v3/orders", 401))
    if asked.path in _LISTS:
        return _LISTS[asked.path](shop, asked)
    for route, one in _ONES.items():
        if match := re.fullmatch(route, asked.path):
            return one(shop, asked, int(match[1]))
    return Answer(404, {"code": "rest_no_route", "message": "No route was found", "data": {"status": 404}})
