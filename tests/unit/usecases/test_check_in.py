"""The paper of a check-in: as often as somebody asks for it, and never once they have left."""

from pathlib import Path

from app.adapters.pickup_codes import RosterCodes
from app.domain.values import OrderId
from app.store.spool import SqlSpoolStore
from app.store.terminal_files import TerminalFiles
from app.usecases.check_in import CheckedIn, CheckIn, Waiting
from app.usecases.spool import JobState
from tests.unit.papers.samples import receipts
from tests.unit.usecases.counter import Counter
from tests.unit.usecases.sample_files import open_access

WAITING = Waiting(OrderId("o-1"), "Ada", "1", "2", 2, None, None)
CHECKED = CheckedIn("A 1", 0)


async def test_a_ticket_is_queued_each_time_and_goes_with_who_it_was_for(
    tmp_path: Path, lookups: TerminalFiles
) -> None:
    with open_access(tmp_path / "store.db", "db") as access:
        spool = SqlSpoolStore(access)
        async with Counter(tmp_path, lookups, access, spool).open() as counter:
            door, acting, online = counter.door, counter.acting, counter.online
            kiosk = CheckIn(
                door, acting, online, RosterCodes(), counter.clock, counter.station, receipts("it"), spool
            )
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
