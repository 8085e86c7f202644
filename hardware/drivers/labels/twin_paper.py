"""The labels of a simulated printer as pictures, so that their codes can be read back."""

from PIL import Image, ImageDraw, ImageFont

from hardware.drivers.labels.twin_zpl import TwinField, TwinLabel
from hardware.printing.symbols import code128_picture, qr_picture

# ISO/IEC 15420: which sets the left digits are written in for each first digit, and the odd (A) set.
_PARITY = ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"]
_ODD = [f"{bits:07b}" for bits in (0x0D, 0x19, 0x13, 0x3D, 0x23, 0x31, 0x2F, 0x3B, 0x37, 0x0B)]
_SWAPPED = str.maketrans("01", "10")


def picture_of(label: TwinLabel) -> Image.Image:
    """White paper with what was printed; a code that runs over the edge is cut, as it would be."""
    paper = Image.new("1", (label.width, label.height), 1)
    for field in label.fields:
        if field.kind == "text":
            _write(paper, field)
            continue
        mark = _mark(field)
        # Ink on ink stays ink: what overlaps is not readable, as on paper.
        paper.paste(0, (field.x, field.y), mark.convert("L").point(lambda dot: 255 - dot).convert("1"))
    return paper


def _mark(field: TwinField) -> Image.Image:
    match field.kind:
        case "code128":
            return code128_picture(field.data, field.module, field.size)
        case "ean13":
            return _ean13(field)
        case _:
            return qr_picture(field.data.partition(",")[2], field.module)


def _ean13(field: TwinField) -> Image.Image:
    """The printer adds the check digit."""
    sums = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(field.data))
    digits = [int(digit) for digit in f"{field.data}{-sums % 10}"]
    right = [_ODD[digit].translate(_SWAPPED) for digit in digits[7:]]
    left = [
        _ODD[digit] if kind == "A" else _ODD[digit].translate(_SWAPPED)[::-1]
        for digit, kind in zip(digits[1:7], _PARITY[digits[0]], strict=True)
    ]
    bits = "".join(("101", *left, "01010", *right, "101"))
    row = Image.new("1", (len(bits), 1))
    row.putdata([0 if bit == "1" else 1 for bit in bits])
    return row.resize((len(bits) * field.module, field.size), Image.Resampling.NEAREST)


def _write(paper: Image.Image, field: TwinField) -> None:
    """Letters of another face than the printer's, never wider than the block."""
    font = ImageFont.load_default(field.size)
    draw = ImageDraw.Draw(paper)
    room = field.width - draw.textlength(field.data, font=font)
    shift = {"L": 0, "C": room / 2, "R": room}[field.align]
    draw.text((field.x + max(0, int(shift)), field.y), field.data, fill=0, font=font)
