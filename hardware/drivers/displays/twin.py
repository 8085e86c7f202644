"""A simulated customer display on a line, with the faults of a real one by command."""

import asyncio
from collections.abc import Callable

from hardware.drivers.displays.twin_screen import LONGEST, WORDS, TwinScreen
from hardware.drivers.line_ends import PtyEnd, SocketEnd


class DisplayTwin:
    """Owns its end of a line and the screen; lives on the loop. `page`: what its switches are set to.

    `byte_s`: it takes in one byte in so long, and the next behind it.
    """

    def __init__(self, end: PtyEnd | SocketEnd, language: str, page: str = "cp437") -> None:
        """KeyError for a language it does not speak."""
        self.end = end
        self.is_mute = False
        self.byte_s = 0.0
        self._slowly = bytearray()
        self._turn: asyncio.TimerHandle | None = None
        self._words, self._page = WORDS[language], page
        self.screen = TwinScreen(page)
        self._rest = b""
        self._was_told = asyncio.Event()

    def plug_in(self) -> None:
        """There, and blank."""
        self.power_cycle()
        self.end.plug_in(self._told)

    def unplug(self) -> None:
        """Gone."""
        self._forget()
        self.end.unplug()

    def jam(self) -> None:
        """Takes not one byte more, as behind a cable whose handshake is stuck."""
        self.end.jam()

    def power_cycle(self) -> None:
        """Blank and as its switches say; the line does not notice."""
        self._forget()
        self.screen, self._rest = TwinScreen(self._page), b""

    def garbage(self, data: bytes) -> None:
        """Says what nobody asked for, as a loose cable does."""
        self.end.send(data)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Waits until what it was told has brought that about."""
        while not is_so():
            await self._was_told.wait()
            self._was_told.clear()

    def _forget(self) -> None:
        self._slowly.clear()
        if self._turn is not None:
            self._turn.cancel()
        self._turn = None

    def _told(self, data: bytes) -> None:
        if not self.byte_s and not self._slowly:
            self._take(data)
            return
        self._slowly += data
        if self._turn is None:
            self._take_one()

    def _take_one(self) -> None:
        self._turn = None
        if self._slowly:
            self._take(bytes([self._slowly.pop(0)]))
            self._turn = asyncio.get_running_loop().call_later(self.byte_s, self._take_one)

    def _take(self, data: bytes) -> None:
        if not self.is_mute:
            self._rest += data
            while self._rest and self._obey():
                pass
        self._was_told.set()

    def _obey(self) -> bool:
        """One word; whether there was one."""
        for pattern, does in self._words:
            found = pattern.match(self._rest)
            if found is not None:
                self._rest = self._rest[found.end() :]
                if self.screen.is_listening or found[0].startswith(b"\x1b="):
                    does(self.screen, found[1])
                return True
        if len(self._rest) < LONGEST:
            return False
        self.screen.unknown += 1
        self._rest = self._rest[1:]
        return True
