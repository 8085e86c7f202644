"""The link to a customer's page: the same whenever it is made, over with the code or the order, and never kept."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.central.connectors.intents import Effect, intents_of
from app.central.connectors.port import PlatformState
from app.central.pages.limits import KEPT_KEYS, Rate
from app.central.pages.links import AFTER_END, AFTER_HOLD, PAGE, Links, forget_pages, open_order
from app.central.recorder import GuardRecorder
from app.domain.events import OrderReady
from app.domain.orders import Order
from app.domain.values import OrderId
from app.node.documents import get_order, put_order
from tests.unit.domain.samples import NOW_AT, ready_order
from tests.unit.node.shop import Shop, hand_over_now

LINKS = Links(b"k" * 32, "https://ritiro.corsaviva.example")
ORDER = OrderId("o-4821")


@pytest.fixture
def shop() -> Shop:
    """A shop with an order that its platform knows."""
    return Shop((replace(ready_order(), platform_ref="S-1"),))


def given(shop: Shop, at: datetime = NOW_AT) -> str:
    """The token of a link given out then."""
    with shop.central.write() as tx:
        return LINKS.token(LINKS.give(tx, get_order(tx, ORDER), at))


def opened(shop: Shop, token: str, at: datetime = NOW_AT) -> Order | None:
    """What the link opens."""
    with shop.central.read() as tx:
        return open_order(tx, token, at)


def changed(shop: Shop, order: Order) -> None:
    """Something became of the order."""
    with shop.central.write() as tx:
        put_order(tx, order)


def test_a_link_is_long_the_same_each_time_and_of_one_key(shop: Shop) -> None:
    token = given(shop)
    assert (len(token), token) == (24, given(shop))
    assert Links(b"x" * 32, LINKS.base).token(f"{ORDER}:0") != token
    assert "kkkk" not in repr(LINKS)
    found = opened(shop, token)
    assert found is not None
    assert found.id == ORDER
    assert token not in repr(vars(shop.central))


@pytest.mark.parametrize("token", ["", "x", "o-4821:0", "A" * 24, "\ud800", "é"])
def test_what_nobody_gave_out_opens_nothing(shop: Shop, token: str) -> None:
    given(shop)
    assert opened(shop, token) is None


def test_it_ends_with_its_time_the_order_and_the_code(shop: Shop) -> None:
    token, order = given(shop), shop.order_at_central()
    assert opened(shop, token, NOW_AT + timedelta(days=60)) is None
    for over in (
        replace(order, cancelled_at=NOW_AT),
        replace(order, pickup=replace(order.pickup, is_revoked=True)),
        replace(order, pickup=replace(order.pickup, generation=order.pickup.generation + 1)),
    ):
        changed(shop, over)
        assert opened(shop, token) is None
    changed(shop, hand_over_now(order, NOW_AT))
    assert opened(shop, token, NOW_AT + AFTER_END - timedelta(seconds=1)) is not None
    assert opened(shop, token, NOW_AT + AFTER_END) is None


def test_pages_are_forgotten_when_their_time_is_over(shop: Shop) -> None:
    given(shop)
    with shop.central.write() as tx:
        assert forget_pages(tx, NOW_AT) == ()
        assert forget_pages(tx, NOW_AT + timedelta(days=60)) == (ORDER,)
        assert tx.scan(PAGE, "", 10) == []


def test_a_hold_that_is_extended_keeps_the_link_open(shop: Shop) -> None:
    """Given out while the hold was short: whoever cleans up in between closes nothing."""
    token, order = given(shop), shop.order_at_central()
    until = NOW_AT + timedelta(days=20)
    changed(shop, replace(order, hold_until=until))
    cleaned(shop, NOW_AT + timedelta(days=15))
    assert opened(shop, token, until) is not None
    cleaned(shop, until)
    assert opened(shop, token, until) is not None
    assert opened(shop, token, until + AFTER_HOLD) is None
    assert cleaned(shop, until + AFTER_HOLD) == (ORDER,)


def test_a_page_of_a_cancelled_order_is_forgotten_however_long_it_was_held(shop: Shop) -> None:
    given(shop)
    held = replace(shop.order_at_central(), hold_until=NOW_AT + timedelta(days=20))
    changed(shop, replace(held, cancelled_at=NOW_AT))
    assert cleaned(shop, NOW_AT + timedelta(days=15)) == (ORDER,)


def cleaned(shop: Shop, at: datetime) -> tuple[OrderId, ...]:
    """Whose pages were forgotten then."""
    with shop.central.write() as tx:
        return forget_pages(tx, at)


def test_the_message_that_it_is_ready_carries_the_link_and_nothing_else_keeps_it(shop: Shop) -> None:
    order = shop.order_at_central()
    with shop.central.write() as tx:
        GuardRecorder(LINKS).happened(tx, order, OrderReady(ORDER, NOW_AT))
        ready, message = intents_of(tx, ORDER)
    assert (ready.effect, message.effect, message.message) == (Effect.READY, Effect.MESSAGE, PlatformState.READY)
    link = LINKS.url(message.page)
    assert opened(shop, link.rpartition("/")[2]) is not None
    assert link.rpartition("/")[2] not in repr(vars(shop.central))


def test_without_pages_no_message_has_a_link(shop: Shop) -> None:
    with shop.central.write() as tx:
        GuardRecorder().happened(tx, shop.order_at_central(), OrderReady(ORDER, NOW_AT))
        assert [intent.page for intent in intents_of(tx, ORDER)] == ["", ""]
        assert tx.scan(PAGE, "", 10) == []


def test_a_rate_lets_a_burst_through_then_one_at_a_time_for_each_key() -> None:
    now = [0.0]
    rate = Rate(3, 10.0, lambda: now[0])
    assert [rate.takes("a") for _ in range(4)] == [True, True, True, False]
    assert rate.takes("b")
    now[0] = 10.0
    assert [rate.takes("a") for _ in range(2)] == [True, False]
    now[0] = 5.0
    assert not rate.takes("a")
    for number in range(KEPT_KEYS + 5):
        rate.takes(str(number))
    assert rate.takes("a")
