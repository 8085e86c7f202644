"""Orders made ready over real processes: begun at one till and ended at another, the line cut, two colleagues."""

import asyncio

from app.bootstrap.demo_chain import STORE
from app.demo.crew import Facts
from app.demo.outside import as_facts, rows_of
from app.domain.errors import Code
from app.domain.orders import Order
from tests.e2e.main_job.books import settled
from tests.e2e.main_job.house import CLERKS, House, said

TILLS = ("cassa-1", "cassa-2")
PLACE = "R03"


def to_prepare(house: House) -> list[Order]:
    """Orders of the shop nobody has begun."""
    return [
        order
        for order in house.sample.orders
        if order.store == STORE
        and order.cancelled_at is None
        and order.cancel_requested_at is None
        and order.platform_ref
        and all(line.progress.reserved == line.quantity for line in order.lines)
    ]


async def open_tills(house: House) -> None:
    for name, number in zip(TILLS, CLERKS, strict=True):
        await house.till(name)
        await house.sign_in(name, number)


async def heard(house: House, till: str, line: str) -> Facts:
    """The answer to a line, said again while the shop's server does not answer and nothing was written."""

    def is_answered(facts: Facts) -> bool:
        return facts.get("code") != Code.NO_ANSWER or bool(facts.get("details"))

    return await said(house.member(till), line, is_answered, looks=300)


async def do(house: House, till: str, line: str) -> Facts:
    facts = await heard(house, till, line)
    assert facts["event"] == "preparing", (line, facts)
    return facts


async def fetch(house: House, till: str, order: Order) -> Facts:
    """All stops of an order, one after the other; what the last one said."""
    facts = await do(house, till, f"prepare {order.number}")
    assert facts["phase"] == "pick", facts
    for stop in rows_of(facts, "stops"):
        facts = await do(house, till, f"pick {order.number} {stop['gtin']}x{stop['quantity']}")
    assert facts["phase"] == "pack", facts
    return facts


async def seen_at(house: House, till: str, order: Order, phase: str) -> None:
    """The other till has heard how far it is."""

    def is_so(facts: Facts) -> bool:
        return facts.get("phase") == phase

    await said(house.member(till), f"let-go {order.number}", is_so)


async def told(house: House, order: Order) -> list[tuple[str, str]]:
    """What the web shop was asked to do about it, and what became of that."""
    facts = await settled(house, order.id)
    return [(str(row["effect"]), str(row["state"])) for row in rows_of(facts, "outward")]


async def test_picked_at_one_till_ready_at_another_and_told_once(house: House) -> None:
    await open_tills(house)
    order = to_prepare(house)[0]
    await fetch(house, TILLS[0], order)
    await do(house, TILLS[0], f"pack {order.number}")
    await seen_at(house, TILLS[1], order, "stage")
    await do(house, TILLS[1], f"stage {order.number} {PLACE}")
    assert (await do(house, TILLS[1], f"ready {order.number}"))["phase"] == "done"
    await house.drained(TILLS[1])
    assert sorted(await told(house, order)) == [("message", "confirmed"), ("ready", "confirmed")]
    shop = as_facts(await house.shop.get(f"/admin/orders/{order.platform_ref}"))
    assert [row["kind"] for row in rows_of(shop, "messages")] == ["ready"], shop
    handed = await house.member(TILLS[0]).say(f"handover {order.number}")
    assert handed["event"] == "handed_over", handed


async def test_with_the_line_to_head_office_cut_the_shop_goes_on_and_the_message_goes_later(house: House) -> None:
    await open_tills(house)
    order = to_prepare(house)[0]
    await fetch(house, TILLS[0], order)
    uplink = await cut_off(house)
    await do(house, TILLS[0], f"pack {order.number}")
    await do(house, TILLS[0], f"stage {order.number} {PLACE}")
    assert (await do(house, TILLS[0], f"ready {order.number}"))["phase"] == "done"
    house.uplink.lead_to(uplink)
    await house.drained(TILLS[0])
    assert sorted(await told(house, order)) == [("message", "confirmed"), ("ready", "confirmed")]


async def cut_off(house: House) -> int:
    """The edge reaches nobody; the port head office answers at."""
    port = house.uplink.target
    house.uplink.lead_to(1)
    return port


async def test_two_colleagues_do_not_walk_for_one_line(house: House) -> None:
    await open_tills(house)
    order = to_prepare(house)[0]
    asked = [heard(house, till, f"prepare {order.number}") for till in TILLS]
    answers = await asyncio.gather(*asked)
    mine = [
        sum(row["is_mine"] is True for row in rows_of(facts, "stops")) if facts["event"] == "preparing" else 0
        for facts in answers
    ]
    assert sum(mine) == len(order.lines), answers
    walked = mine.index(max(mine))
    for facts in await asyncio.gather(*(fetch_mine(house, till, order) for till in TILLS)):
        assert facts["event"] in ("preparing", "refused"), facts
    await seen_at(house, TILLS[1 - walked], order, "pack")
    await do(house, TILLS[1 - walked], f"pack {order.number}")
    await do(house, TILLS[1 - walked], f"stage {order.number} {PLACE}")
    assert (await do(house, TILLS[1 - walked], f"ready {order.number}"))["phase"] == "done"
    facts = as_facts((await house.ledger(order.id))["order"])
    assert facts["leases"] == []


async def fetch_mine(house: House, till: str, order: Order) -> Facts:
    """Whatever this till walks for."""
    facts = await heard(house, till, f"prepare {order.number}")
    stops = rows_of(facts, "stops") if facts["event"] == "preparing" else []
    for stop in stops:
        if stop["is_mine"]:
            await do(house, till, f"pick {order.number} {stop['gtin']}x{stop['quantity']}")
    return facts
