"""What a scanner read and nobody here knows: what it was, why it says nothing, and the ways on."""

import unicodedata
from dataclasses import dataclass

from app.domain.cart_code import PREFIX, is_cart_code
from app.domain.errors import Code, Problem
from app.domain.scanning import Article, classify
from app.presentation.desk import Desk
from app.presentation.events import Choice
from app.presentation.routes import ReturnRoute
from app.presentation.view_model import ViewModel
from hardware.api import ScanRead

SEARCH, BY_HAND, RETURN, DISMISS = "search", "by_hand", "return", "dismiss"
MAX_SHOWN, MAX_SEARCHED = 60, 40
_GOODS = (Code.ARTICLE_UNKNOWN, Code.PIECE_RECALLED, Code.PIECE_EXPIRED, Code.PIECE_PAST_BEST)
_CONTROLS = (
    *(["NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI"]),
    *(["DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"]),
)


@dataclass(frozen=True, slots=True)
class UnreadState:
    """The panel; closed while there is nothing to say."""

    is_open: bool
    title: str
    next: str
    read_title: str
    read: str
    choices: tuple[Choice, ...]


class UnreadModel(ViewModel[UnreadState]):
    """The last read that led nowhere; the next read takes its place. Lives on the loop."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._read: ScanRead | None = None
        self._problem = Problem(Code.CODE_UNKNOWN)

    @property
    def is_open(self) -> bool:
        """Whether something waits for an answer; nothing else waits for it."""
        return self._read is not None

    def show(self, read: ScanRead, problem: Problem) -> None:
        """Say what was read and why it is of no use."""
        # As it was raised it would hold the place that was scanned at, long after that was left.
        self._read, self._problem = read, Problem(problem.code, **problem.details)
        self.refresh()

    def hide(self) -> None:
        """Away with it."""
        if self._read is not None:
            self._read = None
            self.refresh()

    def way_of(self, digit: str) -> str:
        """The choice with that cap, empty when there is none."""
        return next((choice.value for choice in self.state.choices if choice.digit == digit), "")

    def choose(self, value: str) -> str | None:
        """Go on that way; what is to stand in the search then, None when nothing is searched for."""
        read = self._read
        self.hide()
        if read is None or value == DISMISS:
            return None
        if value == RETURN:
            self._desk.navigator.go(ReturnRoute(gtin=_gtin(read)))
            return None
        return _text(read) if value == SEARCH else ""

    def render(self) -> UnreadState:
        """The facts in words."""
        words, read = self._desk.words, self._read
        if read is None:
            return UnreadState(is_open=False, title="", next="", read_title="", read="", choices=())
        explained = self._desk.explain(self._problem)
        return UnreadState(
            is_open=True,
            title=explained.what,
            next=explained.next,
            read_title=words.text("unread.read"),
            read=_shown(read),
            choices=tuple(
                Choice(value, str(place), words.text(f"unread.{value}"), words.text(f"unread.{value}.line"))
                for place, value in enumerate(_ways(read, self._problem.code), 1)
            ),
        )


def _ways(read: ScanRead, code: Code) -> tuple[str, ...]:
    """An article, and what is too long to be searched for, may still be goods that come back; no cart is."""
    if _is_cart(read):
        return (BY_HAND, DISMISS)
    if code in _GOODS or not _text(read):
        return (BY_HAND, RETURN, DISMISS)
    return (SEARCH, BY_HAND, DISMISS)


def _text(read: ScanRead) -> str:
    """What can be searched for, or nothing."""
    text = read.raw.decode("utf-8", "replace").strip()
    return text if len(text) <= MAX_SEARCHED and text.isprintable() and "\ufffd" not in text else ""


def _is_cart(read: ScanRead) -> bool:
    return is_cart_code(read.raw[: len(PREFIX)].decode("utf-8", "replace"))


def _shown(read: ScanRead) -> str:
    """What was read; of a cart's code only that it is one, as the rest opens the cart."""
    return f"{PREFIX[:-1]}…" if _is_cart(read) else as_plain(read.raw)


def _gtin(read: ScanRead) -> str:
    try:
        scanned = classify(read.raw, dict(read.elements))
    except Problem:
        return ""
    return scanned.gtin if isinstance(scanned, Article) else ""


def as_plain(raw: bytes) -> str:
    """Bytes of a read as harmless text: control bytes by their names, what turns or hides text by its number."""
    text = raw[: 4 * MAX_SHOWN].decode("utf-8", "backslashreplace")
    shown = "".join(_plain(char) for char in text[: MAX_SHOWN + 1])
    return shown if len(text) <= MAX_SHOWN and len(shown) <= MAX_SHOWN else f"{shown[:MAX_SHOWN]}…"


def _plain(char: str) -> str:
    if ord(char) < len(_CONTROLS):
        return f"<{_CONTROLS[ord(char)]}>"
    if unicodedata.category(char)[0] in "CZM" and char != " ":
        return f"<U+{ord(char):04X}>"
    return char
