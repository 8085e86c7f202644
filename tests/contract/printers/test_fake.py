"""The fake the spool tests use behaves as a driver does."""

from collections.abc import Iterator

import pytest

from tests.contract.printers.rig import OwnerThread
from tests.contract.printers.suite import ReceiptPrinterContract
from tests.fakes.printers import FakePrinter


class FakeRig(OwnerThread):
    """Hands on the fake."""

    def __init__(self) -> None:
        super().__init__()
        self.printer = FakePrinter()

    async def lines_left(self, count: int) -> None:
        self.printer.lines_left = count

    async def cover(self, *, is_open: bool) -> None:
        self.printer.is_cover_open = is_open

    async def power_cycle(self) -> None:
        self.printer.power_cycle()

    async def power_off(self) -> None:
        self.printer.is_powered = False

    async def mute(self) -> None:
        self.printer.is_mute = True

    def pulses(self) -> int:
        return self.printer.pulses

    def printed(self) -> list[str]:
        return [line.decode().rstrip("\n") for line in self.printer.paper]


class TestFakePrinter(ReceiptPrinterContract):
    """The whole contract."""

    @pytest.fixture
    def rig(self) -> Iterator[FakeRig]:
        rig = FakeRig()
        yield rig
        rig.end()
