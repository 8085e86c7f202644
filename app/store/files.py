"""Files of the store as the disk sees them: private from birth, durable when renamed, one program at a time."""

import fcntl
import os
import shutil
from pathlib import Path
from typing import Self

from app.domain.errors import Code, Problem

_SIDE_FILES = ("-wal", "-shm", "-journal")


def make_private_folder(folder: Path) -> None:
    """Make the folder, 0700; Problem(DISK_READ_ONLY) when it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as exc:
        raise Problem(Code.DISK_READ_ONLY, path=folder.name) from exc


def make_private_file(path: Path) -> None:
    """Make the file when it is not there, 0600; SQLite gives its side files the same mode.

    Problem(DISK_READ_ONLY) when it cannot be made.
    """
    make_private_folder(path.parent)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except OSError as exc:
        raise Problem(Code.DISK_READ_ONLY, path=path.name) from exc


def fsync_path(path: Path) -> None:
    """Make a file's bytes, or a folder's names, durable."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def side_files(path: Path) -> list[Path]:
    """The journal files SQLite may keep beside a database file."""
    return [path.with_name(path.name + suffix) for suffix in _SIDE_FILES]


def drop_database(path: Path) -> None:
    """Delete a database file that is closed, journals first: a journal never meets another file's pages."""
    for side in side_files(path):
        side.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    fsync_path(path.parent)


def put_in_place(new: Path, path: Path) -> None:
    """Rename a closed, checkpointed database over another closed, checkpointed one, durably."""
    fsync_path(new)
    for side in (*side_files(path), *side_files(new)):
        side.unlink(missing_ok=True)
    new.replace(path)
    fsync_path(path.parent)


def move_aside(path: Path, name: str) -> Path:
    """Rename a damaged database with its journals to `name` in the same folder; nothing is deleted."""
    target = path.with_name(name)
    for source, suffix in [(path, ""), *zip(side_files(path), _SIDE_FILES, strict=True)]:
        if source.exists():
            source.replace(target.with_name(target.name + suffix))
    fsync_path(path.parent)
    return target


def free_bytes(folder: Path) -> int:
    """What the disk can still take from us."""
    return shutil.disk_usage(folder).free


class FolderLock:
    """Owns the right to a data folder for as long as this process lives; the system frees it at our death."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._handle = -1

    def __enter__(self) -> Self:
        """Take it; Problem(ALREADY_RUNNING) when another process, or this one, has it."""
        make_private_file(self._path)
        handle = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            os.close(handle)
            raise Problem(Code.ALREADY_RUNNING, path=str(self._path.parent)) from exc
        self._handle = handle
        return self

    def __exit__(self, *_: object) -> None:
        """Give it back; the file stays, because deleting it would let two take it."""
        os.close(self._handle)
        self._handle = -1
