"""Lines from standard input, whatever that is: a person's terminal, a pipe, a file, nothing."""

import asyncio
import os
import stat
import sys
from collections.abc import AsyncGenerator
from typing import BinaryIO

LIMIT_BYTES = 1 << 16
"""More than any line that is obeyed: what is beyond it is dropped, the rest is still refused as too long."""


async def typed_lines() -> AsyncGenerator[str]:
    """Each line as it comes, until the input ends; of a longer one than 64 KiB the beginning."""
    if not _can_be_watched(sys.stdin.fileno()):
        while line := await asyncio.to_thread(_read, sys.stdin.buffer):
            yield line.decode("utf-8", "replace").strip()
        return
    reader = asyncio.StreamReader(limit=LIMIT_BYTES)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    try:
        while line := await watched_line(reader):
            yield line.decode("utf-8", "replace").strip()
    finally:
        transport.close()


def _read(file: BinaryIO) -> bytes:
    line = file.readline(LIMIT_BYTES)
    rest = line
    while rest and not rest.endswith(b"\n"):
        rest = file.readline(LIMIT_BYTES)
    return line


async def watched_line(reader: asyncio.StreamReader) -> bytes:
    """The next line, its end included; cut to the reader's limit; nothing at the end of the input."""
    begun = b""
    while True:
        try:
            line = await reader.readuntil(b"\n")
        except asyncio.IncompleteReadError as exc:
            return begun or exc.partial
        except asyncio.LimitOverrunError as exc:
            dropped = await reader.readexactly(exc.consumed)
            begun = begun or dropped[:LIMIT_BYTES]
        else:
            return begun or line


def _can_be_watched(number: int) -> bool:
    """A pipe, a socket or a person's terminal; a file and the null device are read to their end at once."""
    mode = os.fstat(number).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(number)
