"""Every screen in every state: names, roles, reach and order of the keyboard, a focus to be seen, targets."""

import pytest

from app.ui.application import application
from app.ui.theme.look import start_look
from app.ui.theme.tokens import ThemeName
from app.ui.widgets.chip import StatusChip
from tests.ui import access
from tests.ui.bench import Bench
from tests.ui.stages import STAGES


@pytest.mark.parametrize("stage", STAGES)
async def test_it_can_be_worked_without_a_mouse_and_without_sight(bench: Bench, stage: str) -> None:
    await STAGES[stage](bench)
    await bench.pause(0.05)
    assert access.unnamed(bench) == []
    assert access.too_small(bench) == []
    stops = access.reach(bench)
    assert access.left_out(bench, stops) == []
    assert access.out_of_order(bench, stops) == []


@pytest.mark.parametrize("stage", ["locked", "home", "customer_line", "order", "return", "attention", "settings"])
@pytest.mark.parametrize("theme", list(ThemeName))
async def test_the_focus_is_seen(bench: Bench, stage: str, theme: ThemeName) -> None:
    await STAGES[stage](bench)
    start_look(application(), theme)
    await bench.pause(0.05)
    assert access.unmarked(bench, access.reach(bench)) == []


@pytest.mark.parametrize("stage", STAGES)
async def test_no_status_is_a_colour_alone(bench: Bench, stage: str) -> None:
    await STAGES[stage](bench)
    for chip in bench.all(StatusChip):
        assert chip.text().strip()
