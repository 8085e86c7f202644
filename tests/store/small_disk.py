"""A disk that is soon full: a real one where the system lets us mount it, else limits that act alike."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.store.ballast import Ballast
from app.store.database import Database

_DISK_BYTES = 4 * 1024 * 1024
_PAGES = 500


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A folder on it; `is_real`: a file system of four megabytes."""

    folder: Path
    is_real: bool

    def holds(self, database: Database) -> None:
        """Where the disk is not real, a page limit fills the database."""
        self._limit(database, _PAGES)

    def make_room(self, database: Database, ballast: Ballast) -> bool:
        """Let the ballast go; where the disk is not real, lift the limit with it."""
        self._limit(database, 2 * _PAGES)
        return ballast.let_go()

    def _limit(self, database: Database, pages: int) -> None:
        if not self.is_real:
            with database.write() as connection:
                connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@contextmanager
def small_disk_at(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[SmallDisk]:
    """Mount it, or let plain writes fail after as many bytes as it would hold."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        try:
            yield SmallDisk(folder, is_real=True)
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    left = _DISK_BYTES
    real = os.write

    def write(handle: int, data: bytes) -> int:
        nonlocal left
        left -= len(data)
        if left < 0:
            raise OSError(errno.ENOSPC, "full")
        return real(handle, data)

    with patch.context() as limited:
        limited.setattr(os, "write", write)
        yield SmallDisk(folder, is_real=False)
