"""Fetches a content-addressed file by pieces that survive a broken connection and a restart of the program."""

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Code, Problem

MAX_SNAPSHOT_BYTES = 1024 * 1024 * 1024
MAX_ASSET_BYTES = 5 * 1024 * 1024
PIECE_BYTES = 1024 * 1024

_SHA256 = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Resume:
    """A part on disk: of which content, and how many bytes of it."""

    sha256: str
    offset: int


def read_etag(text: str) -> str:
    """The SHA-256 (hex) a strong ETag holds; Problem(PAGE_DAMAGED) when it holds something else."""
    digest = text.strip().strip('"')
    if not _SHA256.fullmatch(digest):
        raise Problem(Code.PAGE_DAMAGED)
    return digest


def read_content_range(text: str) -> int:
    """Where a 206 answer starts, in bytes; Problem(PAGE_DAMAGED) when it does not say."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise Problem(Code.PAGE_DAMAGED)
    return int(match[1])


@contextmanager
def on_disk() -> Iterator[None]:
    """Work on a file; Problem(DISK_FULL | DISK_READ_ONLY) for what the disk refuses."""
    try:
        yield
    except OSError as exc:
        is_full = exc.errno in (errno.ENOSPC, errno.EDQUOT)
        raise Problem(Code.DISK_FULL if is_full else Code.DISK_READ_ONLY, errno=exc.errno or 0) from exc


class PartFile:
    """Owns the unfinished file beside its goal, named by the hash of what it will be. Blocking, one caller only.

    Because the name says the content, a part of another artefact is never continued by mistake. What cannot be
    written is a Problem(DISK_FULL | DISK_READ_ONLY); a later try goes on with what is there.
    """

    def __init__(self, goal: Path, cap: int) -> None:
        self._goal = goal
        self._cap = cap
        self._size = 0
        self._sha256 = ""

    def resume(self) -> Resume | None:
        """The part an earlier try left behind, if any."""
        for path in sorted(self._goal.parent.glob(f"{self._goal.name}.*.part")):
            digest = path.name.removeprefix(f"{self._goal.name}.").removesuffix(".part")
            if _SHA256.fullmatch(digest) and path.stat().st_size > 0:
                return Resume(digest, path.stat().st_size)
        return None

    @on_disk()
    def begin(self, sha256: str, offset: int) -> None:
        """Write on from `offset` (0: anew) of the content with this hash; parts of others are dropped."""
        self._sha256 = sha256
        self._size = offset
        for other in self._goal.parent.glob(f"{self._goal.name}.*.part"):
            if other != self._path:
                other.unlink()
        self._path.touch(mode=0o600)
        with self._path.open("r+b") as file:
            file.truncate(offset)

    @on_disk()
    def add(self, piece: bytes) -> None:
        """Append; Problem(TOO_LARGE) above the cap."""
        self._size += len(piece)
        if self._size > self._cap:
            self._path.unlink()
            raise Problem(Code.TOO_LARGE, limit=self._cap)
        with self._path.open("ab") as file:
            file.write(piece)

    @on_disk()
    def finish(self) -> int:
        """Check the hash, make it durable and give it its name; returns its size in bytes.

        Problem(PAGE_DAMAGED) when the content is not what its hash says; then nothing is kept.
        """
        total = hashlib.sha256()
        with self._path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                total.update(piece)
            os.fsync(file.fileno())
        if total.hexdigest() != self._sha256:
            self._path.unlink()
            raise Problem(Code.PAGE_DAMAGED)
        self._path.replace(self._goal)
        folder = os.open(self._goal.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return self._size

    @property
    def _path(self) -> Path:
        return self._goal.with_name(f"{self._goal.name}.{self._sha256}.part")
