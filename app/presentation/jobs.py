"""The jobs a face of the terminal offers, whatever the face: command line now, screens next."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from app.domain.errors import Code, Problem
from app.presentation.facing import Symbol
from app.usecases.acting import Acting
from app.usecases.approve import Approve
from app.usecases.carry import Carrying
from app.usecases.cash_drawer import DrawerReason
from app.usecases.day_summary import DaySummaries
from app.usecases.find import Find
from app.usecases.floor_calls import FloorCalls
from app.usecases.gift_receipt import GiftReceipts
from app.usecases.hand_over import HandOver
from app.usecases.not_fetched import NotFetched
from app.usecases.ports import Clock, StoreDoor
from app.usecases.prepare import Prepare
from app.usecases.price_check import PriceCheck
from app.usecases.queues import Queues
from app.usecases.receive_return import ReceiveReturns
from app.usecases.reprint import Reprint
from app.usecases.route_scan import RouteScan
from app.usecases.serve_cart import ServeCart
from app.usecases.setting_files import SettingFiles
from app.usecases.settle_attention import SettleAttention
from app.usecases.shop_setup import SetUpShop
from app.usecases.shortages import Shortages
from app.usecases.show_page import ShowPages
from app.usecases.sign_in import SignIn
from app.usecases.sign_sheet import SignSheets
from app.usecases.slips_here import SlipsHere
from app.usecases.spool import DrawerKick
from app.usecases.station import Operator, Station
from app.usecases.transfer import TransferOrders
from app.usecases.write_profile import WriteProfile
from hardware.api import Health


async def _no_picture(sha256: str) -> bytes:
    raise Problem(Code.NOT_FOUND)


class TrialPaper(Enum):
    """What is printed to try something: the page of a printer's own, or the codes for a scanner's keyboard."""

    PRINTER = "printer"
    KEYBOARD = "keyboard"


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What is known of the line: an answer or not, why not, and how many seconds old the oldest data may be.

    `is_up`: the shop's authority answers. `is_office_up`: it has a line to head office, None when never asked.
    `clock_code` is CLOCK_OFF while this machine's clock is not the authority's, else empty.
    """

    is_up: bool
    code: str
    age_s: float | None
    clock_code: str = ""
    is_office_up: bool | None = None

    @property
    def is_full(self) -> bool:
        """Whether a disk is full, here or at the authority: the line itself may be good."""
        return not self.is_up and self.code in (Code.DISK_FULL, Code.DISK_READ_ONLY, Code.SERVER_FULL)

    @property
    def is_linked(self) -> bool:
        """Whether what is done here reaches head office at once, as far as is known."""
        return self.is_up and self.is_office_up is not False


async def _no_drawer(reason: DrawerReason, operator: Operator) -> DrawerKick:
    return DrawerKick.NOT_NOW


async def _no_record(for_s: int, operator: Operator) -> None:
    """Nothing to write down: where there is no drawer none is left open."""


async def _nobody() -> None:
    """Nobody to ask."""


async def _no_printer() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Jobs:
    """Everything a person can do at one station; lives on the loop.

    `qr` draws a text as a symbol, ValueError when it holds too much. `printer_code` tells why the receipt printer
    does not print, as last known, empty while all is well; `look_at_printer` asks it now. `open_drawer` is the
    only way to the cash drawer, and `drawer_left_open` writes down for how many seconds it stands open.
    `look_at_line` asks the shop's authority whether it has a line to head office, for `link` to tell. `devices`
    tells how those are that have a line of their own. `picture` gives the bytes of a product picture by hash,
    Problem(NOT_FOUND | NO_ANSWER …). `print_shelf_label`, None without a label printer, prints one in a language
    with values by name and answers whether it is out, `print_bag_label` and `print_trial_label` likewise;
    Problem(LABELS_OFFLINE | LABELS_STOPPED | LABELS_UNSURE). `print_test`, None without a receipt printer, prints
    a test paper in a language; Problem(PRINTER_…) when it is not out.
    """

    station: Station
    clock: Clock
    door: StoreDoor
    acting: Acting
    sign_in: SignIn
    approve: Approve
    find: Find
    queues: Queues
    profiles: WriteProfile
    cart: ServeCart
    prices: PriceCheck
    prepare: Prepare
    shortages: Shortages
    not_fetched: NotFetched
    transfers: TransferOrders
    pages: ShowPages
    hand_over: HandOver
    returns: ReceiveReturns
    scans: RouteScan
    calls: FloorCalls
    slips: SlipsHere
    attention: SettleAttention
    papers: Reprint
    gifts: GiftReceipts
    sheets: SignSheets
    day: DaySummaries
    setup: SetUpShop
    setting_files: SettingFiles
    link: Callable[[], LinkFacts]
    qr: Callable[[str], Symbol]
    printer_code: Callable[[], str] = lambda: ""
    look_at_printer: Callable[[], Awaitable[str]] = _no_printer
    open_drawer: Callable[[DrawerReason, Operator], Awaitable[DrawerKick]] = _no_drawer
    drawer_left_open: Callable[[int, Operator], Awaitable[None]] = _no_record
    look_at_line: Callable[[], Awaitable[None]] = _nobody
    picture: Callable[[str], Awaitable[bytes]] = _no_picture
    devices: Callable[[], tuple[Health, ...]] = tuple
    print_shelf_label: "Callable[[str, Mapping[str, str]], Awaitable[bool]] | None" = None
    print_test: "Callable[[TrialPaper, str], Awaitable[None]] | None" = None
    print_bag_label: "Callable[[str, Mapping[str, str | int | bool]], Awaitable[bool]] | None" = None
    print_trial_label: "Callable[[str], Awaitable[bool]] | None" = None

    @property
    def carrying(self) -> Carrying:
        """What is done about orders that go out of reach."""
        return Carrying(self.door, self.acting, self.station, lambda: self.link().is_up)
