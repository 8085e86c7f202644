"""A desk as screens are given it, over the counter of the jobs' tests: signed in, without any window."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from app.domain.scanning import clean
from app.presentation.desk import Desk
from app.presentation.flights import Flights
from app.presentation.jobs import Jobs
from app.presentation.language import Language
from app.presentation.navigator import Navigator
from app.presentation.preferences import Preferences
from app.presentation.view_model import ViewModel
from app.usecases.station import Operator
from hardware.api import ScanRead
from tests.unit.usecases.counter import CLERK, Counter
from tests.unit.wording.catalogues import wording


@dataclass
class CounterDesk:
    """The desk and what is behind it."""

    counter: Counter
    desk: Desk

    async def settled(self) -> None:
        """When everything that was set off has ended."""
        await self.desk.flights.settled()

    async def press(self, model: ViewModel[Any], button: str) -> None:
        """A button of the foot, and what follows."""
        await model.press(button)
        await self.settled()

    def read(self, code: str) -> ScanRead:
        """What a scanner gives."""
        return ScanRead(clean(code).encode(), None, "", "scanner", self.counter.clock.now_at())

    def said(self) -> str:
        """What the notice says."""
        latest = self.desk.notices.latest
        return "" if latest is None else latest.title


@asynccontextmanager
async def desk_at(counter: Counter, jobs: Jobs, operator: Operator = CLERK) -> AsyncIterator[CounterDesk]:
    """A desk somebody works at."""
    failures: list[BaseException] = []
    desk = Desk(jobs, Language(wording), Navigator(), Flights(failures.append), Preferences(counter.door))
    desk.session.begin(operator)
    try:
        yield CounterDesk(counter, desk)
    finally:
        await desk.flights.close()
        await asyncio.get_running_loop().shutdown_default_executor()
    assert failures == []
