"""Returns and calls at a kiosk, as a visitor meets them; and what is left of them when they go."""

import gc
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.contract.commands import CommandLine, Outcome
from app.domain.commands import MoveCall
from app.domain.floor_calls import CallKind, CallState, FloorCall
from app.domain.orders import Order, Pickup
from app.node.kiosk_calls import find_call
from app.presentation.kiosk.blocks import KioskState
from app.presentation.kiosk.session import Page, ReturnDraft, Session
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from app.usecases.start_return import Begun, Returning
from tests.ui.kiosk_bench import NAME, NO_PAPER, NUMBER, PHONE, KioskBench, guest_order, kiosk_at
from tests.ui.test_kiosk import everything_said, files_in, swept
from tests.unit.node.shop import collected, command
from tests.unit.usecases.counter import TYPED
from tests.unit.usecases.sample_files import SHIRT

FIRST_NAME = NAME.partition(" ")[0]


def worn() -> Order:
    """An order the visitor took home."""
    return replace(collected(), customer_name=NAME, phone_tail=PHONE[-6:], pickup=Pickup(), number=NUMBER)


@pytest.fixture
async def kiosk(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[KioskBench]:
    """An upright kiosk nobody stands at."""
    async with kiosk_at(tmp_path, lookups) as found:
        found.counter.online.orders_at_central = [worn()]
        yield found


async def at_pieces(kiosk: KioskBench) -> None:
    """A visitor has shown which order it is about."""
    await kiosk.begin()
    kiosk.touch(kiosk.button("Rendi un articolo"))
    await kiosk.settled()
    kiosk.show_code(TYPED)
    await kiosk.until(lambda: kiosk.at(Page.PIECES))


async def at_slip(kiosk: KioskBench) -> str:
    """And chosen an article and why; the slip's code."""
    await at_pieces(kiosk)
    kiosk.model.pressed("line:a")
    kiosk.model.pressed("next")
    kiosk.model.pressed("reason:too_small")
    await kiosk.until(lambda: kiosk.at(Page.SLIP))
    begun = kiosk.model.session.draft.begun
    assert begun is not None
    return begun.code


async def test_a_return_begins_with_a_slip_that_the_counter_reads(kiosk: KioskBench) -> None:
    code = await at_slip(kiosk)
    assert code in kiosk.said()
    assert "Prendi il foglietto" in kiosk.said()
    (paper,) = kiosk.counter.till.store.papers().values()
    assert code.encode() in paper
    assert NUMBER.encode() not in paper


async def test_without_paper_the_code_is_photographed(kiosk: KioskBench) -> None:
    kiosk.counter.printer_code = NO_PAPER
    await at_slip(kiosk)
    assert "Fai una foto al codice" in kiosk.said()
    assert kiosk.counter.till.store.papers() == {}


async def test_a_return_is_begun_with_six_keys(kiosk: KioskBench) -> None:
    kiosk.key(Qt.Key.Key_Right)
    await kiosk.settled()
    await kiosk.keyed_to("task:return")
    await kiosk.settled()
    kiosk.show_code(TYPED)
    await kiosk.until(lambda: kiosk.at(Page.PIECES))
    for press in ("line:a", "next", "reason:defective"):
        await kiosk.keyed_to(press)
    await kiosk.until(lambda: kiosk.at(Page.SLIP))


async def test_each_press_is_a_piece_more_and_after_the_last_none(kiosk: KioskBench) -> None:
    await at_pieces(kiosk)
    seen = []
    for _ in range(3):
        kiosk.model.pressed("line:a")
        seen.append(dict(kiosk.model.session.draft.chosen))
    assert seen == [{"a": 1}, {"a": 2}, {}]


async def test_an_order_is_found_by_number_and_phone(kiosk: KioskBench) -> None:
    kiosk.counter.online.orders_at_central = [replace(worn(), number="4790")]
    await kiosk.begin()
    kiosk.model.pressed("task:return")
    kiosk.model.pressed("number")
    for sign in "4790":
        kiosk.model.pressed(f"key:{sign}")
    kiosk.model.pressed("next")
    assert kiosk.at(Page.PHONE)
    for sign in "4567":
        kiosk.model.pressed(f"key:{sign}")
    kiosk.model.pressed("next")
    await kiosk.until(lambda: kiosk.at(Page.PIECES))


async def test_nothing_to_return_says_so(kiosk: KioskBench) -> None:
    kiosk.counter.online.orders_at_central = [guest_order()]
    await kiosk.begin()
    kiosk.model.pressed("task:return")
    kiosk.show_code(TYPED)
    await kiosk.until(lambda: "niente da rendere" in kiosk.said())
    assert kiosk.at(Page.SCAN)


@pytest.mark.parametrize("end", ["exit", "idle", "fault"])
async def test_nothing_of_a_return_is_left(kiosk: KioskBench, tmp_path: Path, end: str) -> None:
    code = await at_slip(kiosk)
    match end:
        case "exit":
            kiosk.model.pressed("exit")
        case "idle":
            kiosk.pass_by(31)
        case _:
            kiosk.model.desk.faults.tell("F-000000")
    await kiosk.settled()
    await kiosk.until(lambda: kiosk.at(Page.ATTRACT))
    swept()
    wanted = (FIRST_NAME, NUMBER, NUMBER[-4:], PHONE[-4:], code)
    kinds = (KioskState, Session, ReturnDraft, Returning, Begun)
    held = [found for found in gc.get_objects() if isinstance(found, kinds)]
    texts = [*everything_said(kiosk.window), *(repr([getattr(o, n) for n in o.__slots__]) for o in held)]
    assert [text for text in texts if any(word in text for word in wanted)] == []
    secret = [word.encode() for word in (FIRST_NAME, NUMBER, PHONE[-6:])]
    assert [found for found in files_in(tmp_path) if any(word in found for word in secret)] == []


def call_at(kiosk: KioskBench, call_id: str) -> FloorCall:
    """The call as the shop has it."""
    with kiosk.counter.shop.edge.write() as tx:
        found = find_call(tx, call_id)
    assert found is not None
    return found


async def called_for(kiosk: KioskBench) -> str:
    """Somebody has called, and the shop knows."""
    kiosk.model.pressed("help")
    await kiosk.until(lambda: kiosk.model.session.called is not None)
    called = kiosk.model.session.called
    assert called is not None
    return called.id


def move(kiosk: KioskBench, call: FloorCall, target: CallState) -> None:
    """A colleague at a counter says something of the call."""

    clock = kiosk.counter.clock
    body = MoveCall(call.id, call.store, call.kind, target, clock.now_at())
    seq = list(CallState).index(target)
    line = CommandLine(cmd=command(body, seq, "T2BB"))
    [result] = kiosk.counter.shop.receive(line, device="T2BB")
    assert result.outcome is Outcome.OK, result


async def test_who_is_called_for_is_told_who_comes(kiosk: KioskBench) -> None:
    await kiosk.begin()
    call = call_at(kiosk, await called_for(kiosk))
    assert (call.kind, call.state, call.work.order) == (CallKind.HELP, CallState.OPEN, None)
    assert "al banco lo sanno" in kiosk.said()
    move(kiosk, call, CallState.CLAIMED)

    def is_coming() -> bool:
        kiosk.model.tick()
        return kiosk.model.session.is_coming

    await kiosk.until(is_coming)
    assert "Sara" in kiosk.said()
    assert "Lombardi" not in kiosk.said()


async def test_who_needs_nobody_any_more_takes_the_call_back(kiosk: KioskBench) -> None:
    await kiosk.begin()
    call_id = await called_for(kiosk)
    kiosk.model.pressed("exit")
    await kiosk.until(lambda: call_at(kiosk, call_id).state is CallState.OVER)
    assert kiosk.at(Page.ATTRACT)


async def test_without_a_line_a_call_is_sound_alone(kiosk: KioskBench) -> None:
    await kiosk.begin()
    kiosk.counter.cut()
    kiosk.counter.till.engine.pull_soon()
    await kiosk.until(lambda: not kiosk.model.desk.link().is_up)
    kiosk.model.pressed("help")
    await kiosk.settled()
    assert kiosk.model.session.called is None
    assert "il chiosco suona" in kiosk.said()


async def test_a_task_goes_to_the_counter_and_comes_back(kiosk: KioskBench) -> None:
    await at_pieces(kiosk)
    kiosk.model.pressed("line:a")
    kiosk.model.pressed("counter")
    await kiosk.until(lambda: kiosk.at(Page.MOVED))
    called = kiosk.model.session.called
    assert called is not None
    assert called.number in kiosk.said()
    assert kiosk.model.session.draft.returning is None
    call = call_at(kiosk, called.id)
    assert [(piece.line, piece.quantity) for piece in call.work.pieces] == [("a", 1)]
    kiosk.model.end()
    move(kiosk, call, CallState.CLAIMED)
    move(kiosk, call, CallState.BACK)

    def is_back() -> bool:
        kiosk.model.tick()
        return bool(kiosk.model.calls.back)

    await kiosk.until(is_back)
    await kiosk.begin()
    kiosk.touch(kiosk.button(f"Numero {called.number}: continua qui"))
    await kiosk.until(lambda: kiosk.at(Page.PIECES))
    assert kiosk.model.session.draft.chosen == {"a": 1}
    assert call_at(kiosk, called.id).state is CallState.RESUMED


async def test_an_article_goes_to_the_counter_with_nobodys_order(kiosk: KioskBench) -> None:
    await kiosk.begin()
    kiosk.show_code(SHIRT)
    await kiosk.until(lambda: kiosk.at(Page.ARTICLE))
    kiosk.model.pressed("counter")
    await kiosk.until(lambda: kiosk.at(Page.MOVED))
    called = kiosk.model.session.called
    assert called is not None
    assert (call_at(kiosk, called.id).work.sku, call_at(kiosk, called.id).work.order) == ("sku-a", None)


async def test_a_kiosk_without_paper_calls_until_it_has_some(kiosk: KioskBench) -> None:
    calls = kiosk.model.calls
    kiosk.counter.printer_code = NO_PAPER

    def is_open() -> bool:
        kiosk.model.tick()
        return CallKind.PAPER in calls._open

    await kiosk.until(is_open)
    call_id = calls._open[CallKind.PAPER].id
    assert call_at(kiosk, call_id).state is CallState.OPEN
    kiosk.counter.printer_code = ""

    def is_over() -> bool:
        kiosk.model.tick()
        return call_at(kiosk, call_id).state is CallState.OVER

    await kiosk.until(is_over)


async def test_pieces_that_were_not_found_are_said(kiosk: KioskBench) -> None:
    order = guest_order(ready_at=None)
    short = replace(order.lines[0], progress=replace(order.lines[0].progress, short=1))
    kiosk.counter.online.orders_at_central = [replace(order, lines=(short, *order.lines[1:]))]
    await kiosk.begin()
    kiosk.show_code(TYPED)
    await kiosk.until(lambda: kiosk.at(Page.FOUND))
    assert "Manca ancora 1 pezzo" in kiosk.said()
