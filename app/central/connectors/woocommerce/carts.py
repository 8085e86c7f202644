"""A cart its customer hands over: read and written through the Store API with the token of that cart.

No API of WooCommerce shows somebody else's cart. The shop's cart page shows the token of the open cart as a QR
code, and who was shown it may read and change that cart until it expires, two days later.
"""

import binascii
import re
from base64 import urlsafe_b64decode
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
import msgspec

from app.central.connectors.money_text import minor_units
from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import CartQuantity, PlatformRefused, PlatformUnavailable
from app.central.connectors.port_inward import PlatformCart, PlatformCartLine
from app.central.connectors.woocommerce.amounts import decimal
from app.central.connectors.woocommerce.products import product_of
from app.central.connectors.woocommerce.wire import CartAnswer, CartItem
from app.domain.errors import Code

_CART = "/wc/store/v1/cart"
_KEPT = 1_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,400}\.([A-Za-z0-9_-]{1,800})\.[A-Za-z0-9_-]{1,400}")


class _Claims(msgspec.Struct, frozen=True):
    """What a token says; only the shop can tell whether it is true."""

    user_id: str | int
    iat: int


class WooHandedCarts:
    """See `HandedCarts`. Owns the tokens shown lately, by whose cart they open; none outlives the process.

    The calls to carts carry no key of ours: with one, they would be about our own cart.
    """

    def __init__(self, http: PlatformHttp, store_http: PlatformHttp) -> None:
        self._http = http
        self._store_http = store_http
        self._tokens: OrderedDict[str, str] = OrderedDict()

    async def take_cart(self, token: str) -> PlatformCart:
        """See `HandedCarts`."""
        answer, headers = await self._asked(token)
        cart = _cart(answer, headers, token)
        self._tokens[cart.ref] = token
        self._tokens.move_to_end(cart.ref)
        if len(self._tokens) > _KEPT:
            self._tokens.popitem(last=False)
        return cart

    def has_cart(self, owner: str) -> bool:
        """See `HandedCarts`."""
        return owner in self._tokens

    def forget_cart(self, owner: str) -> None:
        """See `HandedCarts`."""
        self._tokens.pop(owner, None)

    async def read_cart(self, customer_ref: str) -> PlatformCart | None:
        """See the port; PlatformRefused(CART_UNKNOWN) unless it was handed over."""
        token = self._token(customer_ref)
        answer, headers = await self._asked(token)
        return _cart(answer, headers, token)

    async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
        """See the port; PlatformRefused(CART_UNKNOWN) unless it was handed over. It reads first, as adding an
        article is not absolute; what is there is set instead."""
        token = self._token(customer_ref)
        answer, headers = await self._asked(token)
        for line in lines:
            step = await self._step(answer, line)
            if step is not None:
                sent = {"cart-token": token, "nonce": headers.get("nonce", "")}
                answer = await self._store_http.write("POST", f"{_CART}/{step[0]}", step[1], CartAnswer, sent)
        return _cart(answer, headers, token)

    def _token(self, owner: str) -> str:
        if owner not in self._tokens:
            raise PlatformRefused("no_cart_token", Code.CART_UNKNOWN)
        return self._tokens[owner]

    async def _asked(self, token: str) -> tuple[CartAnswer, httpx.Headers]:
        """The cart, and headers with the nonce a change needs. For a token it does not accept, WooCommerce gives a
        new empty cart and another token instead of an error. Such a token is forgotten."""
        claims = _claims(token)
        answer, headers = await self._store_http.read_headed(_CART, CartAnswer, headers={"cart-token": token})
        if _claims(headers.get("cart-token", "")).user_id != claims.user_id:
            if self._tokens.get(str(claims.user_id)) == token:
                self.forget_cart(str(claims.user_id))
            raise PlatformRefused("cart_token_expired", Code.CART_UNKNOWN)
        return answer, headers

    async def _step(self, cart: CartAnswer, line: CartQuantity) -> tuple[str, dict[str, object]] | None:
        """The call that sets one article, or None when nothing is to be done."""
        there = next((item for item in cart.items if item.sku == line.sku), None)
        if there is None:
            if not line.quantity:
                return None
            product = await product_of(self._http, line.sku)
            return "add-item", {"id": product.id, "quantity": line.quantity}
        if not line.quantity:
            return "remove-item", {"key": there.key}
        if there.quantity == line.quantity:
            return None
        return "update-item", {"key": there.key, "quantity": line.quantity}


def _claims(token: str) -> _Claims:
    """What the token says, unverified; PlatformRefused(CART_UNKNOWN) for what is no token."""
    match = _TOKEN.fullmatch(token)
    try:
        body = urlsafe_b64decode(f"{match[1]}===") if match else b""
        return msgspec.json.decode(body, type=_Claims)
    except (binascii.Error, msgspec.MsgspecError, UnicodeDecodeError) as exc:
        raise PlatformRefused("no_cart_token", Code.CART_UNKNOWN) from exc


def _cart(answer: CartAnswer, headers: httpx.Headers, token: str) -> PlatformCart:
    """The cart in our words. The time is the shop's own when it answered, as no cart tells when it changed."""
    claims, told = _claims(token), headers.get("nonce-timestamp", "")
    owner = str(claims.user_id)
    at_s = int(told) if told.isascii() and told.isdigit() and len(told) < 12 else claims.iat
    try:
        lines = tuple(_line(item, answer) for item in answer.items)
        updated_at = datetime.fromtimestamp(at_s, UTC)
    except (ValueError, OverflowError, OSError) as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc
    customer_ref = owner if owner.isascii() and owner.isdigit() else ""
    return PlatformCart(owner, customer_ref, answer.totals.currency_code, lines, updated_at)


def _line(item: CartItem, cart: CartAnswer) -> PlatformCartLine:
    """The price of one piece with tax, before coupons, rounded half up; told without decimals, in a unit of its
    own."""
    whole = decimal(item.totals.line_subtotal) + decimal(item.totals.line_subtotal_tax)
    each = (whole / max(item.quantity, 1)).scaleb(-min(max(cart.totals.currency_minor_unit, 0), 6))
    return PlatformCartLine(item.sku, item.name, item.quantity, minor_units(each, cart.totals.currency_code))
