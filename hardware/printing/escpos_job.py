"""A laid-out paper as ESC/POS bytes, in sections small enough to know after a fault what is on paper."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from PIL import Image

from hardware.document import PLAIN, PrintDocument, Style
from hardware.printing import escpos_library
from hardware.printing.art import Art
from hardware.printing.bitmap_font import LINE_PITCH, BitmapFont
from hardware.printing.characters import encode, is_drawn
from hardware.printing.layout import BarcodeLine, CutLine, LaidLine, LogoLine, QrLine, TextLine, lay_out
from hardware.printing.profiles import Confirmation, Cutter, PrinterProfile
from hardware.printing.symbols import BAR_HEIGHT, qr_picture

DOTS_PER_MM = 8
_LONG = 24  # lines after which a section ends wherever it is
_HALF_A_PICTURE = 16_384  # bytes; the largest of ours is a sign of 25 mm
_SHORT = 8  # lines after which it ends at the next rule or blank line
# What Epson printers carry out at once even inside picture data (ESC/POS reference, real-time commands).
_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")

INITIALISE = b"\x1b@"
STATUS_ON = b"\x1da\x0f"
_CENTRE, _LEFT = b"\x1ba\x01", b"\x1ba\x00"


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """Bytes of a few lines that leave the printer as they found it; `height` in dots of paper."""

    data: bytes
    lines: int
    height: int


@dataclass(frozen=True, slots=True)
class RenderedJob:
    """A whole paper for one printer. `prelude` goes before whichever section is sent first."""

    prelude: bytes
    sections: tuple[RenderedSection, ...]

    @property
    def sha256(self) -> str:
        """Digest of all bytes, in hexadecimal."""
        return hashlib.sha256(b"".join((self.prelude, *(s.data for s in self.sections)))).hexdigest()


def render(document: PrintDocument, profile: PrinterProfile, art: Art | None = None) -> RenderedJob:
    """The bytes of a document for a printer. Same document, profile and art, same bytes.

    A line with letters the printer has not is printed as dots of its font; without art it is transliterated.
    """
    lines = lay_out(document, profile, art)
    sections = tuple(_section(part, profile, art.font if art else None) for part in _parts(lines))
    return RenderedJob(prelude(profile), sections)


def prelude(profile: PrinterProfile) -> bytes:
    """Known state first: ESC @ also forgets automatic status, so that is switched on after it."""
    page = b"\x1bt" + bytes([profile.code_page[1]])
    return INITIALISE + (STATUS_ON if profile.confirmation is Confirmation.PROCESS_ID else b"") + b"\x1b2" + page


def _parts(lines: tuple[LaidLine, ...]) -> Iterator[list[LaidLine]]:
    part: list[LaidLine] = []
    for line in lines:
        part.append(line)
        is_seam = isinstance(line, TextLine) and not "".join(r.text for r in line.runs).strip(" -=")
        if isinstance(line, CutLine) or len(part) >= (_SHORT if is_seam else _LONG):
            yield part
            part = []
    if part:
        yield part


def _section(lines: list[LaidLine], profile: PrinterProfile, font: BitmapFont | None) -> RenderedSection:
    data = b"".join(_bytes(line, profile, font) for line in lines)
    return RenderedSection(data, len(lines), sum(_height(line) for line in lines))


def _height(line: LaidLine) -> int:
    match line:
        case TextLine():
            return max(LINE_PITCH, 24 * line.height)
        case BarcodeLine():
            return BAR_HEIGHT
        case QrLine(_, module_dots):
            return 57 * module_dots
        case LogoLine(picture):
            return picture.height
        case CutLine():
            return 240
        case _:
            assert_never(line)


def _bytes(line: LaidLine, profile: PrinterProfile, font: BitmapFont | None) -> bytes:
    match line:
        case TextLine():
            return _text(line, profile, font)
        case QrLine(data, module_dots) if profile.has_native_qr:
            return _CENTRE + escpos_library.native_qr(data, module_dots) + _LEFT
        case QrLine(data, module_dots):
            return _CENTRE + safe_raster(qr_picture(data, module_dots), profile.dots) + _LEFT
        case BarcodeLine(data, module_dots):
            return _CENTRE + _code128(data, module_dots) + _LEFT
        case LogoLine(picture):
            return _CENTRE + safe_raster(picture, profile.dots) + _LEFT
        case CutLine():
            return cut(profile)
        case _:
            assert_never(line)


def _text(line: TextLine, profile: PrinterProfile, font: BitmapFont | None) -> bytes:
    if font is not None and any(is_drawn(char) for run in line.runs for char in run.text):
        return safe_raster(font.line(((run.text, run.style) for run in line.runs), profile.dots), profile.dots)
    out = bytearray()
    now = PLAIN
    for run in line.runs:
        out += _switch(now, run.style) + encode(run.text, profile.code_page[0])
        now = run.style
    return bytes(out + _switch(now, PLAIN) + b"\n")


def _switch(now: Style, then: Style) -> bytes:
    """ESC E, GS B and GS ! for what differs."""
    out = b""
    if now.is_bold is not then.is_bold:
        out += b"\x1bE" + bytes([then.is_bold])
    if now.is_reverse is not then.is_reverse:
        out += b"\x1dB" + bytes([then.is_reverse])
    if (now.width, now.height) != (then.width, then.height):
        out += b"\x1d!" + bytes([(then.width - 1) << 4 | (then.height - 1)])
    return out


def _code128(data: str, module_dots: int) -> bytes:
    # GS k function B, type 73; `{B` selects subset B, and a brace of the text is doubled (GS k reference).
    body = b"{B" + data.replace("{", "{{").encode("ascii")
    set_up = b"\x1dH\x00\x1dh" + bytes([BAR_HEIGHT]) + b"\x1dw" + bytes([module_dots])
    return set_up + b"\x1dk\x49" + bytes([len(body)]) + body


def safe_raster(picture: Image.Image, dots: int) -> bytes:
    """GS v 0 for a picture, moved right dot by dot until no real-time command stands in its data.

    What moves beyond a paper of `dots` is cut off. Raises ValueError for a picture that stays harmful.
    """
    for shift in range(16):
        moved = Image.new("1", (min(picture.width + shift, dots), picture.height), 1)
        moved.paste(picture, (shift, 0))
        data = escpos_library.raster(moved)
        if not any(command in data for command in _REAL_TIME):
            return data
    raise ValueError("no harmless form of this picture was found")


def fresh_start(profile: PrinterProfile) -> bytes:
    """In place of the prelude after a paper that broke off: the next one begins on paper of its own.

    What was cut off may have been half a picture, whose missing bytes the printer would take from the next paper
    without a word; NUL completes it, and is nothing to a printer that waits for text.
    """
    return bytes(_HALF_A_PICTURE) + prelude(profile) + cut(profile)


def cut(profile: PrinterProfile) -> bytes:
    """GS V function B (feed to the cutter, then cut); a printer without one feeds past its tear bar."""
    match profile.cutter:
        case Cutter.NONE:
            return b"\x1bd\x04"
        case Cutter.PARTIAL:
            return b"\x1dV\x42\x00"
        case Cutter.FULL:
            return b"\x1dV\x41\x00"
        case _:
            assert_never(profile.cutter)
