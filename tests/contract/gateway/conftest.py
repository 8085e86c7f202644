"""A served host, a gateway to it, and a server that says whatever bytes a test wants."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.hosting.app import build_app
from app.hosting.problems import Incidents
from app.hosting.server import ServerRunner
from app.hosting.streams import PokeStreams
from app.sync.gateway import Gateway
from tests.contract.gateway.scripted import MemoryMarks, ScriptedHost, parts, signer

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
def host(tmp_path: Path) -> ScriptedHost:
    """The node behind the server."""
    return ScriptedHost(tmp_path)


@pytest.fixture
def marks() -> MemoryMarks:
    """The server's memory of request numbers."""
    return MemoryMarks()


@pytest.fixture
async def runner(host: ScriptedHost, marks: MemoryMarks) -> AsyncIterator[ServerRunner]:
    """The host on a real socket; a silent stream says so every 50 ms."""
    streams = PokeStreams(Incidents(), heartbeat_s=0.05)
    async with ServerRunner(build_app(host, parts(marks, streams)), streams) as running:
        yield running


@pytest.fixture
async def gateway(runner: ServerRunner) -> AsyncIterator[Gateway]:
    """The clerk's terminal T1AA, connected."""
    opened = Gateway(runner.url, signer())
    yield opened
    await opened.close()


@asynccontextmanager
async def raw_server(talk: Talk) -> AsyncIterator[Gateway]:
    """A gateway to a server that reads one request's head and then does as `talk` says."""

    talking: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        try:
            await reader.readuntil(b"\r\n\r\n")
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    opened = Gateway(f"http://127.0.0.1:{port}", signer())
    try:
        yield opened
    finally:
        await opened.close()
        server.close()
        await server.wait_closed()
        await asyncio.gather(*talking)
        # What httpx left of a stream that was cut off is closed by the loop, a layer in each turn.
        for _ in range(8):
            await asyncio.sleep(0)


def says(answer: bytes) -> Talk:
    """Answer with these bytes and hang up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return talk
