"""What a tablet's pages are given of a running terminal, whichever face shows them."""

from app.bootstrap.incidents import teller
from app.bootstrap.terminal_jobs import jobs_of, link_of, spoken_at
from app.bootstrap.terminal_parts import Terminal
from app.presentation.beeps import Beeps
from app.presentation.curb.desk import CurbDesk
from app.presentation.desk import Desk
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.navigator import Navigator
from app.presentation.preferences import Preferences
from app.usecases.curbside import Curbside


async def curb_desk(terminal: Terminal, language: str) -> CurbDesk:
    """What the pages are given: the acts at a car."""
    link, faults, beeps = link_of(terminal), Faults(), Beeps()
    words, flights = await spoken_at(terminal, language), Flights(teller(faults))
    at_counter = (jobs_of(terminal), words, Navigator(), flights, Preferences(terminal.door))
    curbside = Curbside(
        terminal.door,
        terminal.acting,
        terminal.station,
        terminal.hand_over,
        lambda: link().is_up,
        terminal.queues.open_orders,
    )
    return CurbDesk(
        station=terminal.station,
        clock=terminal.clock,
        curbside=curbside,
        calls=terminal.calls,
        sign_in=terminal.sign_in,
        scans=terminal.scans,
        queues=terminal.queues,
        not_fetched=terminal.not_fetched,
        counter=Desk(*at_counter, beeps=beeps, faults=faults),
        link=link,
        language=words,
        flights=flights,
        beeps=beeps,
        faults=faults,
    )
