"""The third copy of every goods or money command: sealed records, appended and fsynced, readable after damage.

A record is: mark (4 bytes), length and CRC-32 of the sealed bytes (4 each, big-endian), the sealed bytes. Each is
sealed for its place (file and offset), so that none can be moved. The marks let a reader find the next record
behind a damaged one.
"""

import errno
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from app.domain.errors import Code, Problem
from app.store.files import fsync_path, make_private_file, make_private_folder

MAX_RECORD_BYTES = 256 * 1024
_MARK = b"BJ1\n"
_HEAD_BYTES = len(_MARK) + 8
_FILE_BYTES = 8 * 1024 * 1024
_KEPT_FILES = 16


class Sealer(Protocol):
    """Encrypts and authenticates a record for one place."""

    def seal(self, plain: bytes, place: bytes = b"") -> bytes:
        """The sealed record."""

    def open(self, sealed: bytes, place: bytes = b"") -> bytes:
        """What was sealed; Problem(STORE_DAMAGED) when it is not as it was sealed, or elsewhere."""


class FileJournal:
    """Owns the files `NNNNNNNN.journal` of a folder; on the writer's thread.

    A file grows to `file_bytes`, the last `kept_files` are kept. A file that ends in damage is never written
    again: what may still be read in it is left alone.
    """

    def __init__(
        self, folder: Path, sealer: Sealer, *, file_bytes: int = _FILE_BYTES, kept_files: int = _KEPT_FILES
    ) -> None:
        """Problem(DISK_READ_ONLY) when the folder cannot be made."""
        make_private_folder(folder)
        self._folder = folder
        self._sealer = sealer
        self._file_bytes = file_bytes
        self._kept_files = kept_files
        self._handle = -1
        self._path = folder
        self._end = 0

    def append(self, command: bytes) -> None:
        """Write a record, durable when it returns. Problem(DISK_FULL | DISK_READ_ONLY): nothing is written.

        ValueError for more than MAX_RECORD_BYTES.
        """
        if len(command) > MAX_RECORD_BYTES:
            raise ValueError("too large for the journal")
        try:
            if self._handle < 0 or self._end >= self._file_bytes:
                self._next_file()
            self._write(self._record(command))
        except OSError as exc:
            self._take_back()
            raise _problem(exc) from exc

    def replay(self) -> Sequence[bytes]:
        """Every record that is whole, in order."""
        return [record for path in self._files() for _, record in self._records(path)]

    def last(self) -> bytes | None:
        """The newest record that is whole."""
        for path in reversed(self._files()):
            records = [record for _, record in self._records(path)]
            if records:
                return records[-1]
        return None

    def close(self) -> None:
        """Close the file being written."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.journal"))

    def _next_file(self) -> None:
        """Begin a file; the first time go on with the last one if it ends well."""
        is_first = self._handle < 0
        self.close()
        files = self._files()
        if is_first and files and self._ends_well(files[-1]):
            self._open(files[-1])
            return
        number = int(files[-1].stem) + 1 if files else 1
        path = self._folder / f"{number:08}.journal"
        make_private_file(path)
        self._open(path)
        fsync_path(self._folder)
        for old in files[: max(0, len(files) + 1 - self._kept_files)]:
            old.unlink()

    def _open(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        self._path = path
        self._end = path.stat().st_size

    def _ends_well(self, path: Path) -> bool:
        end = max((end for end, _ in self._records(path)), default=0)
        size = path.stat().st_size
        return end == size < self._file_bytes

    def _record(self, command: bytes) -> bytes:
        sealed = self._sealer.seal(command, _place(self._path, self._end))
        head = len(sealed).to_bytes(4, "big") + zlib.crc32(sealed).to_bytes(4, "big")
        return _MARK + head + sealed

    def _write(self, record: bytes) -> None:
        left = memoryview(record)
        while left:
            left = left[os.write(self._handle, left) :]
        os.fsync(self._handle)
        self._end += len(record)

    def _take_back(self) -> None:
        """Cut off what a failed write left; if even that fails, the next record goes to a new file."""
        if self._handle < 0:
            return
        try:
            os.ftruncate(self._handle, self._end)
        except OSError:
            self.close()

    def _records(self, path: Path) -> Iterator[tuple[int, bytes]]:
        """(end, plain bytes) of the whole records; from a damaged one on it looks for the next mark."""
        data = path.read_bytes()
        at = data.find(_MARK)
        while at >= 0:
            end, record = self._read(data, at, path)
            if record is not None:
                yield end, record
            at = data.find(_MARK, at + 1 if record is None else end)

    def _read(self, data: bytes, at: int, path: Path) -> tuple[int, bytes | None]:
        start = at + _HEAD_BYTES
        length = int.from_bytes(data[at + 4 : at + 8], "big")
        sealed = data[start : start + length]
        if len(sealed) != length or zlib.crc32(sealed) != int.from_bytes(data[at + 8 : start], "big"):
            return at, None
        try:
            return start + length, self._sealer.open(sealed, _place(path, at))
        except Problem:
            return at, None


def _place(path: Path, offset: int) -> bytes:
    return f"{path.name}:{offset}".encode()


def _problem(exc: OSError) -> Problem:
    is_full = exc.errno in (errno.ENOSPC, errno.EDQUOT)
    return Problem(Code.DISK_FULL if is_full else Code.DISK_READ_ONLY, errno=exc.errno or 0)
