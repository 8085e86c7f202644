"""Whoever is behind the line answers nonsense: the till names it by a stable code; nothing is lost or doubled."""

import pytest

from app.demo.crew import Facts
from app.demo.outside import as_facts, rows_of
from app.domain.errors import Code
from app.domain.orders import Order
from app.domain.returns import ReturnableLine
from tests.e2e.main_job.books import check_return, settled
from tests.e2e.main_job.clerk import Noted
from tests.e2e.main_job.house import House, said
from tests.e2e.main_job.road import Mischief
from tests.e2e.main_job.wanted import Act, ready_orders, sold_once
from tests.e2e.main_job.words import refusal, worded

TILL = "cassa-1"
LINK_CODES = {
    Mischief.SERVER_ERROR: Code.SERVER_ERROR,
    Mischief.BUSY: Code.BUSY,
    Mischief.HTML: Code.NOT_JSON,
    Mischief.HALF: Code.PAGE_DAMAGED,
    Mischief.NOTHING: Code.NO_ANSWER,
    Mischief.LOST: Code.NO_ANSWER,
    Mischief.SCHEMA: Code.SCHEMA_MISMATCH,
}
CUT = (Mischief.HALF, Mischief.NOTHING, Mischief.LOST)
UPWARDS = (*CUT, Mischief.SERVER_ERROR, Mischief.BUSY, Mischief.HTML)


async def taken_in(house: House, mischief: Mischief, line: ReturnableLine) -> Noted:
    """Goods taken in while head office answers so; the refund waits, and the cart says why it cannot be had."""
    till, customer = house.member(TILL), house.sample.customers[0]
    house.uplink.spoil(mischief)
    assert refusal(await till.say(f"cart {customer.id}")) in ("cart_offline", "page_damaged")
    taken = await till.say(f"return {line.gtin} too_small")
    assert (taken["event"], taken.get("is_pending")) == ("taken_in", True), taken
    assert house.uplink.spoilt > 0
    house.uplink.mend()
    return Noted(Act(house.sample.order(line.order), line), [taken], taken)


@pytest.mark.timeout(300)
async def test_goods_come_back_while_head_office_talks_nonsense(house: House) -> None:
    await house.till(TILL)
    await house.sign_in(TILL)
    for mischief, line in zip(UPWARDS, lines_of_different_orders(house), strict=False):
        noted = await taken_in(house, mischief, line)
        await said(house.member(TILL), "status", lambda facts: facts["backlog"] == 0)
        facts = await settled(house, line.order)
        check_return(noted, facts, await at_web_shop(house, noted))
    assert (await house.member(TILL).say("status"))["attention"] == 0


def lines_of_different_orders(house: House) -> list[ReturnableLine]:
    """Articles to take back, those sent home first."""
    lines = {line.order: line for line in sold_once(house.sample)}
    return sorted(lines.values(), key=lambda line: house.sample.order(line.order).store != "DC01")


async def at_web_shop(house: House, noted: Noted) -> Facts:
    """What the web shop has of the order."""
    return as_facts(await house.shop.get(f"/admin/orders/{noted.act.order.platform_ref}"))


@pytest.mark.timeout(300)
async def test_the_till_names_what_its_edge_does_to_it(house: House) -> None:
    await house.till(TILL)
    await house.sign_in(TILL)
    for mischief, order in zip(LINK_CODES, ready_orders(house.sample), strict=False):
        await nobody_acts_meanwhile(house, mischief, order)
        standing = [row for row in handovers(await house.ledger(order.id)) if row["reversed_by"] is None]
        assert standing == []
        done = await house.member(TILL).say(f"handover {order.number}")
        assert (done["event"], done.get("number")) == ("handed_over", order.number), done


async def nobody_acts_meanwhile(house: House, mischief: Mischief, order: Order) -> None:
    """The link has the mischief's name, the clerk is told that nobody answers; then all is well again."""
    till, expected = house.member(TILL), LINK_CODES[mischief]
    house.counter.spoil(mischief)
    facts = await said(till, "status", lambda facts: not facts["is_up"] and facts["code"] == expected)
    assert worded(str(facts["code"]), {}) == expected
    if mischief is not Mischief.SCHEMA:
        assert refusal(await till.say(f"handover {order.number}")) == "no_answer"
    house.counter.mend()
    await house.kill(TILL)
    await house.start(TILL)
    await house.sign_in(TILL)
    await house.drained(TILL)


def handovers(ledger: Facts) -> list[Facts]:
    """All hand-overs of an order, those taken back too."""
    return rows_of(as_facts(ledger["order"]), "handovers")
