"""A car that nobody serves is told on the tablet until somebody does, by sound also while the tablet is locked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.curbside import Waits
from app.presentation.beeps import Beep
from app.presentation.curb.states import Page
from app.presentation.marks import Tone
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.curb_bench import FIRST, CurbBench, curb_at


@pytest.fixture
async def tablet(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[CurbBench]:
    """A tablet, with a colleague signed in."""
    async with curb_at(tmp_path, lookups) as made:
        await made.sign_in()
        yield made


def heard_at(tablet: CurbBench) -> list[Beep]:
    """Every alert that sounds from now on."""
    heard: list[Beep] = []
    tablet.model.desk.beeps.listen(lambda beep: heard.append(beep) if beep is Beep.ALERT else None)
    return heard


async def test_an_arrival_sounds_and_is_said_until_somebody_serves_it(tablet: CurbBench) -> None:
    heard = heard_at(tablet)
    tablet.arrive(FIRST, "P4")
    await tablet.seen(FIRST)
    tablet.pass_by(1)
    assert heard == [Beep.ALERT]
    assert tablet.model.state.notes[0].title == "Nuovo arrivo: posto 4"
    tablet.pass_by(60)
    assert heard == [Beep.ALERT] * 3
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await tablet.settled()
    await tablet.model.reload()
    tablet.pass_by(40)
    assert heard == [Beep.ALERT] * 3


async def test_too_long_a_wait_is_said_as_such(tablet: CurbBench) -> None:
    heard = heard_at(tablet)
    tablet.arrive(FIRST, "P4")
    await tablet.seen(FIRST)
    said = set()
    for _ in range(250):
        tablet.model.touch()
        tablet.pass_by(1)
        said |= {(note.title, note.tone) for note in tablet.model.state.notes}
    assert said == {("Nuovo arrivo: posto 4", Tone.WARNING), ("Al posto 4 si aspetta da troppo", Tone.DANGER)}
    assert len(heard) >= 240 // Waits().repeat_s


async def test_a_locked_tablet_is_heard_and_says_nothing(tablet: CurbBench) -> None:
    heard = heard_at(tablet)
    tablet.model.lock()
    tablet.arrive(FIRST, "P4")
    await tablet.model.reload()

    def is_heard() -> bool:
        tablet.pass_by(1)
        return bool(heard)

    await tablet.until(is_heard)
    assert tablet.at(Page.SIGN_IN)
    assert not any("P4" in note.title for note in tablet.model.state.notes)
