"""The far end of a line, pseudo-terminal or socket, for simulated devices to sit at."""

import asyncio
import os
import socket
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

CHUNK = 4_096


class PtyEnd:
    """Owns a pseudo-terminal whose path is a link that comes and goes with the plug; lives on the loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ends: list[int] = []

    @property
    def address(self) -> str:
        """What a driver is given."""
        return str(self._path)

    def plug_in(self, told: Callable[[bytes], None]) -> None:
        """There, on whatever port the system gives it this time."""
        master, slave = os.openpty()
        tty.setraw(master)
        tty.setraw(slave)
        os.set_blocking(master, False)
        self._ends = [master, slave]
        self._path.unlink(missing_ok=True)
        self._path.symlink_to(os.ttyname(slave))
        asyncio.get_running_loop().add_reader(master, lambda: told(_read(master)))

    def send(self, data: bytes) -> None:
        """Bytes to the host; what its buffer does not take is lost, as on a line."""
        if self._ends:
            with suppress(BlockingIOError):
                os.write(self._ends[0], data)

    def jam(self) -> None:
        """Takes nothing more, until it is plugged in again."""
        if self._ends:
            asyncio.get_running_loop().remove_reader(self._ends[0])

    def unplug(self) -> None:
        """Gone."""
        self._path.unlink(missing_ok=True)
        if self._ends:
            asyncio.get_running_loop().remove_reader(self._ends[0])
        while self._ends:
            os.close(self._ends.pop())


class SocketEnd:
    """Owns a listening socket and its one conversation; lives on the loop."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self._talk: socket.socket | None = None

    @property
    def address(self) -> str:
        """What a driver is given."""
        return f"socket://127.0.0.1:{self._port}"

    def plug_in(self, told: Callable[[bytes], None]) -> None:
        """Listens, again on the same port."""
        if self._listener.fileno() < 0:
            self._listener = socket.create_server(("127.0.0.1", self._port))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CHUNK)
        self._listener.settimeout(0)
        asyncio.get_running_loop().add_reader(self._listener, lambda: self._meet(told))

    def _meet(self, told: Callable[[bytes], None]) -> None:
        self._hang_up()
        with suppress(BlockingIOError):
            talk, _ = self._listener.accept()
            talk.settimeout(0)
            self._talk = talk
            asyncio.get_running_loop().add_reader(talk, lambda: self._hear(talk, told))

    def _hear(self, talk: socket.socket, told: Callable[[bytes], None]) -> None:
        data = b""
        with suppress(OSError):
            data = talk.recv(CHUNK)
        if data:
            told(data)
        else:
            self._hang_up()

    def send(self, data: bytes) -> None:
        """Bytes to the host, when it is connected."""
        if self._talk is not None:
            with suppress(OSError):
                self._talk.send(data)

    def jam(self) -> None:
        """Takes nothing more from whoever is connected."""
        if self._talk is not None:
            asyncio.get_running_loop().remove_reader(self._talk)

    def unplug(self) -> None:
        """Hangs up and listens no more."""
        self._hang_up()
        if self._listener.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()

    def _hang_up(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            asyncio.get_running_loop().remove_reader(talk)
            talk.close()


def _read(descriptor: int) -> bytes:
    with suppress(OSError):
        return os.read(descriptor, CHUNK)
    return b""
