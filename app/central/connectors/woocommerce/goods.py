"""Articles, customers and places of a WooCommerce shop: what central takes in beside the orders."""

from collections.abc import Iterable, Sequence
from html import unescape

import structlog

from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import PlatformRefused
from app.central.connectors.port_inward import (
    Page,
    PlatformArticle,
    PlatformCart,
    PlatformCustomer,
    PlatformLocation,
    PlatformStock,
)
from app.central.connectors.woocommerce.amounts import minor
from app.central.connectors.woocommerce.lists import Listed, changed, page_of, whole_list
from app.central.connectors.woocommerce.orders import utc
from app.central.connectors.woocommerce.settings import WooSettings
from app.central.connectors.woocommerce.wire import (
    CartAnswer,
    CustomerAnswer,
    ProductAnswer,
    Taxed,
    Zone,
    ZoneMethod,
)

_MAX_PICTURE = 2 * 1024 * 1024
_log = structlog.stdlib.get_logger("central.woocommerce")


class WooGoods:
    """See `ShopGoods`. Uses the connections it is given; `store_http` carries no key, see `carts`."""

    def __init__(self, http: PlatformHttp, store_http: PlatformHttp, settings: WooSettings) -> None:
        self._http = http
        self._store_http = store_http
        self._settings = settings
        self._currency = ""

    async def locations(self) -> tuple[PlatformLocation, ...]:
        """The places orders can be collected at. WooCommerce lists only those of the older checkout; those of the
        block checkout are taken from the settings as they stand."""
        names = [*self._settings.pickup_locations]
        for zone in await self._http.read("/wc/v3/shipping/zones", list[Zone]):
            await self._http.turn()
            methods = await self._http.read(f"/wc/v3/shipping/zones/{zone.id}/methods", list[ZoneMethod])
            names += [method.title for method in methods if method.method_id == "local_pickup" and method.enabled]
        return tuple(PlatformLocation(name, name) for name in dict.fromkeys(names) if name)

    async def articles(self, cursor: str) -> Page[PlatformArticle]:
        """See the port. A variation whose stock changes may not move its product's date: who follows this also
        reads all of it again now and then. Variations are a list of their own for each product."""
        currency = await self._shop_currency()
        listed, next_, is_more = await changed(self._http, "/wc/v3/products", ProductAnswer, {}, cursor)
        found: list[PlatformArticle] = []
        calls = 1
        for product in listed.items:
            if product.type == "simple":
                found += self._articles(product, [product], currency)
            elif product.type == "variable":
                path = f"/wc/v3/products/{product.id}/variations"
                calls += 1
                await self._http.turn()
                variants = await whole_list(self._http, path, ProductAnswer, {})
                found += self._articles(product, variants, currency)
        return Page(tuple(found), next_.text, is_more, listed.total, calls)

    def _articles(
        self, product: ProductAnswer, variants: Iterable[ProductAnswer], currency: str
    ) -> list[PlatformArticle]:
        """The sellable ones of a product; one whose price is no money is named in the log and left out."""
        found: list[PlatformArticle] = []
        for variant in variants:
            try:
                found.append(article_of(product, variant, currency, self._settings))
            except ValueError:
                _log.warning("article_senseless", id=variant.id)
        return found

    async def customers(self, cursor: str) -> Page[PlatformCustomer]:
        """Customers by id. No date of change is told: behind the end of the list its last page is read again, for
        who is new, and one of the others in turn. One who was deleted is no longer in the list."""
        first, _, rest = cursor.partition(" ")
        page, turn = (int(text) if text.isascii() and text.isdigit() else 1 for text in (first, rest))
        listed = await self._customers(max(page, 1))
        is_more = page < listed.pages
        found = listed.items
        if rest and not is_more and turn < page:
            await self._http.turn()
            found = (*(await self._customers(max(turn, 1))).items, *found)
        last = max(min(page, listed.pages), 1)
        next_ = f"{page + 1}" if is_more else f"{last} {turn + 1 if turn + 1 < last else 1}"
        return Page(tuple(customer_of(customer) for customer in found), next_, is_more, listed.total)

    async def _customers(self, page: int) -> Listed[CustomerAnswer]:
        params = {"orderby": "id", "order": "asc", "page": str(page)}
        return await page_of(self._http, "/wc/v3/customers", CustomerAnswer, params)

    async def gone_customers(self, refs: Sequence[str]) -> frozenset[str]:
        """See the port. Asked for in every role: one who works for the shop now is a customer still."""
        numbers = [ref for ref in refs if ref.isascii() and ref.isdigit()]
        if not numbers:
            return frozenset(refs)
        params = {"include": ",".join(numbers), "role": "all"}
        listed = await page_of(self._http, "/wc/v3/customers", CustomerAnswer, params)
        return frozenset(refs) - {str(id_) for id_, _ in listed.entries}

    async def carts(self, cursor: str) -> Page[PlatformCart]:
        """Nobody's cart can be read unasked."""
        raise PlatformRefused("no_carts")

    async def picture(self, url: str) -> bytes:
        """See the port."""
        return await self._http.file(url, _MAX_PICTURE)

    async def _shop_currency(self) -> str:
        """The shop's currency, told by an empty cart. PlatformRefused when prices are entered without tax: what a
        customer pays could then not be told from the article."""
        if not self._currency:
            newest = {"per_page": "1", "orderby": "date", "order": "desc"}
            orders = await self._http.read("/wc/v3/orders", list[Taxed], newest)
            if any(not order.prices_include_tax for order in orders):
                raise PlatformRefused("prices_without_tax")
            cart = await self._store_http.read("/wc/store/v1/cart", CartAnswer)
            self._currency = cart.totals.currency_code
        return self._currency


