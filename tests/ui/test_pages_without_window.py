"""A kiosk and a tablet driven by lines: the same pages, presses and scans as at their windows."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from app.presentation.console_answer import Answer
from app.presentation.console_text import as_text
from app.presentation.console_views import Data
from app.presentation.curb.plain_page import CurbFace
from app.presentation.kiosk.plain_page import KioskFace
from app.presentation.page_console import Face, PageConsole
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.curb_bench import LABELLED, LABELS, CurbBench, curb_at
from tests.ui.kiosk_bench import PHONE, KioskBench, kiosk_at
from tests.unit.domain.samples import NOW_AT
from tests.unit.usecases.counter import PIN, TYPED, Counter
from tests.unit.wording.catalogues import LANGUAGES, wording


@pytest.fixture
async def kiosk(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[KioskBench]:
    async with kiosk_at(tmp_path, lookups) as found:
        yield found


@pytest.fixture
async def tablet(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[CurbBench]:
    async with curb_at(tmp_path, lookups) as found:
        yield found


def console_of(face: Face, counter: Counter) -> PageConsole:
    return PageConsole(face, counter.clock, counter.station.device)


async def page(console: PageConsole, line: str) -> Data:
    """The page after a line; a person can read it in both languages."""
    answer = await console.line(line)
    assert answer.event == "page", answer
    for language in LANGUAGES:
        assert as_text(answer, wording(language), NOW_AT).strip()
    return answer.data


def rows(data: Data, key: str) -> list[Data]:
    return cast("list[Data]", data[key])


async def test_a_visitor_checks_in(kiosk: KioskBench) -> None:
    console = console_of(KioskFace(kiosk.model), kiosk.counter)
    assert (await page(console, "look"))["page"] == "attract"
    assert (await page(console, "press wake"))["page"] == "start"
    assert (await page(console, "press task:pickup"))["page"] == "scan"
    found = await page(console, f"scan {TYPED}")
    assert found["page"] == "found"
    assert PHONE not in str(found)
    done = await page(console, "press next")
    assert [row["kind"] for row in rows(done, "reads")] == ["head", "sign", "note"]
    assert len(kiosk.visits()) == 1
    assert (await page(console, "press exit"))["page"] == "attract"


async def test_a_pin_is_typed_on_the_page_and_shown_by_none(tablet: CurbBench) -> None:
    console = console_of(CurbFace(tablet.model), tablet.counter)
    await page(console, "type 07")
    await page(console, "press next")
    begun = await page(console, f"type {PIN[:4]}")
    assert PIN[:4] not in str(begun)
    assert (await page(console, f"type {PIN[4:]}"))["page"] == "queue"


async def test_a_bag_that_is_missing_keeps_its_car_from_being_served(tablet: CurbBench) -> None:
    await tablet.sign_in()
    console = console_of(CurbFace(tablet.model), tablet.counter)
    tablet.arrive(LABELLED, "P4")
    await tablet.seen(LABELLED)
    assert [car["bay"] for car in rows(await page(console, "look"), "cars")] == ["4"]
    assert (await page(console, "press claim"))["page"] == "visit"
    await page(console, f"scan {LABELS[0]}")
    refused = await page(console, "press hand_over")
    assert refused["page"] == "visit"
    [why] = [row["why_not"] for row in rows(refused, "buttons") if row["id"] == "hand_over"]
    assert why
    await page(console, f"scan {LABELS[1]}")
    assert (await page(console, "press hand_over"))["page"] == "queue"
    assert tablet.orders(LABELLED).is_collected


@pytest.mark.parametrize(
    "line", ["press nothing", "press", "type", "scan", "walk", "'", "x" * 3_000, "press key:<b>"]
)
async def test_what_is_no_line_of_ours_changes_no_page(kiosk: KioskBench, line: str) -> None:
    console = console_of(KioskFace(kiosk.model), kiosk.counter)
    answer: Answer = await console.line(line)
    assert answer.event == "refused"
    for language in LANGUAGES:
        assert as_text(answer, wording(language), NOW_AT)
    assert kiosk.model.state.page == "attract"


async def test_help_and_an_end(kiosk: KioskBench) -> None:
    console = console_of(KioskFace(kiosk.model), kiosk.counter)
    answer = await console.line("help")
    assert answer.data["commands"] == ["help", "look", "press", "type", "scan", "quit"]
    assert (await console.line("")).event == "nothing"
    assert (await console.line("quit")).event == "bye"
    assert console.is_over
