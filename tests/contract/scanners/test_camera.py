"""A camera on the network: pictures over a real socket, whole, halved, slow and none at all."""

from collections.abc import AsyncIterator

import pytest

from hardware.api import ErrorCode, Scanner, ScanRead
from hardware.drivers.scanners.camera import PATIENCE_S, SAME_S, CameraScanner
from hardware.drivers.scanners.camera_twin import CameraTwin
from hardware.symbology.reading import scan_read
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
)

NOISE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9


class CameraRig(OwnerThread):
    """Driver and twin; the clock goes on by itself, a little at every look, and by hand."""

    def __init__(self, twin: CameraTwin) -> None:
        super().__init__()
        self.twin = twin
        self.now_s = 100.0
        self.scanner: Scanner = CameraScanner(twin.url, DEVICE, lambda: READ_AT, self._clock_s)

    def _clock_s(self) -> float:
        self.now_s += 0.001
        return self.now_s

    async def close(self) -> None:
        """Let go of both."""
        await self.call(self.scanner.close)
        self.end()
        await self.twin.unplug()

    def record(self, code: str) -> ScanRead:
        return scan_read(f"]Q1{code}".encode(), DEVICE, READ_AT)

    async def scan(self, code: str) -> None:
        self.twin.show(code)

    async def half(self, code: str) -> None:
        self.twin.show(code)
        self.twin.cut()

    async def garbage(self) -> None:
        self.twin.blur(NOISE)

    async def slow(self) -> None:
        self.twin.chunk_s = 0.002

    async def mute(self) -> None:
        self.twin.is_mute = True

    async def unplug(self) -> None:
        await self.twin.unplug()

    async def plug_in(self) -> None:
        await self.twin.plug_in()


@pytest.fixture
async def rig() -> AsyncIterator[CameraRig]:
    """Plugged in."""
    twin = CameraTwin()
    await twin.plug_in()
    rig = CameraRig(twin)
    yield rig
    await rig.close()


class TestCamera(ScannerContract):
    """The whole contract; the rig comes from the fixture above."""


async def test_a_code_that_stays_in_sight_is_one_read_and_one_that_comes_back_another(rig: CameraRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.scan(GTIN)
    assert await heard(rig) == [rig.record(GTIN)]
    await rig.scan("4821")
    assert await heard(rig) == [rig.record("4821")]
    rig.now_s += SAME_S
    await rig.scan(GTIN)
    assert await heard(rig) == [rig.record(GTIN)]


async def test_a_camera_that_gives_no_picture_any_more_is_lost(rig: CameraRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.mute()
    assert await rig.call(rig.scanner.read, SHORT_S) == []
    rig.now_s += PATIENCE_S
    assert await loss(rig) is ErrorCode.OFFLINE


@pytest.mark.parametrize("url", ["https://192.0.2.7/a.jpg", "file:///etc/passwd", "http:///a.jpg"])
def test_what_is_no_address_of_a_camera_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="camera:http"):
        CameraScanner(url, DEVICE, lambda: READ_AT)
