"""Out of the Wi-Fi over real processes: an order goes with a tablet, and is handed over once or given back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from app.demo.crew import Facts, Json
from app.demo.outside import as_facts, rows_of
from app.domain.errors import Code
from app.domain.orders import Order
from tests.e2e.main_job.books import settled
from tests.e2e.main_job.floor import (
    TILLS,
    car_comes,
    car_of,
    make_ready,
    on_page,
    open_tablet,
    open_tills,
    standing,
    to_prepare,
)
from tests.e2e.main_job.house import CLERKS, House, said
from tests.e2e.main_job.road import Road

TABLET = "tablet-1"
TILL = TILLS[0]


@dataclass(frozen=True, slots=True)
class Outing:
    """An order with its bag, along with the tablet; the tablet's own way to the edge, and the edge's port."""

    order: Order
    bag: str
    road: Road
    port: int

    def cut(self) -> None:
        """Out of the Wi-Fi: everybody else goes on."""
        self.road.lead_to(1)

    def mend(self) -> None:
        """Back in it."""
        self.road.lead_to(self.port)


@pytest.fixture
async def outing(house: House) -> AsyncIterator[Outing]:
    """The car of an order is here, and the tablet has asked for that order."""
    async with Road() as road:
        road.lead_to(port := house.counter.target)
        await open_tills(house)
        await open_tablet(house, TABLET, CLERKS[0], road)
        order = next(
            order
            for order in to_prepare(house)
            if order.payment.is_paid and not any(line.min_age for line in order.lines) and order.customer
        )
        bag = await make_ready(house, TILL, order)
        await car_comes(house, TABLET, order, 4)
        card = await car_of(house, TABLET, order)
        await house.member(TABLET).say(f"press {card['id']}")
        await on_page(house, TABLET, "press to:carried", "carried")
        await on_page(house, TABLET, "press take", "carried")
        await said(house.member(TABLET), "look", lambda facts: order.number in read(facts))
        await on_page(house, TABLET, "press back", "queue")
        yield Outing(order, bag, road, port)


def read(facts: Facts) -> str:
    """All that is read on a page."""
    return str(facts["reads"])


def offered(facts: Facts, button: str) -> "Facts | None":
    """That button of a page."""
    return next((row for row in rows_of(facts, "buttons") if row["id"] == button), None)


async def linked(house: House, *, is_so: bool) -> Facts:
    """The tablet's page once it knows whether the shop answers."""
    return await said(house.member(TABLET), "look", lambda facts: facts["is_linked"] is is_so)


async def carried_at_head_office(house: House, order: Order) -> object:
    """Who is out with it, as head office has it."""
    path = f"/v1/admin/orders/{order.id}/ledger"
    facts = await house.central.until(path, lambda facts: carry_of(facts) is not None, "no grant at head office")
    return as_facts(carry_of(facts))["device"]


def carry_of(ledger: Facts) -> Json:
    """The grant in a ledger, None for none."""
    return as_facts(ledger["order"]).get("carry")


async def refused_at_counter(house: House, order: Order) -> None:
    """A clerk who wants to hand over an order that is out is told which device has it."""
    refused = await house.member(TILL).say(f"handover {order.number}")
    assert (refused["event"], refused.get("code")) == ("refused", Code.ORDER_CARRIED), refused
    assert as_facts(refused["details"])["device"] == house.member(TABLET).text("device"), refused


async def given_once(house: House, order: Order) -> list[str]:
    """The one hand-over that stands; each piece went out once at the web shop, and nobody is out with it."""
    given = await standing(house, order)
    assert len(given) == 1
    facts = await settled(house, order.id)
    assert all(row["state"] == "confirmed" for row in rows_of(facts, "outward")), facts
    assert carry_of(facts) is None, facts
    return given


async def test_out_of_reach_it_is_handed_over_once(house: House, outing: Outing) -> None:
    order = outing.order
    outing.cut()
    await linked(house, is_so=False)
    assert await carried_at_head_office(house, order) == house.member(TABLET).text("device")
    await refused_at_counter(house, order)
    await on_page(house, TABLET, "press serve", "visit")
    await on_page(house, TABLET, f"scan {outing.bag}", "visit")
    done = await on_page(house, TABLET, "press hand_over", "queue")
    assert done["is_linked"] is False and done["cars"] == [], done
    await refused_at_counter(house, order)
    assert as_facts((await house.ledger(order.id))["order"])["handovers"] == []
    outing.mend()
    await linked(house, is_so=True)
    await given_once(house, order)
    again = await house.member(TILL).say(f"handover {order.number}")
    assert (again["event"], again.get("code")) == ("refused", Code.ALREADY_HANDED_OVER), again


async def test_given_back_unused_it_goes_over_the_counter(house: House, outing: Outing) -> None:
    order = outing.order
    outing.cut()
    await linked(house, is_so=False)
    await refused_at_counter(house, order)
    await on_page(house, TABLET, "press to:carried", "carried")
    queue = await on_page(house, TABLET, "press give_back", "queue")
    held = offered(queue, "claim")
    assert held is not None and held["why_not"], queue
    await refused_at_counter(house, order)
    outing.mend()
    handed = await said(
        house.member(TILL), f"handover {order.number}", lambda facts: facts.get("code") != Code.ORDER_CARRIED
    )
    assert handed["event"] == "handed_over", handed
    assert await given_once(house, order) == [handed["command"]]
