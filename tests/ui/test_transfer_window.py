"""An order goes to another shop, at the window: by keys alone, and by taps with another person's yes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.presentation.routes import InsteadRoute
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.bench import Bench, bench_at
from tests.unit.domain.samples import ready_order
from tests.unit.usecases.counter import ADA_BADGE, PIN

ORDER = "o-4821"


@pytest.fixture
async def floor(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[Bench]:
    """A window nobody works at yet; head office knows the order."""
    async with bench_at(tmp_path, lookups) as bench:
        bench.counter.online.orders_at_central = [ready_order()]
        yield bench


async def opened(floor: Bench, name: str) -> None:
    """Somebody looks at what else can be done with the order."""
    await floor.sign_in(name)
    floor.frame.go(InsteadRoute(ORDER))
    await floor.until(lambda: floor.offers("Passalo a un altro negozio"))


def asked(floor: Bench) -> list[str]:
    """What head office was asked for."""
    return [said for said in floor.counter.online.asked if said.startswith("transfer")]


async def test_by_keys_alone(floor: Bench) -> None:
    """Two digits and F9, by whoever may alone."""
    await opened(floor, "Ada Neri")
    await floor.keys("3")
    await floor.until(lambda: floor.offers("Milano Centrale"))
    assert not floor.window.screen_shown.panel.primary.isEnabled()
    await floor.keys("1")
    await floor.until(floor.window.screen_shown.panel.primary.isEnabled)
    floor.key(Qt.Key.Key_F9)
    await floor.until(lambda: asked(floor))
    assert asked(floor) == [f"transfer {ORDER} mi02 op-01 "]
    await floor.until(lambda: floor.desk.notices.latest is not None)


async def test_a_clerk_needs_another_persons_yes(floor: Bench) -> None:
    await opened(floor, "Sara Lombardi")
    floor.tap("Passalo a un altro negozio")
    await floor.until(lambda: floor.offers("Milano Centrale"))
    floor.tap("Milano Centrale")
    await floor.until(floor.window.screen_shown.panel.primary.isEnabled)
    floor.tap("Chiedi il passaggio")
    await floor.wait_for(lambda: floor.frame.approval.state.tiles)
    assert asked(floor) == []
    sheet = floor.frame.approval
    floor.wedge(ADA_BADGE)
    await floor.wait_for(lambda: [tile for tile in sheet.state.tiles if tile.is_chosen])
    for digit in f"1{PIN}":
        sheet.take_digit(digit)
    await floor.wait_for(lambda: asked(floor))
    assert asked(floor) == [f"transfer {ORDER} mi02 op-07 op-01"]
