"""A customer's page that a counter shows: for staff of the order's shop, while it is live, and on the record."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from app.central.devices import KIND, DeviceRecord, put_device
from app.central.pages.given import open_page
from app.central.pages.links import Links, open_order
from app.contract.rows import RosterDevice
from app.contract.scopes import SCOPES_OF_MODE
from app.contract.shop_rows import PageLink
from app.domain.errors import Code, Problem
from app.domain.orders import Progress
from app.domain.values import OrderId, StoreId
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.documents import get_config, put_order
from tests.unit.domain.samples import NOW_AT, STORE, line, order, ready_order
from tests.unit.node.shop import Shop, hand_over_now

LINKS = Links(b"k" * 32, "https://ritiro.corsaviva.example")
ORDER, CLERK = "o-4821", "op-07"
MODES = {"T9AA": "clerk", "C9AA": "curbside", "K9AA": "kiosk", "E9AA": "edge", "R9AA": "clerk"}


def device(name: str) -> RosterDevice:
    """As central enrolled it; R9AA is revoked."""
    scopes = sorted(scope.value for scope in SCOPES_OF_MODE[MODES[name]])
    return RosterDevice(name, "", MODES[name], scopes, is_revoked=name == "R9AA")


@pytest.fixture
def shop() -> Shop:
    """A shop with an order, and devices that central enrolled."""
    made = Shop((ready_order(),))
    with made.central.write() as tx:
        for name in MODES:
            put_device(tx, DeviceRecord(device(name), STORE))
    return made


def through_edge(origin: str, actor: str = CLERK) -> Reader:
    """A terminal that asks by its shop's edge."""
    return Reader(device("E9AA"), actor, origin)


def opened(shop: Shop, reader: Reader, links: Links | None = LINKS, order: str = ORDER) -> PageLink:
    """What central answers."""
    with shop.central.write() as tx:
        return open_page(tx, links, reader, order, config=get_config(tx, STORE), now_at=NOW_AT)


def refused(shop: Shop, reader: Reader, links: Links | None = LINKS, order: str = ORDER) -> Code:
    """Why it does not; and then nothing is recorded."""
    with pytest.raises(Problem) as caught:
        opened(shop, reader, links, order)
    with shop.central.read() as tx:
        assert list(tx.scan(audit.KIND, "", 9)) == []
    return caught.value.code


@pytest.mark.parametrize("origin", ["T9AA", "C9AA"])
def test_staff_of_the_shop_gets_the_link_that_the_message_has(shop: Shop, origin: str) -> None:
    told = opened(shop, through_edge(origin))
    token = told.url.rpartition("/")[2]
    assert told == PageLink(
        ORDER, f"{LINKS.base}/p/{LINKS.token(f'{ORDER}:{shop.order_at_central().pickup.generation}')}"
    )
    with shop.central.read() as tx:
        page = open_order(tx, token, NOW_AT + timedelta(days=2))
    assert page is not None
    assert page.id == ORDER
    assert token not in repr(told)


def test_an_order_that_is_being_prepared_has_one_too(shop: Shop) -> None:
    with shop.central.write() as tx:
        put_order(tx, order((line("a", Progress(reserved=1)),), id=OrderId("o-4900"), number="4900"))
    token = opened(shop, through_edge("T9AA"), order="o-4900").url.rpartition("/")[2]
    with shop.central.read() as tx:
        page = open_order(tx, token, NOW_AT + timedelta(days=2))
    assert page is not None
    assert (page.id, page.ready_at) == ("o-4900", None)


def test_it_is_on_the_record_without_the_link(shop: Shop) -> None:
    told = opened(shop, through_edge("T9AA"))
    with shop.central.read() as tx:
        [(_, raw)] = tx.scan(audit.KIND, "", 9)
        [record] = audit.of_subject(tx, ready_order().customer)
    assert (record.event, record.actor, record.device, record.origin) == ("order.page", CLERK, "E9AA", "T9AA")
    assert record.purpose == ORDER
    assert told.url.rpartition("/")[2].encode() not in raw
    assert token_kept(shop, told.url.rpartition("/")[2]) is False


def token_kept(shop: Shop, token: str) -> bool:
    """Whether the store has it anywhere."""
    return token in repr(vars(shop.central))


@pytest.mark.parametrize(
    ("reader", "code"),
    [
        (through_edge("K9AA"), Code.SCOPE_MISSING),
        (through_edge("R9AA"), Code.SCOPE_MISSING),
        (through_edge("ZZZZ"), Code.SCOPE_MISSING),
        (through_edge(""), Code.SCOPE_MISSING),
        (through_edge("T9AA", "op-99"), Code.OPERATOR_UNKNOWN),
    ],
)
def test_nobody_else_gets_it(shop: Shop, reader: Reader, code: Code) -> None:
    assert refused(shop, reader) is code


def test_a_terminal_of_another_shop_gets_none_by_this_ones_edge(shop: Shop) -> None:
    with shop.central.write() as tx:
        record = DeviceRecord(RosterDevice("T8AA", "", "clerk", device("T9AA").scopes), "mi02")
        tx.put(KIND, "T8AA", msgspec.json.encode(record))
    assert refused(shop, through_edge("T8AA")) is Code.SCOPE_MISSING


def test_an_order_that_is_elsewhere_over_or_unknown_has_none(shop: Shop) -> None:
    order = shop.order_at_central()
    assert refused(shop, through_edge("T9AA"), order="o-1") is Code.ORDER_UNKNOWN
    for over, code in (
        (replace(order, store=StoreId("mi02")), Code.ORDER_OTHER_STORE),
        (replace(order, cancelled_at=NOW_AT), Code.ORDER_CANCELLED),
        (hand_over_now(order, NOW_AT), Code.ALREADY_HANDED_OVER),
        (replace(order, pickup=replace(order.pickup, is_revoked=True)), Code.PROOF_REVOKED),
    ):
        with shop.central.write() as tx:
            put_order(tx, over)
        assert refused(shop, through_edge("T9AA")) is code


def test_without_pages_that_is_said(shop: Shop) -> None:
    assert refused(shop, through_edge("T9AA"), links=None) is Code.PAGES_NOT_SERVED
