"""A customer's WooCommerce cart, handed over by its code: from a terminal through edge and central, both ways."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.contract.rows import CartChange, HandedCart
from app.domain.errors import Code, Problem
from app.hosting.audit import of_subject
from tests.contract.connectors.woo.baskets import token_of
from tests.contract.connectors.woo.rig import woo_rig
from tests.contract.connectors.woo.server import Fault
from tests.e2e.servers.till import OPERATOR, until
from tests.e2e.woocommerce.office import Shopfront, shopfront_of

GUEST = "t_baa28b9688bfb8653f3391f8195c70"


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Shopfront]:
    """The customer's cart holds one sock."""
    async with woo_rig() as woo, shopfront_of(woo, tmp_path) as opened:
        yield opened


async def take(front: Shopfront, owner: str) -> str:
    """Whose cart it is that was shown at the terminal."""
    handed = HandedCart(token=token_of(owner), actor=OPERATOR)
    return (await front.till.gateway.reads.take_cart(handed)).customer


async def pieces(front: Shopfront, customer: str) -> dict[str, int]:
    """The cart as an open screen reads it."""
    cart = await front.till.gateway.reads.cart(customer, actor=OPERATOR)
    return {line.sku: line.quantity for line in cart.lines}


async def customer_of(front: Shopfront) -> str:
    """The one customer of the shop."""
    (hit,) = (await front.till.gateway.reads.customers("Bianchi", actor=OPERATOR)).hits
    return hit.id


async def refusal(front: Shopfront, owner: str) -> Code:
    """What a token is refused for."""
    with pytest.raises(Problem) as refused:
        await take(front, owner)
    return refused.value.code


async def test_a_cart_is_shown_opened_and_changed_on_both_sides(front: Shopfront) -> None:
    baskets, customer = front.woo.server.baskets, await customer_of(front)
    owner = str(front.woo.customer)
    with pytest.raises(Problem) as refused:
        await pieces(front, customer)
    assert refused.value.code is Code.CART_NOT_SHOWN
    assert await take(front, owner) == customer
    assert await pieces(front, customer) == {"SKU-9": 1}
    cart = await front.till.gateway.reads.cart(customer, actor=OPERATOR)
    assert [(line.name, line.unit_price) for line in cart.lines] == [("Calza", 990)]
    change = CartChange(id="change-1", sku="SKU-9", quantity=3, base_rev=cart.lines[0].rev, actor=OPERATOR)
    await front.till.gateway.reads.change_cart(cart.id, change)
    sock, shoe = front.woo.articles["SKU-9"], front.woo.articles["SKU-1"]
    await until(lambda: baskets.carts[owner] == {sock: 3})
    baskets.carts[owner][shoe] = 1

    async def is_seen() -> bool:
        return await pieces(front, customer) == {"SKU-9": 3, "SKU-1": 1}

    await until(is_seen)


async def test_what_cannot_be_taken_says_why(front: Shopfront) -> None:
    front.woo.server.baskets.carts[GUEST] = {front.woo.articles["SKU-1"]: 2}
    stranger = str(front.woo.shop.greet("Anna", "Verdi", "anna@example.invalid", ""))
    front.woo.server.baskets.carts[stranger] = {}
    assert await refusal(front, GUEST) is Code.CART_WITHOUT_ACCOUNT
    assert await refusal(front, stranger) is Code.CART_CUSTOMER_NEW
    assert await refusal(front, "t_of_another_shop") is Code.CART_CODE_REFUSED
    with pytest.raises(Problem) as refused:
        await front.till.gateway.reads.take_cart(HandedCart(token="no.token.of-a-cart", actor=OPERATOR))
    assert refused.value.code is Code.CART_CODE_REFUSED


async def test_a_cart_whose_code_expired_has_to_be_shown_again(front: Shopfront) -> None:
    owner = str(front.woo.customer)
    customer = await take(front, owner)
    kept = front.woo.server.baskets.carts.pop(owner)

    async def is_gone() -> bool:
        try:
            await pieces(front, customer)
        except Problem as problem:
            assert problem.code is Code.CART_NOT_SHOWN
            return True
        return False

    await until(is_gone)
    assert await refusal(front, owner) is Code.CART_CODE_REFUSED
    front.woo.server.baskets.carts[owner] = kept
    assert await take(front, owner) == customer
    assert await pieces(front, customer) == {"SKU-9": 1}


async def test_a_shop_that_is_down_is_no_refusal(front: Shopfront) -> None:
    owner = str(front.woo.customer)
    front.woo.server.faults.append(Fault.HTML)
    assert await refusal(front, owner) is Code.NO_ANSWER
    assert await take(front, owner)
    front.woo.server.pause_s = 60
    front.woo.server.faults.append(Fault.THROTTLED)
    assert await refusal(front, owner) is Code.NO_ANSWER
    asked = [it.path for it in front.woo.server.asked]
    assert await refusal(front, owner) is Code.NO_ANSWER
    assert [it.path for it in front.woo.server.asked] == asked


async def test_who_had_it_shown_is_recorded_and_the_token_is_not(
    front: Shopfront, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    owner = str(front.woo.customer)
    customer = await take(front, owner)
    access = front.central.host.parts.access
    (record,) = await access.read(lambda tx: of_subject(tx, customer))
    assert (record.event, record.actor, record.origin) == ("cart.take", OPERATOR, front.till.answer.device)
    assert caplog.text
    assert token_of(owner) not in caplog.text
