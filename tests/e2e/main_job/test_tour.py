"""The tour of the demo as a test: every step over real processes, every paper looked at."""

import asyncio
from pathlib import Path

import pytest

from app.bootstrap.demo import tour
from app.bootstrap.words import wording_in
from app.demo.transcript import Transcript
from tests.e2e.main_job.papers import receipts_in

CHECKS = 9


@pytest.mark.timeout(240)
async def test_the_main_job_from_search_to_refund(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    await asyncio.to_thread(folder.mkdir)
    said: list[str] = []
    book = Transcript(tmp_path / "transcript.txt", wording_in("it"), said.append)
    await tour(folder, book, "it")
    assert book.checks == CHECKS
    assert (await asyncio.to_thread(book_text, tmp_path)).splitlines() == "\n".join(said).splitlines()
    papers = receipts_in(tmp_path / "receipts")
    assert [title for paper in papers for title in titles_on(paper.text)] == ["RITIRO", "RITIRO", "RESO"]
    assert len({number for paper in papers for number in paper.documents}) == 3
    assert "RIMBORSO IN ATTESA" in papers[2].text
    for paper in papers:
        assert paper.printed_codes
        assert set(paper.printed_codes) == set(paper.scanned)
        assert "COPIA" not in paper.text
    await asyncio.get_running_loop().shutdown_default_executor()


def book_text(folder: Path) -> str:
    """The transcript as written down."""
    return (folder / "transcript.txt").read_text("utf-8")


def titles_on(text: str) -> list[str]:
    """RITIRO or RESO, as often as it is a title."""
    return [line.split()[-1] for line in text.splitlines() if line.strip().startswith("RICEVUTA DI ")]
