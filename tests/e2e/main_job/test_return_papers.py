"""Goods taken in while nobody answers have their paper, also when the till dies before anybody was told."""

import asyncio
from pathlib import Path

import pytest

from app.demo.crew import Facts, TourFailed
from tests.e2e.main_job.books import check_return, settled
from tests.e2e.main_job.clerk import Noted
from tests.e2e.main_job.house import House, a_moment
from tests.e2e.main_job.papers import Receipt, receipts_in
from tests.e2e.main_job.test_bad_line import at_web_shop
from tests.e2e.main_job.wanted import Act, sold_once

TILL = "cassa-1"


async def printed(house: House, count: int) -> list[Receipt]:
    """The papers once there are so many."""
    for _ in range(300):
        if all(len(list(house.receipts.glob(kind))) >= count for kind in ("*.png", "*.txt")):
            return receipts_in(house.receipts)
        await a_moment()
    raise TourFailed("no paper")


async def grown(folder: Path, before: int) -> None:
    """Wait until something was written into the journal: from then on the return is durable."""
    for _ in range(300):
        if size_of(folder) > before:
            return
        await a_moment()
    raise TourFailed("nothing in the journal")


def size_of(folder: Path) -> int:
    """Bytes in the files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


async def killed_while_taking_in(house: House, asked: str) -> Facts:
    """Goods come in and the till dies while it still waits for an answer; what the clerk was told."""
    journal = house.folder / TILL / "journal"
    before = size_of(journal)
    asking = asyncio.create_task(house.member(TILL).say(asked))
    await grown(journal, before)
    await house.kill(TILL)
    try:
        return await asking
    except (TourFailed, ConnectionError):
        return {"event": "died"}


@pytest.mark.timeout(300)
async def test_a_return_has_its_paper_whoever_dies(house: House) -> None:
    await house.till(TILL)
    await house.sign_in(TILL)
    told_line, lost_line = list({line.order: line for line in sold_once(house.sample)}.values())[:2]
    await house.kill("edge")
    told = await house.member(TILL).say(f"return {told_line.gtin} too_small")
    assert (told["event"], told["is_pending"]) == ("taken_in", True), told
    [paper] = await printed(house, 1)
    assert paper.documents == [told["document"]]
    lost = await killed_while_taking_in(house, f"return {lost_line.gtin} too_small")
    assert lost == {"event": "died"}
    await house.start(TILL)
    papers = await printed(house, 2)
    assert ["IN ATTESA" in paper.text for paper in papers] == [True, True]
    await house.start("edge")
    await house.drained(TILL)
    for line, facts in ((told_line, told), (lost_line, lost)):
        noted = Noted(Act(house.sample.order(line.order), line), [facts], facts if facts is told else None)
        ledger = await settled(house, line.order)
        check_return(noted, ledger, await at_web_shop(house, noted))
    assert len(receipts_in(house.receipts)) == 2
