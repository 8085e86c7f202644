"""What the customer reads of each place: a number, an amount, and never who is at the counter."""

from dataclasses import replace

import pytest

from app.domain.customers import Purpose
from app.domain.handover import amount_due
from app.presentation.counter import Counter as Frame
from app.presentation.facing import Lines
from app.presentation.order_words import read_by_customer
from app.presentation.routes import ArticleRoute, CustomerRoute, OrderRoute, Route
from app.presentation.viewmodels.order import OrderModel
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK

WELCOME = ("Benvenuti", "")


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen, a clerk at work."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


async def read_at(at: CounterDesk, frame: Frame, route: Route) -> Lines:
    """What can be read once a place is open."""
    frame.go(route)
    await at.settled()
    return at.desk.facing.lines


async def test_an_order_is_its_number_and_what_is_still_to_be_paid(at: CounterDesk, frame: Frame) -> None:
    assert await read_at(at, frame, OrderRoute("o-4821")) == ("Ordine 4821", "")
    number, due = await read_at(at, frame, OrderRoute("o-4830"))
    assert (number, due[:7], due[-1]) == ("Ordine 4830", "Totale ", "€")
    model = frame.model
    assert isinstance(model, OrderModel)
    model.take_money(True)
    assert at.desk.facing.lines == ("Ordine 4830", "")
    await at.press(model, "hand_over")
    assert at.desk.facing.lines == ("Grazie", "Arrivederci")
    await at.press(model, "next")
    assert at.desk.facing.lines == WELCOME


async def test_what_is_read_is_what_the_till_takes(at: CounterDesk) -> None:
    order = await at.counter.shown("o-4830")
    changed = replace(order, payment=replace(order.payment, correction=-500))
    due = at.desk.words.formats.money(amount_due(order) - 500, "EUR")
    lines = read_by_customer(changed, at.desk.words, is_paid=False, is_done=False)
    assert lines == ("Ordine 4830", f"Totale {due}")


async def test_an_order_that_is_not_to_be_had_here_says_nothing(at: CounterDesk, frame: Frame) -> None:
    assert await read_at(at, frame, OrderRoute("o-1")) == WELCOME


async def test_an_article_is_its_price_unless_it_is_for_somebody_known(at: CounterDesk, frame: Frame) -> None:
    name, price = await read_at(at, frame, ArticleRoute("sku-b"))
    assert name
    assert price == "16,90\N{NO-BREAK SPACE}€"
    frame.back()
    assert await read_at(at, frame, CustomerRoute("c-1", Purpose.ASSISTANCE)) == WELCOME
    assert await read_at(at, frame, ArticleRoute("sku-b")) == WELCOME


@pytest.mark.parametrize("order", ["o-4821", "o-4830", "o-4832"])
async def test_no_name_is_ever_read(at: CounterDesk, frame: Frame, order: str) -> None:
    found = await at.counter.shown(order)
    told: list[Lines] = []
    at.desk.facing.listen(told.append)
    await read_at(at, frame, OrderRoute(order))
    await at.press(frame.model, "hand_over")
    assert told
    for name in found.customer_name.split():
        assert not [lines for lines in told if name.strip(".").lower() in " ".join(lines).lower().split()]


async def test_a_locked_terminal_keeps_nothing_of_the_last_customer(at: CounterDesk, frame: Frame) -> None:
    assert await read_at(at, frame, OrderRoute("o-4821")) != WELCOME
    frame.lock()
    assert at.desk.facing.lines == WELCOME
