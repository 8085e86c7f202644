"""The thread of one scanner: opens it, reads it, comes back to it after every loss."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass

from hardware.api import Absent, Connecting, DeviceError, DeviceState, ErrorCode, Faulted, Ready, Scanner, ScanRead

CALL_S = 0.3


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between two tries to open it: the first, doubled up to the longest."""

    first_s: float = 0.5
    longest_s: float = 10.0


class ScannerThread:
    """Owns one scanner and the thread it is used on; everything else lives on the loop it was started on.

    `heard` gets every read, `changed` every other state, both on the loop.
    """

    def __init__(
        self,
        scanner: Scanner,
        heard: Callable[[ScanRead], None],
        changed: Callable[[DeviceState], None],
        pauses: Pauses | None = None,
    ) -> None:
        self._scanner, self._heard, self._changed = scanner, heard, changed
        self._pauses = pauses or Pauses()
        self._state: DeviceState = Connecting()
        self._stopped = threading.Event()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="scanner")

    def start(self) -> None:
        """Begin; on the loop that is to be told."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """End; when it returns the device is free."""
        self._stopped.set()
        await self._ended.wait()
        self._thread.join()

    def _run(self) -> None:
        try:
            pause_s = self._pauses.first_s
            while not self._stopped.is_set():
                pause_s = self._pauses.first_s if self._serve() else min(2 * pause_s, self._pauses.longest_s)
                self._stopped.wait(pause_s)
        finally:
            self._scanner.close()
            self._loop.call_soon_threadsafe(self._ended.set)

    def _serve(self) -> bool:
        """Use it until it is lost; whether it was there at all."""
        is_open = False
        try:
            self._scanner.open(CALL_S)
            is_open = True
            self._tell(Ready())
            while not self._stopped.is_set():
                for read in self._scanner.read(CALL_S):
                    self._loop.call_soon_threadsafe(self._heard, read)
        except DeviceError as error:
            self._tell(Faulted(error.reason) if error.code is ErrorCode.ILLEGAL else Absent())
        return is_open

    def _tell(self, state: DeviceState) -> None:
        if state != self._state:
            self._state = state
            self._loop.call_soon_threadsafe(self._changed, state)
