"""Cables between the simulated printer and a driver that knows no network: a serial port, the pipes of USB."""

import asyncio
import contextlib
import errno
import os
import select
import socket
import tty
from pathlib import Path

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.printers.twin import TwinPrinter
from tests.contract.printers.rig import TwinRig, escpos_at


class SerialCable:
    """A pseudo terminal whose other end is the twin; gone while the twin is off, there again when it is on.

    Use as `async with`; the twin must be started. `path` is where the port appears.
    """

    def __init__(self, twin: TwinPrinter, path: Path) -> None:
        self._twin = twin
        self.path = path
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()
        self._plugs = 0
        self._is_plugged = False

    async def until_plugged(self, times: int) -> None:
        """Waits until it has been plugged in so often, and is."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._is_plugged and self._plugs >= times)

    async def until_unplugged(self) -> None:
        """Waits until the port is gone."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._is_plugged)

    async def __aenter__(self) -> "SerialCable":
        self._task = asyncio.create_task(self._keep_plugged())
        await self.until_plugged(1)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _keep_plugged(self) -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self._twin.port)
            except OSError:
                return  # switched off: the port is not there
            await self._carry(reader, writer)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(theirs))
        await self._note(is_plugged=True)
        there = asyncio.create_task(self._towards_printer(ours, writer))
        try:
            while data := await reader.read(4096):
                os.write(ours, data)
        except ConnectionError:
            pass  # the printer was switched off
        finally:
            there.cancel()
            await asyncio.gather(there, return_exceptions=True)
            self.path.unlink(missing_ok=True)
            os.close(ours)
            os.close(theirs)
            writer.close()
            await self._note(is_plugged=False)

    async def _note(self, *, is_plugged: bool) -> None:
        async with self._changed:
            self._plugs += is_plugged
            self._is_plugged = is_plugged
            self._changed.notify_all()

    @staticmethod
    async def _towards_printer(ours: int, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            ready = asyncio.Event()
            loop.add_reader(ours, ready.set)
            try:
                await ready.wait()
            finally:
                loop.remove_reader(ours)
            with contextlib.suppress(BlockingIOError):
                writer.write(os.read(ours, 256))
                await writer.drain()


class UsbPipes:
    """The endpoints of a USB printer with the twin behind them: another medium, the same calls."""

    is_two_way = True

    def __init__(self, port: int) -> None:
        """Raises DeviceError NO_HARDWARE while the twin is off, as when the printer is not on the bus."""
        try:
            self._socket = socket.create_connection(("127.0.0.1", port))
        except OSError:
            raise DeviceError(ErrorCode.NO_HARDWARE, "not_there") from None

    def send(self, data: bytes, timeout_s: float) -> int:
        """Bytes taken by then."""
        if not select.select([], [self._socket], [], timeout_s)[1]:
            return 0
        return self._socket.send(data)

    def receive(self, size: int, timeout_s: float) -> bytes:
        """What came by then; a printer that left the bus is ENODEV, as libusb says it."""
        if not select.select([self._socket], [], [], timeout_s)[0]:
            return b""
        data = self._socket.recv(size)
        if not data:
            raise OSError(errno.ENODEV, "no such device")
        return data

    def release(self) -> None:
        """Back to the system."""
        self._socket.close()


class CableRig(TwinRig):
    """Driver and twin with a cable between that comes out with the power."""

    def __init__(self, twin: TwinPrinter, cable: SerialCable, address: str) -> None:
        super().__init__(twin, printer=escpos_at(address))
        self._cable = cable

    async def power_cycle(self) -> None:
        await super().power_cycle()
        await self._cable.until_plugged(2)

    async def power_off(self) -> None:
        await super().power_off()
        await self._cable.until_unplugged()
