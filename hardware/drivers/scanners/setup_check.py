"""What is wrong with the way a scanner was set to send its codes, found out by reading one; pure."""

import re
from dataclasses import dataclass
from enum import Enum

from hardware.devices import ScanRead
from hardware.drivers.scanners.framing import ENDS
from hardware.drivers.scanners.layout_check import SHEET
from hardware.scan_rate import CARD, TAG
from hardware.symbology.gtin import as_gtin14

_LEAST = 4
"""Bytes; what a scanner answers to a word of ours is shorter."""
_GOODS = re.compile(r"(\D{0,4})(\d{8,14})(\D{0,4})")


class Setting(Enum):
    """NO_END: no Enter or Tab behind a code. BEFORE, BEHIND: signs of the scanner's own. NO_AIM: it is not said
    which kind of code it is."""

    NO_END = "no_end"
    BEFORE = "before"
    BEHIND = "behind"
    NO_AIM = "no_aim"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A setting to change, the one that does most harm; `signs` are those that are too many."""

    setting: Setting
    signs: str = ""


def flaw_of(read: ScanRead) -> Flaw | None:
    """What a read tells. Signs too many are only seen around a trade item number, or a code of the sheet."""
    before, behind = _around(read.raw.decode("utf-8", "replace"))
    if before:
        return Flaw(Setting.BEFORE, before)
    if behind:
        return Flaw(Setting.BEHIND, behind)
    if read.typed and read.typed[-1] not in "\r\n\t":
        return Flaw(Setting.NO_END)
    return None if read.aim_id or read.symbology in (TAG, CARD) else Flaw(Setting.NO_AIM)


def is_without_end(data: bytes) -> bool:
    """Whether the last bytes of a line hold the beginning of a code and no end of one."""
    begun = max((data.rfind(end) for end in ENDS), default=-1) + 1
    return sum(0x20 <= byte < 0x7F for byte in data[begun:]) >= _LEAST


def _around(text: str) -> tuple[str, str]:
    for code in SHEET:
        if code in text:
            before, _, behind = text.partition(code)
            return before, behind
    found = _GOODS.fullmatch(text)
    return (found[1], found[3]) if found is not None and as_gtin14(found[2]) else ("", "")
