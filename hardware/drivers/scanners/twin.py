"""A simulated scanner on a line, pseudo-terminal or socket, that can have the faults of a real one."""

import asyncio
from collections.abc import Callable

from hardware.drivers.line_ends import PtyEnd, SocketEnd
from hardware.drivers.scanners.twin_speech import TwinSpeech


class LineTwin:
    """Owns its end of a line; lives on the loop."""

    def __init__(self, end: PtyEnd | SocketEnd, speech: TwinSpeech) -> None:
        self.end, self.speech = end, speech
        self.is_mute = False
        self.byte_s = 0.0
        self._sending = asyncio.Lock()
        self._answers: list[bytes] = []
        self._was_told = asyncio.Event()

    def plug_in(self) -> None:
        """There."""
        self.speech.power_on()
        self.end.plug_in(self._told)

    def unplug(self) -> None:
        """Gone, in the middle of whatever it was doing."""
        self.end.unplug()

    async def scan(self, code: bytes) -> bool:
        """Reads a code; whether it did, which a disabled one does not."""
        if not self.speech.is_enabled or self.is_mute:
            return False
        for frame in self.speech.frames(code):
            await self._send(frame)
        return True

    async def half(self, code: bytes) -> None:
        """Sends the first half of what it has to say, and no more."""
        for frame in self.speech.frames(code):
            await self._send(frame[: len(frame) // 2])

    async def garbage(self, data: bytes) -> None:
        """Sends that, as a damaged cable does."""
        await self._send(data)

    async def _send(self, data: bytes) -> None:
        """At once, or a byte every `byte_s`; an answer never comes into the middle of it."""
        async with self._sending:
            for byte in data if self.byte_s else ():
                self.end.send(bytes([byte]))
                await asyncio.sleep(self.byte_s)
            if not self.byte_s:
                self.end.send(data)
        self._answer()

    def _answer(self) -> None:
        while self._answers and not self._sending.locked():
            self.end.send(self._answers.pop(0))

    def _told(self, data: bytes) -> None:
        if self.is_mute:
            return
        self._answers += self.speech.told(data)
        self._answer()
        self._was_told.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Waits until what it was told has brought that about."""
        while not is_so():
            await self._was_told.wait()
            self._was_told.clear()
