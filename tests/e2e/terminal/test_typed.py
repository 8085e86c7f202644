"""The real till at a person's hands: the first start without a server, a huge line, the end by a word."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from tests.e2e.servers.till import until
from tests.e2e.terminal.desk import Desk

HUGE = 2 * 1024 * 1024


@asynccontextmanager
async def till(desk: Desk, words: Sequence[str] = ()) -> AsyncIterator[asyncio.subprocess.Process]:
    """`bancone terminal` in that folder; killed with the block if it still runs."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "terminal", "--headless", "--data", str(desk.folder), *words),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
    )
    try:
        async with asyncio.timeout(90):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def say(process: asyncio.subprocess.Process, line: bytes) -> dict[str, object]:
    """The answer to a line, as JSON."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + b"\n")
    await process.stdin.drain()
    answer: dict[str, object] = json.loads(await process.stdout.readline())
    return answer


async def test_a_huge_line_is_refused_and_a_word_ends_the_program(desk: Desk) -> None:
    async with till(desk, ["--json"]) as process:
        assert process.stdout is not None
        assert json.loads(await process.stdout.readline())["event"] == "ready"
        refused = await say(process, b"find " + b"x" * HUGE)
        assert (refused["event"], refused["code"]) == ("refused", "too_large")
        status: dict[str, object] = {}

        async def is_linked() -> bool:
            status.update(await say(process, b"status"))
            return (status["event"], status["is_up"], status["is_linked"]) == ("status", True, True)

        await until(is_linked)
        assert (status["printer"], status["clock"]) == ("printer_none", "")
        assert (await say(process, b"quit"))["event"] == "bye"
        assert await process.wait() == 0


async def test_a_first_start_without_a_server_says_what_it_waits_for(desk: Desk) -> None:
    async with till(desk, ["--edge", "http://127.0.0.1:1"]) as process:
        assert process.stderr is not None
        for _ in range(2):
            assert "Al primo avvio serve" in (await process.stderr.readline()).decode()
        process.send_signal(signal.SIGINT)
        _, said = await process.communicate()
        assert (process.returncode, said) == (130, b"")
