"""What was set off with the program: faults are told, and what ends because its worker left is none."""

import asyncio

from app.domain.errors import Code, Problem
from app.presentation.desk import Session
from app.presentation.flights import Flights
from tests.unit.usecases.counter import CLERK


async def test_work_that_goes_on_after_its_worker_left_ends_without_a_fault() -> None:
    broken: list[BaseException] = []
    session, flights, asked = Session(CLERK), Flights(broken.append), asyncio.Event()

    async def work() -> None:
        await asked.wait()
        session.who.need("cart.open")

    flights.once("cart", work)
    session.end()
    asked.set()
    await flights.settled()
    assert broken == []


async def test_every_other_refusal_nobody_caught_is_told() -> None:
    broken: list[BaseException] = []
    flights = Flights(broken.append)
    refused = Problem(Code.CART_OFFLINE)

    async def work() -> None:
        raise refused

    flights.once("cart", work)
    await flights.settled()
    assert broken == [refused]


async def test_nothing_begins_when_the_window_has_gone() -> None:
    began: list[str] = []
    flights = Flights(lambda failure: None)

    async def work() -> None:
        began.append("count")

    await flights.close()
    assert not flights.once("count", work)
    flights.latest("count", work)
    await flights.settled()
    assert began == []
