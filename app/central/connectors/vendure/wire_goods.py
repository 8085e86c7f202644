"""Vendure's answers about everything but orders; its names stay on this side of the border.

Sums are Vendure's own numbers.
"""

from datetime import datetime

from msgspec import Struct

from app.central.connectors.vendure.wire import CustomerNode, Named, Node, VariantOfLine


class CartLineNode(Struct, frozen=True, rename="camel"):
    """A line of a cart."""

    id: str
    quantity: int
    unit_price_with_tax: int
    product_variant: VariantOfLine


class CartNode(Struct, frozen=True, rename="camel"):
    """An order nobody has placed yet, or that was placed since."""

    id: str
    active: bool
    updated_at: datetime
    currency_code: str
    lines: list[CartLineNode]
    customer: Node | None = None


class CartList(Struct, frozen=True, rename="camel"):
    """A page of carts."""

    items: list[CartNode]
    total_items: int = 0


class CartsAnswer(Struct, frozen=True):
    """Carts asked for."""

    orders: CartList


class CustomersCarts(Struct, frozen=True):
    """The carts of one customer."""

    orders: CartList


class CartAnswer(Struct, frozen=True):
    """A customer with carts, or none."""

    customer: CustomersCarts | None


class CustomerList(Struct, frozen=True, rename="camel"):
    """A page of customers."""

    items: list[CustomerNode]
    total_items: int


class CustomersAnswer(Struct, frozen=True):
    """Customers asked for."""

    customers: CustomerList


class IdList(Struct, frozen=True):
    """Ids of what was found."""

    items: list[Node]


class CustomerIds(Struct, frozen=True):
    """Which customers there are."""

    customers: IdList


class LocationNode(Struct, frozen=True):
    """A stock location."""

    id: str
    name: str


class LocationList(Struct, frozen=True):
    """Stock locations."""

    items: list[LocationNode]


class LocationsAnswer(Struct, frozen=True, rename="camel"):
    """All stock locations."""

    stock_locations: LocationList


class LevelNode(Struct, frozen=True, rename="camel"):
    """Pieces of a variant at a location."""

    stock_location_id: str
    stock_on_hand: int
    stock_allocated: int


class AssetNode(Struct, frozen=True):
    """A picture, where it is served."""

    preview: str


class FacetValueNode(Struct, frozen=True):
    """A value of a facet."""

    name: str
    facet: Named


class OptionNode(Struct, frozen=True):
    """A value of an option group."""

    name: str
    group: Named


class ProductNode(Struct, frozen=True, rename="camel"):
    """What a variant is a variant of."""

    id: str
    name: str
    enabled: bool
    facet_values: list[FacetValueNode]
    featured_asset: AssetNode | None = None


class VariantNode(Struct, frozen=True, rename="camel"):
    """One sellable variant."""

    id: str
    sku: str
    enabled: bool
    price_with_tax: int
    currency_code: str
    options: list[OptionNode]
    product: ProductNode
    stock_levels: list[LevelNode]
    featured_asset: AssetNode | None = None
    custom_fields: dict[str, str | None] | None = None


class VariantList(Struct, frozen=True, rename="camel"):
    """A page of variants."""

    items: list[VariantNode]
    total_items: int


class VariantsAnswer(Struct, frozen=True, rename="camel"):
    """Variants asked for."""

    product_variants: VariantList


class Count(Struct, frozen=True, rename="camel"):
    """How many there are."""

    total_items: int


class StockNode(Struct, frozen=True, rename="camel"):
    """A variant's stock, and how often it was set by hand."""

    id: str
    sku: str
    stock_levels: list[LevelNode]
    stock_movements: Count


class StockList(Struct, frozen=True):
    """A page of them."""

    items: list[StockNode]


class StockAnswer(Struct, frozen=True, rename="camel"):
    """Stock asked for, and where there can be any."""

    product_variants: StockList
    stock_locations: LocationList


class SkuNode(Struct, frozen=True):
    """A variant's id and SKU."""

    id: str
    sku: str


class SkuList(Struct, frozen=True):
    """A page of them."""

    items: list[SkuNode]


class VariantIds(Struct, frozen=True, rename="camel"):
    """Variants by SKU."""

    product_variants: SkuList


class PrecisionConfig(Struct, frozen=True, rename="camel"):
    """How many decimals Vendure's numbers have."""

    money_strategy_precision: int


class ServerConfig(Struct, frozen=True, rename="camel"):
    """The server's settings."""

    server_config: PrecisionConfig


class SettingsAnswer(Struct, frozen=True, rename="camel"):
    """The global settings."""

    global_settings: ServerConfig
