"""What a simulated two-line display makes of the bytes it is told, in either language, and has on its screen."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

COLUMNS, LINES = 20, 2
_BLANK = 0x20
# Epson's numbers of character tables.
_TABLES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}


@dataclass
class TwinScreen:
    """The cells, and every setting that a power cut loses. `unknown` counts bytes that were no word of its."""

    page: str = "cp437"
    unknown: int = 0
    has_cursor: bool = True
    is_listening: bool = True
    cells: bytearray = field(default_factory=lambda: bytearray([_BLANK]) * (COLUMNS * LINES))
    place: int = 0

    @property
    def lines(self) -> tuple[str, str]:
        """What can be read."""
        text = self.cells.decode(self.page, "replace")
        return text[:COLUMNS], text[COLUMNS:]

    def clear(self) -> None:
        """Blank, and the cursor at the beginning."""
        self.cells[:] = bytes([_BLANK]) * len(self.cells)
        self.place = 0

    def write(self, data: bytes) -> None:
        """At the cursor, which goes round from the last place to the first."""
        for byte in data:
            self.cells[self.place] = byte
            self.place = (self.place + 1) % len(self.cells)


Word = tuple[re.Pattern[bytes], Callable[[TwinScreen, bytes], None]]


def _word(pattern: bytes, does: Callable[[TwinScreen, bytes], None]) -> Word:
    return re.compile(pattern, re.DOTALL), does


def _nothing(_: TwinScreen, __: bytes) -> None:
    """Understood, and nothing to see."""


def _line(number: int) -> Callable[[TwinScreen, bytes], None]:
    def write(screen: TwinScreen, text: bytes) -> None:
        screen.place = number * COLUMNS
        screen.write(text.ljust(COLUMNS)[:COLUMNS])

    return write


def _start(screen: TwinScreen, _: bytes) -> None:
    screen.clear()
    screen.has_cursor = True


def _listen(screen: TwinScreen, which: bytes) -> None:
    screen.is_listening = which != b"\x01"


def _turn_page(screen: TwinScreen, number: bytes) -> None:
    screen.page = _TABLES.get(number[0], screen.page)


def _go(screen: TwinScreen, place: bytes) -> None:
    column, line = place
    if 1 <= column <= COLUMNS and 1 <= line <= LINES:
        screen.place = (line - 1) * COLUMNS + column - 1


def _cursor(screen: TwinScreen, state: bytes) -> None:
    screen.has_cursor = state != b"\x00"


_CLEAR = _word(rb"\x0c()", lambda screen, _: screen.clear())
_TEXT = _word(rb"([\x20-\xff]+)", lambda screen, text: screen.write(text))
WORDS: dict[str, tuple[Word, ...]] = {
    "cd5220": (
        _CLEAR,
        _word(rb"\x1b\x11()", _nothing),
        _word(rb"\x1bQA([\x20-\xff]{0,20})\r", _line(0)),
        _word(rb"\x1bQB([\x20-\xff]{0,20})\r", _line(1)),
        _TEXT,
    ),
    "epson-dmd": (
        _CLEAR,
        _word(rb"\x1b@()", _start),
        _word(rb"\x1b=(.)", _listen),
        _word(rb"\x1bt(.)", _turn_page),
        _word(rb"\x1bR(.)", _nothing),
        _word(rb"\x1f\x01()", _nothing),
        _word(rb"\x1fC(.)", _cursor),
        _word(rb"\x1f\$(..)", _go),
        _TEXT,
    ),
}
LONGEST = 24
"""Bytes of the longest word: so much that is none cannot become one."""
