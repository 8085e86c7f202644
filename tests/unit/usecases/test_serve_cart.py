"""A cart at the counter: beside this shop's prices and stock, changed on the site or not at all, reserved once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.cart_terms import Terms
from app.domain.carts import CartLine, PriceCheck, StockCheck
from app.domain.errors import Code
from app.domain.values import CartId, Sku
from app.node.store_node import store_feed
from app.usecases.ports import OutboxState
from app.usecases.serve_cart import ServedCart
from tests.unit.domain.samples import STORE
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, TECHNICIAN, Counter, refusal_of, sample_cart
from tests.unit.usecases.sample_files import BOTTLE, GHOST, SHIRT

OUTAGES = [Code.NO_ANSWER, Code.SERVER_ERROR, Code.BUSY, Code.NOT_JSON]


async def opened(counter: Counter) -> ServedCart:
    """Giulia's cart."""
    return await counter.cart.open("c-1", CLERK)


def amounts(served: ServedCart) -> dict[str, int]:
    """Pieces by article."""
    return {line.sku: line.quantity for line in served.cart.lines}


async def test_a_cart_is_shown_beside_the_shop(counter: Counter) -> None:
    served = await opened(counter)
    [line] = served.comparison.lines
    assert (line.price, line.stock) == (PriceCheck.SAME, StockCheck.IN_STOCK)
    assert (served.comparison.site_total, served.comparison.shop_total) == (5980, 5980)


async def test_what_the_shop_does_not_sell_or_price_is_said(counter: Counter) -> None:
    lines = tuple(CartLine(s, Sku(s), "", s, "", 1, 100, 1) for s in ("sku-n", "sku-x", "sku-b"))
    served = await counter.cart.compared(replace(sample_cart(), lines=lines))
    checks = [(line.line.sku, line.price, line.stock) for line in served.comparison.lines]
    assert checks == [
        ("sku-n", PriceCheck.UNKNOWN, StockCheck.UNKNOWN),
        ("sku-x", PriceCheck.UNKNOWN, StockCheck.UNKNOWN),
        ("sku-b", PriceCheck.DEARER_HERE, StockCheck.OUT),
    ]


@pytest.mark.parametrize("code", OUTAGES)
async def test_without_a_line_there_is_no_cart(counter: Counter, code: Code) -> None:
    served = await opened(counter)
    counter.online.fault = code
    for job in (
        counter.cart.open("c-1", CLERK),
        counter.cart.change(served.cart, "sku-a", 1, CLERK),
        counter.cart.add_scanned(served.cart, SHIRT, CLERK),
    ):
        assert (await refusal_of(job)).code is Code.CART_OFFLINE


async def test_no_cart_is_no_outage(counter: Counter) -> None:
    assert (await refusal_of(counter.cart.open("c-2", CLERK))).code is Code.CART_UNKNOWN


async def test_a_change_is_written_back_and_compared_again(counter: Counter) -> None:
    served = await counter.cart.change((await opened(counter)).cart, "sku-a", 5, CLERK)
    assert amounts(served) == {"sku-a": 5}
    assert served.comparison.lines[0].stock is StockCheck.SHORT
    served = await counter.cart.change(served.cart, "sku-a", 0, CLERK)
    assert amounts(served) == {}


async def test_what_somebody_else_changed_is_not_overwritten(counter: Counter) -> None:
    here, there = await opened(counter), await opened(counter)
    await counter.cart.change(there.cart, "sku-a", 1, CLERK)
    refusal = await refusal_of(counter.cart.change(here.cart, "sku-a", 9, CLERK))
    assert (refusal.code, refusal.details) == (Code.CART_CHANGED, {"sku": "sku-a", "quantity": 1})
    assert amounts(await opened(counter)) == {"sku-a": 1}


async def test_two_may_change_different_articles(counter: Counter) -> None:
    here, there = await opened(counter), await opened(counter)
    await counter.cart.change(there.cart, "sku-a", 1, CLERK)
    served = await counter.cart.add_scanned(here.cart, BOTTLE, CLERK)
    assert amounts(served) == {"sku-a": 1, "sku-b": 1}


async def test_a_scan_adds_one_piece(counter: Counter) -> None:
    served = await counter.cart.add_scanned((await opened(counter)).cart, SHIRT.zfill(14), CLERK)
    assert amounts(served) == {"sku-a": 3}
    served = await counter.cart.add_scanned(served.cart, BOTTLE, CLERK)
    assert amounts(served) == {"sku-a": 3, "sku-b": 1}


async def test_a_scan_of_something_unknown_changes_nothing(counter: Counter) -> None:
    served = await opened(counter)
    refusal = await refusal_of(counter.cart.add_scanned(served.cart, GHOST, CLERK))
    assert (refusal.code, refusal.details) == (Code.ARTICLE_UNKNOWN, {"gtin": GHOST})
    assert [what for what in counter.online.asked if what.startswith("change")] == []


@pytest.mark.parametrize("quantity", [-1, 1_000, 10**12])
async def test_amounts_out_of_reason_are_refused(counter: Counter, quantity: int) -> None:
    served = await opened(counter)
    refusal = await refusal_of(counter.cart.change(served.cart, "sku-a", quantity, CLERK))
    assert refusal.code is Code.WRONG_QUANTITY


async def test_every_change_has_an_id_of_its_own(counter: Counter) -> None:
    served = await counter.cart.add_scanned((await opened(counter)).cart, BOTTLE, CLERK)
    served = await counter.cart.change(served.cart, "sku-x", 1, CLERK)
    assert len({line.id for line in served.cart.lines}) == 3


