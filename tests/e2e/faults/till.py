"""One till of the fault run: its process, what it told, and a person who looks at the paper when it asks."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Facts = dict[str, Any]


class Till:
    """Owns the process; lives on the test's loop. Started and killed as often as wanted, over the same file."""

    def __init__(self, path: Path, address: str, profile: str, mutant: str = "") -> None:
        self._arguments = [str(path), address, profile]
        self._mutant = mutant
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self._has_ended = False
        self.told: list[Facts] = []

    async def start(self, policy: str) -> None:
        """As in the morning; returns when it is ready."""
        command = [sys.executable, "-m", "tests.e2e.faults.program", *self._arguments, policy, self._mutant]
        self._process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._has_ended = False
        self._listening = asyncio.create_task(self._listen(self._process))
        since = len(self.told)
        await self.until(lambda fact: "ready" in fact, since)

    async def kill(self) -> None:
        """kill -9; nothing when it does not run."""
        if self._process is None or self._listening is None:
            return
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._listening

    async def stop(self) -> None:
        """In the evening."""
        assert self._process is not None and self._process.stdin is not None and self._listening is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._listening
        assert self._process.returncode == 0

    async def send(self, **order: object) -> None:
        """One order."""
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()

    async def until(self, is_it: Callable[[Facts], bool], since: int = 0) -> Facts:
        """The first fact told since then that is the one."""
        async with self._news:
            while True:
                for fact in self.told[since:]:
                    if is_it(fact):
                        return fact
                since = max(since, len(self.told))
                assert not self._has_ended, "the till has ended by itself"
                await self._news.wait()

    async def ask(self, key: str, **order: object) -> Any:
        """An order with an answer."""
        since = len(self.told)
        await self.send(**order)
        return (await self.until(lambda fact: key in fact, since))[key]

    def fates(self, document: str) -> list[str]:
        """What became of a document, in its own words."""
        facts = [fact for fact in self.told if fact.get("document") == document]
        return [
            " ".join(
                part
                for part in (fact["state"], fact["error"], f"COPIA {fact['copy']}" if fact["copy"] else "")
                if part
            )
            for fact in facts
        ]

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            async with self._news:
                self.told.append(json.loads(line))
                self._news.notify_all()
        async with self._news:
            self._has_ended = True
            self._news.notify_all()
