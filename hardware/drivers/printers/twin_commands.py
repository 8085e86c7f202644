"""ESC/POS bytes as commands, the way a printer's own processor takes them in: pure, no printer state."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Characters:
    """Printable bytes in the code page selected."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Control:
    """A command with its bytes: `name` is the two-byte prefix, `data` what follows."""

    name: bytes
    data: bytes = b""


Command: TypeAlias = Characters | Control

# Bytes after the two-byte prefix for commands of fixed length.
_FIXED: dict[bytes, int] = {
    b"\x1b@": 0,
    b"\x1b2": 0,
    b"\x1b3": 1,
    b"\x1bt": 1,
    b"\x1bR": 1,
    b"\x1ba": 1,
    b"\x1bE": 1,
    b"\x1b-": 1,
    b"\x1bd": 1,
    b"\x1bJ": 1,
    b"\x1b!": 1,
    b"\x1bM": 1,
    b"\x1bp": 3,
    b"\x1d!": 1,
    b"\x1dB": 1,
    b"\x1da": 1,
    b"\x1dr": 1,
    b"\x1dI": 1,
    b"\x1dH": 1,
    b"\x1dh": 1,
    b"\x1dw": 1,
    b"\x1df": 1,
    b"\x1dL": 2,
    b"\x1dW": 2,
}


def next_command(buffer: bytes) -> tuple[Command, int] | None:
    """The first command and its length in bytes; None when it is not complete yet. Never raises."""
    if not buffer:
        return None
    first = buffer[0]
    if first not in (0x1B, 0x1D, 0x10):
        if first < 0x20 or first == 0x7F:
            same = len(buffer) - len(buffer.lstrip(b"\x00"))  # a printer passes over any number of NUL
            return Control(buffer[:1]), same or 1
        end = next((i for i, byte in enumerate(buffer) if byte < 0x20 or byte == 0x7F), len(buffer))
        return Characters(buffer[:end]), end
    if len(buffer) < 2:
        return None
    length = _length(buffer)
    if length is None or len(buffer) < length:
        return None
    return Control(buffer[:2], buffer[2:length]), length


def _length(buffer: bytes) -> int | None:
    """Whole length of the command at the start, None when its length field is not there yet."""
    name = buffer[:2]
    if name in _FIXED:
        return 2 + _FIXED[name]
    if name == b"\x1dV":
        return None if len(buffer) < 3 else (4 if buffer[2] in (65, 66) else 3)
    if name == b"\x1d(":
        return None if len(buffer) < 5 else 5 + buffer[3] + 256 * buffer[4]
    if name == b"\x1dv":
        return None if len(buffer) < 8 else 8 + (buffer[4] + 256 * buffer[5]) * (buffer[6] + 256 * buffer[7])
    if name == b"\x1dk":
        return _barcode_length(buffer)
    return 2  # not known: taken as a command without data, as a clone would


def _barcode_length(buffer: bytes) -> int | None:
    if len(buffer) < 4:
        return None
    if buffer[2] >= 65:
        return 4 + buffer[3]
    end = buffer.find(0, 3)
    return None if end < 0 else end + 1


class RealTimeFilter:
    """Owns a possibly cut real-time command; takes DLE EOT and DLE ENQ out of what arrives, at once."""

    def __init__(self) -> None:
        """Starts with nothing held back."""
        self._held = b""

    def sort(self, data: bytes) -> tuple[bytes, list[tuple[int, int]]]:
        """Bytes for the buffer, and real-time commands as (kind, n)."""
        data = self._held + data
        self._held = b""
        kept = bytearray()
        found: list[tuple[int, int]] = []
        place = 0
        while place < len(data):
            piece = data[place : place + 3]
            if piece[0] == 0x10 and (len(piece) == 1 or piece[1] in (4, 5)):
                if len(piece) < 3:
                    self._held = piece
                    break
                if 1 <= piece[2] <= 4:
                    found.append((piece[1], piece[2]))
                    place += 3
                    continue
            kept.append(piece[0])
            place += 1
        return bytes(kept), found