def article_of(
    product: ProductAnswer, variant: ProductAnswer, currency: str, settings: WooSettings
) -> PlatformArticle:
    """One variant of a product, or the product itself. ValueError when its price makes no sense."""
    price, regular = minor(currency, variant.price), minor(currency, variant.regular_price)
    options = {attribute.name.casefold(): attribute.option for attribute in variant.attributes}
    pictures = [picture for picture in (variant.image, *variant.images, *product.images) if picture is not None]
    return PlatformArticle(
        ref=str(variant.id),
        sku=variant.sku,
        gtin=variant.global_unique_id,
        model=str(product.id),
        name=unescape(product.name),
        brand=unescape(product.brands[0].name) if product.brands else "",
        category=unescape(product.categories[0].name) if product.categories else "",
        colour=_first(options, settings.colour_names),
        size=_first(options, settings.size_names),
        price=price,
        currency=currency,
        list_price=max(regular, price),
        picture=next((picture.src for picture in pictures if picture.src), ""),
        is_active=product.status == variant.status == "publish" and variant.purchasable and price > 0,
        stock=_stock(product, variant, settings.stock_location),
    )


def _stock(product: ProductAnswer, variant: ProductAnswer, location: str) -> tuple[PlatformStock, ...]:
    """The one stock number, where pieces are counted and it is somebody's; a variation may share its product's."""
    counted = product if variant.manage_stock == "parent" else variant
    if not location or not counted.manage_stock:
        return ()
    return (PlatformStock(location, max(counted.stock_quantity or 0, 0)),)


def _first(options: dict[str, str], names: frozenset[str]) -> str:
    return next((option for name, option in options.items() if name in names), "")


def customer_of(answer: CustomerAnswer) -> PlatformCustomer:
    """A customer; the telephone number is the one of the last bill."""
    return PlatformCustomer(
        ref=str(answer.id),
        given_name=answer.first_name,
        family_name=answer.last_name,
        email=answer.email,
        phone=answer.billing.phone,
        since_at=utc(answer.date_created_gmt),
    )
