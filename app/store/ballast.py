"""Room kept for bad days: on a full disk even deleting needs room, so a file that means nothing is let go."""

import os
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import Code, Problem
from app.store.files import free_bytes, fsync_path, make_private_file

# More than the WAL grows between two checkpoints (1,000 pages of 4 KiB) and a journal record need together.
BALLAST_BYTES = 16 * 1024 * 1024


class Ballast:
    """Owns the file `ballast` of a data folder; on the writer's thread, where `changed` is called too."""

    def __init__(self, folder: Path, size: int = BALLAST_BYTES) -> None:
        self._path = folder / "ballast"
        self._size = size
        self.changed: Callable[[], None] = lambda: None

    @property
    def is_held(self) -> bool:
        """Whether there is room to let go; when not, a person should make some."""
        return self._path.exists() and self._path.stat().st_size >= self._size

    def hold(self) -> bool:
        """Take the room if the disk has three times as much; says whether it is held. Called at start and hourly.

        Problem(DISK_READ_ONLY) when the folder cannot be written.
        """
        if self.is_held:
            return True
        if free_bytes(self._path.parent) < 3 * self._size:
            return False
        make_private_file(self._path)
        handle = os.open(self._path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.posix_fallocate(handle, 0, self._size)
            os.fsync(handle)
        except OSError:
            self._path.unlink(missing_ok=True)
            return False
        finally:
            os.close(handle)
        self.changed()
        return True

    def has_room(self) -> bool:
        """Whether new work may begin: the ballast is held, can be taken back, or nobody needed it yet.

        When it was let go it left less than twice its size, so work goes on only when somebody made room.
        """
        return self.hold() or free_bytes(self._path.parent) >= 2 * self._size

    def let_go(self) -> bool:
        """Free the room; says whether there was any."""
        if not self._path.exists():
            return False
        try:
            self._path.unlink()
            fsync_path(self._path.parent)
        except OSError as exc:
            raise Problem(Code.DISK_READ_ONLY) from exc
        self.changed()
        return True
