"""Packets of Zebra scanners on a line, Simple Serial Interface; pure.

Source: Zebra, Simple Serial Interface Programmer's Guide (72E-40451). A packet is length, opcode, source, status,
data and the two's complement of their sum; each decode is acknowledged or comes again.
"""

from enum import IntEnum

from hardware.devices import Feedback
from hardware.drivers.scanners.dialects import Heard
from hardware.drivers.scanners.framing import MAX_BYTES

HOST, DECODER = 4, 0
RETRANSMIT, CONTINUES = 1, 2  # bits of the status
_RESEND = 1  # cause of a NAK: the check sum was wrong
_NO_BEEP_WITH = 0xFF
_BEEP_AFTER_DECODE = 0x38  # its parameter
_BEEPS = {Feedback.GOOD: 0x00, Feedback.QUESTION: 0x01, Feedback.REFUSED: 0x07}  # 1 and 2 short high, 3 short low
_LEAST = 4


class Opcode(IntEnum):
    """Those in use here."""

    ACK = 0xD0
    NAK = 0xD1
    DECODE_DATA = 0xF3
    BEEP = 0xE6
    SCAN_ENABLE = 0xE9
    SCAN_DISABLE = 0xEA
    PARAM_SEND = 0xC6


def packet(opcode: int, data: bytes = b"", source: int = HOST, status: int = 0) -> bytes:
    """A whole packet. ValueError for more data than one holds (251 bytes)."""
    body = bytes([_LEAST + len(data), opcode, source, status]) + data
    return body + (-sum(body) & 0xFFFF).to_bytes(2, "big")


class ZebraSsi:
    """One conversation; the scanner's own beep after a decode is off while it lasts, for the host knows more."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._parts = bytearray()
        self._last = b""

    def hello(self) -> bytes:
        """Scan, and leave the beep to us."""
        return packet(Opcode.SCAN_ENABLE) + _beep_after_decode(is_on=False)

    def hear(self, data: bytes) -> Heard:
        """Every whole packet; what is damaged is asked for again."""
        self._bytes += data
        codes: list[bytes] = []
        reply = b""
        while self._bytes:
            size = self._bytes[0] + 2
            if self._bytes[0] < _LEAST:
                self._clear()  # no packet begins so: whatever this is, it ends with the silence behind it
                break
            if len(self._bytes) < size:
                break
            whole = bytes(self._bytes[:size])
            del self._bytes[:size]
            found, answer = self._packet(whole)
            codes += found
            reply += answer
        return Heard(tuple(codes), reply)

    def _clear(self) -> None:
        """What comes again after lost bytes is no repeat: it may be another piece of the same article."""
        self._bytes.clear()
        self._last = b""

    def _packet(self, whole: bytes) -> tuple[list[bytes], bytes]:
        if sum(whole[:-2]) + int.from_bytes(whole[-2:], "big") & 0xFFFF:
            self._clear()
            return [], packet(Opcode.NAK, bytes([_RESEND]))
        opcode, status, data = whole[1], whole[3], whole[4:-2]
        if opcode != Opcode.DECODE_DATA or not data:
            return [], b""
        return self._decode(status, data[1:]), packet(Opcode.ACK)

    def _decode(self, status: int, text: bytes) -> list[bytes]:
        """Behind the type of the code, which is in front of each part of a long one too."""
        if status & RETRANSMIT and text == self._last:
            return []  # our answer to it was lost
        self._last = text
        self._parts += text[: MAX_BYTES - len(self._parts)]
        if status & CONTINUES:
            return []
        code = bytes(self._parts)
        self._parts.clear()
        return [code]

    def forget(self) -> None:
        """Begin anew. The first part of a code that comes again after that is no repeat: it was let go."""
        self._bytes.clear()
        if self._parts:
            self._last = b""
        self._parts.clear()

    def signal(self, meaning: Feedback) -> bytes:
        """BEEP."""
        return packet(Opcode.BEEP, bytes([_BEEPS[meaning]]))

    def enable(self, *, is_enabled: bool) -> bytes:
        """SCAN_ENABLE or SCAN_DISABLE."""
        return packet(Opcode.SCAN_ENABLE if is_enabled else Opcode.SCAN_DISABLE)

    def bye(self) -> bytes:
        """Its own beep is back."""
        return packet(Opcode.SCAN_ENABLE) + _beep_after_decode(is_on=True)


def _beep_after_decode(*, is_on: bool) -> bytes:
    """For now only: a scanner that loses its power is again as somebody set it up."""
    return packet(Opcode.PARAM_SEND, bytes([_NO_BEEP_WITH, _BEEP_AFTER_DECODE, int(is_on)]))