async def test_who_may_not_is_told_before_anybody_is_asked(counter: Counter) -> None:
    cart = sample_cart()
    for job in (
        counter.cart.open("c-1", TECHNICIAN),
        counter.cart.change(cart, "sku-a", 1, TECHNICIAN),
        counter.cart.sell(await counter.cart.compared(cart), TECHNICIAN),
        counter.cart.reserve(await counter.cart.compared(cart), TECHNICIAN),
    ):
        assert (await refusal_of(job)).code is Code.PERMISSION_DENIED
    assert counter.online.asked == []


async def test_a_cart_becomes_an_order_of_this_shop_once(counter: Counter) -> None:
    served = await opened(counter)
    entry = await counter.cart.reserve(served, CLERK)
    assert entry.state is OutboxState.FINAL
    assert entry.result is not None
    order = await counter.find.order_by_number(str(entry.result.details["number"]), CLERK)
    assert (order.store, order.customer, [line.quantity for line in order.lines]) == (STORE, "c-1", [2])
    again = await counter.cart.reserve(served, CLERK)
    assert again.state is OutboxState.REJECTED
    assert again.result is not None
    assert again.result.code == Code.CART_UNKNOWN


async def test_a_cart_goes_to_the_till_once_with_its_slip(paper_counter: Counter) -> None:
    served = await opened(paper_counter)
    entry = await paper_counter.cart.sell(served, CLERK, points=600)
    assert entry.state is OutboxState.FINAL
    assert entry.result is not None
    assert entry.result.details == {"due": 2 * 2990 - 3000}
    [job] = await paper_counter.spool.copies("T1AA-000001")
    assert b"29,80" in job.document
    assert b"BT1;T1AA-000001;EUR;8001234567897*2*2990;2980" in job.document
    again = await paper_counter.cart.sell(served, CLERK)
    assert again.state is OutboxState.REJECTED
    assert await paper_counter.spool.copies("T1AA-000002") == []


async def test_no_slip_before_central_said_yes(paper_counter: Counter) -> None:
    paper_counter.is_line_up = False
    entry = await paper_counter.cart.sell(await opened(paper_counter), CLERK)
    assert entry.state is OutboxState.ACCEPTED
    assert await paper_counter.spool.copies("T1AA-000001") == []
    paper_counter.is_line_up = True
    entry = await paper_counter.acting.final(entry.command.id, 6)
    assert entry.state is OutboxState.FINAL
    assert len(await paper_counter.spool.copies("T1AA-000001")) == 1


async def test_what_stands_aside_is_not_promised_to_another(counter: Counter) -> None:
    until_at = counter.clock.now_at() + timedelta(hours=2)
    served = await opened(counter)
    before = served.comparison.lines[0].offer
    entry = await counter.cart.hold(served, CLERK, Terms(), until_at)
    assert entry.state is OutboxState.FINAL
    other = await counter.cart.compared(replace(sample_cart(), id=CartId("k-2")))
    own = await counter.cart.compared(sample_cart())
    assert before is not None
    assert [s.comparison.lines[0].offer for s in (own, other)] == [
        before,
        replace(before, available=before.available - 2),
    ]
    assert (own.hold is not None, other.hold) == (True, None)
    assert [hold.until_at for hold in await counter.cart.held(CLERK)] == [until_at]
    await counter.cart.sell(own, CLERK)
    await let_pass(1)
    assert await counter.cart.held(CLERK) == ()


@pytest.mark.parametrize("hours", [-1, 0, 7 * 24 + 1])
async def test_nothing_stands_aside_for_ever(counter: Counter, hours: int) -> None:
    until_at = counter.clock.now_at() + timedelta(hours=hours)
    refusal = await refusal_of(counter.cart.hold(await opened(counter), CLERK, Terms(), until_at))
    assert refusal.code is Code.HOLD_TOO_LONG


async def test_nothing_is_not_taken_to_the_till(counter: Counter) -> None:
    served = await counter.cart.change((await opened(counter)).cart, "sku-b", 1, CLERK)
    served = await counter.cart.change(served.cart, "sku-a", 0, CLERK)
    assert (await refusal_of(counter.cart.sell(served, CLERK))).code is Code.WRONG_QUANTITY


async def test_an_order_that_comes_behind_its_answer_is_waited_for(counter: Counter) -> None:
    behind = counter.till.authority.behind
    behind[store_feed(STORE)] = 2
    entry = await counter.cart.reserve(await opened(counter), CLERK)
    assert (entry.state, behind[store_feed(STORE)]) == (OutboxState.FINAL, 0)
    assert entry.result is not None
    assert (await counter.find.order_by_number(str(entry.result.details["number"]), CLERK)).customer == "c-1"


async def test_a_cart_as_it_was_is_not_reserved(counter: Counter) -> None:
    stale = replace(sample_cart(), rev=2)
    entry = await counter.cart.reserve(await counter.cart.compared(stale), CLERK)
    assert entry.result is not None
    assert (entry.state, entry.result.code) == (OutboxState.REJECTED, Code.CART_CHANGED)


async def test_a_reservation_waits_for_the_line(counter: Counter) -> None:
    counter.is_line_up = False
    entry = await counter.cart.reserve(await counter.cart.compared(sample_cart()), CLERK)
    assert entry.state is OutboxState.ACCEPTED
