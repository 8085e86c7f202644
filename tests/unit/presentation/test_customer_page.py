"""A customer's page at the counter: for a minute, for who asked, and gone with whatever comes next."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.orders import Proof, ProofKind
from app.domain.staff import Role
from app.domain.values import OrderId
from app.presentation.counter import Counter as Frame
from app.presentation.facing import Symbol
from app.presentation.flights import Flights
from app.presentation.order_ways import page_word
from app.presentation.routes import CustomerPageRoute, HelpRoute, OrderRoute
from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.customer_page import SHOWN_S, CustomerPageModel
from app.presentation.viewmodels.order import OrderModel
from hardware.printing.symbols import qr_rows
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK
from tests.unit.wording.catalogues import wording

ORDER = OrderId("o-4821")
LINK = f"https://ritiro.corsaviva.example/p/page-of-{ORDER}"
PAGE = CustomerPageRoute(ORDER)
WELCOME = ("Benvenuti", "")
words = wording("it")


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen, a clerk at an order."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    made.go(OrderRoute(ORDER))
    await at.settled()
    return made


async def page(at: CounterDesk, frame: Frame) -> CustomerPageModel:
    """The word on the order's screen was pressed."""
    frame.press_foot("page")
    await at.settled()
    return shown(frame.model)


def shown(model: ViewModel[object]) -> CustomerPageModel:
    """The model of the place, which is a customer's page."""
    assert isinstance(model, CustomerPageModel)
    return model


def asked(at: CounterDesk) -> list[str]:
    """What head office was asked for."""
    return [said for said in at.counter.online.asked if said.startswith("page")]


