"""What every device has in common: state, description, errors and the driver protocols."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Protocol, TypeAlias, runtime_checkable


@dataclass(frozen=True, slots=True)
class Absent:
    """Nothing answers where the device should be."""


@dataclass(frozen=True, slots=True)
class Connecting:
    """The supervisor is opening it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """It works."""


@dataclass(frozen=True, slots=True)
class Degraded:
    """It works, and somebody should look after it soon."""

    reason: str


@dataclass(frozen=True, slots=True)
class Faulted:
    """It does not work until a person does something."""

    reason: str


DeviceState: TypeAlias = Absent | Connecting | Ready | Degraded | Faulted


class PowerState(IntEnum):
    """UnifiedPOS power states (JavaPOS `JposConst`, JPOS_PS_*)."""

    UNKNOWN = 2000
    ONLINE = 2001  # powered on and ready for use
    OFF = 2002
    OFFLINE = 2003  # powered on, and not ready for use
    OFF_OFFLINE = 2004  # one of the two, and nothing tells which


class ErrorCode(IntEnum):
    """UnifiedPOS error numbers (JavaPOS `JposConst`, E_*)."""

    CLOSED = 101
    CLAIMED = 102
    NOT_CLAIMED = 103
    NO_SERVICE = 104
    DISABLED = 105
    ILLEGAL = 106
    NO_HARDWARE = 107
    OFFLINE = 108
    NO_EXIST = 109
    EXISTS = 110
    FAILURE = 111
    TIMEOUT = 112
    BUSY = 113
    EXTENDED = 114


class DeviceError(Exception):
    """A device call failed; `reason` is a stable word for wording tables, never a sentence."""

    def __init__(self, code: ErrorCode, reason: str) -> None:
        """Keeps the UnifiedPOS number and the stable reason."""
        super().__init__(f"{code.name}: {reason}")
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class DriverInfo:
    """What a driver module says of itself in the registry."""

    id: str
    kind: str
    label: str
    transport: str
    options: tuple[str, ...] = ()
    capabilities: frozenset[str] = frozenset()
    quality: str = "bronze"


@dataclass(frozen=True, slots=True)
class Pack:
    """One piece. `price` in minor units, of the shop's own currency when `currency` is empty; `weight_g` in grams,
    net. `use_by` is the last day it may be sold, `best_before` the one its maker answers for."""

    gtin: str = ""
    batch: str = ""
    serial: str = ""
    use_by: date | None = None
    best_before: date | None = None
    weight_g: int | None = None
    price: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came from a device last: the end of it, and when by the monotonic clock, in seconds."""

    data: bytes
    at_s: float


class Drawer(Enum):
    """What is known of a cash drawer. OPEN and CLOSED where somebody told which level of its switch means what;
    the level alone where nobody did."""

    OPEN = "open"
    CLOSED = "closed"
    HIGH = "high"
    LOW = "low"


@runtime_checkable
class HasDrawer(Protocol):
    """A driver at whose device a cash drawer may hang; for any thread to read."""

    @property
    def drawer(self) -> Drawer | None:
        """As the device told it last; None while it never did."""


@runtime_checkable
class Overheard(Protocol):
    """A driver that keeps what came from its device last, as it was on the line; for any thread to read."""

    @property
    def heard(self) -> Heard | None:
        """None while nothing came."""


@dataclass(frozen=True, slots=True)
class Health:
    """How one device is: for the page of devices, and for whoever is called about it.

    `heard` is None where nothing came yet, and of a driver that keeps nothing, which `is_overheard` tells apart;
    `drawer` where there is none, or it never told.
    """

    name: str
    info: DriverInfo
    state: DeviceState
    power: PowerState
    heard: Heard | None = None
    drawer: Drawer | None = None
    is_overheard: bool = False


def health_of(name: str, info: DriverInfo, driver: object, state: DeviceState) -> Health:
    """How a device is, with what its driver overheard; there and not ready is OFFLINE, whatever is wrong."""
    match state:
        case Connecting():
            power = PowerState.UNKNOWN
        case Absent():
            power = PowerState.OFF_OFFLINE
        case Faulted():
            power = PowerState.OFFLINE
        case Ready() | Degraded():
            power = PowerState.ONLINE
    is_overheard = isinstance(driver, Overheard)
    heard = driver.heard if isinstance(driver, Overheard) else None
    drawer = driver.drawer if isinstance(driver, HasDrawer) and power is not PowerState.OFF_OFFLINE else None
    return Health(name, info, state, power, heard, drawer, is_overheard)


NO_ELEMENTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ScanRead:
    """One read of one code, already parsed; the same record for every kind of scanner.

    `elements` holds what symbology found (GS1 application identifier or a name such as `addon` → value), `wrong`
    the identifiers whose values cannot be right, `pack` what the elements say of the piece. `is_same_pack`: the
    other code of the pack that was read just before. `typed`: what the keys of a scanner that types said, AIM
    identifier and all, before it was turned back for another keyboard, and the Enter or Tab behind it; empty on
    every other way.
    """

    raw: bytes
    aim_id: str | None
    symbology: str
    device: str
    at: datetime
    elements: Mapping[str, str] = field(default_factory=lambda: NO_ELEMENTS)
    wrong: tuple[str, ...] = ()
    pack: Pack = Pack()
    is_same_pack: bool = False
    typed: str = field(default="", compare=False)


class Paper(Enum):
    """What a printer knows of its roll; UNKNOWN is never taken for enough."""

    UNKNOWN = "unknown"
    OK = "ok"
    NEAR_END = "near_end"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The last known facts of a printer; None where it never told."""

    is_online: bool | None = None
    paper: Paper = Paper.UNKNOWN
    is_cover_open: bool | None = None
    has_error: bool | None = None
    is_drawer_pin_high: bool | None = None

    def state(self) -> DeviceState:
        """The same facts as a device state, the worst first."""
        if self.is_cover_open:
            return Faulted("cover_open")
        if self.paper is Paper.OUT:
            return Faulted("paper_out")
        if self.has_error:
            return Faulted("printer_error")
        if self.is_online is False:
            return Faulted("offline")
        if self.paper is Paper.NEAR_END:
            return Degraded("paper_near_end")
        return Ready() if self.is_online else Degraded("no_status")


