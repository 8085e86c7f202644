"""Whoever stands there is found by what they have at hand: exactly, within bounds, and with little shown."""

from collections.abc import Awaitable
from datetime import timedelta
from functools import partial

import msgspec
import pytest

from app.adapters.crypto import new_key
from app.adapters.pickup_codes import PickupSigner
from app.bootstrap.terminal_parts import can_ask
from app.contract.reads import Health
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.orders import Pickup
from app.domain.values import CustomerId, OperatorId, OrderId, StoreId, Transfer
from app.sync.office import Office
from app.usecases.find import ASK_S, Opened
from app.usecases.kept_profiles import forget_profiles
from app.usecases.ports import OPENED
from tests.unit.domain.samples import NOW_AT, STORE, bag, pieces, ready_order
from tests.unit.node.shop import SECRET, customer
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, SIGNER, TECHNICIAN, TYPED, Counter, refusal_of
from tests.unit.usecases.sample_files import CARD


def code(*, order_no: int = 4821, store_no: int = 12, generation: int = 1, hours: int = 5) -> str:
    """A signed code."""
    expires_at = NOW_AT + timedelta(hours=hours)
    return SIGNER.issue(order_no=order_no, store_no=store_no, generation=generation, expires_at=expires_at)


@pytest.mark.parametrize("number", ["4821", " 48 21 "])
async def test_an_order_is_found_by_exactly_its_number(counter: Counter, number: str) -> None:
    assert (await counter.find.order_by_number(number, CLERK)).id == "o-4821"
    assert (await counter.find.order_by_number("48213", CLERK)).id == "o-48213"


@pytest.mark.parametrize("number", ["48", "482", "482133", "", "no:4821", "%"])
async def test_a_part_of_a_number_is_no_number(counter: Counter, number: str) -> None:
    refusal = await refusal_of(counter.find.order_by_number(number, CLERK))
    assert (refusal.code, refusal.details) == (Code.ORDER_UNKNOWN, {"order": number})


async def test_a_number_is_found_behind_many_longer_ones(counter: Counter) -> None:
    for n in range(30):
        await counter.keep("order", f"o-x{n}", ready_order(id=OrderId(f"o-x{n}"), number=f"71{n:02d}"))
    await counter.keep("order", "o-71", ready_order(id=OrderId("o-71"), number="71"))
    assert (await counter.find.order_by_number("71", CLERK)).id == "o-71"


@pytest.mark.parametrize("text", [TYPED, "ab12cd34", "ABI2 CD34"])
async def test_a_typed_code_is_found_in_every_writing(counter: Counter, text: str) -> None:
    order, generation = await counter.find.order_by_typed(text, CLERK)
    assert (order.id, generation) == ("o-4821", 1)


async def test_typed_codes_that_lead_nowhere_say_which_way(counter: Counter) -> None:
    assert (await refusal_of(counter.find.order_by_typed("AB12-CD3", CLERK))).code is Code.CODE_DAMAGED
    assert (await refusal_of(counter.find.order_by_typed("ZZ99-ZZ99", CLERK))).code is Code.CODE_UNKNOWN


async def test_a_signed_code_needs_no_line(counter: Counter) -> None:
    counter.cut()
    order, generation = await counter.find.order_by_code(code(generation=3), CLERK)
    assert (order.id, generation) == ("o-4821", 3)


async def test_signed_codes_are_refused_for_what_is_wrong_with_them(counter: Counter) -> None:
    text, stranger = code(), PickupSigner(7, new_key())
    other = stranger.issue(order_no=4821, store_no=12, generation=1, expires_at=NOW_AT)
    unknown = PickupSigner(9, new_key()).issue(order_no=4821, store_no=12, generation=1, expires_at=NOW_AT)
    for wrong, reason in (
        (text[:-1], Code.CODE_DAMAGED),
        (other, Code.CODE_SIGNATURE),
        (unknown, Code.CODE_KEY_UNKNOWN),
        (code(order_no=999), Code.ORDER_UNKNOWN),
        (code(order_no=482), Code.ORDER_UNKNOWN),
        ("hello", Code.CODE_UNKNOWN),
    ):
        assert (await refusal_of(counter.find.order_by_code(wrong, CLERK))).code is reason


