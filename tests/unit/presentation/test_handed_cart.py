"""A cart its customer hands over: asked for in words, taken by a scan from anywhere, refused with a next step."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.domain.customers import Purpose
from app.domain.errors import Code
from app.presentation.beeps import Beep
from app.presentation.counter import Counter as Frame
from app.presentation.routes import CustomerRoute, HomeRoute
from app.presentation.viewmodels.customer import CustomerModel
from hardware.symbology.reading import scan_read
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CART_CODE, CART_TOKEN, CLERK

CUSTOMER = CustomerRoute("c-1", Purpose.ASSISTANCE)


@pytest.fixture
async def frame(at: CounterDesk) -> AsyncIterator[Frame]:
    """The frame at a shop whose platform shows nobody's cart unasked."""
    at.counter.online.unshown.add("c-1")
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    yield made


async def scanned(at: CounterDesk, frame: Frame, raw: str = CART_CODE) -> list[Beep]:
    """A scanner read it; what was heard."""
    heard: list[Beep] = []
    at.desk.beeps.listen(heard.append)
    frame.scanned(scan_read(raw.encode(), "scanner", at.desk.now_at))
    await at.settled()
    return heard


def on_screen(frame: Frame) -> CustomerModel:
    """The customer in front."""
    assert isinstance(frame.model, CustomerModel)
    return frame.model


async def test_a_cart_nobody_showed_is_asked_for_instead_of_being_empty(at: CounterDesk, frame: Frame) -> None:
    at.desk.navigator.go(CUSTOMER)
    await at.settled()
    cart = on_screen(frame).state.cart
    assert cart.rows == ()
    assert cart.asks is not None
    assert "non ci mostra i carrelli" in cart.asks.title
    assert "scansiona il codice" in cart.asks.body
    assert cart.empty == ""
    assert on_screen(frame).state.says == ()


async def test_its_code_opens_the_customer_with_the_cart_from_anywhere(at: CounterDesk, frame: Frame) -> None:
    assert await scanned(at, frame) == [Beep.GOOD]
    assert at.desk.navigator.at == CUSTOMER
    assert at.said() == "Il carrello del cliente è arrivato."
    assert [row.sku for row in on_screen(frame).state.cart.rows] == ["sku-a"]


@pytest.mark.parametrize("purpose", [Purpose.ASSISTANCE, Purpose.PICKUP])
async def test_its_code_fills_the_screen_that_asked_for_it(
    at: CounterDesk, frame: Frame, purpose: Purpose
) -> None:
    at.desk.navigator.go(CustomerRoute("c-1", purpose))
    await at.settled()
    model = on_screen(frame)
    await scanned(at, frame)
    assert frame.model is model
    assert [row.sku for row in model.state.cart.rows] == ["sku-a"]
    model.step("sku-a", 1)
    await at.settled()
    assert model.state.cart.rows[0].quantity == "3"


async def test_a_cart_that_is_shown_no_more_is_to_be_looked_at_until_it_is_shown_again(
    at: CounterDesk, frame: Frame
) -> None:
    await scanned(at, frame)
    model = on_screen(frame)
    at.counter.online.unshown.add("c-1")
    await let_pass(60)
    model.tick()
    await at.settled()
    assert [note.title for note in model.state.says] == ["Il negozio online non ci mostra i carrelli dei clienti."]
    assert len(model.state.cart.rows) == 1
    assert not model.foot.primary.is_enabled
    await scanned(at, frame)
    assert model.state.says == ()
    assert model.foot.primary.is_enabled


@pytest.mark.parametrize(
    ("raw", "fault", "code"),
    [
        (CART_CODE, Code.CART_CODE_REFUSED, Code.CART_CODE_REFUSED),
        (CART_CODE, Code.CART_CODE_NEEDLESS, Code.CART_CODE_NEEDLESS),
        (CART_CODE, Code.CART_WITHOUT_ACCOUNT, Code.CART_WITHOUT_ACCOUNT),
        (CART_CODE, Code.CART_CUSTOMER_NEW, Code.CART_CUSTOMER_NEW),
        ("CT1.null", None, Code.CART_CODE_DAMAGED),
        (f"ct1.{CART_TOKEN}", None, Code.CART_CODE_DAMAGED),
    ],
)
async def test_a_refused_code_says_the_next_step_and_shows_nothing_of_itself(
    at: CounterDesk, frame: Frame, raw: str, fault: Code | None, code: Code
) -> None:
    at.counter.online.fault = fault
    assert await scanned(at, frame, raw) == [Beep.QUESTION]
    state, explained = frame.unread.state, at.desk.words.explain(code)
    assert (state.title, state.next, state.read) == (explained.what, explained.next, "CT1…")
    assert [choice.value for choice in state.choices] == ["by_hand", "dismiss"]
    assert frame.unread.way_of("3") == ""
    assert at.desk.navigator.at == HomeRoute()


async def test_without_the_line_it_is_scanned_again_later(at: CounterDesk, frame: Frame) -> None:
    at.counter.online.fault = Code.NO_ANSWER
    assert await scanned(at, frame) == [Beep.REFUSED]
    assert "serve la linea" in at.said()
    assert not frame.unread.state.is_open
    at.counter.online.fault = None
    assert await scanned(at, frame) == [Beep.GOOD]
    assert at.desk.navigator.at == CUSTOMER


async def test_the_token_is_in_no_record_and_in_no_name_of_a_task(at: CounterDesk, frame: Frame) -> None:
    for fault in (None, Code.CART_CODE_REFUSED):
        at.counter.online.fault = fault
        frame.scanned(scan_read(CART_CODE.encode(), "scanner", at.desk.now_at))
        named = [task.get_name() for task in asyncio.all_tasks()]
        await at.settled()
        assert not any("CT1" in name for name in named)
    assert at.counter.online.asked.count(f"take {CART_TOKEN} {CLERK.id}") == 2
    assert CART_TOKEN not in repr((at.counter.audit(), at.desk.session, frame.state, frame.unread.state))
