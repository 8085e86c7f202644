"""A screen's model as its tests use it: over a station at work, somebody signed in, no window."""

from app.bootstrap.words import wording_in
from app.presentation.desk import Desk
from app.presentation.flights import Flights
from app.presentation.language import Language
from app.presentation.navigator import Navigator
from app.presentation.preferences import Preferences
from app.usecases.station import Operator
from hardware.api import ScanRead
from tests.unit.presentation.conftest import jobs_of
from tests.unit.usecases.counter import CLERK, Counter


def fail(failure: BaseException) -> None:
    """Nothing a person sets off may break."""
    raise AssertionError from failure


def desk_of(counter: Counter, operator: Operator = CLERK) -> Desk:
    """The desk of a station in Italian, the operator at work."""
    desk = Desk(
        jobs_of(counter),
        Language(lambda name: wording_in("it")),
        Navigator(),
        Flights(fail),
        Preferences(counter.door),
    )
    desk.session.begin(operator)
    return desk


def scan(counter: Counter, code: str) -> ScanRead:
    """A read of a code."""
    return ScanRead(code.encode(), None, "", "scanner", counter.clock.now_at())
