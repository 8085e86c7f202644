"""Tells a device's fresh request from a replayed one, also after a restart of the host."""

import asyncio

from app.contract.signing import ReplayWindow
from app.domain.errors import Code, Problem
from app.hosting.ports import SeqMarks

# One durable write of a mark lets so many requests pass.
BLOCK = 1_024


class ReplayGuard:
    """Owns a window per device and its durable mark; lives on the host's event loop.

    The mark is written ahead of the numbers it covers. After a restart everything up to it counts as heard: what
    was recorded before cannot be played again, and a device that is still below is told where to go on.
    """

    def __init__(self, marks: SeqMarks) -> None:
        self._marks = marks
        self._windows: dict[str, ReplayWindow] = {}
        self._reserved: dict[str, int] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def accept(self, device_id: str, seq: int) -> None:
        """Take note of a request whose signature was checked; Problem(REQUEST_REPLAYED, after=…) when heard."""
        async with self._locks.setdefault(device_id, asyncio.Lock()):
            window = await self._window(device_id)
            if seq > self._reserved[device_id]:
                await self._marks.save(device_id, seq + BLOCK)
                self._reserved[device_id] = seq + BLOCK
            if not window.accept(seq):
                raise Problem(Code.REQUEST_REPLAYED, after=window.top)

    async def _window(self, device_id: str) -> ReplayWindow:
        if device_id not in self._windows:
            mark = await self._marks.load(device_id)
            self._windows[device_id] = ReplayWindow(mark)
            self._reserved[device_id] = mark
        return self._windows[device_id]
