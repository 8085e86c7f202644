"""These tests run on a loop whose pauses take no time, at the counter of the jobs' tests with a command line."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest

from app.adapters.exchange_folder import ExchangeFolder
from app.presentation.console import Console
from app.presentation.jobs import Jobs, LinkFacts
from app.store.spool import SqlSpoolStore
from app.store.terminal_files import TerminalFiles
from app.usecases.price_check import PriceCheck
from app.usecases.queues import Queues
from app.usecases.setting_files import SettingFiles
from app.usecases.shop_setup import SetUpShop
from app.usecases.show_page import ShowPages
from app.usecases.transfer import TransferOrders
from hardware.printing.symbols import qr_rows
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.presentation.desk import Desk
from tests.unit.sync.virtual_time import VirtualLoop
from tests.unit.usecases.counter import Counter
from tests.unit.usecases.sample_files import open_access, sample_files


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], VirtualLoop]]:
    """Hook of pytest-asyncio: the loops to run on."""
    return {"virtual": VirtualLoop}


@pytest.fixture(scope="session")
def lookups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TerminalFiles]:
    """Catalogue and finder, read only."""
    with sample_files(tmp_path_factory.mktemp("files")) as files:
        yield files


def jobs_of(counter: Counter) -> Jobs:
    """The counter's jobs as a face is given them."""
    link = counter.till.engine.link
    return Jobs(
        station=counter.station,
        clock=counter.clock,
        door=counter.door,
        acting=counter.acting,
        sign_in=counter.sign_in,
        approve=counter.approve,
        find=counter.find,
        queues=Queues(counter.door, counter.clock, counter.station),
        profiles=counter.profiles,
        cart=counter.cart,
        prices=PriceCheck(counter.lookups, counter.clock, counter.door, counter.station),
        prepare=counter.prepare,
        shortages=counter.shortages,
        not_fetched=counter.not_fetched,
        transfers=TransferOrders(counter.door, counter.station, counter.approve, counter.online),
        pages=ShowPages(counter.station, counter.online),
        hand_over=counter.hand_over,
        returns=counter.returns,
        scans=counter.scans,
        calls=counter.calls,
        slips=counter.scans.slips,
        attention=counter.attention,
        papers=counter.papers,
        gifts=counter.gifts,
        sheets=counter.sheets,
        day=counter.day,
        setup=SetUpShop(counter.door, counter.station, counter.online),
        setting_files=SettingFiles(ExchangeFolder(counter.folder / "exchange")),
        link=lambda: LinkFacts(link.is_up, link.code.value, link.last_delta_at_s),
        qr=qr_rows,
        printer_code=lambda: counter.printer_code,
    )


@pytest.fixture
async def at(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """A clerk at a station at work."""
    async with Counter(tmp_path, lookups).open() as counter, desk_at(counter, jobs_of(counter)) as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[Desk]:
    """A command line at a station at work, nobody signed in."""
    async with Counter(tmp_path, lookups).open() as counter:
        yield Desk(counter, Console(jobs_of(counter)))
        await asyncio.get_running_loop().shutdown_default_executor()


@pytest.fixture
async def paper_desk(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[Desk]:
    """The same over a real `store.db`, whose print queue the spool reads."""
    with open_access(tmp_path / "store.db", "db") as access:
        async with Counter(tmp_path, lookups, access, SqlSpoolStore(access)).open() as counter:
            yield Desk(counter, Console(jobs_of(counter)))
            await asyncio.get_running_loop().shutdown_default_executor()
