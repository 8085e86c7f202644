"""The system's service of card readers, started for one test: with a simulated reader, and a socket of its own.

It is given its socket as the system's start of services gives it, so that tests side by side have one each. The
library asks once in the life of a process where that is, so it stays the same for all tests of one.
"""

import os
import socket
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from hardware.drivers.scanners.card_service import CardFault, CardService, State

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
COMMAND = Path("/usr/sbin/pcscd")
READER = "Bancone twin"
SOCKET = "PCSCLITE_CSOCK_NAME"
_START = 'exec 3<&"$1"; export LISTEN_PID=$$ LISTEN_FDS=1; exec "$2" --foreground --critical --config "$3"'
_GIVE_UP_S = 10.0
_folder = tempfile.TemporaryDirectory(prefix="cards-")


def free_ports() -> int:
    """The first of two ports in a row that nobody has: the reader has two slots.

    Taken from below those the system gives out by itself, each process from its own place on: between this answer
    and the reader's start nobody else finds them.
    """
    for port in range(10_000 + os.getpid() % 10_000 * 2, 32_000, 2):
        with socket.socket() as first, socket.socket() as second, suppress(OSError):
            first.bind(("", port))
            second.bind(("", port + 1))
            return port
    raise OSError("no port")


class CardServiceProcess:
    """Owns the process and its socket; one thread."""

    def __init__(self) -> None:
        self.port = free_ports()
        self._path = Path(_folder.name) / "socket"
        self._config = Path(_folder.name) / "reader"
        self._process: subprocess.Popen[bytes] | None = None
        os.environ[SOCKET] = str(self._path)

    def start(self, *, has_reader: bool = True) -> None:
        """Runs, with the simulated reader plugged in or none; it has no way to lose one while it runs.

        RuntimeError where it cannot, with what to do about it.
        """
        if not (COMMAND.exists() and DRIVER.exists()):
            raise RuntimeError("type `packaging/system-packages.sh cards` for what this test needs")
        self._config.write_text(self._words() if has_reader else "", "utf-8")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self._path))
            listener.listen()
            self._process = subprocess.Popen(
                ["bash", "-c", _START, "bash", str(listener.fileno()), str(COMMAND), str(self._config)],
                pass_fds=[listener.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        give_up_at = time.monotonic() + _GIVE_UP_S
        while has_reader and not _readers():
            if time.monotonic() > give_up_at:
                self.stop()
                raise RuntimeError(f"{COMMAND} shows no reader; as a user it needs the folder /run/pcscd")

    def stop(self) -> None:
        """Runs no more; its socket is gone as well."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(_GIVE_UP_S)
            self._path.unlink()

    def await_empty(self) -> None:
        """Until the reader has seen that no card is on it: one that comes sooner would be taken for the same."""
        with closing(CardService()) as service:
            state: int = State.UNAWARE
            while (state := service.changed(service.readers()[0], state, 0.5)) & State.PRESENT:
                pass

    def _words(self) -> str:
        words = {
            "FRIENDLYNAME": f'"{READER}"',
            "DEVICENAME": f"/dev/null:0x{self.port:X}",
            "LIBPATH": DRIVER,
            "CHANNELID": f"0x{self.port:X}",
        }
        return "".join(f"{name} {word}\n" for name, word in words.items())


def _readers() -> tuple[bytes, ...]:
    try:
        with closing(CardService()) as service:
            return service.readers()
    except CardFault:
        return ()