async def test_it_is_shown_to_clerk_and_customer(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    assert at.desk.navigator.at == PAGE
    assert model.state.symbol == qr_rows(LINK)
    assert asked(at) == [f"page {ORDER} {CLERK.id}"]
    assert (model.state.left, model.foot.primary.words) == ("Si nasconde tra 60 secondi", "Nascondi")
    assert model.state.facts[0] == ("Cliente", (await at.counter.shown(ORDER)).customer_name)
    facing = at.desk.facing
    assert (facing.lines, facing.symbol) == (("Inquadra il codice", ""), qr_rows(LINK))


async def test_no_repr_has_it(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    for told in (repr(model.state), repr(at.desk.facing)):
        assert "((True" not in told
        assert "page-of" not in told


async def test_it_goes_after_a_minute_and_comes_back_when_asked(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    await let_pass(SHOWN_S - 1)
    model.tick()
    assert (bool(model.state.symbol), model.state.left) == (True, "Si nasconde tra 1 secondo")
    await let_pass(1.0)
    frame.tick()
    await at.settled()
    assert (model.state.symbol, at.desk.facing.symbol, at.desk.facing.lines) == ((), (), WELCOME)
    assert model.state.empty[0] == "La pagina è nascosta"
    await at.press(model, "show")
    assert model.state.symbol == qr_rows(LINK)
    assert len(asked(at)) == 2, "each look is on the record"


async def test_it_is_hidden_by_hand(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    await at.press(model, "hide")
    assert (model.state.symbol, at.desk.facing.symbol) == ((), ())


async def test_a_lock_takes_it_away_and_nobody_finds_it(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    frame.lock()
    assert (model.state.symbol, at.desk.facing.symbol, at.desk.facing.lines) == ((), (), WELCOME)
    at.desk.session.begin(CLERK)
    await at.settled()
    assert frame.model is model
    assert (model.state.symbol, len(asked(at))) == ((), 1)


async def test_another_place_takes_it_away(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    frame.go(HelpRoute())
    assert (model.state.symbol, at.desk.facing.symbol) == ((), ())
    frame.back()
    await at.settled()
    assert frame.model is model
    assert (model.state.symbol, len(asked(at))) == ((), 1)


async def test_what_is_answered_too_late_is_not_shown(at: CounterDesk, frame: Frame) -> None:
    at.counter.online.takes_s = 5.0
    frame.press_foot("page")
    await let_pass(1.0)
    model = shown(frame.model)
    assert (model.state.is_loading, model.foot.primary.is_enabled) == (True, False)
    frame.lock()
    await let_pass(10.0)
    assert len(asked(at)) == 1
    assert (model.state.symbol, model.state.is_loading) == ((), False)


@pytest.mark.parametrize("leave", [Frame.lock, Frame.back, Frame.help])
async def test_who_is_gone_before_the_order_is_read_has_nothing_asked(
    at: CounterDesk, frame: Frame, leave: Callable[[Frame], None]
) -> None:
    frame.go(PAGE)
    model = shown(frame.model)
    await let_pass(0.0)
    leave(frame)
    await at.settled()
    assert (asked(at), model.state.is_loading) == ([], False)


async def test_who_is_gone_before_the_question_is_put_has_nothing_asked(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    await at.press(model, "hide")
    await model.press("show")
    frame.help()
    await at.settled()
    assert (len(asked(at)), model.state.is_loading) == (1, False)


async def test_an_answer_to_an_older_press_is_not_shown_for_a_newer(at: CounterDesk, frame: Frame) -> None:
    at.counter.online.takes_s = 5.0
    frame.press_foot("page")
    await let_pass(1.0)
    model = shown(frame.model)
    model.cover()
    at.counter.online.takes_s = 20.0
    await model.press("show")
    await let_pass(6.0)
    assert (model.state.symbol, model.state.is_loading) == ((), True)
    await let_pass(20.0)
    assert model.state.symbol == qr_rows(LINK)


@pytest.mark.parametrize("code", [Code.NO_ANSWER, Code.SERVER_ERROR, Code.BUSY])
async def test_without_a_line_it_says_what_to_do_instead(at: CounterDesk, frame: Frame, code: Code) -> None:
    at.counter.online.fault = code
    model = await page(at, frame)
    assert model.state.empty == (words.text("page_shown.no_line"), words.text("page_shown.instead"))
    assert at.desk.facing.lines == WELCOME
    at.counter.online.fault = None
    await at.press(model, "show")
    assert model.state.symbol == qr_rows(LINK)


async def test_where_head_office_has_none_the_way_leads_back(at: CounterDesk, frame: Frame) -> None:
    at.counter.online.pages = ""
    model = await page(at, frame)
    assert model.state.empty == (
        "La sede non ha una pagina per i clienti.",
        words.explain("pages_not_served").next,
    )
    assert model.state.steps == ()
    await at.press(model, "show")
    assert len(asked(at)) == 1
    await at.press(model, model.foot.primary.id)
    assert at.desk.navigator.at == OrderRoute(ORDER)


async def test_two_screens_of_one_order_each_have_their_answer(at: CounterDesk) -> None:
    at.counter.online.takes_s = 2.0
    both = [CustomerPageModel(at.desk, PAGE) for _ in range(2)]
    for model in both:
        await model.open()
    assert [model.state.is_loading for model in both] == [True, True]
    await at.settled()
    assert [(model.state.symbol, model.state.is_loading) for model in both] == [(qr_rows(LINK), False)] * 2


async def test_what_nobody_expected_ends_the_waiting(at: CounterDesk) -> None:
    failures: list[BaseException] = []

    def too_long(text: str) -> Symbol:
        raise ValueError(text)

    jobs = replace(at.desk.jobs, qr=too_long)
    desk = replace(at.desk, jobs=jobs, flights=Flights(failures.append))
    model = CustomerPageModel(desk, PAGE)
    await model.open()
    await desk.flights.settled()
    assert [type(failure) for failure in failures] == [ValueError]
    assert (model.state.is_loading, model.foot.primary.is_enabled) == (False, True)


async def test_a_window_that_closes_waits_for_nothing(at: CounterDesk) -> None:
    model = CustomerPageModel(at.desk, PAGE)
    await at.desk.flights.close()
    await model.open()
    assert (model.state.is_loading, asked(at)) == (False, [])


async def test_a_hand_over_that_is_undone_gives_the_page_back(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    ask = HandoverAsk(proof=Proof(ProofKind.NUMBER, 0))
    made = await at.counter.hand_over.hand_over(await at.counter.shown(ORDER), ask, CLERK)
    await frame.reload()
    assert "è già stato consegnato" in model.state.empty[0]
    await at.counter.hand_over.undo(ORDER, made.entry.command.id, CLERK)
    await frame.reload()
    assert model.state.empty[0] == words.text("page_shown.hidden")
    await at.press(model, "show")
    assert model.state.symbol == qr_rows(LINK)


async def test_who_came_too_late_may_ask_once_it_is_undone(at: CounterDesk, frame: Frame) -> None:
    ask = HandoverAsk(proof=Proof(ProofKind.NUMBER, 0))
    made = await at.counter.hand_over.hand_over(await at.counter.shown(ORDER), ask, CLERK)
    frame.go(PAGE)
    await at.settled()
    model = shown(frame.model)
    assert model.foot.primary.words == "Torna all’ordine"
    await at.counter.hand_over.undo(ORDER, made.entry.command.id, CLERK)
    await frame.reload()
    assert (model.state.empty[0], asked(at)) == (words.text("page_shown.hidden"), [])
    assert model.foot.primary.id == "show"


async def test_a_refusal_of_head_office_lasts_as_long_as_the_order_is_as_it_was(
    at: CounterDesk, frame: Frame
) -> None:
    at.counter.online.fault = Code.ALREADY_HANDED_OVER
    model = await page(at, frame)
    await frame.reload()
    assert model.foot.primary.id == "back"
    at.counter.online.fault = None
    ask = HandoverAsk(proof=Proof(ProofKind.NUMBER, 0))
    made = await at.counter.hand_over.hand_over(await at.counter.shown(ORDER), ask, CLERK)
    await frame.reload()
    await at.counter.hand_over.undo(ORDER, made.entry.command.id, CLERK)
    await frame.reload()
    await at.press(model, "show")
    assert model.state.symbol == qr_rows(LINK)


async def test_goods_that_leave_take_it_along(at: CounterDesk, frame: Frame) -> None:
    model = await page(at, frame)
    ask = HandoverAsk(proof=Proof(ProofKind.NUMBER, 0))
    await at.counter.hand_over.hand_over(await at.counter.shown(ORDER), ask, CLERK)
    await frame.reload()
    assert (model.state.symbol, at.desk.facing.symbol) == ((), ())
    assert model.foot.primary.words == "Torna all’ordine"
    frame.back()
    await at.settled()
    assert isinstance(frame.model, OrderModel)
    assert frame.model.state is not None
    assert frame.model.state.page == ""


async def test_an_order_nobody_knows_has_none(at: CounterDesk, frame: Frame) -> None:
    frame.go(CustomerPageRoute("o-1"))
    await at.settled()
    assert shown(frame.model).foot.primary.words == "Torna all’ordine"
    assert asked(at) == []


async def test_of_an_order_that_is_not_ready_it_says_what_the_page_tells(at: CounterDesk, frame: Frame) -> None:
    frame.go(CustomerPageRoute("o-4900"))
    await at.settled()
    model = shown(frame.model)
    assert model.state.symbol
    assert model.state.steps[2] == words.text("page_shown.step.3.preparing")
    at.counter.online.fault = Code.NO_ANSWER
    await at.press(model, "hide")
    await at.press(model, "show")
    no_line = (words.text("page_shown.no_line"), words.text("page_shown.instead.preparing"))
    assert model.state.empty == no_line


@pytest.mark.parametrize(("order", "is_offered"), [(ORDER, True), ("o-4900", True), ("o-4790", False)])
async def test_the_word_is_there_while_somebody_may_come(at: CounterDesk, order: str, is_offered: bool) -> None:
    model = OrderModel(at.desk, OrderRoute(order))
    await model.open()
    assert model.state is not None
    assert bool(model.state.page) is is_offered


async def test_who_may_not_is_not_offered_it(at: CounterDesk) -> None:
    item = await at.desk.jobs.queues.order(ORDER)
    assert item is not None
    assert page_word(at.desk, item)
    for who in (replace(CLERK, role=Role.KIOSK_SERVICE), None):
        at.desk.session.operator = who
        assert page_word(at.desk, item) == ""
