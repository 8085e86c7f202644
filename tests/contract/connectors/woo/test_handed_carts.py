"""A cart whose token was shown is read and changed, and no other is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from app.central.connectors.port import CartQuantity, PlatformRefused, PlatformUnknown
from app.central.connectors.woocommerce.connector import WooCommerce
from app.domain.errors import Code
from tests.contract.connectors.woo.baskets import token_of
from tests.contract.connectors.woo.recordings import answer
from tests.contract.connectors.woo.rig import SETTINGS, WooRig, woo_rig
from tests.contract.connectors.woo.server import Fault

GUEST = "t_baa28b9688bfb8653f3391f8195c70"


@pytest.fixture
async def woo() -> AsyncIterator[WooRig]:
    """A shop with a customer's cart and a guest's."""
    async with woo_rig() as rig:
        rig.server.baskets.carts[GUEST] = {rig.articles["SKU-1"]: 2}
        yield rig


async def test_the_cart_of_the_token_is_read_with_prices_a_customer_pays(woo: WooRig) -> None:
    cart = await woo.connector.take_cart(token_of(str(woo.customer)))
    assert (cart.customer_ref, cart.currency) == (str(woo.customer), "EUR")
    assert [(line.sku, line.quantity, line.unit_price) for line in cart.lines] == [("SKU-9", 1, 990)]
    assert await woo.connector.read_cart(cart.customer_ref) == cart
    guest = await woo.connector.take_cart(token_of(GUEST))
    assert (guest.customer_ref, guest.ref) == ("", GUEST)
    assert [(line.name, line.quantity, line.unit_price) for line in guest.lines] == [("Scarpa", 2, 4990)]


async def test_quantities_are_absolute_and_other_lines_stay(woo: WooRig) -> None:
    ref = (await woo.connector.take_cart(token_of(GUEST))).ref
    for _ in range(2):
        cart = await woo.connector.write_cart(ref, [CartQuantity("SKU-9", 3), CartQuantity("SKU-2", 0)])
        assert {line.sku: line.quantity for line in cart.lines} == {"SKU-1": 2, "SKU-9": 3}
    cart = await woo.connector.write_cart(ref, [CartQuantity("SKU-1", 1), CartQuantity("SKU-9", 0)])
    assert {line.sku: line.quantity for line in cart.lines} == {"SKU-1": 1}
    assert await woo.connector.read_cart(ref) == cart


async def test_an_article_added_without_an_answer_is_not_added_twice(woo: WooRig) -> None:
    ref = (await woo.connector.take_cart(token_of(GUEST))).ref
    woo.server.faults.append(Fault.CUT_AFTER)
    with pytest.raises(PlatformUnknown):
        await woo.connector.write_cart(ref, [CartQuantity("SKU-9", 3)])
    cart = await woo.connector.write_cart(ref, [CartQuantity("SKU-9", 3)])
    assert {line.sku: line.quantity for line in cart.lines} == {"SKU-1": 2, "SKU-9": 3}


async def test_no_key_of_ours_goes_to_a_cart(woo: WooRig) -> None:
    await woo.connector.take_cart(token_of(GUEST))
    await woo.connector.write_cart(GUEST, [CartQuantity("SKU-9", 3)])
    asked = [ask for ask in woo.server.asked if "/store/" in ask.path]
    assert [ask.method for ask in asked] == ["GET", "GET", "POST"]
    assert not any("authorization" in ask.headers for ask in asked)


async def test_a_token_the_shop_does_not_take_is_no_empty_cart(woo: WooRig) -> None:
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.take_cart(token_of("t_long_ago"))
    assert (refused.value.reason, refused.value.code) == ("cart_token_expired", Code.CART_UNKNOWN)
    await woo.connector.take_cart(token_of(GUEST))
    del woo.server.baskets.carts[GUEST]
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.write_cart(GUEST, [CartQuantity("SKU-9", 3)])
    assert refused.value.reason == "cart_token_expired"
    assert not woo.connector.has_cart(GUEST)


async def test_a_token_is_kept_until_it_is_forgotten_expires_or_another_takes_its_place(woo: WooRig) -> None:
    owner = str(woo.customer)
    assert not woo.connector.has_cart(owner)
    await woo.connector.take_cart(token_of(owner))
    with pytest.raises(PlatformRefused):
        await woo.connector.take_cart(f"{token_of(owner)}x")
    assert woo.connector.has_cart(owner)
    woo.connector.forget_cart(owner)
    woo.connector.forget_cart(owner)
    assert not woo.connector.has_cart(owner)
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.read_cart(owner)
    assert refused.value.reason == "no_cart_token"


@pytest.mark.parametrize(
    "token", ["", "a.b.c", "x", "a.e30.c", "è.è.è", f"{token_of(GUEST)}\r\nnonce: 1", "a" * 5000]
)
async def test_what_is_no_token_is_not_sent(woo: WooRig, token: str) -> None:
    with pytest.raises(PlatformRefused) as refused:
        await woo.connector.take_cart(token)
    assert (refused.value.code, woo.server.asked) == (Code.CART_UNKNOWN, [])


async def test_nobodys_cart_is_read_unasked(woo: WooRig) -> None:
    assert woo.connector.traits.reads_carts is False
    for ask in (
        woo.connector.read_cart(str(woo.customer)),
        woo.connector.write_cart(str(woo.customer), []),
        woo.connector.carts(""),
    ):
        with pytest.raises(PlatformRefused):
            await ask
    assert woo.server.asked == []


async def test_tokens_shown_long_ago_are_forgotten() -> None:
    def told(request: httpx.Request) -> httpx.Response:
        heads = {"cart-token": request.headers["cart-token"]}
        return httpx.Response(200, json=answer("GET", "/wc/store/v1/cart"), headers=heads)

    shop = WooCommerce(
        "http://shop.invalid", key="k", secret="s", settings=SETTINGS, transport=httpx.MockTransport(told)
    )
    for number in range(1_001):
        await shop.take_cart(token_of(f"t_{number}"))
    with pytest.raises(PlatformRefused):
        await shop.read_cart("t_0")
    last = await shop.read_cart("t_1000")
    assert last is not None
    assert last.updated_at == datetime(2026, 11, 21, 19, 36, 7, tzinfo=UTC)
    await shop.close()
