"""The one layout engine: a document and a printer's width become lines for bytes, picture and text."""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from PIL import Image

from hardware.document import (
    PLAIN,
    Align,
    Barcode,
    Blank,
    Block,
    Columns,
    Cut,
    Logo,
    PrintDocument,
    Qr,
    Rule,
    Style,
    Text,
    Total,
)
from hardware.printing.art import Art
from hardware.printing.characters import printable
from hardware.printing.profiles import PrinterProfile
from hardware.printing.symbols import qr_modules
from hardware.printing.wrapping import longest_word, wrap

MAX_PARAGRAPH = 2_000
THINNEST_BAR, BARS_AS_QR = 2, 6
"""Dots. GS w knows no thinner module; bars too long for the paper are a QR code with modules of that size."""
BIG = Style(is_bold=True, width=2, height=2)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style next to each other, all in the printer's code page."""

    text: str
    style: Style = PLAIN

    @property
    def columns(self) -> int:
        """Width on paper in columns of font A."""
        return len(self.text) * self.style.width


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, left to right."""

    runs: tuple[Run, ...] = ()

    @property
    def height(self) -> int:
        """Tallest character of the line, as a multiple of font A."""
        return max((run.style.height for run in self.runs), default=1)


@dataclass(frozen=True, slots=True)
class QrLine:
    """A centred QR code."""

    data: str
    module_dots: int


@dataclass(frozen=True, slots=True)
class BarcodeLine:
    """A centred Code 128, subset B."""

    data: str
    module_dots: int


@dataclass(frozen=True, slots=True)
class LogoLine:
    """The shop's sign, centred."""

    picture: Image.Image


@dataclass(frozen=True, slots=True)
class CutLine:
    """The end of the paper."""


LaidLine: TypeAlias = TextLine | QrLine | BarcodeLine | LogoLine | CutLine


def lay_out(document: PrintDocument, profile: PrinterProfile, art: Art | None = None) -> tuple[LaidLine, ...]:
    """The lines of a document on a printer of this profile; no line is wider than `profile.columns`.

    With `art` letters the printer has not are kept where its font draws them, and its logo stands for every logo.
    """
    setter = _Setter(profile, art)
    return tuple(line for block in document.blocks for line in setter.block(block))


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets blocks for one profile."""

    profile: PrinterProfile
    art: Art | None

    def block(self, block: Block) -> list[LaidLine]:  # noqa: PLR0911 - one return per kind of block
        match block:
            case Text():
                return self._text(block)
            case Columns():
                return self._columns(block)
            case Rule(is_double):
                return [TextLine((Run(("=" if is_double else "-") * self.profile.columns),))]
            case Total(label, amount):
                return [*self.block(Rule(is_double=True)), *self._columns(Columns(label, amount, BIG))]
            case Qr(data, module_dots):
                return self._qr(data, module_dots)
            case Barcode(data, has_text):
                return self._barcode(data, has_text=has_text)
            case Logo(_, alternative):
                picture = self.art.logo_on(self.profile.dots) if self.art else None
                words = Text((alternative,), BIG, Align.CENTRE)
                return self._text(words) if picture is None else [LogoLine(picture)]
            case Blank(lines):
                return [TextLine()] * lines
            case Cut():
                return [CutLine()]
            case _:
                assert_never(block)

    def _words(self, text: str) -> str:
        return printable(text[:MAX_PARAGRAPH], self.profile.code_page[0], has_font=self.art is not None)

    def _fitting(self, style: Style, *texts: str) -> Style:
        """The style made narrower until every word has room: a cut amount would be a lie."""
        longest = max(longest_word(text) for text in texts)
        width = style.width
        while width > 1 and longest * width > self.profile.columns:
            width -= 1
        return replace(style, width=width)

    def _text(self, block: Text) -> list[LaidLine]:
        phrases = [self._words(phrase) for phrase in block.phrases] or [""]
        style = self._fitting(block.style, *phrases)
        room = max(1, (self.profile.columns - block.indent) // style.width)
        joined = " ".join(phrases)
        if len(joined) <= room:
            phrases = [joined]
        lines = [line for phrase in phrases for line in wrap(phrase, room)]
        return [self._aligned(line, style, block.align, block.indent) for line in lines]

    def _columns(self, block: Columns) -> list[LaidLine]:
        left, right = self._words(block.left), self._words(block.right)
        style = self._fitting(block.style, left, right)
        gap = self.profile.columns - (len(left) + len(right)) * style.width
        if gap >= (1 if left and right else 0):
            return [_line(Run(left, style), _gap(gap, style), Run(right, style))]
        room = max(1, self.profile.columns // style.width)
        lines: list[LaidLine] = []
        if left:
            lines += [self._aligned(line, style, Align.LEFT, 0) for line in wrap(left, room, block.hang)]
        if right:
            lines += [self._aligned(line, style, Align.RIGHT, 0) for line in wrap(right, room)]
        return lines

    def _aligned(self, text: str, style: Style, align: Align, indent: int) -> TextLine:
        free = self.profile.columns - indent - len(text) * style.width
        before = {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[align]
        if not text:
            return TextLine()
        lead = _gap(indent + before, style)
        if style.is_reverse:
            lead = Run(" " * ((indent + before) // style.width), style)
        rest = self.profile.columns - lead.columns - len(text) * style.width
        return _line(lead, Run(text, style), _gap(rest if style.is_reverse else 0, style))

    def _qr(self, data: str, module_dots: int) -> list[LaidLine]:
        """Raises ValueError for more than a QR code can hold or this paper can show."""
        clean = printable(data, "ascii")
        if not clean:
            return []
        room = self.profile.dots // (qr_modules(clean) + 8)  # 4 modules of quiet zone at each side
        if room < 2:
            raise ValueError("the paper is too narrow for this QR code")
        return [QrLine(clean, min(module_dots, room))]

    def _barcode(self, data: str, *, has_text: bool) -> list[LaidLine]:
        clean = printable(data, "ascii")
        modules = 11 * (len(clean) + 2) + 13  # ISO/IEC 15417: start, data, check; stop of 13
        module_dots = min(3, self.profile.dots // (modules + 20))
        text = self._text(Text((clean,), align=Align.CENTRE))
        if not clean:
            return text if has_text else []
        if module_dots >= THINNEST_BAR:
            return [BarcodeLine(clean, module_dots), *(text if has_text else [])]
        try:
            return [*self._qr(clean, BARS_AS_QR), *text]
        except ValueError:
            return [*text]


def _gap(columns: int, style: Style) -> Run:
    """Blanks of single width; in reverse they are part of the bar and as high as it."""
    return Run(" " * columns, replace(style, width=1) if style.is_reverse else PLAIN)


def _line(*runs: Run) -> TextLine:
    return TextLine(tuple(run for run in runs if run.text))
