"""The same printer over every other line: serial port, device file, USB; and one that confirms in another way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hardware.api import WriteState
from hardware.drivers.printers.address import USB
from hardware.drivers.printers.escpos import EscposPrinter
from hardware.drivers.printers.twin import TwinPrinter, TwinTraits
from hardware.drivers.printers.usb_line import UsbLine
from hardware.printing.profiles import CLONE_58, CLONE_80, GENERIC_80
from tests.contract.printers.cables import CableRig, SerialCable, UsbPipes
from tests.contract.printers.rig import TwinRig, escpos_at, receipt_font
from tests.contract.printers.suite import LONG_S, SHORT_S, TEN, ReceiptPrinterContract


class TestOnASerialPort(ReceiptPrinterContract):
    """The whole contract over a pseudo terminal."""

    @pytest.fixture
    async def rig(self, tmp_path: Path) -> AsyncIterator[TwinRig]:
        path = tmp_path / "port"
        async with TwinPrinter(receipt_font()) as twin, SerialCable(twin, path) as cable:
            rig = CableRig(twin, cable, f"serial:{path}@115200")
            yield rig
            rig.close()


class TestBehindADeviceFile(ReceiptPrinterContract):
    """The whole contract over a device that is opened as a file."""

    @pytest.fixture
    async def rig(self, tmp_path: Path) -> AsyncIterator[TwinRig]:
        path = tmp_path / "lp0"
        async with TwinPrinter(receipt_font()) as twin, SerialCable(twin, path) as cable:
            rig = CableRig(twin, cable, f"file:{path}")
            yield rig
            rig.close()


class TestOnUsb(ReceiptPrinterContract):
    """The whole contract over endpoints; only pyusb's own calls are not in it."""

    @pytest.fixture
    async def rig(self) -> AsyncIterator[TwinRig]:
        async with TwinPrinter(receipt_font()) as twin:
            rig = TwinRig(twin, printer=EscposPrinter(lambda _: UsbLine(UsbPipes(twin.port)), USB, GENERIC_80))
            yield rig
            rig.close()


class TestOneThatConfirmsInOrder(ReceiptPrinterContract):
    """The whole contract with a clone that knows no process ids and never speaks unasked."""

    @pytest.fixture
    async def rig(self) -> AsyncIterator[TwinRig]:
        traits = TwinTraits(has_automatic_status=False, has_process_id=False)
        async with TwinPrinter(receipt_font(), CLONE_58, traits) as twin:
            rig = TwinRig(twin, CLONE_58)
            yield rig
            rig.close()


async def test_one_that_never_answers_is_not_waited_for_on_a_cable(tmp_path: Path) -> None:
    path = tmp_path / "port"
    async with TwinPrinter(receipt_font(), CLONE_80) as twin, SerialCable(twin, path) as cable:
        rig = TwinRig(twin, printer=escpos_at(f"serial:{cable.path}@115200", CLONE_80))
        await rig.call(rig.printer.open, LONG_S)
        assert (await rig.call(rig.printer.write, TEN, SHORT_S)).state is WriteState.ACCEPTED
        await twin.until_lines(10)
        rig.close()
