"""The scanners of one terminal that have a line of their own: read, answered by sound, told when to be quiet."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from app.bootstrap.scanner_places import ScannerPlace
from app.domain.errors import Code, Problem
from app.presentation.beeps import Beep
from hardware.api import DeviceError, Feedback, Health, Scanner, ScanRead, TalkingScanner
from hardware.drivers.serial_ports import plugged_in
from hardware.drivers.table import Found
from hardware.scanner_duty import TURN_S, listen
from hardware.supervised import Post, Supervised
from hardware.supervisor import Supervisor

TELL_S = 0.3
_MEANT = {Beep.GOOD: Feedback.GOOD, Beep.QUESTION: Feedback.QUESTION, Beep.REFUSED: Feedback.REFUSED}


class Scanners:
    """Owns them and their supervisor; lives on the loop."""

    def __init__(self, places: Sequence[ScannerPlace], now_at: Callable[[], datetime]) -> None:
        """Problem(OPTION_INVALID) for an address or a word its driver cannot have."""
        self._places = tuple(places)
        self._drivers = [_made(place, name, now_at) for place, name in zip(places, _names(places), strict=True)]
        self._devices: dict[str, Supervised[Scanner]] = {}
        self._supervisor: Supervisor | None = None
        self._telling: set[asyncio.Task[None]] = set()
        self._last = ""

    def health(self) -> tuple[Health, ...]:
        """How each is."""
        return () if self._supervisor is None else self._supervisor.health

    @asynccontextmanager
    async def followed(
        self, heard: Callable[[ScanRead], None], changed: Callable[[], None]
    ) -> AsyncIterator[None]:
        """Their reads go to `heard` until the block ends; `changed` is told when one is in another state."""

        if not self._places:
            yield
            return

        def note(read: ScanRead) -> None:
            self._last = read.device
            heard(read)

        paths = tuple(place.address for place in self._places)
        async with Supervisor(lambda _: changed(), lambda: plugged_in(paths)) as self._supervisor:
            for place, driver, name in zip(self._places, self._drivers, _names(self._places), strict=True):
                post = Post(name, place.driver.info, driver, listen(note), TURN_S)
                self._devices[name] = self._supervisor.add(post)
            try:
                yield
            finally:
                await asyncio.gather(*self._telling)

    def beep(self, beep: Beep) -> bool:
        """Sounded by the scanner that read last, if it can; whether it is."""
        device = self._devices.get(self._last)
        if device is None or not self._can(device, "beep"):
            return False
        self._tell(device, lambda scanner: scanner.signal(_MEANT[beep], TELL_S))
        return True

    def hear(self, are_open: bool) -> None:
        """Scans or is quiet, each that can be told."""
        for device in self._devices.values():
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


def _names(places: Sequence[ScannerPlace]) -> list[str]:
    return [f"scanner-{number}" for number, _ in enumerate(places, 1)]


def _made(place: ScannerPlace, name: str, now_at: Callable[[], datetime]) -> Scanner:
    try:
        return place.driver.make(Found(name, place.address, now_at, place.options))
    except ValueError as exc:
        raise Problem(Code.OPTION_INVALID, option="--scanner", value=place.address, form=str(exc)) from exc
