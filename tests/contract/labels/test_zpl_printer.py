"""The ZPL driver over the network and over a serial line, with a simulated printer at the other end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hardware.api import LabelPrinter
from hardware.drivers.labels.twin import LabelTwin
from hardware.drivers.labels.zpl_printer import ZplPrinter
from tests.contract.labels.suite import LabelPrinterContract
from tests.contract.printers.rig import OwnerThread
from tests.contract.scanners.line_rig import NOISE, line_end


class LabelRig(OwnerThread):
    """Driver and twin on one line."""

    def __init__(self, way: str, folder: Path, *, is_silent_in_fault: bool = False) -> None:
        super().__init__()
        end = line_end(way, folder)
        self.twin = LabelTwin(end, is_silent_in_fault=is_silent_in_fault)
        self.twin.plug_in()
        self.printer: LabelPrinter = ZplPrinter(end.address)

    async def close(self) -> None:
        """Let go of both."""
        await self.call(self.printer.close)
        self.end()
        self.twin.unplug()

    async def prints(self, count: int) -> None:
        await self.twin.until(lambda: len(self.twin.printed) >= count)

    def printed(self) -> int:
        return len(self.twin.printed)

    def refused(self) -> int:
        return self.twin.refused

    async def fault(self, reason: str) -> None:
        self.twin.change(**{f"is_{reason}": True})

    async def mend(self) -> None:
        self.twin.change()

    async def fault_when_told(self) -> None:
        self.twin.runs_out_next = True

    async def off_when_told(self) -> None:
        self.twin.goes_off_next = True

    async def garbage(self) -> None:
        self.twin.garbage(NOISE)

    async def mute(self) -> None:
        self.twin.is_mute = True

    async def jam(self) -> None:
        self.twin.jam()

    async def unplug(self) -> None:
        self.twin.unplug()

    async def plug_in(self) -> None:
        self.twin.plug_in()


@pytest.mark.parametrize("way", ["socket", "pty"])
class TestZpl(LabelPrinterContract):
    """One that answers always."""

    @pytest.fixture
    async def rig(self, tmp_path: Path, way: str) -> AsyncIterator[LabelRig]:
        rig = LabelRig(way, tmp_path)
        yield rig
        await rig.close()


class TestZplThatIsSilentInAFault(LabelPrinterContract):
    """Newer printers, which answer nothing while they lack paper."""

    ANSWERS = False

    @pytest.fixture
    async def rig(self, tmp_path: Path) -> AsyncIterator[LabelRig]:
        rig = LabelRig("socket", tmp_path, is_silent_in_fault=True)
        yield rig
        await rig.close()
