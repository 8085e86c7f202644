"""What a scanner reads that does not stop is left out, and whoever works there is told so once."""

from datetime import timedelta

import pytest

from app.presentation.beeps import Beep
from app.presentation.counter import LOCK_AFTER_S
from app.presentation.counter import Counter as Frame
from app.presentation.routes import ArticleRoute, HomeRoute
from app.usecases.station import Operator
from hardware.scan_rate import MOST
from hardware.symbology.reading import scan_read
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK
from tests.unit.usecases.sample_files import SHIRT

TOLD = "Il lettore di codici legge senza fermarsi."


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


def rave(at: CounterDesk, frame: Frame, count: int, device: str = "scanner-1", begin_ms: int = 0) -> list[Beep]:
    """So many reads in half a second; what was heard while nothing else could happen."""
    beeps: list[Beep] = []
    at.desk.beeps.listen(beeps.append)
    for number in range(count):
        read_at = at.desk.now_at + timedelta(milliseconds=begin_ms + 500 * number // count)
        frame.scanned(scan_read(SHIRT.encode(), device, read_at))
    return beeps


async def test_it_is_told_once_and_what_comes_leads_nowhere(at: CounterDesk, frame: Frame) -> None:
    told: list[str] = []
    at.desk.notices.listen(lambda: told.append(at.said()))
    assert rave(at, frame, 60) == [Beep.REFUSED]
    assert told == [TOLD]
    await at.settled()
    at.desk.navigator.home(HomeRoute())
    rave(at, frame, 30, begin_ms=500)
    await at.settled()
    assert at.desk.navigator.at == HomeRoute()


async def test_another_scanner_goes_on_meanwhile(at: CounterDesk, frame: Frame) -> None:
    rave(at, frame, 30)
    await at.settled()
    at.desk.navigator.home(HomeRoute())
    rave(at, frame, 1, "scanner-2")
    await at.settled()
    assert isinstance(at.desk.navigator.at, ArticleRoute)


async def test_nothing_is_left_out_below_the_limit(at: CounterDesk, frame: Frame) -> None:
    rave(at, frame, MOST)
    await at.settled()
    assert at.said() != TOLD
    assert isinstance(at.desk.navigator.at, ArticleRoute)


async def test_whoever_comes_to_a_locked_terminal_is_told(at: CounterDesk, frame: Frame) -> None:
    frame.lock()
    rave(at, frame, 30)
    assert at.said() == ""
    at.desk.session.begin(CLERK)
    rave(at, frame, 1, begin_ms=500)
    assert at.said() == TOLD
    await at.settled()


async def test_it_keeps_no_terminal_from_locking_itself(at: CounterDesk, frame: Frame) -> None:
    for _ in range(int(2 * LOCK_AFTER_S)):
        rave(at, frame, 10)
        await let_pass(0.5)
    frame.tick()
    assert _worker(at) is None


def _worker(at: CounterDesk) -> Operator | None:
    return at.desk.session.operator