class WriteState(Enum):
    """How far a section has come."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"  # all bytes are out, and this printer never confirms


@dataclass(frozen=True, slots=True)
class WriteResult:
    """Answer of `write` and `await_written`; `unsent` counts bytes still on our side."""

    state: WriteState
    status: PrinterStatus
    unsent: int = 0


LINE_COLUMNS = 20


class Feedback(Enum):
    """What became of a scan, for a scanner that says it by its beep."""

    GOOD = "good"
    QUESTION = "question"
    REFUSED = "refused"


class Scanner(Protocol):
    """A scanner on a line of its own, that one thread owns; every call blocks for at most its `timeout_s` seconds.

    DeviceError: NO_HARDWARE nothing is there, BUSY somebody else has it, ILLEGAL this user may not, OFFLINE it is
    gone, CLOSED it is not open. A closed one may be opened again.
    """

    def open(self, timeout_s: float) -> None:
        """Takes the line."""

    def read(self, timeout_s: float) -> "list[ScanRead]":
        """What came in by then, none when nothing did."""

    def close(self) -> None:
        """Lets go of the line; never raises, may be called twice."""


@runtime_checkable
class TalkingScanner(Scanner, Protocol):
    """A scanner that can be told something; its `DriverInfo` says what: `beep`, `disable`. Told what it does not
    understand, it does nothing."""

    def signal(self, meaning: Feedback, timeout_s: float) -> None:
        """Beeps by meaning."""

    def enable(self, timeout_s: float, *, is_enabled: bool) -> None:
        """Lets it scan, or not."""


class LineDisplay(Protocol):
    """What a customer reads, two lines of `LINE_COLUMNS`; one thread owns it. Errors as of `Scanner`.

    It says nothing itself: whether anybody can read it, nobody knows.
    """

    def open(self, timeout_s: float) -> None:
        """Takes the line; the display is blank then."""

    def show(self, upper: str, lower: str, timeout_s: float) -> None:
        """Both lines, from now on; characters it lacks are replaced, what is too long is cut. The same again costs
        the eye nothing, and mends a display that was off."""

    def close(self) -> None:
        """Leaves it blank and lets go of the line; never raises, may be called twice."""


@dataclass(frozen=True, slots=True)
class LabelPrinterStatus:
    """What a label printer said last; `waiting` counts labels it has and has not printed."""

    is_paper_out: bool = False
    is_ribbon_out: bool = False
    is_cover_open: bool = False
    is_paused: bool = False
    waiting: int = 0

    def state(self) -> DeviceState:
        """The same facts as a device state, the worst first."""
        if self.is_cover_open:
            return Faulted("cover_open")
        if self.is_paper_out:
            return Faulted("paper_out")
        if self.is_ribbon_out:
            return Faulted("ribbon_out")
        return Faulted("paused") if self.is_paused else Ready()


class LabelPrinter(Protocol):
    """A printer of labels, that one thread owns; every call blocks for at most its `timeout_s` seconds. Errors as
    of `Scanner`; TIMEOUT when it does not answer, which many do not while they lack paper or are open."""

    def open(self, timeout_s: float) -> None:
        """Connects."""

    def status(self, timeout_s: float) -> LabelPrinterStatus:
        """Asks it."""

    def write(self, job: bytes, timeout_s: float) -> WriteState:
        """Sends labels: CONFIRMED once it says that none is left to print, PENDING when it has them still. Nothing
        is sent to one that is not ready: DeviceError EXTENDED with the reason of its state. FAILURE once nobody
        knows what was printed."""

    def close(self) -> None:
        """Lets go of it; never raises, may be called twice."""


class ReceiptPrinter(Protocol):
    """A printer that one thread owns; every call blocks for at most its `timeout_s` seconds.

    Any call may raise DeviceError: OFFLINE when the connection is gone, TIMEOUT when the printer says
    nothing, BUSY when it serves somebody else, CLOSED when it is not open. A closed printer may be
    opened again; what was not confirmed before is then in doubt.
    """

    @property
    def info(self) -> DriverInfo:
        """What the driver is; the capability `whole` asks for a paper in one section."""

    def open(self, timeout_s: float) -> None:
        """Connects, switches automatic status on and learns the first status."""

    def write(self, section: bytes, timeout_s: float) -> WriteResult:
        """Sends one section and waits for the printer's own confirmation of it; one at a time."""

    def await_written(self, timeout_s: float) -> WriteResult:
        """Goes on with the section left PENDING; sends no byte twice."""

    def status(self, timeout_s: float) -> PrinterStatus:
        """Asks for status; with a section pending gives what the printer told by itself."""

    def kick(self, timeout_s: float) -> WriteResult:
        """Opens the cash drawer at most once, and only if that happens now; PENDING is never to be tried again.

        Also raises ILLEGAL without a drawer or with a section pending, EXTENDED when a person must help first.
        """

    def close(self) -> None:
        """Lets go of the transport; never raises, may be called twice."""
