"""Two tills, one order, the same moment: one yes, and one no that says when, where and by whom."""

import asyncio
from datetime import datetime

import pytest

from app.demo.crew import Facts
from app.demo.outside import as_facts, rows_of
from app.domain.orders import Order
from tests.e2e.main_job.house import CLERKS, House, said
from tests.e2e.main_job.wanted import ready_orders

TILLS = ("cassa-1", "cassa-2")


async def open_tills(house: House) -> dict[str, str]:
    """Both tills with a clerk each: operator by device."""
    operators: dict[str, str] = {}
    for name, number in zip(TILLS, CLERKS, strict=True):
        till = await house.till(name)
        operators[till.text("device")] = await house.sign_in(name, number)
    return operators


async def race(house: House, order: Order, operators: dict[str, str]) -> tuple[str, Facts]:
    """Who won (the till's name), and what it was told."""
    tills = [house.member(name) for name in TILLS]
    told = await asyncio.gather(*(till.say(f"handover {order.number}") for till in tills))
    won = [n for n, facts in enumerate(told) if facts["event"] == "handed_over"]
    assert len(won) == 1, told
    lost = told[1 - won[0]]
    assert (lost["event"], lost["code"]) == ("refused", "already_handed_over"), told
    details, winner = as_facts(lost["details"]), tills[won[0]].text("device")
    assert details["order"] == order.number
    assert (details["store"], details["station"]) == (order.store, winner)
    assert details["operator"] == operators[winner]
    assert datetime.fromisoformat(str(details["at"])).tzinfo is not None
    return TILLS[won[0]], told[won[0]]


async def again(house: House, winner: str, won: Facts) -> None:
    """The winner takes it back; both tills see it waiting again."""
    undone = await house.member(winner).say(f"undo {won['number']} {won['command']}")
    assert undone["event"] == "undone", undone
    for name in TILLS:
        await said(house.member(name), f"order {won['number']}", lambda facts: facts.get("handovers") == [])


async def once_in_ledger(house: House, order: Order, won: Facts) -> None:
    """Head office has exactly the winner's hand-over."""

    def is_recorded(facts: Facts) -> bool:
        return any(row["reversed_by"] is None for row in rows_of(as_facts(facts["order"]), "handovers"))

    path = f"/v1/admin/orders/{order.id}/ledger"
    facts = await house.central.until(path, is_recorded, "not recorded")
    handovers = rows_of(as_facts(facts["order"]), "handovers")
    assert [as_facts(row["act"])["id"] for row in handovers if row["reversed_by"] is None] == [won["command"]]


async def run_races(house: House, times: int) -> None:
    operators = await open_tills(house)
    orders = ready_orders(house.sample)[: min(times, 20)]
    last: dict[str, tuple[str, Facts]] = {}
    for n in range(times):
        order = orders[n % len(orders)]
        if order.id in last:
            await again(house, *last[order.id])
        last[order.id] = await race(house, order, operators)
    for name in TILLS:
        await house.drained(name)
    for order in orders:
        await once_in_ledger(house, order, last[order.id][1])


async def test_one_of_two_tills_hands_over(house: House) -> None:
    await run_races(house, 10)


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_one_of_two_tills_hands_over_two_hundred_times(house: House) -> None:
    await run_races(house, 200)
