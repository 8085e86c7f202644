"""What a kiosk calls for itself: until it works again, whoever answers for the shop, and once."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.contract.commands import CommandLine, Outcome
from app.domain.commands import MoveCall
from app.domain.floor_calls import CallKind, CallState, FloorCall
from app.domain.values import StationId
from app.node.kiosk_calls import CALL, find_call, put_call
from app.presentation.kiosk.calls import CallDesk
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.kiosk_bench import NO_PAPER, KioskBench, kiosk_at
from tests.unit.node.shop import TILL, command


@pytest.fixture
async def kiosk(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[KioskBench]:
    """A kiosk whose printer is out of paper, and a shop that knows."""
    async with kiosk_at(tmp_path, lookups) as found:
        found.counter.printer_code = NO_PAPER
        await ticked(found, lambda: call_of(found, CallKind.PAPER) is not None)
        yield found


async def ticked(kiosk: KioskBench, is_so: Callable[[], bool]) -> None:
    """Second after second, until it is so."""

    def look_again() -> bool:
        kiosk.model.tick()
        return is_so()

    await kiosk.until(look_again)


async def looked(kiosk: KioskBench, times: int) -> None:
    """So many seconds, each of them seen through."""
    for _ in range(times):
        kiosk.model.tick()
        await kiosk.settled()


def calls_of(kiosk: KioskBench) -> list[FloorCall]:
    """All calls the shop has, as they stand."""
    with kiosk.counter.shop.edge.write() as tx:
        found = [
            find_call(tx, one.key) for state in ("open", "ended") for one in tx.find(CALL, f"state:{state}", 50)
        ]
    return [call for call in found if call is not None]


def call_of(kiosk: KioskBench, kind: CallKind) -> FloorCall | None:
    """The call of that kind which goes on."""
    return next((call for call in calls_of(kiosk) if call.kind is kind and call.is_live), None)


def paper_call(kiosk: KioskBench) -> FloorCall:
    """The one call for paper."""
    call = call_of(kiosk, CallKind.PAPER)
    assert call is not None
    return call


def said(kiosk: KioskBench) -> int:
    """How many commands of the kiosk the shop has."""
    with kiosk.counter.shop.edge.write() as tx:
        return tx.last_seq(f"{TILL}.1")


def lose(kiosk: KioskBench, call: FloorCall) -> None:
    """Whoever answers for the shop now never heard of it."""
    with kiosk.counter.shop.edge.write() as tx:
        tx.drop(CALL, call.id)


async def test_a_trouble_somebody_calls_done_is_called_for_again_while_it_lasts(kiosk: KioskBench) -> None:
    first = paper_call(kiosk)
    for seq, target in enumerate((CallState.CLAIMED, CallState.DONE), 1):
        body = MoveCall(first.id, first.store, first.kind, target, kiosk.counter.clock.now_at())
        line = CommandLine(cmd=command(body, seq, "T2BB"))
        assert kiosk.counter.shop.receive(line, device="T2BB")[0].outcome is Outcome.OK
    await ticked(kiosk, lambda: call_of(kiosk, CallKind.PAPER) is not None)
    assert paper_call(kiosk).id != first.id
    await looked(kiosk, 5)
    assert len(calls_of(kiosk)) == 2


async def test_a_trouble_is_called_for_once(kiosk: KioskBench) -> None:
    await looked(kiosk, 5)
    assert (len(calls_of(kiosk)), said(kiosk)) == (1, 1)


async def test_an_unknown_call_is_over_with_one_word(kiosk: KioskBench) -> None:
    lose(kiosk, paper_call(kiosk))
    kiosk.counter.printer_code = ""
    await looked(kiosk, 8)
    assert said(kiosk) == 2
    kiosk.counter.printer_code = NO_PAPER
    await ticked(kiosk, lambda: call_of(kiosk, CallKind.PAPER) is not None)


async def test_a_kiosk_that_starts_again_says_its_trouble_again(kiosk: KioskBench) -> None:
    call = paper_call(kiosk)
    await ticked(kiosk, lambda: call.id in kiosk.model.calls._seen)
    lose(kiosk, call)
    kiosk.model.calls = CallDesk(kiosk.model)
    await ticked(kiosk, lambda: call_of(kiosk, CallKind.PAPER) is not None)
    assert paper_call(kiosk).id == call.id
    await looked(kiosk, 5)
    assert (len(calls_of(kiosk)), said(kiosk)) == (1, 2)


async def test_one_trouble_the_shop_says_no_to_keeps_no_other_quiet(kiosk: KioskBench) -> None:
    with kiosk.counter.shop.edge.write() as tx:
        put_call(tx, replace(paper_call(kiosk), device=StationId("K9ZZ")))
    kiosk.counter.printer_code = ""
    for _ in range(3):
        kiosk.model.desk.faults.tell("F-000000")
    await ticked(kiosk, lambda: call_of(kiosk, CallKind.OUT) is not None)
    await looked(kiosk, 5)
    assert said(kiosk) == 3
