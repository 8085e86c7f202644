"""The scanners of one terminal that have a line of their own: read, answered by sound, told when to be quiet."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from app.bootstrap.device_places import made_of
from app.bootstrap.scanner_places import ScannerPlace
from app.presentation.beeps import Beep
from hardware.api import DeviceError, Feedback, Health, Ready, Scanner, ScanRead, TalkingScanner
from hardware.drivers.faults import driver_made
from hardware.drivers.table import Found
from hardware.scanner_duty import TURN_S, listen
from hardware.supervised import Post, Supervised
from hardware.supervisor import Supervisor

TELL_S = 0.3
_MEANT = {
    Beep.GOOD: Feedback.GOOD,
    Beep.QUESTION: Feedback.QUESTION,
    Beep.REFUSED: Feedback.REFUSED,
    Beep.ALERT: Feedback.QUESTION,
}


class Scanners:
    """Hears them, answers them and hushes them; lives on the loop."""

    def __init__(self, places: Sequence[ScannerPlace], now_at: Callable[[], datetime]) -> None:
        """Problem(OPTION_INVALID) for an address or a word its driver cannot have."""
        names = [f"scanner-{number}" for number, _ in enumerate(places, 1)]
        made = (_made(place, name, now_at) for place, name in zip(places, names, strict=True))
        self._made = list(zip(names, places, made, strict=True))
        self._devices: dict[str, Supervised[Scanner]] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._are_open = True

    @property
    def paths(self) -> tuple[str, ...]:
        """Where they may be plugged in."""
        return tuple(place.address for _, place, _ in self._made)

    @asynccontextmanager
    async def followed(self, supervisor: Supervisor, heard: Callable[[ScanRead], None]) -> AsyncIterator[None]:
        """Their reads go to `heard` while they are looked after; they are told nothing after the block."""
        for name, place, driver in self._made:
            post = Post(name, place.driver.info, driver, listen(heard), TURN_S)
            self._devices[name] = supervisor.add(post)
        try:
            yield
        finally:
            self._devices.clear()
            await asyncio.gather(*self._telling)

    def beep(self, beep: Beep, name: str) -> bool:
        """Sounded by the scanner of that name, if it is one and can; whether it is."""
        device = self._devices.get(name)
        if device is None or not self._can(device, "beep"):
            return False
        self._tell(device, lambda scanner: scanner.signal(_MEANT[beep], TELL_S))
        return True

    def hear(self, are_open: bool) -> None:
        """Scans or is quiet, each that can be told."""
        self._are_open = are_open
        for device in self._devices.values():
            self._open_ear(device)

    def met(self, health: Health) -> None:
        """A device is in another state: a scanner that is back scans again, whatever it was told before."""
        device = self._devices.get(health.name)
        if device is not None and isinstance(health.state, Ready) and not self._are_open:
            self._open_ear(device)

    def _open_ear(self, device: Supervised[Scanner]) -> None:
        are_open = self._are_open
        if self._can(device, "disable"):
            self._tell(device, lambda scanner: scanner.enable(TELL_S, is_enabled=are_open))

    @staticmethod
    def _can(device: Supervised[Scanner], capability: str) -> bool:
        return device.is_open and capability in device.post.info.capabilities

    def _tell(self, device: Supervised[Scanner], word: Callable[[TalkingScanner], None]) -> None:
        """Said as soon as its thread is free; what cannot be said to one that was just lost is not said."""

        def say(scanner: Scanner) -> None:
            if isinstance(scanner, TalkingScanner):
                word(scanner)

        async def told() -> None:
            with suppress(DeviceError):
                await device.call(say, TELL_S)

        task = asyncio.get_running_loop().create_task(told(), name=f"tell-{device.post.name}")
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


def _made(place: ScannerPlace, name: str, now_at: Callable[[], datetime]) -> Scanner:
    found = Found(name, place.address, now_at, place.options)
    with made_of(place.address, "--scanner"):
        return driver_made(place.driver.info, lambda: place.driver.make(found))
