"""From the shelf into the customer's hands over real processes: two tills, a kiosk, tablets, edge, head office."""

import asyncio
import time
from collections.abc import Callable

from app.demo.crew import Facts
from app.demo.outside import as_facts, rows_of
from app.domain.orders import Order
from tests.e2e.main_job.books import settled
from tests.e2e.main_job.floor import (
    TILLS,
    car_comes,
    car_of,
    check_in,
    make_ready,
    on_page,
    open_tablet,
    open_tills,
    pickup_code,
    serve_car,
    standing,
    to_prepare,
)
from tests.e2e.main_job.house import CLERKS, House, said

KIOSK, TABLET, OTHER = "chiosco", "tablet-1", "tablet-2"


def wanted(house: House, count: int) -> list[Order]:
    """Orders nobody has begun, that can be given to whoever comes: paid, and nothing of age."""
    found = [
        order
        for order in to_prepare(house)
        if order.payment.is_paid and not any(line.min_age for line in order.lines) and order.customer
    ]
    assert len(found) >= count
    return found[:count]


async def open_floor(house: House) -> None:
    """Everything a shop's floor has."""
    await open_tills(house)
    await house.till(KIOSK, "kiosk")
    await open_tablet(house, TABLET, CLERKS[0])


async def finish_at_counter(house: House, till: str, order: Order, number: str) -> Facts:
    """A clerk sees who stands there, and gives it."""

    def is_here(facts: Facts) -> bool:
        return facts["event"] == "order" and facts.get("visit") == number

    await said(house.member(till), f"order {order.number}", is_here)
    handed = await house.member(till).say(f"handover {order.number}")
    assert handed["event"] == "handed_over", handed
    return handed


async def both_ways(house: House, by_car: Order, on_foot: Order, code: str) -> Facts:
    """One order goes to a car, another to who checked in at the kiosk; what the clerk was told."""
    bag = await make_ready(house, TILLS[0], by_car)
    await make_ready(house, TILLS[1], on_foot)
    await car_comes(house, TABLET, by_car, 4)
    assert (await car_of(house, TABLET, by_car))["bay"] == "4"
    await serve_car(house, TABLET, by_car, bag)
    number = await check_in(house, KIOSK, code)
    return await finish_at_counter(house, TILLS[0], on_foot, number)


async def given_once(house: House, by_car: Order, on_foot: Order, handed: Facts) -> None:
    """One hand-over of each at head office, and each piece went out once at the web shop."""
    assert len(await standing(house, by_car)) == 1
    assert await standing(house, on_foot) == [handed["command"]]
    for order in (by_car, on_foot):
        sent = rows_of(await settled(house, order.id), "outward")
        assert all(row["state"] == "confirmed" for row in sent), sent


async def test_from_the_shelf_to_a_car_and_to_the_counter(house: House) -> None:
    await open_floor(house)
    by_car, on_foot = wanted(house, 2)
    handed = await both_ways(house, by_car, on_foot, await pickup_code(house, on_foot))
    await given_once(house, by_car, on_foot, handed)


async def test_the_same_with_the_line_to_head_office_cut(house: House) -> None:
    await open_floor(house)
    by_car, on_foot = wanted(house, 2)
    code, port = await pickup_code(house, on_foot), house.uplink.target
    house.uplink.lead_to(1)
    handed = await both_ways(house, by_car, on_foot, code)
    assert as_facts((await house.ledger(by_car.id))["order"])["handovers"] == []
    house.uplink.lead_to(port)
    await given_once(house, by_car, on_foot, handed)


async def test_of_two_colleagues_one_has_the_car_and_the_other_is_told(
    house: House, record_property: Callable[[str, object], None]
) -> None:
    await open_tills(house)
    for name, number in zip((TABLET, OTHER), CLERKS, strict=True):
        await open_tablet(house, name, number)
    [order] = wanted(house, 1)
    bag = await make_ready(house, TILLS[0], order)
    await car_comes(house, TABLET, order, 2)
    for name in (TABLET, OTHER):
        await house.member(name).say(f"press {(await car_of(house, name, order))['id']}")
    asked_s = time.monotonic()
    shown = await asyncio.gather(*(house.member(name).say("press claim") for name in (TABLET, OTHER)))
    won = [name for name, facts in zip((TABLET, OTHER), shown, strict=True) if facts["page"] == "visit"]
    assert len(won) == 1, shown
    [lost] = {TABLET, OTHER} - set(won)
    who = next(
        person.name for person in house.sample.staff if person.number == CLERKS[(TABLET, OTHER).index(won[0])]
    )

    def is_told(facts: Facts) -> bool:
        return facts["page"] == "queue" and any(who in str(card["reason"]) for card in rows_of(facts, "cars"))

    told = await said(house.member(lost), "look", is_told)
    record_property("claim_to_told_s", time.monotonic() - asked_s)
    [claim] = [row for row in rows_of(told, "buttons") if row["id"] == "claim"]
    assert who in str(claim["why_not"]), told
    await on_page(house, won[0], f"scan {bag}", "visit")
    await on_page(house, won[0], "press hand_over", "queue")
    assert len(await standing(house, order)) == 1
