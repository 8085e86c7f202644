"""A simulated scanner that types: the records of the kernel on a pipe with a name."""

import asyncio
import os
from pathlib import Path

from hardware.drivers.scanners.key_events import DOWN, DROPPED, EVENT, KEY, SYN, UP
from hardware.drivers.scanners.key_layouts import ALT, PAD_DIGITS, SHIFTS, KeyLayout

ENTER = 28
_CONTROL, _BRACKET = 29, "]"
_PAD = {digit: key for key, digit in PAD_DIGITS.items()}
NOISE = (
    EVENT.pack(0, 0, 4, 4, 458_792)  # scan codes, movements, lights, a key without a sign, one that repeats itself
    + EVENT.pack(0, 0, 2, 0, -7)
    + EVENT.pack(0, 0, 17, 0, 1)
    + EVENT.pack(0, 0, KEY, 240, DOWN)
    + EVENT.pack(0, 0, KEY, 30, DOWN)
    + EVENT.pack(0, 0, KEY, 30, 2)
    + EVENT.pack(0, 0, SYN, DROPPED, 0)
)


class EvdevTwin:
    """Owns the pipe; lives on the loop. `with_alt`: signs as Alt and their number, as some scanners send them."""

    def __init__(self, path: Path, layout: KeyLayout, *, with_alt: bool = False) -> None:
        self._path, self._layout, self._with_alt = path, layout, with_alt
        self._descriptor: int | None = None
        self.is_mute = False
        self.key_s = 0.0

    def plug_in(self) -> None:
        """There."""
        os.mkfifo(self._path)
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)

    def unplug(self) -> None:
        """Gone."""
        self._path.unlink(missing_ok=True)
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    async def scan(self, code: str) -> None:
        """Types it, and Enter."""
        await self.type(code)
        await self._press(ENTER)

    async def type(self, text: str) -> None:
        """Types it, and no end."""
        for sign in text:
            if sign == "\x1d":
                await self._press(self._layout.press(_BRACKET)[0], _CONTROL, *self._layout.press(_BRACKET)[1])
            elif self._with_alt:
                await self._by_number(sign)
            else:
                key, held = self._layout.press(sign)
                await self._press(key, *held)

    def hold_shift(self) -> None:
        """Shift is down, and nothing lets go of it."""
        self._write(EVENT.pack(0, 0, KEY, min(SHIFTS), DOWN))

    def noise(self) -> None:
        """What no scanner means, and the kernel's word that events were lost."""
        self._write(NOISE)

    async def _by_number(self, sign: str) -> None:
        self._write(EVENT.pack(0, 0, KEY, ALT, DOWN))
        for digit in f"{ord(sign):04}":
            await self._press(_PAD[digit])
        self._write(EVENT.pack(0, 0, KEY, ALT, UP))

    async def _press(self, key: int, *held: int) -> None:
        for one in held:
            self._write(EVENT.pack(0, 0, KEY, one, DOWN))
        self._write(EVENT.pack(0, 0, KEY, key, DOWN) + EVENT.pack(0, 0, SYN, 0, 0))
        self._write(EVENT.pack(0, 0, KEY, key, UP))
        for one in reversed(held):
            self._write(EVENT.pack(0, 0, KEY, one, UP))
        if self.key_s:
            await asyncio.sleep(self.key_s)

    def _write(self, events: bytes) -> None:
        if self._descriptor is not None and not self.is_mute:
            os.write(self._descriptor, events)
