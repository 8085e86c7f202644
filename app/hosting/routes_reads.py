"""Questions about people, carts, orders, articles and pictures; personal ones say who asks and for what."""

from litestar import Response, get, post
from litestar.params import JSONBody
from litestar.response import Stream

from app.contract.reads import (
    ASSET_ID,
    MAX_HITS,
    OBJECT_ID,
    SEARCH_MAX_CHARS,
    SEARCH_MIN_CHARS,
    Health,
    OrderQuery,
    ProductHit,
    ProductQuery,
)
from app.contract.rows import CartChange, CustomerHits, HandedCart, TakenCart
from app.contract.scopes import Scope
from app.contract.shop_rows import PageLink
from app.domain.cart_code import is_token
from app.domain.carts import Cart
from app.domain.customers import Customer, read_purpose
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.hosting.answers import (
    Actor,
    AssetHash,
    Count,
    Host,
    IfRange,
    ObjectId,
    Origin,
    Range,
    Search,
    Sender,
    ShownCode,
    Why,
    Word,
    Work,
    answer,
    object_id,
)
from app.hosting.files import send_file
from app.hosting.identity import need_scope, reader_of

MAX_CHANGE_BYTES = 4 * 1024


@get("/v1/customers", opt={"scopes": (Scope.CUSTOMERS_SEARCH,)})
async def customers(
    host: Host, sender: Sender, q: Search, actor: Actor, origin: Origin = ""
) -> Response[CustomerHits]:
    """At most 20 hits, contacts masked."""
    return answer(await host.customers(reader_of(sender, actor, origin), _words(q)))


@get("/v1/customers/{customer_id:str}", opt={"scopes": (Scope.CUSTOMERS_READ,)})
async def customer(
    host: Host,
    sender: Sender,
    customer_id: ObjectId,
    *,
    actor: Actor,
    purpose: Why = "",
    origin: Origin = "",
) -> Response[Customer]:
    """The whole profile, for a purpose that is recorded."""
    why = read_purpose(purpose)
    return answer(await host.customer(reader_of(sender, actor, origin), object_id(customer_id), why.value))


@get("/v1/customers/{customer_id:str}/cart", opt={"scopes": (Scope.CARTS,)})
async def cart(
    host: Host, sender: Sender, customer_id: ObjectId, actor: Actor, origin: Origin = ""
) -> Response[Cart]:
    """The customer's open cart."""
    return answer(await host.cart(reader_of(sender, actor, origin), object_id(customer_id)))


@post(
    "/v1/carts/{cart_id:str}/changes",
    status_code=200,
    opt={"scopes": (Scope.CARTS,)},
    request_max_body_size=MAX_CHANGE_BYTES,
)
async def change_cart(host: Host, sender: Sender, cart_id: ObjectId, data: JSONBody[CartChange]) -> Response[Cart]:
    """One change; the same id again changes nothing."""
    if not (OBJECT_ID.fullmatch(data.id) and OBJECT_ID.fullmatch(data.actor) and 0 <= data.quantity <= 999):
        raise Problem(Code.BAD_REQUEST)
    return answer(await host.change_cart(sender, object_id(cart_id), data))


@post(
    "/v1/carts/handed",
    status_code=200,
    opt={"scopes": (Scope.CARTS,)},
    request_max_body_size=MAX_CHANGE_BYTES,
)
async def take_cart(host: Host, sender: Sender, data: JSONBody[HandedCart]) -> Response[TakenCart]:
    """The cart of a token its customer showed; whose it is."""
    if not is_token(data.token):
        raise Problem(Code.CART_CODE_DAMAGED)
    return answer(await host.take_cart(reader_of(sender, data.actor, data.origin), data.token))


