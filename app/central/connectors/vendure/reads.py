"""Reading from Vendure: orders, places, articles, customers, carts and pictures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from app.central.connectors.port import PlatformOrder, PlatformRefused, PlatformUnavailable
from app.central.connectors.port_inward import (
    Page,
    PlatformArticle,
    PlatformCart,
    PlatformCartLine,
    PlatformCustomer,
    PlatformLocation,
    PlatformStock,
)
from app.central.connectors.vendure import documents
from app.central.connectors.vendure.client import VendureClient
from app.central.connectors.vendure.orders import OPEN_STATES, in_order, order_of
from app.central.connectors.vendure.paging import Place, place_of
from app.central.connectors.vendure.settings import MoneyScale, VendureSettings
from app.central.connectors.vendure.wire import OpenAnswer, OrderAnswer, OrderNode, OrdersAnswer
from app.central.connectors.vendure.wire_goods import (
    CartAnswer,
    CartNode,
    CartsAnswer,
    CustomerIds,
    CustomersAnswer,
    LocationsAnswer,
    SettingsAnswer,
    VariantNode,
    VariantsAnswer,
)
from app.domain.errors import Code

MAX_PICTURE_BYTES = 2 * 1024 * 1024
ROWS = 100
_ORDERS, _MAX_PAGES = 25, 400
Options = dict[str, object]
T = TypeVar("T")


def is_id(text: str) -> bool:
    """Whether Vendure could have made this id (a number, or a UUID by its strategy)."""
    return 0 < len(text) <= 64 and text.isascii() and text.replace("-", "").isalnum()


class VendureReads:
    """See `ShopGoods` and the reads of `ShopPlatform`; on the host's event loop. Owns nothing."""

    def __init__(self, client: VendureClient, settings: VendureSettings) -> None:
        self._client = client
        self._settings = settings
        self._scale: MoneyScale | None = None

    async def scale(self) -> MoneyScale:
        """How many decimals Vendure's sums have; asked once."""
        if self._scale is None:
            answer = await self._client.query(documents.PRECISION, SettingsAnswer)
            self._scale = MoneyScale(answer.global_settings.server_config.money_strategy_precision)
        return self._scale

    async def node(self, ref: str) -> OrderNode:
        """An order as Vendure tells it; PlatformRefused(code=ORDER_UNKNOWN)."""
        told = None
        if is_id(ref):
            document = documents.order(self._settings.gtin_field, *self._settings.line_fields)
            told = (await self._client.query(document, OrderAnswer, {"i": ref})).order
        if told is None:
            raise PlatformRefused("no_such_order", Code.ORDER_UNKNOWN)
        return told

    async def read_order(self, ref: str) -> PlatformOrder:
        """See the port."""
        return order_of(await self.node(ref), self._settings, await self.scale())

    async def open_set(self, store: str) -> tuple[PlatformOrder, ...]:
        """See the port. Vendure cannot be asked by shipping method, so every open order is looked at."""
        place = self._settings.places.get(store)
        if place is None:
            return ()
        wanted: list[str] = []
        filters = {"active": {"eq": False}, "state": {"in": OPEN_STATES}}
        for page in range(_MAX_PAGES):
            if page:
                await self._client.turn()
            options = _options(filters, page * ROWS, ROWS)
            found = (await self._client.query(documents.OPEN, OpenAnswer, options)).orders.items
            for order in found:
                if any(line.shipping_method.code in place.methods for line in order.shipping_lines):
                    wanted.append(order.id)
            if len(found) < ROWS:
                return await self._whole(wanted)
        raise PlatformUnavailable(Code.TOO_LARGE)

    async def _whole(self, refs: list[str]) -> tuple[PlatformOrder, ...]:
        found: list[PlatformOrder] = []
        for start in range(0, len(refs), _ORDERS):
            await self._client.turn()
            filters = {"id": {"in": refs[start : start + _ORDERS]}}
            page, _, _ = await self._orders(_options(filters, 0, _ORDERS))
            found += page
        return tuple(found)

    async def _orders(self, options: Options) -> tuple[tuple[PlatformOrder, ...], int, datetime | None]:
        document = documents.orders(self._settings.gtin_field, *self._settings.line_fields)
        answer, told_at = await self._client.query_dated(document, OrdersAnswer, options)
        scale = await self.scale()
        nodes = answer.orders.items
        return tuple(order_of(node, self._settings, scale) for node in nodes), answer.orders.total_items, told_at

    async def orders(self, cursor: str) -> Page[PlatformOrder]:
        """See the port. `updatedAt` of an order does not move when it is placed, so that moment counts as well.
        What was never placed is a cart or somebody's draft."""
        place = place_of(cursor)
        filters: Options = {"active": {"eq": False}, "orderPlacedAt": {"isNull": False}}
        if place.since:
            moved = {"after": place.since}
            filters["_or"] = [{"updatedAt": moved}, {"orderPlacedAt": moved}]
        found, total, told_at = await self._orders(_options(filters, place.skip, _ORDERS))
        return _page(found, place.after(len(found), total, told_at), total)

    async def locations(self) -> tuple[PlatformLocation, ...]:
        """See the port."""
        answer = await self._client.query(documents.LOCATIONS, LocationsAnswer)
        places = answer.stock_locations.items
        return tuple(PlatformLocation(self._settings.store_at(place.id), place.name) for place in places)

    async def articles(self, cursor: str) -> Page[PlatformArticle]:
        """See the port. A sale moves no variant's `updatedAt`, nor does a product's new name: `dates_stock` is why
        everything is asked for again."""
        place = place_of(cursor)
        document = documents.variants(self._settings.gtin_field)
        options = _options(_since(place), place.skip, ROWS)
        answer, told_at = await self._client.query_dated(document, VariantsAnswer, options)
        scale, listed = await self.scale(), answer.product_variants
        try:
            found = tuple(self._article(node, scale) for node in listed.items)
        except ValueError as exc:
            raise PlatformUnavailable(Code.NOT_JSON) from exc
        return _page(found, place.after(len(found), listed.total_items, told_at), listed.total_items)

    def _article(self, node: VariantNode, scale: MoneyScale) -> PlatformArticle:
        settings, product = self._settings, node.product
        facets = {value.facet.code: value.name for value in product.facet_values}
        groups = {option.group.code: option.name for option in node.options}
        picture = node.featured_asset or product.featured_asset
        return PlatformArticle(
            ref=node.id,
            sku=node.sku,
            gtin=(node.custom_fields or {}).get(settings.gtin_field) or "",
            model=product.id,
            name=product.name,
            brand=facets.get(settings.brand_facet, ""),
            category=facets.get(settings.category_facet, ""),
            colour=_first(groups, settings.colour_groups),
            size=_first(groups, settings.size_groups),
            price=scale.minor(node.price_with_tax, node.currency_code),
            currency=node.currency_code,
            picture="" if picture is None else picture.preview,
            is_active=node.enabled and product.enabled,
            stock=tuple(
                PlatformStock(
                    settings.store_at(level.stock_location_id), level.stock_on_hand, level.stock_allocated
                )
                for level in node.stock_levels
            ),
        )

    async def customers(self, cursor: str) -> Page[PlatformCustomer]:
        """See the port. One who was deleted is no longer listed."""
        place = place_of(cursor)
        options = _options(_since(place), place.skip, ROWS)
        answer, told_at = await self._client.query_dated(documents.CUSTOMERS, CustomersAnswer, options)
        listed = answer.customers
        found = tuple(
            PlatformCustomer(
                node.id,
                node.first_name,
                node.last_name,
                node.email_address,
                node.phone_number or "",
                node.created_at,
            )
            for node in listed.items
            if node.user is not None
        )
        return _page(found, place.after(len(listed.items), listed.total_items, told_at), listed.total_items)

    async def gone_customers(self, refs: Sequence[str]) -> frozenset[str]:
        """See the port. Vendure keeps a row of a deleted customer, and neither lists nor shows it."""
        wanted = [ref for ref in refs if is_id(ref)]
        options = _options({"id": {"in": wanted}}, 0, ROWS)
        answer = await self._client.query(documents.CUSTOMER_IDS, CustomerIds, options)
        return frozenset(refs) - {node.id for node in answer.customers.items}

    async def carts(self, cursor: str) -> Page[PlatformCart]:
        """See the port. A cart that was bought since comes once more, without lines."""
        place = place_of(cursor)
        filters: Options = {"active": {"eq": True}}
        if place.since:
            moved = {"after": place.since}
            filters = {"_or": [{"active": {"eq": True}, "updatedAt": moved}, {"orderPlacedAt": moved}]}
        options = _options(filters, place.skip, ROWS)
        answer, told_at = await self._client.query_dated(documents.CARTS, CartsAnswer, options)
        listed = answer.orders
        scale = await self.scale()
        # In the order of ids, so the cart that is open stands after one of the same customer that was bought.
        found = {
            node.customer.id: _cart(node, node.customer.id, scale)
            for node in listed.items
            if node.customer is not None
        }
        return _page(tuple(found.values()), place.after(len(listed.items), listed.total_items, told_at), None)

    async def cart_node(self, customer_ref: str) -> CartNode | None:
        """The cart of a customer as Vendure tells it."""
        if not is_id(customer_ref):
            return None
        answer = await self._client.query(documents.CART, CartAnswer, {"c": customer_ref})
        return next(iter(answer.customer.orders.items), None) if answer.customer else None

    async def read_cart(self, customer_ref: str) -> PlatformCart | None:
        """See the port."""
        node = await self.cart_node(customer_ref)
        return None if node is None else _cart(node, customer_ref, await self.scale())

    async def picture(self, url: str) -> bytes:
        """See the port."""
        return await self._client.file(url, MAX_PICTURE_BYTES)


def _options(filters: Mapping[str, object], skip: int, take: int) -> Options:
    return {"o": {"filter": filters, "sort": {"id": "ASC"}, "skip": skip, "take": take}}


def _since(place: Place) -> Options:
    return {"updatedAt": {"after": place.since}} if place.since else {}


def _page(found: tuple[T, ...], behind: Place, total: int | None) -> Page[T]:
    return Page(found, behind.text, behind.is_more, total)


def _first(values: Mapping[str, str], codes: Iterable[str]) -> str:
    return next((values[code] for code in codes if code in values), "")


def _cart(node: CartNode, customer_ref: str, scale: MoneyScale) -> PlatformCart:
    """The cart in our words; PlatformUnavailable when its money makes no sense."""
    currency = node.currency_code
    try:
        lines = tuple(
            PlatformCartLine(
                line.product_variant.sku,
                line.product_variant.name,
                line.quantity,
                scale.minor(line.unit_price_with_tax, currency),
            )
            for line in (in_order(node.lines) if node.active else [])
        )
    except ValueError as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc
    return PlatformCart(node.id, customer_ref, currency, lines, node.updated_at.astimezone(UTC))
