"""The demo shop's admin interface over HTTP: orders, what is done to them, carts, customers, stock, seed."""

import hmac
from collections.abc import Sequence
from typing import Annotated, Final

from litestar import Litestar, Request, Response, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter, SkipValidation

from app.demo.shop_api_goods import GOODS, IdAfter, UpdatedAfter
from app.demo.shop_data import Invalid, OverRefund, ShopData
from app.demo.shop_goods import PAGE_SIZE, Missing
from app.demo.shop_wire import (
    EffectBody,
    EffectView,
    NewOrderBody,
    NoteBody,
    OrderEdit,
    OrderPage,
    OrderView,
    PaymentBody,
    RefundBody,
    Seed,
)

MAX_SEED_BYTES: Final = 64 * 1024 * 1024
_ORDER = "/admin/orders/{order_id:str}"

_Request = Request[object, object, State]
_Shop = NamedDependency[SkipValidation[ShopData]]


@get("/health", sync_to_thread=False)
def health() -> dict[str, str]:
    """Whether it is there."""
    return {"shop": "demo"}


@post("/seed", status_code=200, sync_to_thread=False, request_max_body_size=MAX_SEED_BYTES)
def seed(shop: _Shop, data: JSONBody[Seed]) -> dict[str, int]:
    """Start anew."""
    shop.seed(data)
    return {"orders": len(data.orders)}


@get(_ORDER, sync_to_thread=False)
def read_order(shop: _Shop, order_id: FromPath[str]) -> OrderView:
    """One order."""
    return shop.order(order_id)


@get("/admin/orders", sync_to_thread=False)
def list_orders(
    shop: _Shop,
    *,
    location: FromQuery[str] = "",
    note: Annotated[str, QueryParameter(max_length=400)] = "",
    is_open: Annotated[bool, QueryParameter(name="open")] = False,
    updated_after: UpdatedAfter = "",
    id_after: IdAfter = "",
    page: Annotated[int, QueryParameter(ge=1, le=10_000)] = 1,
) -> OrderPage:
    """A page of orders, oldest change first."""
    after = (updated_after, id_after)
    found = shop.orders(location, note, after, is_open=is_open, page=page, size=PAGE_SIZE + 1)
    return OrderPage(found[:PAGE_SIZE], page + 1 if len(found) > PAGE_SIZE else 0, shop.count())


@post("/admin/orders", sync_to_thread=False)
def make_order(shop: _Shop, data: JSONBody[NewOrderBody]) -> OrderView:
    """A new order."""
    return shop.make_order(data)


@put(_ORDER, sync_to_thread=False)
def edit_order(shop: _Shop, order_id: FromPath[str], data: JSONBody[OrderEdit]) -> OrderView:
    """What somebody in the shop's own administration makes of an order."""
    return shop.edit(order_id, data)


@post(f"{_ORDER}/cancel", status_code=200, sync_to_thread=False)
def cancel_order(shop: _Shop, order_id: FromPath[str]) -> OrderView:
    """Cancelled in the shop's own administration."""
    return shop.cancel(order_id)


@post(f"{_ORDER}/ready", status_code=200, sync_to_thread=False)
def mark_ready(shop: _Shop, order_id: FromPath[str]) -> OrderView:
    """Ready for pickup."""
    return shop.mark_ready(order_id)


@post(f"{_ORDER}/payment", status_code=200, sync_to_thread=False)
def pay(shop: _Shop, order_id: FromPath[str], data: JSONBody[PaymentBody]) -> OrderView:
    """Paid in a shop."""
    return shop.pay(order_id, data.amount)


@post(f"{_ORDER}/fulfilments", sync_to_thread=False)
def fulfil(shop: _Shop, order_id: FromPath[str], data: JSONBody[EffectBody]) -> EffectView:
    """Pieces given out."""
    return shop.fulfil(order_id, data.lines, data.note)


@post(f"{_ORDER}/fulfilments/{{fulfilment_id:str}}/cancel", status_code=200, sync_to_thread=False)
def cancel_fulfilment(shop: _Shop, order_id: FromPath[str], fulfilment_id: FromPath[str]) -> EffectView:
    """Pieces taken back."""
    return shop.cancel_fulfilment(order_id, fulfilment_id)


@post(f"{_ORDER}/returns", sync_to_thread=False)
def record_return(shop: _Shop, order_id: FromPath[str], data: JSONBody[EffectBody]) -> EffectView:
    """A return written down."""
    return shop.record_return(order_id, data.lines, data.note)


@post(f"{_ORDER}/refunds", sync_to_thread=False)
def refund(shop: _Shop, order_id: FromPath[str], data: JSONBody[RefundBody]) -> EffectView:
    """Money given back."""
    return shop.refund(order_id, data.amount, data.lines, data.reason)


@post(f"{_ORDER}/restocks", sync_to_thread=False)
def restock(shop: _Shop, order_id: FromPath[str], data: JSONBody[EffectBody]) -> EffectView:
    """Pieces put on hand."""
    return shop.restock(order_id, data.lines, data.location, data.note)


@post(f"{_ORDER}/messages", sync_to_thread=False)
def message(shop: _Shop, order_id: FromPath[str], data: JSONBody[NoteBody]) -> EffectView:
    """A message to the customer."""
    return shop.message(order_id, data.kind, data.note, data.link)


_HANDLERS: Sequence[HTTPRouteHandler] = (
    health,
    seed,
    read_order,
    list_orders,
    make_order,
    edit_order,
    cancel_order,
    mark_ready,
    pay,
    fulfil,
    cancel_fulfilment,
    record_return,
    refund,
    restock,
    message,
    *GOODS,
)


def _missing(_: _Request, exc: Exception) -> Response[dict[str, str]]:
    return Response({"code": "shop_not_found"}, status_code=404)


def _invalid(_: _Request, exc: Exception) -> Response[dict[str, str]]:
    return Response({"code": "shop_invalid"}, status_code=422)


def _over_refund(_: _Request, exc: Exception) -> Response[dict[str, str]]:
    return Response({"code": "shop_cannot_create_refund"}, status_code=500)


def shop_app(shop: ShopData, extra: Sequence[HTTPRouteHandler] = (), *, token: str = "") -> Litestar:
    """The ASGI application. With a `token`, everything but `/health` asks for it in `X-Shop-Token`."""

    async def refuse_strangers(request: _Request) -> Response[dict[str, str]] | None:
        given = request.headers.get("x-shop-token", "").encode()
        if not token or request.url.path == "/health" or hmac.compare_digest(given, token.encode()):
            return None
        return Response({"code": "shop_unauthorised"}, status_code=401)

    return Litestar(
        route_handlers=[*_HANDLERS, *extra],
        dependencies={"shop": Provide(lambda: shop, sync_to_thread=False)},
        exception_handlers={Missing: _missing, Invalid: _invalid, OverRefund: _over_refund},
        before_request=refuse_strangers,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
