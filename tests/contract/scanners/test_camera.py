"""A camera on the network: pictures over a real socket, whole, halved, slow and none at all."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, closing

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
    error_of,
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


async def answers(listener: socket.socket, said: bytes) -> None:
    """Whoever asks gets that."""
    loop = asyncio.get_running_loop()
    while True:
        talk, _ = await loop.sock_accept(listener)
        with closing(talk):
            if await loop.sock_recv(talk, 4096):
                await loop.sock_sendall(talk, said)


async def test_a_camera_that_takes_its_time_to_connect_is_waited_for(rig: CameraRig) -> None:
    loop, shown = asyncio.get_running_loop(), b"HTTP/1.0 200 OK\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as stack:
        listener.settimeout(0)
        port = listener.getsockname()[1]
        scanner = CameraScanner(f"http://127.0.0.1:{port}/", DEVICE, lambda: READ_AT)
        serving = asyncio.create_task(answers(listener, shown))
        await rig.call(scanner.open, LONG_S)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        for _ in range(4):  # nobody takes calls, and the system holds no more of them
            caller = stack.enter_context(socket.socket())
            caller.settimeout(0)
            caller.connect_ex(("127.0.0.1", port))
        for _ in range(8):
            assert await rig.call(scanner.read, SHORT_S) == []
        stack.close()
        rig.twin.show(GTIN)
        serving = loop.create_task(answers(listener, shown + rig.twin.picture))
        found: list[ScanRead] = []
        while not found:
            found += await rig.call(scanner.read, SHORT_S)
        assert found == [rig.record(GTIN)]
        await rig.call(scanner.close)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@pytest.mark.parametrize("said", [b"HTTP/1.0 404 Not Found\r\n\r\n", b""])
async def test_one_that_gives_no_picture_is_none(rig: CameraRig, said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        scanner = CameraScanner(url, DEVICE, lambda: READ_AT)
        serving = asyncio.create_task(answers(listener, said))
        assert await error_of(rig.call(scanner.open, LONG_S)) is ErrorCode.NO_HARDWARE
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@pytest.mark.parametrize("url", ["https://192.0.2.7/a.jpg", "file:///etc/passwd", "http:///a.jpg"])
def test_what_is_no_address_of_a_camera_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="camera:http"):
        CameraScanner(url, DEVICE, lambda: READ_AT)
