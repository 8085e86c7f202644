"""What a scanner says of the symbol it read: AIM identifiers (ISO/IEC 15424), `]` with a letter and a modifier."""

import re

_SHAPE = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_EXACT = {
    "]C0": "code128",
    "]C1": "gs1_128",
    "]C2": "code128_fnc1",
    "]E0": "ean13",  # UPC-A and UPC-E come as EAN-13 too
    "]E1": "addon2",
    "]E2": "addon5",
    "]E3": "ean13_addon",
    "]E4": "ean8",
    "]J0": "dotcode",
    "]J1": "gs1_dotcode",
    "]d2": "gs1_datamatrix",
    "]d5": "gs1_datamatrix",
    "]Q3": "gs1_qr",
    "]Q4": "gs1_qr",
}
_FAMILY = {
    "A": "code39",
    "F": "codabar",
    "G": "code93",
    "I": "itf",
    "J": "dotcode",
    "L": "pdf417",
    "Q": "qr",
    "d": "datamatrix",
    "e": "gs1_databar",
    "z": "aztec",
}


def split(text: str) -> tuple[str | None, str]:
    """The AIM identifier and what follows it; None when the scanner sends none."""
    found = _SHAPE.match(text)
    return (found[0], text[3:]) if found else (None, text)


def symbology_of(aim_id: str | None) -> str:
    """The symbology's name, empty when it is unknown or nobody said it."""
    return "" if aim_id is None else _EXACT.get(aim_id) or _FAMILY.get(aim_id[1], "")


def is_gs1(aim_id: str | None) -> bool:
    """Whether the symbol began with FNC1, or is one that holds nothing but element strings."""
    return symbology_of(aim_id).startswith("gs1_")
