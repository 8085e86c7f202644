"""The scanner on a serial line, as one terminal has it: what it reads goes to the screen, how it is to the log."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from app.adapters.scanner_thread import ScannerThread
from app.domain.errors import Code
from hardware.api import DeviceState, Faulted, Ready, ScanRead
from hardware.drivers.scanners.serial_port import SerialScanner

DEVICE = "scanner"


class SerialLine:
    """Owns the scanner at a path; lives on the loop."""

    def __init__(self, path: str, now_at: Callable[[], datetime]) -> None:
        self._scanner = SerialScanner(path, DEVICE, now_at)
        self._code = Code.SCANNER_OFFLINE.value
        self._log = structlog.get_logger(DEVICE)

    def code(self) -> str:
        """Why it does not read, as last known; empty while it does."""
        return self._code

    @asynccontextmanager
    async def followed(self, heard: Callable[[ScanRead], None]) -> AsyncIterator[None]:
        """Its reads go to `heard` until the block ends."""
        thread = ScannerThread(self._scanner, heard, self._changed)
        thread.start()
        try:
            yield
        finally:
            await thread.stop()

    def _changed(self, state: DeviceState) -> None:
        match state:
            case Ready():
                self._code = ""
            case Faulted():
                self._code = Code.SCANNER_FORBIDDEN.value
            case _:
                self._code = Code.SCANNER_OFFLINE.value
        self._log.info("scanner", state=str(state))
