"""A receipt printer behind a queue of the system (CUPS): papers go to `lp` whole, and nothing comes back."""

import shutil
import subprocess
import tempfile
from typing import IO

from hardware.devices import DeviceError, DriverInfo, ErrorCode, PrinterStatus, WriteResult, WriteState

_END_S = 1.0


class SystemQueuePrinter:
    """Hands bytes to a queue by name. What the queue took may come out later or never: it cannot be asked."""

    def __init__(self, queue: str, info: DriverInfo) -> None:
        """Keeps the name; nothing is looked for yet."""
        self._queue = queue
        self._info = info
        self._is_open = False
        self._handing: subprocess.Popen[bytes] | None = None

    @property
    def info(self) -> DriverInfo:
        """What this driver is."""
        return self._info

    def open(self, timeout_s: float) -> None:
        """Looks whether there is such a queue. Raises DeviceError: NO_SERVICE no printing system, or no
        queue of that name, which is nothing that comes back by itself."""
        self.close()
        with tempfile.TemporaryFile() as nothing:
            looking = _start(("lpstat", "-p", self._queue), nothing)
        if _ended(looking, timeout_s) is None:
            _end(looking)
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")
        if looking.returncode != 0:
            raise DeviceError(ErrorCode.NO_SERVICE, "no_queue")
        self._is_open = True

    def write(self, section: bytes, timeout_s: float) -> WriteResult:
        """Hands over a whole paper; ILLEGAL while another is being handed over."""
        self._check_open()
        if self._handing is not None:
            raise DeviceError(ErrorCode.ILLEGAL, "section_pending")
        with tempfile.TemporaryFile() as paper:
            paper.write(section)
            paper.seek(0)
            self._handing = _start(("lp", "-d", self._queue, "-o", "raw", "-s"), paper)
        return self.await_written(timeout_s)

    def await_written(self, timeout_s: float) -> WriteResult:
        """Waits until the queue has it. Raises DeviceError OFFLINE when it did not take it."""
        self._check_open()
        if self._handing is None:
            raise DeviceError(ErrorCode.ILLEGAL, "no_section_pending")
        code = _ended(self._handing, timeout_s)
        if code is None:
            return WriteResult(WriteState.PENDING, PrinterStatus())
        self._handing = None
        if code != 0:
            self.close()
            raise DeviceError(ErrorCode.OFFLINE, "queue_refused")
        return WriteResult(WriteState.ACCEPTED, PrinterStatus())

    def status(self, timeout_s: float) -> PrinterStatus:
        """Nothing: a queue says it is idle while the printer has no paper."""
        self._check_open()
        return PrinterStatus()

    def kick(self, timeout_s: float) -> WriteResult:
        """ILLEGAL: a queue would open the drawer some time, perhaps when nobody stands there."""
        raise DeviceError(ErrorCode.ILLEGAL, "no_drawer")

    def close(self) -> None:
        """Gives up handing over."""
        self._is_open = False
        handing, self._handing = self._handing, None
        if handing is not None:
            _end(handing)

    def _check_open(self) -> None:
        if not self._is_open:
            raise DeviceError(ErrorCode.CLOSED, "not_open")


def _start(command: tuple[str, ...], source: IO[bytes]) -> subprocess.Popen[bytes]:
    program = shutil.which(command[0])
    if program is None:
        raise DeviceError(ErrorCode.NO_SERVICE, "no_print_system")
    quiet = subprocess.DEVNULL
    return subprocess.Popen((program, *command[1:]), stdin=source, stdout=quiet, stderr=quiet)  # noqa: S603 - no shell, and the queue's name is checked where it is typed


def _ended(process: subprocess.Popen[bytes], timeout_s: float) -> int | None:
    try:
        return process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """One that the system itself holds up is left to it: nobody waits for that."""
    process.kill()
    _ended(process, _END_S)
