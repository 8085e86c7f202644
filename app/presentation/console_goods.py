"""Carts, articles and goods that come back, in the words of the command line."""

from datetime import datetime

from app.presentation.console_facts import Facts, amount, article_name, flag, listed, number, rows, text
from app.presentation.console_orders import paper_line
from app.presentation.wording import Wording

_PRICES = {"cheaper_here": "console.cart.cheaper", "dearer_here": "console.cart.dearer"}


def cart(data: Facts, wording: Wording) -> list[str]:
    """A cart beside the shop's prices and stock."""
    lines = rows(data, "lines")
    site, shop = amount(data, "site_total", wording), amount(data, "shop_total", wording)
    return [
        wording.plural("console.cart.opened", len(lines), number=text(data, "number")),
        *listed([cart_line(line, wording) for line in lines]),
        wording.text("console.cart.totals", site=site, shop=shop),
    ]


def cart_line(line: Facts, wording: Wording) -> str:
    """A line of a cart: price against the site's, and what there is too little of."""
    name, quantity, shop, site = article_name(line), text(line, "quantity"), line.get("shop"), line.get("site")
    if not isinstance(shop, int) or not isinstance(site, int):
        return wording.text("console.cart.not_sold", quantity=quantity, name=name)
    price, difference = wording.formats.money(shop), wording.formats.money(abs(shop - site))
    different = _PRICES.get(text(line, "price"))
    if different is None:
        said = wording.text("console.cart.same", quantity=quantity, name=name, price=price)
    else:
        said = wording.text(different, quantity=quantity, name=name, price=price, difference=difference)
    return " ".join([said, *_stock(line, wording)])


def _stock(line: Facts, wording: Wording) -> list[str]:
    available = text(line, "available")
    match line.get("stock"):
        case "out":
            return [wording.text("console.cart.out_of_stock")]
        case "short":
            return [wording.text("console.cart.short", available=available)]
        case "low":
            return [wording.text("console.cart.low", available=available)]
        case _:
            return []


def reserved(data: Facts, wording: Wording) -> list[str]:
    """A cart that became an order, or will."""
    given = data.get("details")
    details = given if isinstance(given, dict) else {}
    if text(data, "state") == "final" and details.get("number"):
        return [wording.text("console.cart.reserved", order=text(details, "number"))]
    return [wording.text("console.cart.reserving")]


def sold(data: Facts, wording: Wording) -> list[str]:
    """A cart that went to the till, or will."""
    given = data.get("details")
    details = given if isinstance(given, dict) else {}
    if text(data, "state") == "final" and isinstance(details.get("due"), int):
        return [wording.text("console.cart.sold", due=amount(details, "due", wording))]
    return [wording.text("console.cart.selling")]


def held(data: Facts, wording: Wording) -> list[str]:
    """Pieces of a cart that stand aside, or will."""
    name = "console.cart.held" if text(data, "state") == "final" else "console.cart.holding"
    return [wording.text(name, time=_moment(data, wording))]


def released(data: Facts, wording: Wording) -> list[str]:
    """Pieces that are free again, or will be."""
    is_final = text(data, "state") == "final"
    return [wording.text("console.cart.released" if is_final else "console.cart.releasing")]


def holds(data: Facts, wording: Wording) -> list[str]:
    """Everything that stands aside in this shop."""
    found = rows(data, "holds")
    if not found:
        return [wording.text("console.hold.none")]
    return listed([_hold(hold, wording) for hold in found])


def _hold(hold: Facts, wording: Wording) -> str:
    pieces = number(hold, "pieces")
    values = {"name": text(hold, "customer"), "time": _moment(hold, wording)}
    return wording.plural("console.hold.line", pieces, **values)


def _moment(data: Facts, wording: Wording) -> str:
    return wording.formats.date_time(datetime.fromisoformat(text(data, "until")))


def articles(data: Facts, wording: Wording) -> list[str]:
    """Articles with price and stock of this shop."""
    hits = rows(data, "hits")
    if not hits:
        return [wording.text("console.product.unknown")]
    return [_article(hit, wording) for hit in hits]


def _article(hit: Facts, wording: Wording) -> str:
    name = article_name(hit)
    if isinstance(hit.get("shop"), int):
        shop, site = amount(hit, "shop", wording), amount(hit, "site", wording)
        said = wording.text("console.product.price", name=name, shop=shop, site=site)
    else:
        said = wording.text("console.product.no_price", name=name)
    pieces, place = number(hit, "on_hand"), text(hit, "place")
    if pieces <= 0:
        stock = wording.text("console.product.none")
    else:
        stock = wording.best(
            "console.product.stock", {"n": str(pieces), **({"place": place} if place else {})}, pieces
        )
    return f"{said} {stock} {wording.text('console.product.code', code=text(hit, 'gtin') or text(hit, 'sku'))}"


def taken_in(data: Facts, wording: Wording) -> list[str]:
    """Goods that came back, and what becomes of the money."""
    case, document = text(data, "case"), text(data, "document")
    done = wording.text("console.return.taken_in", case=case, document=document)
    return [f"{done} {_refund(data, wording)}", *paper_line(data, wording)]


def _refund(data: Facts, wording: Wording) -> str:
    if data.get("is_matched") is False:
        return wording.text("console.return.blind")
    refund = amount(data, "refund", wording)
    if number(data, "refund") == 0:
        return wording.text("console.return.no_refund")
    if flag(data, "is_pending"):
        return wording.text("console.return.refund_pending", amount=refund)
    if flag(data, "is_at_till"):
        return wording.text("console.return.at_till", amount=refund)
    if number(data, "cash"):
        return wording.text("console.return.both", amount=refund, cash=amount(data, "cash", wording))
    means = text(data, "payment")
    values = {"amount": refund, **({"means": means} if means else {})}
    return wording.best("console.return.refund_ordered", values)
