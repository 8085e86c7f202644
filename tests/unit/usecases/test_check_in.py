"""A check-in: nobody waits long, and its paper comes as often as somebody asks, and never once they left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.adapters.pickup_codes import RosterCodes
from app.domain.errors import Code, Problem
from app.domain.scanning import TypedCode
from app.domain.values import OrderId
from app.store.spool import SqlSpoolStore
from app.store.terminal_files import TerminalFiles
from app.usecases.check_in import ASK_S, CheckedIn, CheckIn, NumberAndPhone, Waiting
from app.usecases.spool import JobState
from tests.unit.papers.samples import receipts
from tests.unit.usecases.counter import Counter
from tests.unit.usecases.sample_files import open_access

WAITING = Waiting(OrderId("o-1"), "Ada", "1", "2", 2, None, None)
CHECKED = CheckedIn("A 1", 0)


@asynccontextmanager
async def open_kiosk(folder: Path, lookups: TerminalFiles) -> AsyncIterator[tuple[Counter, CheckIn]]:
    """A shop, and the check-ins of a kiosk in it; its papers wait."""
    with open_access(folder / "store.db", "db") as access:
        spool = SqlSpoolStore(access)
        async with Counter(folder, lookups, access, spool).open() as counter:
            parts = (counter.door, counter.acting, counter.online, RosterCodes(), counter.clock, counter.station)
            yield counter, CheckIn(*parts, receipts("it"), spool)


async def test_nobody_waits_long_at_a_kiosk_for_a_slow_head_office(tmp_path: Path, lookups: TerminalFiles) -> None:
    async with open_kiosk(tmp_path, lookups) as (counter, kiosk):
        counter.online.takes_s = 30.0
        for shown in (TypedCode("ZZ99-ZZ99"), NumberAndPhone("9911", "0199")):
            begun_s = counter.clock.monotonic_s()
            with pytest.raises(Problem) as told:
                await kiosk.find(shown)
            assert told.value.code is Code.NO_ANSWER
            assert counter.clock.monotonic_s() - begun_s == pytest.approx(ASK_S, abs=0.1)


async def test_a_ticket_is_queued_each_time_and_goes_with_who_it_was_for(
    tmp_path: Path, lookups: TerminalFiles
) -> None:
    async with open_kiosk(tmp_path, lookups) as (counter, kiosk):
        spool = kiosk.spool
        for _ in range(2):
            await kiosk.print_ticket(WAITING, CHECKED, "it")
        assert [job.state for job in await spool.recent(9)] == [JobState.QUEUED] * 2
        await counter.door.write(
            lambda tx: tx.print_add(counter.station.printer, "T1AA-1", 0, b"{}", has_value=True)
        )
        await kiosk.drop_tickets()
        states = {job.document_id: job.state for job in await spool.recent(9)}
        assert states.pop("T1AA-1") is JobState.QUEUED
        assert set(states.values()) == {JobState.CANCELLED}
