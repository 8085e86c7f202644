"""A label in ZPL II; whatever its texts are, the commands are ours (Zebra ZPL II programming guide)."""

import re
from collections.abc import Iterator

from hardware.document import Align
from hardware.label import Label, LabelCode128, LabelEan13, LabelField, LabelQr, LabelText
from hardware.printing.label_text import fitted, laid
from hardware.printing.symbols import qr_modules
from hardware.symbology.gtin import has_check_digit, is_digits

MAX_COPIES = 99
QUIET_128, QUIET_EAN, QUIET_QR = 10, 11, 4
"""White modules a code needs at each side (ISO/IEC 15417, 15420, 18004)."""
THINNEST, THICKEST, LARGEST_QR = 2, 4, 10
"""Dots of a module: thinner is not read from a shelf, thicker gains nothing; ^BQ takes at most 10."""
LEAST_LETTER_MM = 2.5
"""Smaller letters nobody reads off a label in the hand."""
_JUSTIFIED = {Align.LEFT: "L", Align.CENTRE: "C", Align.RIGHT: "R"}
_CODE_128 = re.compile(r"[ -=?-}]+")
"""Subset B without the sign that begins a command within ^BC, and without the last one of ASCII."""
_HIDDEN = frozenset(b"^~_\\")


def zpl(label: Label, dots_mm: int, copies: int = 1) -> bytes:
    """The label `copies` times; `dots_mm` is 8 for 203 dpi, 12 for 300 dpi.

    ValueError for a code that cannot be one or does not fit even as a QR code, and for more than `MAX_COPIES`.
    """
    if not 1 <= copies <= MAX_COPIES:
        raise ValueError("copies")
    size = f"^XA^CI28^PW{_dots(label.width_mm, dots_mm)}^LL{_dots(label.height_mm, dots_mm)}^LH0,0"
    words = [size.encode()]
    for field in label.fields:
        words += _field(field, dots_mm)
    return b"\n".join([*words, f"^PQ{copies}^XZ".encode(), b""])


def is_ean13(data: str) -> bool:
    """Whether this is a GTIN, its check digit right, that fits an EAN-13 (GS1 General Specifications, 7.9)."""
    return is_digits(data) and len(data) <= 14 and data.zfill(14)[0] == "0" and has_check_digit(data.zfill(14))


def _field(field: LabelField, dots_mm: int) -> Iterator[bytes]:
    match field:
        case LabelText():
            yield from _text(field, dots_mm)
        case LabelCode128():
            yield _code128(field, dots_mm)
        case LabelEan13():
            yield _ean13(field, dots_mm)
        case LabelQr():
            yield _qr(field, dots_mm)


def _text(field: LabelText, dots_mm: int) -> Iterator[bytes]:
    """A field of one line each: what does not fit into several lines of one field is printed over its last."""
    x, y, width, height = (_dots(mm, dots_mm) for mm in (field.x_mm, field.y_mm, field.width_mm, field.height_mm))
    letter = height * 9 // 10
    if field.has_to_fit:
        lines, letter = fitted(field.text, width, letter, _dots(LEAST_LETTER_MM, dots_mm))
        height //= max(1, len(lines))
    else:
        lines = laid(field.text, width, letter, field.lines)
    for number, line in enumerate(lines):
        place = f"^FO{x},{y + number * height}^A0N,{letter},{letter}^FB{width},1,0,{_JUSTIFIED[field.align]}"
        # In such a block a backslash begins a command of its own, escaped or not.
        yield place.encode() + _data(line.replace("\\", "/"))


def _code128(field: LabelCode128, dots_mm: int) -> bytes:
    """Subset B throughout: two digits in one sign would save room that is not needed. A code that is too long
    for its column, or has signs of other subsets, is a QR code as high as the bars."""
    if not field.data:
        raise ValueError("not a code for bars")
    modules = 11 * (len(field.data) + 2) + 13
    room = _dots(field.width_mm, dots_mm) // (modules + 2 * QUIET_128)
    if not _CODE_128.fullmatch(field.data) or room < THINNEST:
        x_mm = field.x_mm + (field.width_mm - field.height_mm) / 2
        return _qr(LabelQr(x_mm, field.y_mm, field.height_mm, field.data), dots_mm)
    x, dots = _middle(field, modules, QUIET_128, dots_mm)
    bars = f"^BY{dots}^BCN,{_dots(field.height_mm, dots_mm)},N,N,N,N"
    return f"^FO{x},{_dots(field.y_mm, dots_mm)}{bars}".encode() + _data(field.data)


def _ean13(field: LabelEan13, dots_mm: int) -> bytes:
    """The printer adds the check digit, so a wrong one is refused here."""
    if not is_ean13(field.data):
        raise ValueError("not a GTIN of at most 13 digits")
    digits = field.data.zfill(13)[-13:]
    x, dots = _middle(field, 95, QUIET_EAN, dots_mm)
    bars = f"^BY{dots}^BEN,{_dots(field.height_mm, dots_mm)},N,N"
    return f"^FO{x},{_dots(field.y_mm, dots_mm)}{bars}".encode() + _data(digits[:12])


def _qr(field: LabelQr, dots_mm: int) -> bytes:
    side, modules = _dots(field.width_mm, dots_mm), qr_modules(field.data)
    dots = min(side // (modules + 2 * QUIET_QR), LARGEST_QR)
    if dots < THINNEST:
        raise ValueError("too much for this square")
    margin = (side - modules * dots) // 2
    x, y = _dots(field.x_mm, dots_mm) + margin, _dots(field.y_mm, dots_mm) + margin
    return f"^FO{x},{y}^BQN,2,{dots}".encode() + _data(f"MA,{field.data}")


def _middle(field: LabelCode128 | LabelEan13, modules: int, quiet: int, dots_mm: int) -> tuple[int, int]:
    """Where the first bar is and how many dots a module has."""
    width = _dots(field.width_mm, dots_mm)
    dots = min(width // (modules + 2 * quiet), THICKEST)
    if dots < THINNEST:
        raise ValueError("too much for this width")
    return _dots(field.x_mm, dots_mm) + (width - modules * dots) // 2, dots


def _data(text: str) -> bytes:
    """A field's data. What could begin a command, or stand for hexadecimal digits, goes as those digits (^FH)."""
    data = "".join(
        f"_{byte:02X}" if byte in _HIDDEN or not 0x20 <= byte < 0x7F else chr(byte) for byte in text.encode()
    )
    return b"^FH^FD" + data.encode() + b"^FS"


def _dots(mm: float, dots_mm: int) -> int:
    return int(mm * dots_mm)
