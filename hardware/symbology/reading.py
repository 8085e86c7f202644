"""What stands in a read: the AIM identifier first, then the shape: link, digits, element string, text.

Digits alone are taken for an element string only where they begin with a right trade item number: `2112345003507`
is a number of the shop with a digit misread, not serial number 12345003507. The bytes are hostile; every one of
them is looked at a fixed number of times.
"""

from dataclasses import dataclass, field
from datetime import datetime

from hardware.devices import ScanRead
from hardware.symbology import aim
from hardware.symbology.elements import GS, Elements, Fault, Finding, begins_spelled, parse_elements
from hardware.symbology.gtin import expand_upc_e, has_check_digit, is_digits
from hardware.symbology.links import is_address, parse_link
from hardware.symbology.pack import pack_of

MAX_PARSED = 2_048
"""Characters; no symbol on goods holds more. What is longer is text to whoever gets it."""
ADDON = "addon"
_ADDONS = ("addon2", "addon5")
# Faults that make a value unusable; the others say how a symbol is made up, which another one may complete.
_BAD = (Fault.FORM, Fault.CHECK_DIGIT, Fault.IMPOSSIBLE, Fault.TWICE, Fault.CONTRADICTS, Fault.TOO_MANY)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, without the AIM identifier. `elements`: GS1 application identifier or `addon` → value, of
    those that are right; `findings`: what is wrong with the others and with how they go together."""

    text: str
    aim_id: str | None
    symbology: str
    elements: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def scan_read(raw: bytes, device: str, at: datetime) -> ScanRead:
    """The record of one read by any kind of scanner; bytes that are no text stay as they are."""
    found = read_text(raw.decode("utf-8", "surrogateescape"))
    text = found.text.encode("utf-8", "surrogateescape")
    wrong = tuple(dict.fromkeys(one.identifier for one in found.findings if one.fault in _BAD))
    pack = pack_of(found.elements, at.year)
    return ScanRead(text, found.aim_id, found.symbology, device, at, found.elements, wrong, pack)


def read_text(text: str) -> Reading:
    """A code as a scanner gives it. It takes every text; see `findings` for what is wrong with it."""
    aim_id, rest = aim.split(text)
    symbology = aim.symbology_of(aim_id)
    if len(rest) > MAX_PARSED:
        return Reading(rest, aim_id, symbology)
    if is_address(rest):
        link = parse_link(rest)
        return Reading(rest, aim_id, symbology) if link is None else _with(rest, aim_id, symbology or "link", link)
    if symbology.startswith(("ean", "addon")):
        return _retail(rest, aim_id, symbology)
    if aim.is_gs1(aim_id) or _looks_like_elements(rest, is_told_otherwise=bool(symbology)):
        return _with(rest.removeprefix(GS), aim_id, symbology or "gs1", parse_elements(rest))
    return Reading(rest, aim_id, symbology)


def _with(text: str, aim_id: str | None, symbology: str, found: Elements) -> Reading:
    return Reading(text, aim_id, symbology, found.values, tuple(found.findings))


def _retail(text: str, aim_id: str | None, symbology: str) -> Reading:
    """A symbol of the tills: digits, with an add-on behind them or a composite part after `|`."""
    digits, bar, rest = text.partition("|")
    if bar:
        return _composite(digits, rest, aim_id)
    if symbology in _ADDONS:
        return Reading(text, aim_id, symbology, {ADDON: text})
    if symbology == "ean13_addon" and is_digits(text) and len(text) in (15, 18):
        return Reading(text[:13], aim_id, symbology, {"01": text[:13].zfill(14), ADDON: text[13:]})
    if symbology == "ean13" and len(text) < 9 and (expanded := expand_upc_e(text)):
        return Reading(expanded, aim_id, "upc_e")
    return Reading(text, aim_id, symbology)


def _composite(digits: str, rest: str, aim_id: str | None) -> Reading:
    """A trade item number and, in a symbol of its own on top of it, what else there is to say."""
    found = parse_elements(f"01{digits.zfill(14)}{aim.split(rest)[1]}")
    return _with(digits, aim_id, "composite", found)


def _looks_like_elements(text: str, *, is_told_otherwise: bool) -> bool:
    """From a scanner that tells no identifier: a separator in it, a beginning spelled out, or `01` and a trade
    item number whose check digit is right; nothing else at a counter is that long and begins so.

    `is_told_otherwise`: the identifier is one of a symbol without FNC1. A separator alone proves nothing there:
    other standards (ISO/IEC 15434) and makers' own codes are parted by the same sign.
    """
    if begins_spelled(text) or (GS in text and not is_told_otherwise):
        return True
    begin = text.removeprefix(GS)[:16]
    return len(begin) == 16 and begin.startswith("01") and is_digits(begin) and has_check_digit(begin[2:])
