"""What a kiosk's pages are given of a running terminal, whichever face shows them."""

from app.adapters.crypto import RandomIds
from app.adapters.pickup_codes import RosterCodes
from app.bootstrap.incidents import teller
from app.bootstrap.terminal_jobs import link_of, spoken_at
from app.bootstrap.terminal_parts import Terminal
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.kiosk.desk import KioskDesk
from app.usecases.check_in import CheckIn
from app.usecases.kiosk_calls import KioskCalls
from app.usecases.start_return import StartReturns
from hardware.printing.symbols import qr_rows


async def kiosk_desk(terminal: Terminal, language: str) -> KioskDesk:
    """What the pages are given: of the terminal's jobs the few that are a customer's."""
    door, clock, station, paper = terminal.door, terminal.clock, terminal.station, terminal.paper
    reads, faults = terminal.hop.reads, Faults()
    acting, link, new_id = terminal.acting, link_of(terminal), RandomIds().new_id
    check_in = CheckIn(door, acting, reads, RosterCodes(), clock, station, paper.receipts, paper.spool)
    return KioskDesk(
        station=station,
        clock=clock,
        door=door,
        check_in=check_in,
        returns=StartReturns(door, acting, station, paper.receipts, paper.spool, check_in, new_id),
        calls=KioskCalls(door, acting, station, reads, new_id, lambda: link().is_up),
        prices=terminal.prices,
        goods=terminal.scans.goods,
        sign_in=terminal.sign_in,
        link=link,
        printer_code=lambda: paper.watcher.printer_code,
        print_soon=paper.wake,
        picture=terminal.hop.picture,
        language=await spoken_at(terminal, language),
        flights=Flights(teller(faults)),
        qr=qr_rows,
        home_language=language,
        faults=faults,
    )
