"""A terminal's disk filled to the last byte: a real one where the system lets us mount it, else as good as."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from app.usecases.ports import TerminalTx
from tests.e2e.one_till.counter import Counter

# Room for the ballast, three times as much while it is taken, and the shop's data.
_DISK_BYTES = 80 * 1024 * 1024
_PIECE = bytes(64 * 1024)
# More than the write-ahead log keeps for itself once it has grown.
_LARGE = "x" * (6 * 1024 * 1024)


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@dataclass
class Disk:
    """A folder on it; `is_real`: a file system of its own. Where it is not, the system says that it is full."""

    folder: Path
    is_real: bool
    is_full: bool = False

    async def fill(self, counter: Counter, till: Path) -> None:
        """Leave no room, and have the terminal find out."""
        self.is_full = True
        if not self.is_real:
            (till / "ballast").unlink()
            return
        self._fill()
        await counter.terminal.door.write(_write_much)

    def free(self) -> None:
        """Somebody makes room."""
        self.is_full = False
        (self.folder / "filling").unlink(missing_ok=True)

    def usage(self, path: Path) -> _Usage:
        """What the system says of a disk that is not real."""
        return _Usage(_DISK_BYTES, 0, 0 if self.is_full else _DISK_BYTES)

    def _fill(self) -> None:
        handle = os.open(self.folder / "filling", os.O_WRONLY | os.O_CREAT)
        try:
            for size in (len(_PIECE), 1):
                _write_all(handle, _PIECE[:size])
        finally:
            os.close(handle)


def _write_all(handle: int, piece: bytes) -> None:
    try:
        while os.write(handle, piece):
            pass
    except OSError:
        return


def _write_much(tx: TerminalTx) -> None:
    tx.set_meta("much", _LARGE)


@contextmanager
def disk_at(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """Mount it when we may."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        disk = Disk(folder, is_real=False)
        with patch.context() as limited:
            limited.setattr(shutil, "disk_usage", disk.usage)
            yield disk
        return
    try:
        yield Disk(folder, is_real=True)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
