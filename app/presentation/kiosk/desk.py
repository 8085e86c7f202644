"""What the pages of a kiosk are given: the few jobs a customer may do, words, time and sound."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from app.domain.errors import Code
from app.presentation.beeps import Beeps
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.jobs import LinkFacts
from app.presentation.language import Language
from app.presentation.wording import Wording
from app.usecases.check_in import CheckIn
from app.usecases.kiosk_calls import KioskCalls
from app.usecases.ports import Clock, StoreDoor
from app.usecases.price_check import PriceCheck
from app.usecases.scanned_goods import ScannedGoods
from app.usecases.sign_in import SignIn
from app.usecases.start_return import StartReturns
from app.usecases.station import Station


@dataclass(frozen=True, slots=True)
class KioskDesk:
    """One kiosk as its pages see it; lives on the loop.

    `printer_code` tells why no ticket comes out, empty while all is well; `picture` gives a product picture's
    bytes by hash. `print_soon`: something was queued. `qr` draws a text as a QR symbol, dark is True.
    """

    station: Station
    clock: Clock
    door: StoreDoor
    check_in: CheckIn
    returns: StartReturns
    calls: KioskCalls
    prices: PriceCheck
    goods: ScannedGoods
    sign_in: SignIn
    link: Callable[[], LinkFacts]
    printer_code: Callable[[], str]
    print_soon: Callable[[], None]
    picture: Callable[[str], Awaitable[bytes]]
    language: Language
    flights: Flights
    qr: Callable[[str], tuple[tuple[bool, ...], ...]]
    home_language: str = "it"
    beeps: Beeps = field(default_factory=Beeps)
    faults: Faults = field(default_factory=Faults)

    @property
    def can_print(self) -> bool:
        """Whether a ticket comes out, as far as is known."""
        return self.printer_code() in ("", Code.PRINTER_PAPER_LOW)

    @property
    def words(self) -> Wording:
        """The texts in use."""
        return self.language.wording
