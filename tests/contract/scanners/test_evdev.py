"""Scanners that type, read from the kernel's records on a pipe, in both layouts and as numbers behind Alt."""

import errno
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hardware.api import DeviceError, ErrorCode, Scanner, ScanRead
from hardware.drivers.scanners.evdev import EvdevScanner
from hardware.drivers.scanners.evdev_twin import EvdevTwin
from hardware.drivers.scanners.key_layouts import AMERICAN, ITALIAN, LAYOUTS
from tests.contract.printers.rig import OwnerThread
from tests.contract.scanners.suite import (
    DEVICE,
    GTIN,
    LONG_S,
    READ_AT,
    SHORT_S,
    ScannerContract,
    heard,
    loss,
    record,
)

ELEMENTS = f"01{GTIN.zfill(14)}10LOT7\x1d21S9"


class EvdevRig(OwnerThread):
    """Driver and twin; a pipe cannot be grabbed, so who grabs it is noted."""

    def __init__(self, path: Path, layout: str, *, with_alt: bool = False) -> None:
        super().__init__()
        self.twin = EvdevTwin(path, LAYOUTS[layout], with_alt=with_alt)
        self.twin.plug_in()
        self.grabbed: list[int] = []
        self.scanner: Scanner = EvdevScanner(
            str(path), DEVICE, LAYOUTS[layout], lambda: READ_AT, clock_s=lambda: 100.0, grab=self.grabbed.append
        )

    async def close(self) -> None:
        """Let go of both."""
        await self.call(self.scanner.close)
        self.end()
        self.twin.unplug()

    def record(self, code: str) -> ScanRead:
        return record(code)

    async def scan(self, code: str) -> None:
        await self.twin.scan(code)

    async def half(self, code: str) -> None:
        await self.twin.type(code[: len(code) // 2])

    async def garbage(self) -> None:
        self.twin.noise()

    async def slow(self) -> None:
        self.twin.key_s = 0.002

    async def mute(self) -> None:
        self.twin.is_mute = True

    async def unplug(self) -> None:
        self.twin.unplug()

    async def plug_in(self) -> None:
        self.twin.plug_in()


@pytest.mark.parametrize(("layout", "with_alt"), [("us", False), ("it", False), ("us", True)])
class TestEvdev(ScannerContract):
    """The whole contract."""

    @pytest.fixture
    async def rig(self, tmp_path: Path, layout: str, with_alt: bool) -> AsyncIterator[EvdevRig]:
        rig = EvdevRig(tmp_path / "event0", layout, with_alt=with_alt)
        yield rig
        await rig.close()

    async def test_it_is_taken_from_everybody_else_and_the_separator_of_gs1_is_kept(self, rig: EvdevRig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        await rig.scan(ELEMENTS)
        assert await heard(rig) == [record(ELEMENTS)]
        assert len(rig.grabbed) == 1


async def test_what_was_held_down_when_it_was_unplugged_is_not_held_afterwards(tmp_path: Path) -> None:
    rig = EvdevRig(tmp_path / "event0", "us")
    await rig.call(rig.scanner.open, LONG_S)
    rig.twin.hold_shift()
    assert await rig.call(rig.scanner.read, SHORT_S) == []
    await rig.unplug()
    assert await loss(rig) is ErrorCode.OFFLINE
    await rig.plug_in()
    await rig.call(rig.scanner.open, LONG_S)
    await rig.scan("4821")
    assert await heard(rig) == [record("4821")]
    await rig.close()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EBUSY, ErrorCode.BUSY),
        (errno.EACCES, ErrorCode.ILLEGAL),
        (errno.ENOTTY, ErrorCode.NO_HARDWARE),
    ],
)
def test_why_it_cannot_be_taken_is_told_and_nothing_is_kept_open(
    tmp_path: Path, number: int, code: ErrorCode
) -> None:
    path, opened = tmp_path / "event0", list[int]()
    os.mkfifo(path)

    def refuse(descriptor: int) -> None:
        opened.append(descriptor)
        raise OSError(number, "no")

    scanner = EvdevScanner(str(path), DEVICE, AMERICAN, lambda: READ_AT, grab=refuse)
    with pytest.raises(DeviceError) as refused:
        scanner.open(LONG_S)
    assert refused.value.code is code
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])


def test_a_file_is_no_scanner(tmp_path: Path) -> None:
    path = tmp_path / "event0"
    path.touch()
    with pytest.raises(DeviceError) as refused:
        EvdevScanner(str(path), DEVICE, AMERICAN, lambda: READ_AT).open(LONG_S)
    assert refused.value.code is ErrorCode.NO_HARDWARE


def test_every_sign_of_a_code_has_its_key_in_both_layouts() -> None:
    signs = {chr(number) for number in range(0x20, 0x7F)}
    for layout in (AMERICAN, ITALIAN):
        found = {*layout.alone.values(), *layout.shift.values(), *layout.alt_gr.values(), *layout.both.values()}
        assert signs <= found
