"""A part of an order at the counter, what is said of the rest, and a hand-over that was taken back elsewhere."""

from dataclasses import replace

import pytest

from app.domain.errors import Code
from app.presentation.counter import Counter as Frame
from app.presentation.marks import Tone
from app.presentation.order_state import OrderState
from app.presentation.routes import OrderRoute, RecentRoute
from app.presentation.viewmodels.order import OrderModel
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.till import LoopDoor
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, TYPED

STAYS = "resta qui"


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen, a clerk at work."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


async def scanned(at: CounterDesk, frame: Frame) -> OrderModel:
    """The order of the code, once it was read."""
    frame.scanned(at.read(TYPED))
    await at.settled()
    assert isinstance(frame.model, OrderModel)
    return frame.model


async def opened(at: CounterDesk, frame: Frame, order: str) -> OrderModel:
    """The order, found without a code."""
    frame.go(OrderRoute(order))
    await at.settled()
    assert isinstance(frame.model, OrderModel)
    return frame.model


def shown(model: OrderModel) -> OrderState:
    """What is on the screen of an order that was read."""
    assert model.state is not None
    return model.state


def titles(model: OrderModel) -> list[str]:
    """The titles of its notes."""
    return [note.title for note in shown(model).notes]


async def part(at: CounterDesk, model: OrderModel, *kept: str) -> None:
    """Hand over all but those lines."""
    await model.press("partial")
    for line in kept:
        model.toggle_line(line)
    await at.press(model, "hand_over")


async def test_a_part_with_nothing_in_it_is_no_hand_over_of_all(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame)
    await part(at, model, "a", "b")
    assert not shown(model).is_done
    assert not at.counter.shop.order_at_edge("o-4821").live_handovers
    assert not shown(model).foot.primary.is_enabled
    assert "Scegli almeno un articolo" in shown(model).foot.primary.why_not
    assert at.desk.words.explain(Code.NOTHING_CHOSEN, {"order": "4821"}).what in titles(model)
    model.toggle_line("b")
    assert shown(model).foot.primary.is_enabled
    await at.press(model, "hand_over")
    [handover] = at.counter.shop.order_at_edge("o-4821").live_handovers
    assert [piece.line for piece in handover.lines] == ["b"]


async def test_a_part_says_how_to_choose_and_what_stays(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame)
    assert "Tocca gli articoli che restano" not in titles(model)
    await model.press("partial")
    assert "Tocca gli articoli che restano" in titles(model)
    assert [line.bags for line in shown(model).lines] == [("B-1", "B-2"), ("B-2",)]
    model.toggle_line("b")
    goes, stays = shown(model).lines
    assert (goes.mark.words, stays.mark.words) == ("prelevato", STAYS)
    assert STAYS not in goes.spoken
    assert STAYS in stays.spoken


async def test_what_has_not_left_yet_is_said(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame)
    await part(at, model, "b")
    state = shown(model)
    assert (state.is_done, state.is_partial) == (True, False)
    assert (state.proof_title, state.steps[0].title) == ("Consegnato in parte", "Pezzi consegnati: 3 di 4")
    assert "1 × Maglia Corsa" in state.steps[0].line
    assert not any("Il sito mostra" in step.line for step in state.steps)
    latest = at.desk.notices.latest
    assert latest is not None
    assert ("in parte" in latest.title, "1 × Maglia Corsa" in latest.line) == (True, True)
    model.toggle_line("a")
    assert [line.is_going for line in shown(model).lines] == [True, False]


async def test_the_code_again_hands_over_the_rest(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame)
    await part(at, model, "b")
    assert await scanned(at, frame) is model
    assert not shown(model).is_done
    assert shown(model).foot.primary.is_enabled
    assert [line.mark.words for line in shown(model).lines] == ["consegnato", "prelevato"]
    await at.press(model, "hand_over")
    assert shown(model).proof_title == "Consegnato"
    assert at.counter.shop.order_at_edge("o-4821").is_collected
    await scanned(at, frame)
    assert shown(model).is_done


async def test_the_part_that_left_is_taken_back_from_the_screen_of_the_rest(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame)
    await part(at, model, "b")
    await scanned(at, frame)
    frame.undo()
    await at.settled()
    assert not at.counter.shop.order_at_edge("o-4821").live_handovers
    assert [line.mark.words for line in shown(model).lines] == ["prelevato", "prelevato"]


