"""What simulated scanners of several makers say, and what they make of what they are told."""

from dataclasses import dataclass, field
from typing import Protocol

from hardware.devices import Feedback
from hardware.drivers.scanners.dialects import ESC
from hardware.drivers.scanners.zebra_ssi import CONTINUES, DECODER, RETRANSMIT, Opcode, packet

_PART = 240
FRAMINGS = {
    "cr": (b"", b"\r"),
    "lf": (b"", b"\n"),
    "crlf": (b"", b"\r\n"),
    "tab": (b"", b"\t"),
    "stx-etx": (b"\x02", b"\x03"),
}


class TwinSpeech(Protocol):
    """One scanner's end of the conversation; `said` is what it was told to say, in order."""

    said: list[Feedback]
    is_enabled: bool

    def power_on(self) -> None:
        """As it was set up, with nothing left to say."""

    def frames(self, code: bytes) -> list[bytes]:
        """What goes out for a code at once."""

    def told(self, data: bytes) -> list[bytes]:
        """What the host said; what goes out in answer."""


@dataclass
class FramedTwin:
    """A scanner that ends its codes, and understands single words of a maker."""

    begin: bytes = b""
    end: bytes = b"\r"
    words: dict[bytes, Feedback] = field(default_factory=dict)
    enable: bytes = b""
    disable: bytes = b""
    said: list[Feedback] = field(default_factory=list)
    is_enabled: bool = True

    def power_on(self) -> None:
        """Scans."""
        self.is_enabled = True

    def frames(self, code: bytes) -> list[bytes]:
        """The code with its end."""
        return [self.begin + code + self.end]

    def told(self, data: bytes) -> list[bytes]:
        """Words follow one another without a sign between."""
        while data:
            word = next((word for word in (*self.words, self.enable, self.disable) if data.startswith(word)), b"")
            if word in self.words:
                self.said.append(self.words[word])
            elif word:
                self.is_enabled = word == self.enable
            data = data[len(word) or 1 :]
        return []


@dataclass
class SsiTwin:
    """A Zebra scanner: sends packets, keeps the last until it is acknowledged, and obeys.

    `own_beep` is how its beep after a decode was set, time after time; `naks` how often it was asked again.
    """

    said: list[Feedback] = field(default_factory=list)
    is_enabled: bool = True
    own_beep: list[bool] = field(default_factory=list)
    naks: int = 0
    _waiting: list[bytes] = field(default_factory=list)
    _heard: bytearray = field(default_factory=bytearray)

    def power_on(self) -> None:
        """Scans; parameters that were set for now are gone."""
        self.is_enabled = True
        self._waiting.clear()
        self._heard.clear()

    @property
    def is_free(self) -> bool:
        """Whether the host acknowledged every packet."""
        return not self._waiting

    def frames(self, code: bytes) -> list[bytes]:
        """The first packet, unless one is on its way; the others follow the acknowledgements."""
        is_free = self.is_free
        parts = [code[at : at + _PART] for at in range(0, len(code), _PART)] or [b""]
        self._waiting += [
            packet(Opcode.DECODE_DATA, b"\x03" + part, DECODER, 0 if number == len(parts) - 1 else CONTINUES)
            for number, part in enumerate(parts)
        ]
        return self._waiting[:1] if is_free else []

    def told(self, data: bytes) -> list[bytes]:
        """Packets of the host."""
        self._heard += data
        out: list[bytes] = []
        while self._heard and len(self._heard) >= self._heard[0] + 2:
            size = self._heard[0] + 2
            whole, self._heard = bytes(self._heard[:size]), self._heard[size:]
            out += self._packet(whole[1], whole[4:-2])
        return out

    def _packet(self, opcode: int, data: bytes) -> list[bytes]:
        match opcode:
            case Opcode.ACK:
                del self._waiting[:1]
                return self._waiting[:1]
            case Opcode.NAK:
                self.naks += 1
                return [_again(part) for part in self._waiting[:1]]
            case Opcode.BEEP:
                heights = {0: Feedback.GOOD, 1: Feedback.QUESTION, 7: Feedback.REFUSED}
                self.said.append(heights[data[0]])
            case Opcode.SCAN_ENABLE | Opcode.SCAN_DISABLE:
                self.is_enabled = opcode == Opcode.SCAN_ENABLE
            case Opcode.PARAM_SEND:
                self.own_beep.append(bool(data[2]))
        return [packet(Opcode.ACK, b"", DECODER)]

    def resend(self) -> list[bytes]:
        """Nobody acknowledged the last packet."""
        return [_again(part) for part in self._waiting[:1]]


def _again(whole: bytes) -> bytes:
    return packet(whole[1], whole[4:-2], DECODER, whole[3] | RETRANSMIT)


def speech_of(kind: str, framing: str = "cr") -> TwinSpeech:
    """A scanner that speaks the dialect of that name. KeyError for one there is not."""
    begin, end = FRAMINGS[framing]
    match kind:
        case "zebra-ssi":
            return SsiTwin()
        case "datalogic":
            words = {b"B": Feedback.GOOD, b"\x07": Feedback.QUESTION, b"F": Feedback.REFUSED}
            return FramedTwin(begin, end, words, b"E", b"D")
        case "honeywell":
            words = {ESC + b"7": Feedback.GOOD, ESC + b"5": Feedback.QUESTION, ESC + b"8": Feedback.REFUSED}
            return FramedTwin(begin, end, words)
        case "serial":
            return FramedTwin(begin, end)
    raise KeyError(kind)
