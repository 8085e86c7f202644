"""What differs between receipt printers, as data; a shop picks one by its id."""

from dataclasses import dataclass
from enum import Enum


class Cutter(Enum):
    """What ends a paper."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One kind of printer. Columns are of font A (12 dots); `speed_mm_s` is the slow end of the truth.

    `code_pages` are (Python codec, number for ESC t), in the order they are preferred.
    `logos` are (name in templates, two-letter key in the printer's memory).
    """

    id: str
    label: str
    columns: int
    dots: int
    code_pages: tuple[tuple[str, int], ...]
    cutter: Cutter = Cutter.PARTIAL
    has_native_qr: bool = True
    has_status: bool = True
    has_process_id: bool = True
    logos: tuple[tuple[str, str], ...] = ()
    speed_mm_s: int = 100

    @property
    def code_page(self) -> tuple[str, int]:
        """The page to print with: codec and printer's number."""
        return self.code_pages[0]

    def logo_key(self, name: str) -> str | None:
        """The key of a stored logo, None when this printer keeps none of that name."""
        return dict(self.logos).get(name)


# Epson's page numbers: 16 is WPC1252, 19 is PC858 (ESC/POS command reference, ESC t). Clones number
# them otherwise; 71 and 53 stand in the public capability list for POS-5890 and NT-5890K.
_EPSON_PAGES = (("cp1252", 16), ("cp858", 19))

GENERIC_80 = PrinterProfile("generic-80", "80 mm, 48 columns", 48, 576, _EPSON_PAGES)
TM_T88 = PrinterProfile("tm-t88", "80 mm, 42 columns (512 dots)", 42, 512, _EPSON_PAGES)
EPSON_58 = PrinterProfile("epson-58", "58 mm, 32 columns", 32, 384, _EPSON_PAGES)
CLONE_58 = PrinterProfile(
    "clone-58",
    "58 mm, 32 columns, without confirmation",
    32,
    384,
    (("cp1252", 71), ("cp858", 53)),
    cutter=Cutter.NONE,
    has_native_qr=False,
    has_process_id=False,
    speed_mm_s=50,
)
CLONE_80 = PrinterProfile(
    "clone-80",
    "80 mm, 48 columns, without confirmation, PC858 only",
    48,
    576,
    (("cp858", 19),),
    has_native_qr=False,
    has_status=False,
    has_process_id=False,
    speed_mm_s=80,
)

PROFILES: dict[str, PrinterProfile] = {
    profile.id: profile for profile in (GENERIC_80, TM_T88, EPSON_58, CLONE_58, CLONE_80)
}
