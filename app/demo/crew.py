"""The processes of the tour: started like anybody would, spoken to over their own interfaces, stopped in order."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

START_S = 90.0
ANSWER_S = 60.0
STOP_S = 20.0
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Facts: TypeAlias = "dict[str, Json]"


class TourFailed(Exception):
    """A step did not come out as it must; says what was expected and what came."""


@dataclass(slots=True)
class Member:
    """One process; its standard output carries JSON lines, its errors go to the file `log`."""

    name: str
    process: asyncio.subprocess.Process
    log: Path
    ready: Facts = field(default_factory=dict)

    async def read(self, patience_s: float = ANSWER_S) -> Facts:
        """The next line it says. TourFailed when it ends or stays silent."""
        if self.process.stdout is None:
            raise TourFailed(f"{self.name}: no output")
        try:
            async with asyncio.timeout(patience_s):
                line = await self.process.stdout.readline()
        except TimeoutError as exc:
            raise TourFailed(f"{self.name}: silent for {patience_s:.0f} s") from exc
        if not line:
            raise TourFailed(f"{self.name}: ended with {await self.process.wait()}: {await self._last_words()}")
        facts: Facts = json.loads(line)
        return facts

    async def _last_words(self) -> str:
        said = await asyncio.to_thread(self.log.read_text, errors="replace")
        return said.strip().rpartition("\n")[2][:600]

    async def say(self, line: str) -> Facts:
        """Give it a line and read its answer."""
        if self.process.stdin is None:
            raise TourFailed(f"{self.name}: takes no input")
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()
        return await self.read()

    def text(self, key: str) -> str:
        """A text it said when it was ready."""
        return str(self.ready[key])


@dataclass(slots=True)
class Crew:
    """All processes of the tour; on one event loop. Started ones are stopped at the end, the last first."""

    folder: Path
    members: list[Member] = field(default_factory=list)

    async def __aenter__(self) -> "Crew":
        return self

    async def __aexit__(self, *_: object) -> None:
        for member in reversed(self.members):
            if member.process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    member.process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_S):
                    await member.process.wait()
            except TimeoutError:
                member.process.kill()
                await member.process.wait()

    async def start(
        self,
        name: str,
        arguments: Sequence[str],
        patience_s: float = START_S,
        told: Callable[[Facts], None] = lambda facts: None,
    ) -> Member:
        """Start `bancone ARGUMENTS` and wait until it says it is ready; `told` hears what it makes until then."""
        path = self.folder / f"{name}.log"
        log = await asyncio.to_thread(path.open, "ab")
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "app",
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                limit=1 << 22,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                process_group=0,  # Ctrl-C is for the tour, which ends its members in order
            )
        finally:
            log.close()
        member = Member(name, process, path)
        self.members.append(member)
        while (facts := await member.read(patience_s)).get("event") == "making":
            told(facts)
        member.ready = facts
        return member

    async def kill(self, member: Member) -> None:
        """As when the power goes: no last word."""
        self.members.remove(member)
        with contextlib.suppress(ProcessLookupError):
            member.process.kill()
        await member.process.wait()

    async def once(self, name: str, arguments: Sequence[str]) -> Facts:
        """Run `bancone ARGUMENTS` to its end; what it said. TourFailed unless it ended well."""
        member = await self.start(name, arguments)
        self.members.remove(member)
        if await member.process.wait() != 0:
            raise TourFailed(f"{name}: ended with {member.process.returncode}")
        return member.ready
