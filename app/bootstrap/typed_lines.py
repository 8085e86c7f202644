"""Lines from standard input, whatever that is: a person's terminal, a pipe, a file, nothing."""

import asyncio
import os
import stat
import sys
from collections.abc import AsyncGenerator

LIMIT_BYTES = 1 << 20


async def typed_lines() -> AsyncGenerator[str]:
    """Each line as it comes, until the input ends; a line without an end in a mebibyte ends it too."""
    if not _can_be_watched(sys.stdin.fileno()):
        while line := await asyncio.to_thread(sys.stdin.buffer.readline, LIMIT_BYTES):
            yield line.decode("utf-8", "replace").strip()
        return
    reader = asyncio.StreamReader(limit=LIMIT_BYTES)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    try:
        while line := await _line(reader):
            yield line.decode("utf-8", "replace").strip()
    finally:
        transport.close()


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readline()
    except ValueError:
        return b""


def _can_be_watched(number: int) -> bool:
    """A pipe, a socket or a person's terminal; a file and the null device are read to their end at once."""
    mode = os.fstat(number).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(number)
