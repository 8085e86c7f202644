"""A cash drawer left open is told once, with how long, and written down."""

from dataclasses import dataclass, field, replace

import pytest

from app.domain.errors import Code, Problem
from app.presentation.beeps import Beep
from app.presentation.counter import Counter as Frame
from app.presentation.drawer_watch import LONG_S, DrawerWatch
from app.presentation.frame import NoticeState
from app.usecases.station import Operator
from hardware.api import Drawer, Health, Ready, health_of
from hardware.drivers.printers.address import TCP
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK

NEWS = NoticeState("Nuovo ordine 4875")


@dataclass
class Till:
    """A drawer that is pushed and pulled, and the trail."""

    at: CounterDesk
    drawer: Drawer = Drawer.OPEN
    trail: list[tuple[int, str]] = field(default_factory=list)
    beeps: list[Beep] = field(default_factory=list)
    problem: Problem | None = None

    def __post_init__(self) -> None:
        jobs = replace(self.at.desk.jobs, devices=self.devices, drawer_left_open=self.write)
        self.at.desk = replace(self.at.desk, jobs=jobs)
        self.at.desk.beeps.listen(self.beeps.append)
        self.watch = DrawerWatch(self.at.desk)

    def devices(self) -> tuple[Health, ...]:
        """The printer the drawer hangs at."""
        return (replace(health_of("receipt", TCP, None, Ready()), drawer=self.drawer),)

    async def write(self, for_s: int, who: Operator) -> None:
        """The audit trail."""
        self.trail.append((for_s, who.id))
        if self.problem is not None:
            raise self.problem

    async def passes(self, seconds: float) -> str:
        """So much time; the notice's title then."""
        await let_pass(seconds)
        self.watch.tick()
        await self.at.settled()
        return self.watch.before(NEWS).title


@pytest.fixture
def till(at: CounterDesk) -> Till:
    """Somebody works there."""
    at.desk.session.begin(CLERK)
    return Till(at)


async def test_it_is_told_once_when_nobody_counts_for_so_long_and_goes_when_it_is_shut(till: Till) -> None:
    assert await till.passes(0) == NEWS.title
    assert await till.passes(LONG_S - 1) == NEWS.title
    assert await till.passes(1) == "Il cassetto è rimasto aperto"
    assert await till.passes(120) == "Il cassetto è rimasto aperto"
    assert till.watch.before(NEWS).line == "Da 4 minuti. Chiudilo quando hai finito."
    assert till.trail == [(int(LONG_S), CLERK.id)]
    assert till.beeps == [Beep.QUESTION]
    till.drawer = Drawer.CLOSED
    assert await till.passes(1) == NEWS.title
    till.drawer = Drawer.OPEN
    assert await till.passes(1) == NEWS.title
    assert await till.passes(LONG_S) != NEWS.title
    assert len(till.trail) == 2


async def test_put_away_it_stays_away_until_the_drawer_opens_anew(till: Till) -> None:
    await till.passes(0)
    await till.passes(LONG_S)
    till.watch.put_away()
    assert await till.passes(LONG_S) == NEWS.title
    till.drawer = Drawer.CLOSED
    await till.passes(1)
    till.drawer = Drawer.OPEN
    await till.passes(1)
    assert await till.passes(LONG_S) != NEWS.title


@pytest.mark.parametrize("level", [Drawer.HIGH, Drawer.LOW, Drawer.CLOSED])
async def test_a_level_nobody_explained_says_nothing(till: Till, level: Drawer) -> None:
    till.drawer = level
    await till.passes(0)
    assert await till.passes(2 * LONG_S) == NEWS.title


async def test_a_locked_terminal_tells_it_to_whoever_comes_next(till: Till) -> None:
    till.at.desk.session.end()
    await till.passes(0)
    await till.passes(2 * LONG_S)
    assert not till.trail
    till.at.desk.session.begin(CLERK)
    assert await till.passes(1) != NEWS.title
    assert till.trail == [(int(2 * LONG_S) + 1, CLERK.id)]


async def test_a_store_that_cannot_be_written_to_does_not_keep_it_from_being_told(till: Till) -> None:
    till.problem = Problem(Code.DISK_FULL)
    await till.passes(0)
    assert await till.passes(LONG_S) != NEWS.title


async def test_the_frame_shows_it_before_the_news_and_puts_it_away(till: Till) -> None:
    frame = Frame(till.at.desk)
    frame.tick()
    await let_pass(LONG_S)
    frame.tick()
    assert frame.render().news.title == "Il cassetto è rimasto aperto"
    frame.close_news()
    assert frame.render().news.title == ""
    await till.at.settled()
    assert len(till.trail) == 1
