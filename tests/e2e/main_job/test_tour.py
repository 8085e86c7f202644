"""The tour of the demo as a test: every step over real processes and a window, every paper looked at."""

import asyncio
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.bootstrap.demo import open_window, tour
from app.bootstrap.words import wording_in
from app.demo.transcript import Transcript
from app.ui import bridge
from app.ui.hands import Hands
from app.ui.shell.window import CounterWindow
from tests.e2e.main_job.papers import receipts_in

CHECKS = 15
SCREENS = 21


@pytest.mark.timeout(240)
def test_the_main_job_from_search_to_refund(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    said: list[str] = []
    book = Transcript(tmp_path / "transcript.txt", wording_in("it"), said.append)
    bridge.run(lambda app: tour(app, folder, book, "it"))
    assert book.checks == CHECKS
    assert (tmp_path / "transcript.txt").read_text("utf-8").splitlines() == "\n".join(said).splitlines()
    screens = sorted((tmp_path / "screens").iterdir())
    assert [path.name[:2] for path in screens] == [f"{number:02}" for number in range(1, SCREENS + 1)]
    pictures = [QImage(str(path)) for path in screens]
    assert {(picture.width(), picture.height()) for picture in pictures} == {(1366, 768)}
    assert all(before != after for before, after in pairwise(pictures))
    papers = [paper for paper in receipts_in(tmp_path / "receipts") if titles_on(paper.text)]
    assert [title for paper in papers for title in titles_on(paper.text)] == ["RITIRO", "RITIRO", "RITIRO", "RESO"]
    assert len({number for paper in papers for number in paper.documents}) == 4
    assert "RIMBORSO IN ATTESA" in papers[3].text
    for paper in papers:
        assert paper.printed_codes
        assert set(paper.printed_codes) == set(paper.scanned)
        assert "COPIA" not in paper.text


def titles_on(text: str) -> list[str]:
    """RITIRO or RESO, as often as it is a title."""
    return [line.split()[-1] for line in text.splitlines() if line.strip().startswith("RICEVUTA DI ")]


@pytest.mark.timeout(120)
def test_with_a_display_the_counter_opens_with_something_to_try(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    said: list[str] = []
    book = Transcript(tmp_path / "transcript.txt", wording_in("it"), said.append)

    async def look_and_close(app: QApplication) -> None:
        opened = asyncio.create_task(open_window(app, folder, book, "it"))
        while not (opened.done() or app.topLevelWidgets()):
            await asyncio.wait([opened], timeout=0.2)
        [window] = [widget for widget in app.topLevelWidgets() if isinstance(widget, CounterWindow)]
        hands = Hands(window)
        await hands.until(lambda: hands.offers("Marco Villa"))
        window.close()
        await opened

    bridge.run(look_and_close)
    [sign_in, *others] = [line.strip() for line in said]
    assert "Marco Villa" in sign_in
    assert re.search(r"\b\d{6}\b", sign_in)
    assert len(others) == 3