async def test_a_code_is_refused_from_its_expiry_on(counter: Counter) -> None:
    text = code(hours=1)
    assert (await counter.find.order_by_code(text, CLERK))[0].id == "o-4821"
    counter.clock.start_at += timedelta(hours=2)
    assert (await refusal_of(counter.find.order_by_code(text, CLERK))).code is Code.CODE_EXPIRED


async def test_a_code_of_another_store_names_it(counter: Counter) -> None:
    refusal = await refusal_of(counter.find.order_by_code(code(store_no=31), CLERK))
    assert (refusal.code, refusal.details) == (Code.ORDER_OTHER_STORE, {"store": "31"})


async def test_an_order_of_another_shop_says_which(counter: Counter) -> None:
    away = ready_order(id=OrderId("o-9"), number="9911", store=StoreId("RM01"))
    counter.online.orders_at_central = [away]
    for asked in (
        counter.find.order_by_number("9911", CLERK),
        counter.find.order_by_typed("ZZ99-ZZ99", CLERK),
        counter.find.refuse_elsewhere("o-9", CLERK),
    ):
        refusal = await refusal_of(asked)
        assert (refusal.code, refusal.details) == (Code.ORDER_OTHER_STORE, {"order": "9911", "store": "RM01"})
    for unknown, code in (
        (counter.find.order_by_number("9912", CLERK), Code.ORDER_UNKNOWN),
        (counter.find.refuse_elsewhere("o-8", CLERK), Code.ORDER_UNKNOWN),
    ):
        assert (await refusal_of(unknown)).code is code


async def test_without_a_line_only_this_shops_orders_are_known(counter: Counter) -> None:
    counter.online.fault = Code.NO_ANSWER
    for asked, details in (
        (counter.find.order_by_number("9911", CLERK), {"order": "9911"}),
        (counter.find.order_by_typed("ZZ99-ZZ99", CLERK), {}),
        (counter.find.refuse_elsewhere("o-9", CLERK), {}),
    ):
        refusal = await refusal_of(asked)
        assert (refusal.code, refusal.details) == (Code.ORDER_NOT_HERE, details)
    assert (await counter.find.order_by_number("4821", CLERK)).id == "o-4821"


def asked_for(counter: Counter) -> tuple[tuple[Awaitable[object], Code], ...]:
    """What is looked for and not here, and what is said of it with nobody to ask."""
    return (
        (counter.find.order_by_code(code(order_no=999), CLERK), Code.ORDER_NOT_HERE),
        (counter.find.order_by_code(code(store_no=31), CLERK), Code.ORDER_OTHER_STORE),
        (counter.find.order_by_number("9911", CLERK), Code.ORDER_NOT_HERE),
        (counter.find.order_by_typed("ZZ99-ZZ99", CLERK), Code.ORDER_NOT_HERE),
        (counter.find.refuse_elsewhere("o-9", CLERK), Code.ORDER_NOT_HERE),
    )


async def test_a_slow_head_office_keeps_no_scan_waiting(counter: Counter) -> None:
    counter.online.takes_s = 10.0
    for asked, reason in asked_for(counter):
        begun_s = counter.clock.monotonic_s()
        assert (await refusal_of(asked)).code is reason
        assert counter.clock.monotonic_s() - begun_s == pytest.approx(ASK_S, abs=0.1)


async def test_with_the_line_known_to_be_cut_nobody_is_asked(counter: Counter) -> None:
    counter.cut()
    await let_pass(5.0)
    assert not counter.till.engine.link.is_up
    counter.online.takes_s = 10.0
    begun_s = counter.clock.monotonic_s()
    for asked, reason in asked_for(counter):
        assert (await refusal_of(asked)).code is reason
    assert counter.online.asked == []
    assert counter.clock.monotonic_s() - begun_s < 0.1


