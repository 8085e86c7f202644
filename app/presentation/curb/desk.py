"""What the pages of the tablet are given: the acts at a car, words, time and sound."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.presentation.beeps import Beeps
from app.presentation.desk import Desk
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.jobs import LinkFacts
from app.presentation.language import Language
from app.presentation.wording import Wording
from app.usecases.curbside import Curbside
from app.usecases.floor_calls import FloorCalls
from app.usecases.not_fetched import NotFetched
from app.usecases.ports import Clock
from app.usecases.queues import Queues
from app.usecases.route_scan import RouteScan
from app.usecases.sign_in import SignIn
from app.usecases.station import Station


@dataclass(frozen=True, slots=True)
class CurbDesk:
    """One tablet as its pages see it; lives on the loop.

    `counter` is what the counter's own models of goods coming back and of another person's yes are given here,
    with the same language, flights and sounds.
    """

    station: Station
    clock: Clock
    curbside: Curbside
    calls: FloorCalls
    sign_in: SignIn
    scans: RouteScan
    queues: Queues
    not_fetched: NotFetched
    counter: Desk
    link: Callable[[], LinkFacts]
    language: Language
    flights: Flights
    beeps: Beeps = field(default_factory=Beeps)
    faults: Faults = field(default_factory=Faults)

    @property
    def words(self) -> Wording:
        """The texts in use."""
        return self.language.wording
