"""Processes the measuring one starts and talks to by lines: the edge, and the terminal whose memory is read."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from app.bootstrap.bench_edge import Told
from app.bootstrap.bench_world import Plan, World
from app.store.files import make_private_folder

T = TypeVar("T")
PATIENCE_S = 300.0
MAX_LINE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Child:
    """A process of ours; lives on the loop that started it."""

    process: asyncio.subprocess.Process

    async def hear(self, type_: type[T]) -> T:
        """Its next line; EOFError when it is gone."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            line = await self.process.stdout.readline()
        if not line:
            raise EOFError("a measured process ended")
        return msgspec.json.decode(line, type=type_)

    async def ask(self, type_: type[T], question: object = None) -> T:
        """Its answer to a line, which holds the question as JSON."""
        assert self.process.stdin is not None
        self.process.stdin.write(msgspec.json.encode(question) + b"\n")
        await self.process.stdin.drain()
        return await self.hear(type_)


@asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[Child]:
    """A module of ours run as a process; its input is closed at the end, and it is waited for."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=MAX_LINE_BYTES,
    )
    try:
        yield Child(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


@dataclass(frozen=True, slots=True)
class Edge:
    """The running edge, and what it said when it began to listen."""

    child: Child
    told: Told

    async def used(self) -> Told:
        """What it has used by now."""
        return await self.child.ask(Told)


@asynccontextmanager
async def running_edge(world: World, name: str, orders: int, *, is_ready_only: bool) -> AsyncIterator[Edge]:
    """An edge of the world with so many orders, its files in a folder of that name."""
    home = world.home(name)
    make_private_folder(home)
    plan = Plan(folder=str(home), config=world.config, orders=orders, is_ready_only=is_ready_only, at=world.at)
    path: Path = home / "plan.json"
    await asyncio.to_thread(path.write_bytes, msgspec.json.encode(plan))
    async with child("app.bootstrap.bench_edge", str(path)) as process:
        yield Edge(process, await process.hear(Told))
