"""`/v1/admin/…`: the administrators' acts over HTTP, for whoever holds the token."""

import hmac
from typing import Annotated

from litestar import Response, Router, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter, SkipValidation

from app.central.admin import AdminDesk, AskBadge, AskCode, AskEdge, AskPin, Cancelled, StoreFacts
from app.central.enrolment import EnrolCode
from app.central.last_words import KeptCommand
from app.central.pickup import PickupCode
from app.central.recalls import AskRecall, Recall
from app.central.settling import LedgerFacts, Settle
from app.central.shop_settings import AskSettings
from app.central.staff import BadgeGiven, PinGiven
from app.contract.rows import RosterDevice
from app.contract.shop_rows import KeptSettings
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.hosting.answers import Count, answer, object_id
from app.hosting.audit import AuditRecord
from app.hosting.routes_settings import MAX_SETTINGS_BYTES
from app.node.documents import Attention

SECURITY = "admin"
MAX_BODY = 16 * 1024
Desk = NamedDependency[SkipValidation[AdminDesk]]
Store = Annotated[str, QueryParameter(max_length=80, description="a store, or empty for all")]
Device = Annotated[str, QueryParameter(max_length=80, description="a device, or empty for all")]
After = Annotated[str, QueryParameter(max_length=200, description="the last key of the list before")]
Number = Annotated[str, QueryParameter(min_length=1, max_length=40)]
Renew = Annotated[bool, QueryParameter(description="make the codes given before worthless")]
_OPT = {"public": True}


@get("/stores", opt=_OPT)
async def stores(desk: Desk) -> Response[list[StoreFacts]]:
    """The chain's stores with their edges and devices."""
    return answer(await desk.stores())


@get("/devices", opt=_OPT)
async def devices(desk: Desk, store: Store = "") -> Response[list[RosterDevice]]:
    """Enrolled devices, revoked ones included."""
    return answer(await desk.devices(store))


@post("/codes", status_code=200, opt=_OPT)
async def create_code(desk: Desk, data: JSONBody[AskCode]) -> Response[EnrolCode]:
    """A one-time code for one device, good for ten minutes."""
    return answer(await desk.create_code(data))


@post("/devices/{device_id:str}/revoke", status_code=200, opt=_OPT)
async def revoke_device(desk: Desk, device_id: FromPath[str]) -> Response[RosterDevice]:
    """Take a device off the roster."""
    return answer(await desk.revoke_device(object_id(device_id)))


@post("/stores/{store_id:str}/edge", status_code=200, opt=_OPT)
async def set_edge(desk: Desk, store_id: FromPath[str], data: JSONBody[AskEdge]) -> Response[StoreFacts]:
    """Say where a store's edge answers, or name another edge under the next epoch."""
    return answer(await desk.set_edge(object_id(store_id), data))


@get("/stores/{store_id:str}/settings", opt=_OPT)
async def settings(desk: Desk, store_id: FromPath[str]) -> Response[KeptSettings]:
    """What a store decides for itself, and which version of it this is."""
    return answer(await desk.settings(object_id(store_id)))


@post(
    "/stores/{store_id:str}/settings",
    status_code=200,
    opt=_OPT,
    request_max_body_size=MAX_SETTINGS_BYTES,
)
async def change_settings(
    desk: Desk, store_id: FromPath[str], data: JSONBody[AskSettings]
) -> Response[KeptSettings]:
    """Change them, unless somebody did since the version the change was made from."""
    return answer(await desk.change_settings(object_id(store_id), data))


@post("/staff/{number:str}/pin", status_code=200, opt=_OPT)
async def give_pin(desk: Desk, number: FromPath[str], data: JSONBody[AskPin]) -> Response[PinGiven]:
    """Give an operator a new PIN, in every store of theirs."""
    return answer(await desk.give_pin(object_id(number), data.pin))


@post("/staff/{number:str}/badge", status_code=200, opt=_OPT)
async def give_badge(desk: Desk, number: FromPath[str], data: JSONBody[AskBadge]) -> Response[BadgeGiven]:
    """Give an operator a new badge, in every store of theirs, or take it away."""
    return answer(await desk.give_badge(object_id(number), data.badge))


@get("/recalls", opt=_OPT)
async def recalls(desk: Desk, after: After = "", limit: Count = 100) -> Response[list[Recall]]:
    """Goods that are or were called back, and who said so."""
    return answer(await desk.called_back(after, limit))


