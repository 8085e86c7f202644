"""How the common two-line displays are told what to show, as bytes and nothing else."""

from dataclasses import dataclass
from typing import Protocol

from hardware.devices import LINE_COLUMNS
from hardware.printing.characters import encode, printable

ESC, US, CLEAR, CR = b"\x1b", b"\x1f", b"\x0c", b"\r"
PAGES = ("ascii", "cp437", "cp850", "cp858", "cp1252")
"""Character tables a display can have been set to; what one lacks is replaced by what is read alike."""


class Language(Protocol):
    """One maker's commands. No byte below a blank comes from a text."""

    def hello(self) -> bytes:
        """Blank, and set up."""

    def lines(self, upper: str, lower: str) -> bytes:
        """Both lines in full, wherever the display was."""

    def bye(self) -> bytes:
        """Blank."""


@dataclass(frozen=True, slots=True)
class Cd5220:
    """The CD5220 commands (Epson P07303 manual, 7.2), spoken by most displays of other makers.

    They have no command for the character table, so `page` is the one its switches were set to.
    """

    page: str = "ascii"

    def hello(self) -> bytes:
        """CLR also ends the string mode, in which nothing else is understood; then overwrite mode."""
        return CLEAR + ESC + b"\x11"

    def lines(self, upper: str, lower: str) -> bytes:
        """ESC Q A and ESC Q B, in which the cursor plays no part."""
        return ESC + b"QA" + fitted(upper, self.page) + CR + ESC + b"QB" + fitted(lower, self.page) + CR

    def bye(self) -> bytes:
        """CLR."""
        return CLEAR


@dataclass(frozen=True, slots=True)
class EpsonDmd:
    """Epson's DM-D commands (ESC/POS for customer displays). It may share its line with a printer behind it: each
    word is for the display alone (ESC = 2), and the printer is spoken to again afterwards (ESC = 1)."""

    def hello(self) -> bytes:
        """ESC @ also blanks it."""
        return _to_display(ESC + b"@")

    def lines(self, upper: str, lower: str) -> bytes:
        """Overwrite mode, no cursor, American set, table 19 (PC858); then each line from its first column."""
        set_up = US + b"\x01" + US + b"C\x00" + ESC + b"R\x00" + ESC + b"t\x13"
        return _to_display(set_up + _at(1) + fitted(upper, "cp858") + _at(2) + fitted(lower, "cp858"))

    def bye(self) -> bytes:
        """CLR."""
        return _to_display(CLEAR)


def fitted(text: str, page: str) -> bytes:
    """Exactly `LINE_COLUMNS` bytes of that table."""
    return encode(printable(text, page)[:LINE_COLUMNS].ljust(LINE_COLUMNS), page)


def _to_display(words: bytes) -> bytes:
    return ESC + b"=\x02" + words + ESC + b"=\x01"


def _at(line: int) -> bytes:
    """US $: the first column of a line."""
    return US + b"$\x01" + bytes([line])
