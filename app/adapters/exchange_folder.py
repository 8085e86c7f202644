"""The folder where a shop's settings come and go as files; what lies there was put there by anybody."""

import asyncio
import os
import stat
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from app.domain.errors import Code, Problem
from app.domain.shop_settings_file import MAX_FILE_CHARS

SUFFIX = ".toml"
MAX_SHOWN, MAX_NAME = 40, 80
MAX_BYTES = 4 * MAX_FILE_CHARS
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class ExchangeFolder:
    """Settings files of one folder, made when the first is written; reads and writes on a thread of their own."""

    folder: Path

    @property
    def where(self) -> str:
        """The folder, for people."""
        return str(self.folder)

    async def names(self) -> tuple[str, ...]:
        """Names of the settings files there, the newest first, as many as can be looked through; never raises."""
        return await asyncio.to_thread(self._names)

    async def read(self, name: str) -> str | None:
        """What stands in one of `names`; None when it is no text, no plain file, or gone."""
        return await asyncio.to_thread(self._read, name)

    async def write(self, stem: str, text: str) -> str:
        """Its name in the folder: that stem, with a number behind it when the name is taken.

        Problem(FOLDER_UNUSABLE).
        """
        return await asyncio.to_thread(self._write, stem, text)

    def _names(self) -> tuple[str, ...]:
        found: list[tuple[float, str]] = []
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if _is_sayable(entry.name) and entry.is_file(follow_symlinks=False):
                        found.append((-entry.stat(follow_symlinks=False).st_mtime, entry.name))
        except OSError:
            return ()
        return tuple(name for _, name in sorted(found)[:MAX_SHOWN])

    def _read(self, name: str) -> str | None:
        if not _is_sayable(name):
            return None
        try:
            handle = os.open(self.folder / name, _READ)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return None
                return file.read(MAX_BYTES + 1).decode("utf-8-sig", "ignore" if _is_long(handle) else "strict")
        except (OSError, UnicodeDecodeError):
            return None

    def _write(self, stem: str, text: str) -> str:
        safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in stem)[:40]
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for number in count(1):
                name = f"{safe}-{number}{SUFFIX}" if number > 1 else f"{safe}{SUFFIX}"
                try:
                    with (self.folder / name).open("x", encoding="utf-8", newline="\n") as file:
                        file.write(text)
                except FileExistsError:
                    continue
                return name
        except OSError as exc:
            reason = exc.strerror or type(exc).__name__
            raise Problem(Code.FOLDER_UNUSABLE, path=self.where, reason=reason, option="--exchange") from exc
        raise AssertionError


def _is_sayable(name: str) -> bool:
    """Whether it is a settings file's name that can be shown; no part of it leads elsewhere."""
    is_plain = name.isprintable() and name == Path(name).name
    return is_plain and name.endswith(SUFFIX) and len(name) <= MAX_NAME


def _is_long(handle: int) -> bool:
    """Whether only its beginning is read, which may end inside a sign."""
    return os.fstat(handle).st_size > MAX_BYTES
