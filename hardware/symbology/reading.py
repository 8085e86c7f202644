"""What stands in a read: AIM identifier apart, GS1 data as elements; pure, and never asks the network.

Sources: ISO/IEC 15424 (AIM identifiers), GS1 General Specifications 7.8 (element strings), GS1 Digital Link URI.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from hardware.devices import ScanRead

GS = "\x1d"
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_AIMS = ("]C1", "]e0", "]d2", "]Q3", "]J1")
# Whole length of the elements that need no separator, by the first two digits of their identifier.
_FIXED = {"00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "20": 4, "41": 16}
_FIXED |= {f"{number}": 8 for number in range(11, 20)} | {f"{number}": 10 for number in range(31, 37)}
_LINK = re.compile(
    r"https?://[^/?#]+/(?:[^?#]+/)?(?:01|gtin)/(?P<gtin>[0-9]{8,14})"
    r"(?:/22/[^/?#]+)?(?:/(?:10|lot)/(?P<batch>[^/?#]+))?(?:/(?:21|ser)/(?P<serial>[^/?#]+))?/?(?:[?#].*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, without the AIM identifier; `elements` are GTIN (`01`), batch (`10`) and serial (`21`), as
    far as it holds them."""

    text: str
    aim_id: str | None
    elements: dict[str, str]


def scan_read(raw: bytes, device: str, at: datetime) -> ScanRead:
    """The record of one read by any kind of scanner; bytes that are no text stay as they are."""
    found = read_text(raw.decode("utf-8", "surrogateescape"))
    text = found.text.encode("utf-8", "surrogateescape")
    return ScanRead(text, found.aim_id, "gs1" if found.elements else "", device, at, found.elements)


def read_text(text: str) -> Reading:
    """A code as a scanner gives it. Whether its check digits are right is for the reader of the elements."""
    found = _AIM.match(text)
    aim_id = found[0] if found else None
    rest = text[3:] if found else text
    link = _LINK.fullmatch(rest)
    if link is not None:
        return Reading(rest, aim_id, _of_link(link))
    if aim_id in _GS1_AIMS or GS in rest or _looks_like_elements(rest):
        return Reading(rest.removeprefix(GS), aim_id, _of_elements(rest.removeprefix(GS)))
    return Reading(rest, aim_id, {})


def _of_link(link: "re.Match[str]") -> dict[str, str]:
    values = {"01": link["gtin"].zfill(14), "10": link["batch"], "21": link["serial"]}
    return {identifier: unquote(value) for identifier, value in values.items() if value}


def _looks_like_elements(text: str) -> bool:
    """A wedge that tells no identifier: `01`, a GTIN whose check digit is right, and more behind it."""
    return len(text) > 16 and text.startswith("01") and text[:16].isdigit() and _checks(text[2:16])


def _checks(gtin: str) -> bool:
    return sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(gtin)) % 10 == 0


def _of_elements(text: str) -> dict[str, str]:
    """The elements we know, up to the first that is cut off; those we do not know are passed over."""
    elements: dict[str, str] = {}
    while text := text.lstrip(GS):
        identifier = text[:2]
        if (fixed := _FIXED.get(identifier)) is not None:
            element, text = text[:fixed], text[fixed:]
            if len(element) < fixed:
                break
        else:
            element, _, text = text.partition(GS)
        if identifier in ("01", "10", "21"):
            elements.setdefault(identifier, element[2:])
    return elements
