"""What differs between receipt printers, as data; a shop picks one by its id."""

from dataclasses import dataclass
from enum import Enum


class Cutter(Enum):
    """What ends a paper."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Confirmation(Enum):
    """How a printer tells that a paper is out: by GS ( H, by answering GS r when it comes to it, or not at all.

    A printer with process ids also sends its status by itself (GS a).
    """

    PROCESS_ID = "process_id"
    IN_ORDER = "in_order"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One kind of printer. Columns are of font A (12 dots); `speed_mm_s` is the slow end of the truth.

    `drawer_pin` is the m of ESC p (0: connector pin 2, 1: pin 5), None without a socket for a drawer.
    `code_pages` are (Python codec, number for ESC t), in the order they are preferred.
    """

    id: str
    label: str
    columns: int
    dots: int
    code_pages: tuple[tuple[str, int], ...]
    cutter: Cutter = Cutter.PARTIAL
    has_native_qr: bool = True
    has_status: bool = True
    confirmation: Confirmation = Confirmation.PROCESS_ID
    drawer_pin: int | None = 0
    speed_mm_s: int = 100

    @property
    def code_page(self) -> tuple[str, int]:
        """The page to print with: codec and printer's number."""
        return self.code_pages[0]


# Page numbers stand in the public capability lists of python-escpos and of ReceiptPrinterEncoder. Epson's (16 is
# WPC1252, 19 PC858) are also those of Star's ESC/POS mode and Bixolon; Citizen and 58 mm clones have their own.
_EPSON_PAGES = (("cp1252", 16), ("cp858", 19))
_CITIZEN_PAGES = (("cp1252", 16), ("cp858", 2))
_CLONE_PAGES = (("cp1252", 71), ("cp858", 53))

GENERIC_80 = PrinterProfile("generic-80", "80 mm, 48 columns", 48, 576, _EPSON_PAGES)
TM_T88 = PrinterProfile("tm-t88", "Epson TM-T88IV, V, VI, VII, TM-T70II", 42, 512, _EPSON_PAGES, speed_mm_s=150)
EPSON_58 = PrinterProfile("epson-58", "58 mm, 32 columns", 32, 384, _EPSON_PAGES)
CLONE_58 = PrinterProfile(
    "clone-58",
    "POS-5890, NT-5890K and other clones of 58 mm",
    32,
    384,
    _CLONE_PAGES,
    cutter=Cutter.NONE,
    has_native_qr=False,
    confirmation=Confirmation.IN_ORDER,
    speed_mm_s=50,
)
CLONE_80 = PrinterProfile(
    "clone-80",
    "clones of 80 mm that never answer, PC858 only",
    48,
    576,
    (("cp858", 19),),
    has_native_qr=False,
    has_status=False,
    confirmation=Confirmation.NOTHING,
    speed_mm_s=80,
)
_ALL = (
    GENERIC_80,
    TM_T88,
    EPSON_58,
    CLONE_58,
    CLONE_80,
    PrinterProfile("tm-t20", "Epson TM-T20II, TM-T20III, TM-m30", 48, 576, _EPSON_PAGES),
    PrinterProfile("tm-t20-42", "Epson TM-T20II set to 42 columns", 42, 546, _EPSON_PAGES),
    # GS ( H came with the TM-T88IV; GS r has always been there.
    PrinterProfile(
        "tm-t88iii",
        "Epson TM-T88III",
        42,
        512,
        _EPSON_PAGES,
        has_native_qr=False,
        confirmation=Confirmation.IN_ORDER,
    ),
    PrinterProfile("tm-p20", "Epson TM-P20II, 58 mm", 32, 384, _EPSON_PAGES, cutter=Cutter.NONE, drawer_pin=None),
    PrinterProfile(
        "star-80",
        "Star TSP100IV, TSP650II, mC-Print3 in ESC/POS mode",
        48,
        576,
        _EPSON_PAGES,
        confirmation=Confirmation.IN_ORDER,
    ),
    PrinterProfile(
        "star-58",
        "Star mC-Print2, mPOP in ESC/POS mode",
        32,
        384,
        _EPSON_PAGES,
        confirmation=Confirmation.IN_ORDER,
    ),
    # Custom's manuals name PC858 with Epson's number and no WPC1252; they have a full cut.
    PrinterProfile(
        "custom-80",
        "Custom Kube II, K80, Q3",
        48,
        576,
        (("cp858", 19),),
        cutter=Cutter.FULL,
        has_native_qr=False,
        confirmation=Confirmation.IN_ORDER,
    ),
    PrinterProfile(
        "bixolon-80", "Bixolon SRP-350III, SRP-350plus", 42, 512, _EPSON_PAGES, confirmation=Confirmation.IN_ORDER
    ),
    PrinterProfile(
        "bixolon-350",
        "Bixolon SRP-350",
        42,
        512,
        (("cp858", 19),),
        has_native_qr=False,
        confirmation=Confirmation.IN_ORDER,
    ),
    PrinterProfile(
        "citizen-80",
        "Citizen CT-S310II, CT-E351, CT-S651",
        48,
        576,
        _CITIZEN_PAGES,
        confirmation=Confirmation.IN_ORDER,
    ),
    PrinterProfile(
        "xprinter-80",
        "Xprinter XP-N160II, XP-T80Q, POS-80 and other clones of 80 mm",
        48,
        576,
        _EPSON_PAGES,
        confirmation=Confirmation.IN_ORDER,
    ),
    PrinterProfile(
        "zj-5870",
        "ZiJiang ZJ-5870 and other clones of 58 mm without the Euro's PC858",
        32,
        384,
        (("cp1252", 16),),
        cutter=Cutter.NONE,
        has_native_qr=False,
        has_status=False,
        confirmation=Confirmation.NOTHING,
        speed_mm_s=50,
    ),
)

PROFILES: dict[str, PrinterProfile] = {profile.id: profile for profile in _ALL}
