"""GS1 Digital Link: the same data as a web address. It is read as text and never asked for.

Source: GS1 Digital Link Standard, URI Syntax: any host and stem, keys in the path, attributes behind `?`.
"""

import re
from urllib.parse import unquote_to_bytes

from hardware.symbology.elements import MAX_ELEMENTS, Elements, Fault
from hardware.symbology.identifiers import IDENTIFIERS

# What may follow a key in the path, in this order.
_QUALIFIERS = {
    "00": (),
    "01": ("22", "10", "21", "235"),
    "253": (),
    "255": (),
    "401": (),
    "402": (),
    "414": ("254", "7040"),
    "415": ("8020",),
    "417": ("7040",),
    "8003": (),
    "8004": ("7040",),
    "8006": ("22", "10", "21"),
    "8010": ("8011",),
    "8013": (),
    "8017": ("8019",),
    "8018": ("8019",),
}
# Words of the standard's first edition, still printed on goods.
_WORDS = {"gtin": "01", "cpv": "22", "lot": "10", "ser": "21", "sscc": "00", "exp": "17"}
_ADDRESS = re.compile(
    r"(?:https?|HTTPS?)://[^/?#\s]+(?P<path>/[^?#\s]*)(?:\?(?P<query>[^#\s]*))?(?:#.*)?", re.DOTALL
)


def is_address(text: str) -> bool:
    """Whether it is a web address; the scheme in small or in capital letters."""
    return text.startswith(("https://", "http://", "HTTPS://", "HTTP://"))


def parse_link(text: str) -> Elements | None:
    """What a link says; None when it is no GS1 Digital Link."""
    address = _ADDRESS.fullmatch(text)
    keys = None if address is None else _keys(address["path"])
    if address is None or keys is None:
        return None
    found = Elements()
    for number, value in keys:
        found.add(IDENTIFIERS[number], value)
    for count, pair in enumerate(re.split("[&;]", address["query"] or "", maxsplit=MAX_ELEMENTS)):
        key, _, value = pair.partition("=")
        number = _WORDS.get(key.lower(), key)
        if count == MAX_ELEMENTS:
            found.found("", Fault.TOO_MANY)
        elif number in IDENTIFIERS:
            found.add(IDENTIFIERS[number], _decoded(value))
    found.compare()
    return found


def _keys(path: str) -> list[tuple[str, str]] | None:
    """The key and its qualifiers; they are the end of the path, so a number in the stem is none."""
    segments = path.rstrip("/").split("/")
    longest = 2 + 2 * max(len(allowed) for allowed in _QUALIFIERS.values())
    for start in range(max(1, len(segments) - longest), len(segments) - 1):
        found = _pairs(segments[start:])
        if found is not None:
            return found
    return None


def _pairs(segments: list[str]) -> list[tuple[str, str]] | None:
    numbers = [_WORDS.get(word.lower(), word) for word in segments[::2]]
    allowed = _QUALIFIERS.get(numbers[0])
    if allowed is None or len(segments) % 2 or not set(numbers[1:]).issubset(allowed):
        return None
    places = [allowed.index(number) for number in numbers[1:]]
    if places != sorted(set(places)):
        return None
    values = [_decoded(segment) for segment in segments[1::2]]
    if numbers[0] == "01" and len(values[0]) in (8, 12, 13):
        values[0] = values[0].zfill(14)
    if not IDENTIFIERS[numbers[0]].has_form(values[0]):
        return None  # a page of a shop whose address has such a number or word in it: /01/catalogo
    return list(zip(numbers, values, strict=True))


def _decoded(text: str) -> str:
    """Percent signs read; bytes that are no text make it no data at all."""
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return ""
