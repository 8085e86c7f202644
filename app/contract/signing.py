"""What a device signs in every request, and how a receiver tells a fresh request from a replayed one."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.contract.ids import DEVICE_ID

HEADER_DEVICE = "Bancone-Device"
HEADER_SEQ = "Bancone-Seq"
HEADER_TIME = "Bancone-Time"
HEADER_SIGNATURE = "Bancone-Signature"
HEADER_SKEW = "Bancone-Skew"

DOMAIN = b"bancone-request-v1\0"
ENROL_DEVICE = "0000"
REPLAY_WINDOW = 1_024
MAX_SEQ = (1 << 62) - 1
CLOCK_OFF_S = 300

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


class BadSigning(ValueError):
    """The headers of a request do not say who signed it, in which place, with what."""


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What the signature covers. `target` is path and query exactly as sent; `time_ms` the device's Unix clock.

    `seq` only grows per device, across restarts. `time_ms` is told for display and repair: no decision reads it.
    """

    method: str
    target: str
    device: str
    seq: int
    time_ms: int

    def message(self, body: bytes) -> bytes:
        """The bytes to sign: domain, then one line each; the body stands as its SHA-256."""
        if any(char <= " " or char == "\x7f" for char in self.method + self.target):
            raise BadSigning("method or target with blanks")
        lines = (
            self.method.upper(),
            self.target,
            self.device,
            str(self.seq),
            str(self.time_ms),
            hashlib.sha256(body).hexdigest(),
        )
        return DOMAIN + "\n".join(lines).encode()

    def headers(self, signature: bytes) -> dict[str, str]:
        """The four headers that carry it."""
        return {
            HEADER_DEVICE: self.device,
            HEADER_SEQ: str(self.seq),
            HEADER_TIME: str(self.time_ms),
            HEADER_SIGNATURE: signature.hex(),
        }


def read_headers(method: str, target: str, headers: Mapping[str, str]) -> tuple[SignedRequest, bytes]:
    """The signed request and its signature as the headers claim them; BadSigning when one is missing or odd.

    `headers` must answer without regard to case, or hold the names as written here.
    """
    device = headers.get(HEADER_DEVICE, "")
    seq = headers.get(HEADER_SEQ, "")
    time_ms = headers.get(HEADER_TIME, "")
    signature = headers.get(HEADER_SIGNATURE, "")
    if not (DEVICE_ID.fullmatch(device) and _NUMBER.fullmatch(seq) and _NUMBER.fullmatch(time_ms)):
        raise BadSigning("device, sequence or time")
    if int(seq) > MAX_SEQ or not _SIGNATURE.fullmatch(signature):
        raise BadSigning("sequence or signature")
    return SignedRequest(method, target, device, int(seq), int(time_ms)), bytes.fromhex(signature)


def skew_s(time_ms: int, now_at: datetime) -> int:
    """Seconds by which the device's clock is ahead of the receiver's; negative when it is behind."""
    return round(time_ms / 1000 - now_at.timestamp())


def is_clock_off(skew: int) -> bool:
    """Whether a person should be told to set the clock (more than five minutes); never a refusal."""
    return abs(skew) > CLOCK_OFF_S


class ReplayWindow:
    """Owns which sequence numbers of one device were seen; belongs to one event loop or one lock.

    Requests of a device run in parallel and may overtake each other, so the last 1,024 numbers up to the highest
    are remembered one by one; what is older counts as seen. `floor`: everything up to it counts as seen.
    """

    __slots__ = ("_bits", "_top")

    def __init__(self, floor: int = 0) -> None:
        self._top = floor
        self._bits = (1 << REPLAY_WINDOW) - 1

    @property
    def top(self) -> int:
        """The highest number seen."""
        return self._top

    def accept(self, seq: int) -> bool:
        """Whether `seq` is fresh; a fresh one counts as seen from now on."""
        ahead = seq - self._top
        if ahead > 0:
            kept = self._bits << ahead if ahead < REPLAY_WINDOW else 0
            self._bits = (kept | 1) & ((1 << REPLAY_WINDOW) - 1)
            self._top = seq
            return True
        # Compared before it is shifted: a number far behind must not become a number of that many bits.
        if -ahead >= REPLAY_WINDOW or self._bits >> -ahead & 1:
            return False
        self._bits |= 1 << -ahead
        return True
