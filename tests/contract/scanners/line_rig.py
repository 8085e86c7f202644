"""A driver on a real line, with a simulated scanner at the other end."""

from pathlib import Path

from hardware.api import Feedback, Scanner, ScanRead
from hardware.drivers.line_ends import PtyEnd, SocketEnd
from hardware.drivers.scanners.dialects import Dialect
from hardware.drivers.scanners.line_scanner import LineScanner
from hardware.drivers.scanners.twin import LineTwin
from hardware.drivers.scanners.twin_speech import TwinSpeech
from tests.contract.printers.rig import OwnerThread
from tests.contract.scanners.suite import DEVICE, READ_AT, record

NOISE = bytes(range(256)) * 3
BYTE_S = 0.002


class LineRig(OwnerThread):
    """Driver and twin on one line."""

    def __init__(self, end: PtyEnd | SocketEnd, dialect: Dialect, speech: TwinSpeech) -> None:
        super().__init__()
        self.twin = LineTwin(end, speech)
        self.twin.plug_in()
        self.now_s = 100.0
        self.scanner: Scanner = LineScanner(end.address, DEVICE, dialect, lambda: READ_AT, lambda: self.now_s)

    async def close(self) -> None:
        """Let go of both."""
        await self.call(self.scanner.close)
        self.end()
        self.twin.unplug()

    def record(self, code: str) -> ScanRead:
        return record(code)

    async def scan(self, code: str) -> None:
        await self.twin.scan(code.encode())

    async def half(self, code: str) -> None:
        await self.twin.half(code.encode())

    async def garbage(self) -> None:
        """And the silence that follows it."""
        await self.twin.garbage(NOISE)
        await self.call(self.scanner.read, BYTE_S)
        self.now_s += 10

    async def slow(self) -> None:
        self.twin.byte_s = BYTE_S

    async def mute(self) -> None:
        self.twin.is_mute = True

    async def unplug(self) -> None:
        self.twin.unplug()

    async def plug_in(self) -> None:
        self.twin.plug_in()

    async def said(self, count: int) -> list[Feedback]:
        await self.twin.until(lambda: len(self.twin.speech.said) >= count)
        return self.twin.speech.said

    async def becomes(self, *, is_enabled: bool) -> None:
        await self.twin.until(lambda: self.twin.speech.is_enabled is is_enabled)


def line_end(way: str, folder: Path) -> PtyEnd | SocketEnd:
    """A pseudo-terminal or a socket."""
    return PtyEnd(folder / "scanner") if way == "pty" else SocketEnd()