async def test_what_was_taken_back_elsewhere_can_be_handed_over_again(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame)
    await at.press(model, "hand_over")
    frame.go(RecentRoute())
    await at.settled()
    frame.press_foot("undo")
    await at.settled()
    frame.back()
    await at.settled()
    assert frame.model is model
    assert not shown(model).is_done
    assert shown(model).foot.primary.is_enabled
    await at.press(model, "hand_over")
    assert shown(model).is_done


async def test_nor_is_it_offered_to_be_taken_back_twice(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame)
    await at.press(model, "hand_over")
    [handover] = (await at.counter.shown()).live_handovers
    await model.reload()
    assert shown(model).is_done
    assert frame.state.toast.undo
    await at.counter.hand_over.undo(at.counter.shop.order_at_edge("o-4821").id, handover.act.id, MANAGER)
    await model.reload()
    assert not shown(model).is_done
    assert at.desk.notices.latest is None


async def test_what_is_handed_over_while_the_order_is_read_is_not_taken_for_undone(
    at: CounterDesk, frame: Frame
) -> None:
    """What comes of a reading that began before it is the order as it was then."""
    model, door = await scanned(at, frame), at.counter.door
    assert isinstance(door, LoopDoor)
    door.read_takes_s = 1.0
    at.desk.flights.once("read", model.reload)
    await let_pass(0.01)
    door.read_takes_s = 0.0
    await model.press("hand_over")
    await let_pass(0.9)
    assert shown(model).is_done
    await at.settled()
    assert shown(model).is_done
    assert frame.state.toast.undo


async def test_a_silent_server_is_forgotten_once_it_answers_again(at: CounterDesk, frame: Frame) -> None:
    model = await opened(at, frame, "o-4821")
    at.counter.cut()
    await at.press(model, "hand_over")
    await let_pass(5)
    await model.reload()
    assert "Il server non risponde." in titles(model)
    at.counter.mend()
    await let_pass(70)
    await model.reload()
    assert "Il server non risponde." not in titles(model)


@pytest.mark.parametrize("way", ["code", "proof"])
async def test_another_proof_ends_what_was_answered_to_the_last_one(
    at: CounterDesk, frame: Frame, way: str
) -> None:
    model = await (opened(at, frame, "o-4821") if way == "proof" else scanned(at, frame))
    at.counter.cut()
    await at.press(model, "hand_over")
    assert "Il server non risponde." in titles(model)
    if way == "proof":
        model.choose_proof("code")
    else:
        model.come_by(OrderRoute("o-4821", 1))
        model.refresh()
    assert "Il server non risponde." not in titles(model)


async def test_who_took_the_money_is_said(at: CounterDesk, frame: Frame) -> None:
    model = await opened(at, frame, "o-4830")
    assert [mark.words for mark in shown(model).marks] == ["Da pagare"]
    model.take_money(is_taken=True)
    await at.press(model, "hand_over")
    assert [mark.words for mark in shown(model).marks] == ["Pagato in cassa"]
    assert [mark.words for mark in shown(await scanned(at, frame)).marks] == ["Pagato online"]


@pytest.mark.parametrize("is_cancelled", [True, False])
async def test_what_nobody_may_collect_has_no_instructions_for_it(
    at: CounterDesk, frame: Frame, *, is_cancelled: bool
) -> None:
    model, shop = await opened(at, frame, "o-4830"), at.counter.shop
    assert "Nome simile oggi" in titles(model)
    assert "Ricevuta" in [title for title, _ in shown(model).facts]
    if is_cancelled:
        order = replace(shop.order_at_edge("o-4830"), cancelled_at=at.counter.clock.now_at())
        with shop.edge.write() as tx:
            shop.node.write_order(tx, order)
    else:
        model.take_money(is_taken=True)
        await at.press(model, "hand_over")
    await let_pass(2)
    frame.back()
    state = shown(await opened(at, frame, "o-4830"))
    assert [note.tone for note in state.notes] == [Tone.DANGER]
    assert (state.proof_title, state.proofs, state.pay_check) == ("", (), "")
    assert "Ricevuta" not in [title for title, _ in state.facts]
    assert not state.foot.primary.is_enabled
