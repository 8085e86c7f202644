"""Lines as they are typed: whole, in order, and one that is far too long harms none that follow."""

import asyncio

from app.bootstrap.typed_lines import LIMIT_BYTES, watched_line
from app.presentation.console import MAX_LINE_CHARS

HUGE = 2 * 1024 * 1024


async def lines_of(*pieces: bytes) -> list[bytes]:
    """The lines of an input that comes in those pieces."""
    reader = asyncio.StreamReader(limit=LIMIT_BYTES)

    async def feed() -> None:
        for piece in pieces:
            reader.feed_data(piece)
            await asyncio.sleep(0)
        reader.feed_eof()

    feeding = asyncio.create_task(feed())
    found: list[bytes] = []
    while line := await watched_line(reader):
        found.append(line)
    await feeding
    return found


async def test_lines_come_as_they_are() -> None:
    assert await lines_of(b"status\nfi", b"nd Giulia\n\nquit") == [b"status\n", b"find Giulia\n", b"\n", b"quit"]


async def test_a_huge_line_is_cut_to_one_that_is_refused_and_the_next_is_read() -> None:
    for pieces in ([b"x" * HUGE + b"\nstatus\n"], [b"x" * 4096] * 512 + [b"\nstatus\n"]):
        [huge, after] = await lines_of(*pieces)
        assert MAX_LINE_CHARS * 4 < len(huge) <= LIMIT_BYTES
        assert after == b"status\n"


async def test_a_huge_line_may_be_the_last() -> None:
    [huge] = await lines_of(b"x" * HUGE)
    assert MAX_LINE_CHARS < len(huge) <= LIMIT_BYTES
