"""Whatever a scanner brings leads to one place or is refused for one reason."""

from datetime import timedelta

import pytest

from app.domain.errors import Code, Problem
from app.domain.scanning import CARD_MARK
from app.usecases.route_scan import Route, ToArticle, ToCart, ToCustomer, ToOrder, ToReturn, ToSlip, ToStaff
from hardware.api import ScanRead
from hardware.drivers.scanners.card_numbers import PREFIX
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.shop import TILL
from tests.unit.usecases.counter import ADA_BADGE, CART_CODE, CART_TOKEN, CLERK, SIGNER, TECHNICIAN, TYPED, Counter
from tests.unit.usecases.sample_files import CARD, GHOST, SHIRT, TAPPED_CARD

PICKUP = SIGNER.issue(order_no=4821, store_no=12, generation=2, expires_at=NOW_AT + timedelta(hours=5))
STRANGE_CARD = "2960000000029"


def scan(raw: str | bytes, **elements: str) -> ScanRead:
    """A reading; `gtin` and the like as symbology found them."""
    body = raw.encode() if isinstance(raw, str) else raw
    return ScanRead(body, None, "", TILL, NOW_AT, elements)


def told(route: Route) -> tuple[str, str]:
    """Where a route leads."""
    match route:
        case ToOrder(order, generation):
            return ("order", f"{order.number}/{generation}")
        case ToCustomer(customer, name):
            return ("customer", f"{customer} {name}")
        case ToCart(customer):
            return ("cart", customer)
        case ToArticle(hit, _):
            return ("article", hit.article.sku)
        case ToSlip(slip, order):
            return ("slip", f"{slip} {order}")
        case ToReturn(number) | ToStaff(number):
            return ("return" if isinstance(route, ToReturn) else "staff", number)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (PICKUP, ("order", "4821/2")),
        (PICKUP.lower(), ("order", "4821/2")),
        (TYPED, ("order", "4821/1")),
        (TYPED.lower(), ("order", "4821/1")),
        ("4821", ("order", "4821/0")),
        ("#48213", ("order", "48213/0")),
        (SHIRT, ("article", "sku-a")),
        (CARD, ("customer", "c-1 Giulia Bianchi")),
        (CART_CODE, ("cart", "c-1")),
        ("R-T1AA-0042", ("return", "R-T1AA-0042")),
        ("OP-SARA01", ("staff", "07")),
        (ADA_BADGE, ("staff", "01")),
        (TAPPED_CARD, ("customer", "c-2 Giulia Blanchi")),
    ],
)
async def test_a_reading_leads_to_its_thing(counter: Counter, raw: str, place: tuple[str, str]) -> None:
    assert told(await counter.scans.route(scan(raw), CLERK)) == place


async def test_what_symbology_found_goes_before_the_text(counter: Counter) -> None:
    read = scan(f"01{SHIRT.zfill(14)}21ABC", **{"01": SHIRT.zfill(14), "21": "ABC"})
    assert told(await counter.scans.route(read, CLERK)) == ("article", "sku-a")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("9999", Code.ORDER_UNKNOWN),
        ("4821-7", Code.CONTAINER_UNKNOWN),
        ("ZZ99-ZZ99", Code.CODE_UNKNOWN),
        (PICKUP[:-3], Code.CODE_DAMAGED),
        (GHOST, Code.ARTICLE_UNKNOWN),
        (SHIRT[:-1] + "0", Code.CODE_CHECK_DIGIT),
        (STRANGE_CARD, Code.CUSTOMER_UNKNOWN),
        ("NFC-04A1B2C3D4E581", Code.CARD_UNKNOWN),
        ("NFC-04A1B2C3D4E5", Code.CARD_UNKNOWN),
        ("OP-NOBODY", Code.BADGE_UNKNOWN),
        ("NFC-04A1B2C3D4E58", Code.CODE_UNKNOWN),
        ("NFC-", Code.CODE_UNKNOWN),
        ("PK-0001", Code.CODE_UNKNOWN),
        ("", Code.CODE_UNKNOWN),
        ("   ", Code.CODE_UNKNOWN),
        ("ciao mamma", Code.CODE_UNKNOWN),
        ("48\x0021", Code.CODE_CONTROL_BYTES),
        ("4821\u202e", Code.CODE_CONTROL_BYTES),
        (b"\xff\xfe48", Code.CODE_DAMAGED),
        ("8" * 129, Code.CODE_TOO_LONG),
        ("8" * 10_000, Code.CODE_TOO_LONG),
    ],
)
async def test_a_reading_that_leads_nowhere_says_why(counter: Counter, raw: str | bytes, code: Code) -> None:
    with pytest.raises(Problem) as refused:
        await counter.scans.route(scan(raw), CLERK)
    assert refused.value.code is code


@pytest.mark.parametrize("card", [CARD, TAPPED_CARD])
async def test_a_card_is_nothing_for_who_may_not_search(counter: Counter, card: str) -> None:
    with pytest.raises(Problem) as refused:
        await counter.scans.route(scan(card), TECHNICIAN)
    assert refused.value.code is Code.PERMISSION_DENIED


def test_a_card_is_written_as_its_reader_writes_it() -> None:
    assert CARD_MARK == PREFIX


async def test_scans_work_without_any_line(counter: Counter) -> None:
    counter.cut()
    counter.online.fault = Code.NO_ANSWER
    for raw in (PICKUP, TYPED, "4821", SHIRT, CARD):
        assert told(await counter.scans.route(scan(raw), CLERK))
    assert counter.online.asked == []


@pytest.mark.parametrize("fault", [Code.NO_ANSWER, Code.SERVER_ERROR, Code.BUSY, Code.NOT_JSON])
async def test_a_cart_is_handed_over_with_the_line_only(counter: Counter, fault: Code) -> None:
    counter.online.fault = fault
    with pytest.raises(Problem) as refused:
        await counter.scans.route(scan(CART_CODE), CLERK)
    assert (refused.value.code, refused.value.details) == (Code.CART_CODE_OFFLINE, {})
    counter.online.fault = None
    assert told(await counter.scans.route(scan(CART_CODE), CLERK)) == ("cart", "c-1")


async def test_a_cart_code_is_asked_about_by_who_may_and_only_whole(counter: Counter) -> None:
    for raw, who, code in (
        (CART_CODE, TECHNICIAN, Code.PERMISSION_DENIED),
        ("CT1.null", CLERK, Code.CART_CODE_DAMAGED),
        (CART_CODE.lower(), CLERK, Code.CART_CODE_DAMAGED),
        (CART_CODE + "\x1d", CLERK, Code.CODE_CONTROL_BYTES),
    ):
        with pytest.raises(Problem) as refused:
            await counter.scans.route(scan(raw), who)
        assert refused.value.code is code
    assert counter.online.asked == []
    with pytest.raises(Problem) as refused:
        await counter.scans.route(scan(f"{CART_CODE}x"), CLERK)
    assert refused.value.code is Code.CART_CODE_REFUSED
    assert counter.online.asked == [f"take {CART_TOKEN}x op-07"]