@pytest.mark.parametrize(
    ("down", "is_linked", "can"),
    [
        (None, True, True),
        (None, None, True),
        (None, False, False),
        (Code.NO_ANSWER, True, False),
        (Code.DEVICE_REVOKED, True, True),
    ],
)
async def test_a_terminal_asks_head_office_while_its_line_and_its_shops_are_up(
    counter: Counter, down: Code | None, is_linked: bool | None, can: bool
) -> None:
    """And while there is somebody who refuses: why, is for the operator to hear."""

    async def health() -> Health:
        raise AssertionError("not asked")

    engine, office = counter.till.engine, Office(health, counter.clock, is_linked)
    (engine.link.up if down is None else partial(engine.link.down, code=down))(1.0)
    assert can_ask(engine, office) is can


async def test_a_bag_leads_to_its_order(counter: Counter) -> None:
    await counter.keep("order", "o-77", ready_order(id=OrderId("o-77"), containers=(bag("77", pieces(a=3, b=1)),)))
    assert (await counter.find.order_by_container("B-77")).id == "o-77"
    for wrong in ("B-", "B", "B-7"):
        assert (await refusal_of(counter.find.order_by_container(wrong))).code is Code.CONTAINER_UNKNOWN


async def test_orders_of_one_customer_and_of_nobody_like_them(counter: Counter) -> None:
    await counter.keep("order", "o-5", ready_order(id=OrderId("o-5"), number="5", customer=CustomerId("c-10")))
    assert "o-5" not in {order.id for order in await counter.find.orders_of("c-1")}
    assert [order.id for order in await counter.find.orders_of("c-10")] == ["o-5"]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Bianchi", ["c-1"]),
        ("giu", ["c-1", "c-2"]),
        ("Giulia@Corsaviva.example ", ["c-1"]),
        ("567", ["c-1"]),
        ("+39 333 123 4567", ["c-1"]),
        (CARD, ["c-1"]),
        ("²³¹²", []),
        ("nobody@corsaviva.example", []),
        ("000000", []),
        ("Zanzibar", []),
    ],
)
async def test_customers_by_what_they_say(counter: Counter, typed: str, ids: list[str]) -> None:
    assert [row.id for row in await counter.find.customers(typed, CLERK)] == ids


@pytest.mark.parametrize(
    "typed", ["", "  ", "a", "12", " ab ", "a..", "...", "%%%", "@@@", "++++", "\x00\x00\x00", "a@b", "à'é"]
)
async def test_customers_are_not_leafed_through(counter: Counter, typed: str) -> None:
    refusal = await refusal_of(counter.find.customers(typed, CLERK))
    assert (refusal.code, refusal.details) == (Code.SEARCH_TOO_SHORT, {"least": 3})


async def test_at_most_twenty_are_shown(counter: Counter) -> None:
    assert len(await counter.find.customers("Verdi", CLERK)) == 20


async def test_a_finder_row_holds_no_contact(counter: Counter) -> None:
    [row] = await counter.find.customers("Bianchi", CLERK)
    assert "giulia@" not in msgspec.json.encode(row).decode()
    assert row.phone6 == "234567"
    assert SECRET not in msgspec.json.encode(row).decode()


async def test_searching_is_recorded_without_what_was_typed(counter: Counter) -> None:
    await counter.find.customers("Bianchi", CLERK)
    assert counter.audit() == [("customer_searched", "op-07", "T1AA", {"hits": 1})]


async def test_who_may_not_search_is_told_before_anything_is_looked_up(counter: Counter) -> None:
    assert (await refusal_of(counter.find.customers("Bianchi", TECHNICIAN))).code is Code.PERMISSION_DENIED
    opened = counter.find.open_customer("c-1", Purpose.PICKUP, TECHNICIAN)
    assert (await refusal_of(opened)).code is Code.PERMISSION_DENIED
    assert (counter.audit(), counter.online.asked) == ([], [])


async def test_a_profile_is_opened_for_a_purpose_and_recorded(counter: Counter) -> None:
    opened = await counter.find.open_customer("c-1", Purpose.RETURN, CLERK)
    assert (opened.customer.id, opened.age_s) == ("c-1", None)
    assert counter.online.asked == ["customer c-1 return op-07"]
    assert counter.audit() == [("customer_opened", "op-07", "c-1", {"purpose": "return"})]


