"""Signs every request of this device under a number that is never used twice, not even after a crash."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from app.contract.signing import MAX_SEQ, SignedRequest
from app.domain.errors import Code, Problem

Sign = Callable[[bytes], bytes]
"""Ed25519 over a message by the device's key."""

Reserve = Callable[[int, int], Awaitable[int]]
"""(after, count) -> the first of `count` consecutive numbers > `after`, durably reserved, never given before."""

BLOCK = 1_024
# A receiver may tell us to go on behind a number; a jump larger than this is no honest one.
MAX_JUMP = 1 << 40


class SequenceBlock:
    """Owns the request numbers of this device in use; lives on one event loop.

    Numbers are reserved in blocks through `reserve`, so that a number costs no write of its own; those left of a
    block at a crash are lost, which the protocol permits.
    """

    def __init__(self, reserve: Reserve, size: int = BLOCK) -> None:
        self._reserve = reserve
        self._size = size
        self._next = 1
        self._end = 1
        self._after = 0
        self._lock = asyncio.Lock()

    async def take(self) -> int:
        """The next number."""
        async with self._lock:
            if self._next >= self._end:
                self._next = await self._reserve(self._after, self._size)
                self._end = self._next + self._size
            taken = self._next
            self._next += 1
            self._after = taken
            return taken

    def skip_past(self, seq: int) -> bool:
        """Go on behind `seq`, which the receiver has heard already; False when that is no honest request."""
        if seq - self._after > MAX_JUMP or seq > MAX_SEQ - MAX_JUMP:
            return False
        if seq >= self._after:
            self._after = seq
            self._next = max(self._next, seq + 1)
        return True


class Signer:
    """Owns this device's name, key and numbers for requests; lives on one event loop."""

    def __init__(self, device: str, sign: Sign, numbers: SequenceBlock, now_at: Callable[[], datetime]) -> None:
        self.device = device
        self._sign = sign
        self.numbers = numbers
        self._now_at = now_at

    async def headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        """The headers of a fresh request; `target` is path and query exactly as they will be sent."""
        seq = await self.numbers.take()
        if seq > MAX_SEQ:
            raise Problem(Code.INTERNAL)
        return self.headers_with(seq, method, target, body)

    def headers_with(self, seq: int, method: str, target: str, body: bytes) -> dict[str, str]:
        """The headers under a number of the caller's: for the enrolment, which comes before there are numbers."""
        request = SignedRequest(method, target, self.device, seq, max(0, int(self._now_at().timestamp() * 1000)))
        return request.headers(self._sign(request.message(body)))
