"""Whose page a counter may show, and what is a link."""

from dataclasses import replace

import pytest

from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.page_links import MOST_CHARS, checked_link, refuse_page
from app.domain.values import StoreId
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import hand_over_now

LINK = "https://ritiro.corsaviva.example/p/c2VjcmV0LW9mLWEtcGFnZS4u"


def revoked() -> Order:
    """An order whose codes are good for nothing any more."""
    order = ready_order()
    return replace(order, pickup=replace(order.pickup, is_revoked=True))


def test_a_live_order_of_this_shop_has_a_page() -> None:
    refuse_page(ready_order(), STORE)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (ready_order(store=StoreId("mi02")), Code.ORDER_OTHER_STORE),
        (replace(ready_order(), cancelled_at=NOW_AT), Code.ORDER_CANCELLED),
        (replace(ready_order(), closed_at=NOW_AT), Code.STEP_NOT_ALLOWED),
        (hand_over_now(ready_order(), NOW_AT), Code.ALREADY_HANDED_OVER),
        (replace(hand_over_now(ready_order(), NOW_AT), closed_at=NOW_AT), Code.ALREADY_HANDED_OVER),
        (revoked(), Code.PROOF_REVOKED),
    ],
)
def test_what_nobody_comes_for_has_none(order: Order, code: Code) -> None:
    with pytest.raises(Problem) as caught:
        refuse_page(order, STORE)
    assert caught.value.code is code


def test_a_link_is_told_as_it_is() -> None:
    assert checked_link(LINK) == LINK


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://x/p/1",
        "javascript:alert(1)",
        f"{LINK} x",
        f"{LINK}\n",
        "https://è.it/p/1",
        "https://",
        "https://x/" + "a" * MOST_CHARS,
    ],
)
def test_what_is_no_link_is_not_drawn(text: str) -> None:
    with pytest.raises(Problem) as caught:
        checked_link(text)
    assert caught.value.code is Code.NOT_JSON
