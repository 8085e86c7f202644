"""The connector to the demo shop, the half that reads what is no order: places, articles, customers, carts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from app.central.connectors.demo_shop_wire import (
    ArticlesAnswer,
    ArticleView,
    CartAnswer,
    CartsAnswer,
    CustomersAnswer,
    CustomerView,
    LocationAnswer,
)
from app.central.connectors.money_text import minor_units
from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import PlatformRefused, PlatformUnavailable
from app.central.connectors.port_inward import (
    Page,
    PlatformArticle,
    PlatformCart,
    PlatformCartLine,
    PlatformCustomer,
    PlatformLocation,
    PlatformStock,
)
from app.domain.errors import Code

MAX_PICTURE_BYTES = 2 * 1024 * 1024


class DemoGoods:
    """See `ShopGoods`. A cursor is the last change and the id that were told last; the shop's one thread writes
    changes in that order, so nothing has to be looked at twice."""

    def __init__(self, http: PlatformHttp) -> None:
        self._http = http

    async def locations(self) -> tuple[PlatformLocation, ...]:
        """See the port."""
        answer = await self._http.read("/admin/locations", list[LocationAnswer])
        return tuple(PlatformLocation(place.id, place.name) for place in answer)

    async def articles(self, cursor: str) -> Page[PlatformArticle]:
        """See the port."""
        answer = await self._http.read("/admin/articles", ArticlesAnswer, after(cursor))
        marks = [(view.updated_at, view.article.id) for view in answer.articles]
        try:
            found = tuple(_article(view) for view in answer.articles)
        except ValueError as exc:
            raise PlatformUnavailable(Code.NOT_JSON) from exc
        return Page(found, cursor_of(marks, cursor), answer.is_more, answer.total)

    async def customers(self, cursor: str) -> Page[PlatformCustomer]:
        """See the port."""
        answer = await self._http.read("/admin/customers", CustomersAnswer, after(cursor))
        marks = [(view.updated_at, view.customer.id) for view in answer.customers]
        found = tuple(_customer(view) for view in answer.customers)
        return Page(found, cursor_of(marks, cursor), answer.is_more, answer.total)

    async def gone_customers(self, refs: Sequence[str]) -> frozenset[str]:
        """See the port: it tells by itself."""
        raise PlatformRefused("not_offered")

    async def carts(self, cursor: str) -> Page[PlatformCart]:
        """See the port."""
        answer = await self._http.read("/admin/carts", CartsAnswer, after(cursor))
        marks = [(cart.updated_at, cart.customer) for cart in answer.carts]
        return Page(tuple(cart_of(cart) for cart in answer.carts), cursor_of(marks, cursor), answer.is_more)

    async def picture(self, url: str) -> bytes:
        """See the port."""
        return await self._http.file(url, MAX_PICTURE_BYTES)

    async def read_cart(self, customer_ref: str) -> PlatformCart | None:
        """See the port."""
        try:
            return cart_of(await self._http.read(cart_path(customer_ref), CartAnswer))
        except PlatformRefused as exc:
            if exc.code is Code.NOT_FOUND:
                return None
            raise


def after(cursor: str) -> dict[str, str]:
    """The parameters that ask for what follows a cursor."""
    updated_after, _, id_after = cursor.partition(" ")
    return {"updatedAfter": updated_after, "idAfter": id_after} if cursor else {}


def cursor_of(marks: Iterable[tuple[datetime, str]], before: str) -> str:
    """The cursor behind the last of these, or the one there was."""
    last = max(marks, default=None)
    return before if last is None else f"{last[0].isoformat()} {last[1]}"


def cart_path(customer_ref: str) -> str:
    """Where a customer's cart is."""
    return f"/admin/customers/{quote(customer_ref, safe='')}/cart"


def cart_of(answer: CartAnswer) -> PlatformCart:
    """The cart in our words; PlatformUnavailable when its money makes no sense."""
    try:
        lines = tuple(
            PlatformCartLine(item.sku, item.name, item.quantity, minor_units(item.unit_price, answer.currency))
            for item in answer.lines
        )
    except ValueError as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc
    return PlatformCart(answer.id, answer.customer, answer.currency, lines, answer.updated_at)


def _article(view: ArticleView) -> PlatformArticle:
    """The article in our words; ValueError when its money makes no sense."""
    article = view.article
    price = minor_units(article.price, article.currency)
    return PlatformArticle(
        ref=article.id,
        sku=article.sku,
        gtin=article.gtin,
        model=article.model,
        name=article.name,
        brand=article.brand,
        category=article.category,
        colour=article.colour,
        size=article.size,
        price=price,
        currency=article.currency,
        list_price=max(minor_units(article.list_price, article.currency), price),
        picture=article.picture,
        is_active=article.is_active,
        stock=tuple(PlatformStock(level.location, level.quantity, level.reserved) for level in view.stock),
    )


def _customer(view: CustomerView) -> PlatformCustomer:
    known = view.customer
    return PlatformCustomer(
        known.id,
        known.given_name,
        known.family_name,
        known.email,
        known.phone,
        known.since_at,
        is_deleted=known.is_deleted,
    )