async def opened_copy(counter: Counter, customer_id: str) -> Opened | Code:
    """What an opening shows while the line is cut, or why it shows nothing."""
    counter.online.fault = Code.NO_ANSWER
    try:
        return await counter.find.open_customer(customer_id, Purpose.PICKUP, CLERK)
    except Problem as problem:
        return problem.code
    finally:
        counter.online.fault = None


async def test_without_a_line_what_was_opened_here_is_shown_with_its_age(counter: Counter) -> None:
    assert await opened_copy(counter, "c-1") is Code.NO_ANSWER
    await counter.find.open_customer("c-1", Purpose.LOYALTY, CLERK)
    counter.clock.start_at += timedelta(hours=5)
    copy = await opened_copy(counter, "c-1")
    assert isinstance(copy, Opened)
    assert copy.customer.given_name == "Giulia"
    assert copy.age_s == pytest.approx(5 * 3600, abs=60)
    purposes = [details["purpose"] for _, _, _, details in counter.audit()]
    assert purposes == ["pickup", "loyalty", "pickup"], "an opening is recorded, whoever answers"


async def test_a_copy_lasts_72_hours_or_as_long_as_an_order_waits_here(counter: Counter) -> None:
    for customer_id in ("c-1", "c-7"):
        counter.online.customers[customer_id] = customer(customer_id)
        await counter.find.open_customer(customer_id, Purpose.RETURN, CLERK)
    for hours, shown in ((71, {"c-1", "c-7"}), (2, {"c-1"})):
        counter.clock.start_at += timedelta(hours=hours)
        await counter.door.write(lambda tx: forget_profiles(tx, counter.clock.now_at()))
        kept = await counter.door.read(lambda tx: tx.base_rows(OPENED))
        assert {key for _, key, _ in kept} == shown
    assert isinstance(await opened_copy(counter, "c-1"), Opened)


async def test_an_old_copy_is_not_shown_even_before_it_is_tidied_away(counter: Counter) -> None:
    counter.online.customers["c-7"] = customer("c-7")
    await counter.find.open_customer("c-7", Purpose.RETURN, CLERK)
    counter.clock.start_at += timedelta(hours=73)
    assert await opened_copy(counter, "c-7") is Code.NO_ANSWER


async def test_of_a_customer_central_does_not_know_any_more_no_copy_stays(counter: Counter) -> None:
    await counter.find.open_customer("c-1", Purpose.PICKUP, CLERK)
    erased = counter.online.customers.pop("c-1")
    refusal = await refusal_of(counter.find.open_customer(erased.id, Purpose.PICKUP, CLERK))
    assert refusal.code is Code.CUSTOMER_UNKNOWN
    assert await opened_copy(counter, "c-1") is Code.NO_ANSWER


async def test_a_refusal_is_an_answer_and_opens_no_copy(counter: Counter) -> None:
    await counter.find.open_customer("c-1", Purpose.PICKUP, CLERK)
    counter.online.fault = Code.SCOPE_MISSING
    refusal = await refusal_of(counter.find.open_customer("c-1", Purpose.PICKUP, CLERK))
    assert refusal.code is Code.SCOPE_MISSING


async def test_orders_show_what_this_terminal_has_just_done(counter: Counter) -> None:
    order = await counter.shown()
    assert order.pickup == Pickup(code_hash=order.pickup.code_hash)
    assert not order.is_collected


async def test_the_code_of_an_order_that_came_from_another_store_opens_it(counter: Counter) -> None:
    """It names the store it was given for; what another store has is another store's all the same."""
    moved = Transfer(StoreId("mi02"), STORE, NOW_AT, OperatorId("07"), NOW_AT)
    await counter.keep("order", "o-71", ready_order(id=OrderId("o-71"), public_no=71, transfers=(moved,)))
    order, _ = await counter.find.order_by_code(code(order_no=71, store_no=31), CLERK)
    assert order.id == "o-71"
    refusal = await refusal_of(counter.find.order_by_code(code(order_no=72, store_no=31), CLERK))
    assert refusal.code is Code.ORDER_OTHER_STORE
