"""The demo shop's admin interface over what it sells and whom it knows."""

from collections.abc import Sequence
from typing import Annotated

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter, SkipValidation

from app.demo.shop_data import Invalid, ShopData
from app.demo.shop_wire import (
    ArticlePage,
    CartChanges,
    CartPage,
    CartView,
    CustomerPage,
    ShopArticle,
    ShopCustomer,
    ShopLocation,
    StockLevel,
)

UpdatedAfter = Annotated[str, QueryParameter(name="updatedAfter", max_length=40)]
IdAfter = Annotated[str, QueryParameter(name="idAfter", max_length=120)]
_Shop = NamedDependency[SkipValidation[ShopData]]


@get("/admin/locations", sync_to_thread=False)
def list_locations(shop: _Shop) -> list[ShopLocation]:
    """Every place."""
    return shop.goods.locations()


@get("/admin/articles", sync_to_thread=False)
def list_articles(shop: _Shop, updated_after: UpdatedAfter = "", id_after: IdAfter = "") -> ArticlePage:
    """Articles, oldest change first."""
    return shop.goods.articles((updated_after, id_after))


@put("/admin/articles/{article_id:str}", sync_to_thread=False)
def put_article(shop: _Shop, article_id: FromPath[str], data: JSONBody[ShopArticle]) -> ShopArticle:
    """A new article, or a changed one."""
    if data.id != article_id:
        raise Invalid(article_id)
    shop.goods.put_article(data)
    return data


@get("/pictures/{name:str}", media_type="image/png", sync_to_thread=False)
def read_picture(shop: _Shop, name: FromPath[str]) -> Response[bytes]:
    """A picture's file."""
    return Response(shop.goods.picture(f"/pictures/{name}"), media_type="image/png")


@get("/admin/customers", sync_to_thread=False)
def list_customers(shop: _Shop, updated_after: UpdatedAfter = "", id_after: IdAfter = "") -> CustomerPage:
    """Customers, oldest change first."""
    return shop.goods.customers((updated_after, id_after))


@get("/admin/customers/{customer_id:str}", sync_to_thread=False)
def read_customer(shop: _Shop, customer_id: FromPath[str]) -> ShopCustomer:
    """A customer of the site."""
    return shop.goods.customer(customer_id)


@put("/admin/customers/{customer_id:str}", sync_to_thread=False)
def put_customer(shop: _Shop, customer_id: FromPath[str], data: JSONBody[ShopCustomer]) -> ShopCustomer:
    """A new customer, or a changed one."""
    if data.id != customer_id:
        raise Invalid(customer_id)
    shop.goods.put_customer(data)
    return data


@delete("/admin/customers/{customer_id:str}", sync_to_thread=False)
def forget_customer(shop: _Shop, customer_id: FromPath[str]) -> None:
    """A customer who asked to be forgotten."""
    shop.goods.forget_customer(customer_id)


@get("/admin/carts", sync_to_thread=False)
def list_carts(shop: _Shop, updated_after: UpdatedAfter = "", id_after: IdAfter = "") -> CartPage:
    """Open carts, oldest change first."""
    return shop.goods.carts((updated_after, id_after))


@get("/admin/customers/{customer_id:str}/cart", sync_to_thread=False)
def read_cart(shop: _Shop, customer_id: FromPath[str]) -> CartView:
    """The open cart of a customer."""
    return shop.goods.cart(customer_id)


@put("/admin/customers/{customer_id:str}/cart", sync_to_thread=False)
def change_cart(shop: _Shop, customer_id: FromPath[str], data: JSONBody[CartChanges]) -> CartView:
    """Set quantities in a cart."""
    return shop.goods.change_cart(customer_id, data.quantities)


@get("/admin/stock/{sku:str}", sync_to_thread=False)
def read_stock(shop: _Shop, sku: FromPath[str]) -> list[StockLevel]:
    """Pieces on hand by location."""
    return shop.goods.stock(sku)


GOODS: Sequence[HTTPRouteHandler] = (
    list_locations,
    list_articles,
    put_article,
    read_picture,
    list_customers,
    read_customer,
    put_customer,
    forget_customer,
    list_carts,
    read_cart,
    change_cart,
    read_stock,
)
