"""QR and Code 128 as dots, the same for preview, raster printing and the simulated printer."""

import segno
from PIL import Image

# ISO/IEC 15417: widths of bars and spaces of the 103 symbol values, three start characters and the stop.
_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_WIDTHS = _TABLE.split()
_START_B = 104
_STOP = 106
BAR_HEIGHT = 90


def qr_modules(data: str) -> int:
    """Modules at each side of the QR code of `data`. Raises ValueError if it holds too much."""
    return int(segno.make_qr(data, error="m", boost_error=False).symbol_size(border=0)[0])


def qr_rows(data: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code of `data` by rows, dark is True, no quiet zone. Raises ValueError if it holds too much."""
    matrix = segno.make_qr(data, error="m", boost_error=False).matrix
    return tuple(tuple(bool(module) for module in row) for row in matrix)


def qr_picture(data: str, module_dots: int) -> Image.Image:
    """QR model 2, level M, no quiet zone: the blank paper around it is one. Raises ValueError if too long."""
    rows = segno.make_qr(data, error="m", boost_error=False).matrix
    picture = Image.new("1", (len(rows), len(rows)), 1)
    picture.putdata([0 if module else 1 for row in rows for module in row])
    return picture.resize((len(rows) * module_dots, len(rows) * module_dots), Image.Resampling.NEAREST)


def code128_picture(data: str, module_dots: int, height: int = BAR_HEIGHT) -> Image.Image:
    """Code 128 subset B of printable ASCII, `height` in dots. Raises ValueError for other characters."""
    values = [ord(char) - 32 for char in data]
    if not values or any(not 0 <= value < 95 for value in values):
        raise ValueError("Code 128 subset B holds printable ASCII")
    check = (_START_B + sum(place * value for place, value in enumerate(values, start=1))) % 103
    widths = "".join(_WIDTHS[value] for value in (_START_B, *values, check, _STOP))
    dots = [0 if place % 2 == 0 else 1 for place, width in enumerate(widths) for _ in range(int(width))]
    row = Image.new("1", (len(dots), 1))
    row.putdata(dots)
    return row.resize((len(dots) * module_dots, height), Image.Resampling.NEAREST)
