"""The paper of the simulated printer: what commands draw, as text lines and as dots, cut into receipts."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from hardware.document import PLAIN, Style
from hardware.drivers.printers.twin_commands import Characters, Command
from hardware.printing.bitmap_font import BitmapFont
from hardware.printing.layout import Run, TextLine
from hardware.printing.picture import Canvas
from hardware.printing.plain_text import text_of
from hardware.printing.profiles import PrinterProfile
from hardware.printing.symbols import code128_picture, qr_picture

LINE_DOTS = 30


@dataclass(frozen=True, slots=True)
class Receipt:
    """One paper that came out: its lines as text and its picture, one pixel a dot."""

    lines: tuple[str, ...]
    picture: Image.Image


class TwinPaper:
    """Owns the roll between two cuts; used by the twin's loop only."""

    def __init__(self, profile: PrinterProfile, font: BitmapFont) -> None:
        """Starts with an uncut, empty paper and default modes."""
        self._profile = profile
        self._font = font
        self._pages = {number: codec for codec, number in profile.code_pages}
        self.receipts: list[Receipt] = []
        self._lines: list[str] = []
        self._canvas = Canvas(profile.dots, font)
        self._handlers = self._table()
        self.initialise()

    @property
    def uncut(self) -> tuple[str, ...]:
        """Lines printed since the last cut."""
        return tuple(self._lines)

    def initialise(self, _: bytes = b"") -> int:
        """ESC @, or power: modes to default, the line not yet printed is lost."""
        self._style = PLAIN
        self._codec = "cp437"
        self._is_centred = False
        self._runs: list[Run] = []
        self._qr = b""
        self._qr_module = 3
        self._bar_height, self._bar_module = 162, 3
        return 0

    def draw(self, command: Command) -> int:
        """Carries out one command; answers how many lines of paper it took."""
        if isinstance(command, Characters):
            self._runs.append(Run(command.data.decode(self._codec, "replace"), self._style))
            return 0
        handler = self._handlers.get(command.name)
        return handler(command.data) if handler else 0

    def tear(self) -> None:
        """Ends the paper here, as GS V or a hand does."""
        if not self._canvas.is_empty:
            self.receipts.append(Receipt(tuple(self._lines), self._canvas.picture()))
        self._lines = []
        self._canvas = Canvas(self._profile.dots, self._font)

    def _table(self) -> dict[bytes, Callable[[bytes], int]]:
        return {
            b"\n": self._feed_line,
            b"\x1b@": self.initialise,
            b"\x1bt": self._page,
            b"\x1ba": self._justify,
            b"\x1bE": lambda d: self._restyle(is_bold=bool(d[0] & 1)),
            b"\x1dB": lambda d: self._restyle(is_reverse=bool(d[0] & 1)),
            b"\x1d!": lambda d: self._restyle(width=(d[0] >> 4 & 7) + 1, height=(d[0] & 7) + 1),
            b"\x1bd": lambda d: sum(self._feed_line(b"") for _ in range(d[0])),
            b"\x1d(": self._extended,
            b"\x1dv": self._raster,
            b"\x1dh": self._set_bar_height,
            b"\x1dw": self._set_bar_module,
            b"\x1dk": self._barcode,
            b"\x1dV": self._cut,
        }

    def _restyle(
        self,
        *,
        is_bold: bool | None = None,
        is_reverse: bool | None = None,
        width: int | None = None,
        height: int | None = None,
    ) -> int:
        old = self._style
        self._style = Style(
            old.is_bold if is_bold is None else is_bold,
            old.is_reverse if is_reverse is None else is_reverse,
            width or old.width,
            height or old.height,
        )
        return 0

    def _page(self, data: bytes) -> int:
        self._codec = self._pages.get(data[0], "cp437")
        return 0

    def _justify(self, data: bytes) -> int:
        self._is_centred = data[0] in (1, 49)
        return 0

    def _feed_line(self, _: bytes) -> int:
        line = TextLine(tuple(self._runs))
        self._runs = []
        self._lines.append(text_of(line).rstrip(" "))
        self._canvas.text(line.runs)
        return line.height

    def _symbol(self, words: str, picture: Image.Image) -> int:
        self._lines.append(words)
        self._canvas.centred(picture)
        return -(-picture.height // LINE_DOTS)

    def _extended(self, data: bytes) -> int:
        kind, body = data[:1], data[3:]
        if kind == b"k" and body[:1] == b"1":
            return self._two_dimensional(body[1:2], body[2:])
        return 0

    def _two_dimensional(self, function: bytes, data: bytes) -> int:
        if function == b"C" and data:
            self._qr_module = max(1, min(16, data[0]))
        elif function == b"P":
            self._qr = data[1:]
        elif function == b"Q" and self._qr:
            words = self._qr.decode("latin-1")
            try:
                return self._symbol(f"[QR {words}]", qr_picture(words, self._qr_module))
            except ValueError:
                return 0  # too much for any QR code
        return 0

    def _raster(self, data: bytes) -> int:
        width, height = 8 * (data[2] + 256 * data[3]), data[4] + 256 * data[5]
        if not width or not height:
            return 0
        ink = Image.frombytes("1", (width, height), data[6:]).point(lambda dot: 0 if dot else 255)
        return self._symbol(f"[picture {width} x {height}]", ink)

    def _set_bar_height(self, data: bytes) -> int:
        self._bar_height = max(1, data[0])
        return 0

    def _set_bar_module(self, data: bytes) -> int:
        self._bar_module = max(1, min(6, data[0]))
        return 0

    def _barcode(self, data: bytes) -> int:
        if data[0] != 73 or data[2:4] != b"{B":
            return 0  # a printer prints nothing for a barcode it does not understand
        words = data[4:].decode("ascii", "replace").replace("{{", "{")
        try:
            return self._symbol(f"[Code 128 {words}]", code128_picture(words, self._bar_module, self._bar_height))
        except ValueError:
            return 0

    def _cut(self, _: bytes) -> int:
        self.tear()
        return 0