@post("/recalls", status_code=200, opt=_OPT)
async def add_recall(desk: Desk, data: JSONBody[AskRecall]) -> Response[Recall]:
    """Call a batch of an article back, or all of it: from now on no store sells it."""
    return answer(await desk.add_recall(data))


@post("/recalls/end", status_code=200, opt=_OPT)
async def end_recall(desk: Desk, data: JSONBody[AskRecall]) -> Response[Recall]:
    """End a recall: the goods may be sold again."""
    return answer(await desk.end_recall(data))


@get("/orders", opt=_OPT)
async def find_orders(desk: Desk, number: Number, limit: Count = 20) -> Response[list[Order]]:
    """Orders by their number."""
    return answer(await desk.find_orders(number, limit))


@get("/orders/{order_id:str}/ledger", opt=_OPT)
async def ledger(desk: Desk, order_id: FromPath[str]) -> Response[LedgerFacts]:
    """All that is recorded of an order: hand-overs, returns, what the platform was told, what waits."""
    return answer(await desk.ledger(object_id(order_id)))


@post("/orders/{order_id:str}/pickup-code", status_code=200, opt=_OPT)
async def pickup_code(desk: Desk, order_id: FromPath[str], *, renew: Renew = False) -> Response[PickupCode]:
    """The order's signed code; with `renew` the codes given before are good for nothing any more."""
    return answer(await desk.pickup_code(object_id(order_id), is_new=renew))


@post("/orders/{order_id:str}/pickup-code/revoke", status_code=200, opt=_OPT)
async def revoke_pickup(desk: Desk, order_id: FromPath[str]) -> Response[Order]:
    """No code of the order is good any more."""
    return answer(await desk.revoke_pickup(object_id(order_id)))


@post("/orders/{order_id:str}/cancel", status_code=200, opt=_OPT)
async def cancel(desk: Desk, order_id: FromPath[str]) -> Response[Cancelled]:
    """Cancel an order, or ask the store that holds it."""
    return answer(await desk.cancel(object_id(order_id)))


@get("/attention", opt=_OPT)
async def attention(desk: Desk, store: Store = "", limit: Count = 100) -> Response[list[Attention]]:
    """What waits for a person."""
    return answer(await desk.attention(store, limit))


@post("/attention/settle", status_code=200, opt=_OPT)
async def settle(desk: Desk, data: JSONBody[Settle]) -> Response[Attention]:
    """Settle an item."""
    return answer(await desk.settle(data))


@get("/quarantine", opt=_OPT)
async def quarantine(
    desk: Desk, device: Device = "", after: After = "", limit: Count = 100
) -> Response[list[KeptCommand]]:
    """A revoked device's last words and commands under a number used twice: kept, decided nowhere."""
    return answer(await desk.quarantine(device, after, limit))


@get("/customers/{customer_id:str}/seen-by", opt=_OPT)
async def seen_by(desk: Desk, customer_id: FromPath[str]) -> Response[list[AuditRecord]]:
    """Who looked at a customer's data."""
    return answer(await desk.seen_by(object_id(customer_id)))


_ROUTES = (
    stores,
    devices,
    create_code,
    revoke_device,
    set_edge,
    settings,
    change_settings,
    give_pin,
    give_badge,
    recalls,
    add_recall,
    end_recall,
    find_orders,
    ledger,
    pickup_code,
    revoke_pickup,
    cancel,
    attention,
    settle,
    quarantine,
    seen_by,
)


def admin_router(desk: AdminDesk, token: str) -> Router:
    """The routes, open to requests with `Authorization: Bearer token`; Problem(PERMISSION_DENIED) for others."""
    if len(token) < 32:
        raise ValueError("a token of 32 characters at least")
    expected = f"Bearer {token}".encode()

    def guard(connection: ASGIConnection[BaseRouteHandler, object, object, State], _: BaseRouteHandler) -> None:
        given = connection.headers.get("authorization", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, expected):
            raise Problem(Code.PERMISSION_DENIED)

    async def provide() -> AdminDesk:
        return desk

    return Router(
        "/v1/admin",
        route_handlers=list(_ROUTES),
        guards=[guard],
        dependencies={"desk": Provide(provide)},
        request_max_body_size=MAX_BODY,
        security=[{SECURITY: []}],
    )