@get("/v1/orders", opt={"scopes": (Scope.ORDERS_READ, Scope.ORDERS_SEARCH)})
async def orders(
    host: Host,
    sender: Sender,
    *,
    actor: Actor,
    number: Word = "",
    code: ShownCode = "",
    phone4: Word = "",
    customer: Word = "",
    gtin: Word = "",
    call: Word = "",
    limit: Count = MAX_HITS,
    origin: Origin = "",
) -> Response[list[Order]]:
    """By public number, pickup code (typed or signed), customer or article; a kiosk by code, by number and phone,
    or by its own call, only."""
    query = OrderQuery(
        number=number, code=code, phone4=phone4, customer=customer, gtin=gtin, call=call, limit=limit
    )
    if not _is_asked(number, code, customer, gtin, phone4, call):
        raise Problem(Code.BAD_REQUEST)
    if customer or gtin or (number and not (phone4 or code)):
        need_scope(sender, Scope.ORDERS_SEARCH)
    return answer(await host.orders(reader_of(sender, actor, origin), query))


@get("/v1/orders/{order_id:str}", opt={"scopes": (Scope.ORDERS_SEARCH,)})
async def order(
    host: Host, sender: Sender, order_id: ObjectId, actor: Actor, origin: Origin = ""
) -> Response[Order]:
    """One order."""
    return answer(await host.order(reader_of(sender, actor, origin), object_id(order_id)))


@get("/v1/orders/{order_id:str}/page", opt={"scopes": (Scope.ORDERS_SEARCH,)})
async def customer_page(
    host: Host, sender: Sender, order_id: ObjectId, actor: Actor, origin: Origin = ""
) -> Response[PageLink]:
    """The link to the page of the order's customer, for staff of its shop; a secret that nobody keeps."""
    told = answer(await host.customer_page(reader_of(sender, actor, origin), object_id(order_id)))
    told.headers["Cache-Control"] = "no-store"
    return told


@get("/v1/products", opt={"scopes": (Scope.PRODUCTS_READ,)})
async def products(
    host: Host, sender: Sender, *, q: Word = "", gtin: Word = "", sku: Word = "", limit: Count = MAX_HITS
) -> Response[list[ProductHit]]:
    """Articles as of now, by words, GTIN or SKU."""
    if not _is_asked(q, gtin, sku):
        raise Problem(Code.BAD_REQUEST)
    return answer(await host.products(sender, ProductQuery(q=q, gtin=gtin, sku=sku, limit=limit)))


@get("/v1/assets/{sha256:str}", opt={"scopes": (Scope.ASSETS_READ,)}, media_type="application/octet-stream")
async def asset(
    host: Host, sender: Sender, work: Work, sha256: AssetHash, *, range_: Range = "", if_range: IfRange = ""
) -> Response[bytes] | Stream:
    """A picture by the hash of its content, which therefore never changes."""
    if not ASSET_ID.fullmatch(sha256):
        raise Problem(Code.NOT_FOUND)
    file = await host.asset(sender, sha256)
    extra = {"X-Content-Type-Options": "nosniff"}
    return await send_file(work, file.path, sha256, file.media_type, range_=range_, if_range=if_range, extra=extra)


@get("/v1/health", opt={"public": True})
async def health(host: Host) -> Response[Health]:
    """That this host answers, and who it is; for anybody."""
    return answer(await host.health())


READ_ROUTES = (
    customers,
    customer,
    cart,
    change_cart,
    take_cart,
    orders,
    order,
    customer_page,
    products,
    asset,
    health,
)


def _words(text: str) -> str:
    words = text.strip()
    if len(words) < SEARCH_MIN_CHARS:
        raise Problem(Code.SEARCH_TOO_SHORT, least=SEARCH_MIN_CHARS)
    if len(words) > SEARCH_MAX_CHARS or not words.isprintable():
        raise Problem(Code.BAD_REQUEST)
    return words


def _is_asked(*texts: str) -> bool:
    if not all(text.isprintable() for text in texts):
        raise Problem(Code.BAD_REQUEST)
    return any(text.strip() for text in texts)
