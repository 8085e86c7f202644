"""What came from a device last, kept for whoever asks why it does not work, and made readable; pure.

What a scanner sends may be somebody's badge or the code of an order: of that only the form is shown.
"""

import re

from hardware.devices import Heard

KEPT = 48
"""Bytes; enough for the end of any code, and for what goes around it."""
TOGETHER_S = 1.0
"""What comes within so long belongs to what came before: a line delivers a code in pieces."""
_CONTROLS = (
    *("NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI"),
    *("DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"),
)
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")


class Ear:
    """Owns the last bytes of one device: noted by its thread, read by any."""

    def __init__(self) -> None:
        self.heard: Heard | None = None

    def note(self, data: bytes, at_s: float) -> None:
        """These came, at a moment of a monotonic clock."""
        before = self.heard
        is_more = before is not None and at_s - before.at_s <= TOGETHER_S
        known = before.data if before is not None and is_more else b""
        self.heard = Heard((known + data)[-KEPT:], at_s)


def readable(data: bytes) -> str:
    """Bytes in signs anybody can read out: control bytes by name, those beyond ASCII as hexadecimal digits."""
    return "".join(_sign(byte) for byte in data)


def form_of(data: bytes) -> str:
    """The same with every letter an `x` and every digit a `9`, but for the AIM identifier: what is around a code
    and how it is made up, not what it says."""
    text = data.decode("latin-1")
    found = _AIM.search(text)
    if found is None:
        return readable(_hidden(text).encode("latin-1"))
    before, after = text[: found.start()], text[found.end() :]
    return readable((_hidden(before) + found.group() + _hidden(after)).encode("latin-1"))


def _hidden(text: str) -> str:
    return re.sub(r"[0-9]", "9", re.sub(r"[A-Za-z]", "x", text))


def _sign(byte: int) -> str:
    if byte < len(_CONTROLS):
        return f"[{_CONTROLS[byte]}]"
    return chr(byte) if byte < 0x7F else "[DEL]" if byte == 0x7F else f"[{byte:02X}]"
