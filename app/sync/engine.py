"""Keeps a replica and its authority in step: pushes commands, pulls feeds, listens for pokes; decides nothing."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from app.contract.commands import CommandLine, Outcome, Result, Welcome
from app.contract.feeds import BadPage, Digest, FeedRef, Page, Poke, SnapshotDue
from app.domain.errors import Code, Problem
from app.sync.pauses import Pause, retry_after_s, wait_for
from app.usecases.ports import Clock

T = TypeVar("T")
PULL_S = 30.0
DIGEST_S = 24 * 3600.0
MAX_LOADS = 2
"""Snapshots of one feed in one round: the second when the authority forgot on while the first was loaded."""
ALONE_CODES = frozenset({Code.SERVER_ERROR, Code.INTERNAL, Code.NOT_JSON, Code.BAD_COMMAND, Code.BAD_REQUEST})
"""Answers that may be the fault of one command in the batch."""
OUTAGE_CODES = frozenset({Code.SERVER_ERROR, Code.INTERNAL, Code.NOT_JSON})
"""Those of them that whatever stands before a server says to everything while the server is away."""
MISSING_CODES = frozenset({Code.NOT_FOUND, Code.SCOPE_MISSING})
"""The authority answers, and what it says is that it has no such feed for us."""


class Fetched(Protocol):
    """A snapshot artefact on disk."""

    @property
    def path(self) -> Path:
        """The file, its hash checked."""

    @property
    def ref(self) -> FeedRef:
        """Where the feed goes on."""


class Authority(Protocol):
    """The next hop up, over HTTP or in the same process. Every failure is a Problem."""

    async def send_commands(self, lines: Sequence[CommandLine]) -> list[Result]:
        """One result per line."""

    async def roll_call(self, lines: Sequence[CommandLine]) -> Welcome:
        """Hand in what is open to the authority."""

    async def pull(self, ref: FeedRef) -> Page:
        """The page after `ref`; SnapshotDue."""

    async def fetch_snapshot(self, feed: str, to_path: Path) -> Fetched:
        """The feed's newest artefact."""

    async def digest(self, feed: str) -> Digest:
        """The authority's sums over a feed's live rows."""

    def events(self, feeds: Sequence[str]) -> AsyncGenerator[Poke]:
        """Pokes until the connection breaks."""


class Replica(Protocol):
    """This side: a terminal's store or an edge's node. Coroutines hand over to the thread that owns the file."""

    async def feeds(self) -> list[FeedRef]:
        """What to follow, and where we stand."""

    async def where(self, feed: str) -> FeedRef | None:
        """Where we stand in a feed, None when we do not follow it."""

    async def lines(self) -> list[CommandLine]:
        """The oldest commands without an answer, at most a batch."""

    async def take_results(self, results: Sequence[Result]) -> None:
        """Take answers in, durably."""

    async def failed_alone(self, command_id: str, code: Code) -> None:
        """A command made the authority fail by itself."""

    async def take_page(self, page: Page) -> bool:
        """Take a page in; False when it did not follow the cursor."""

    async def take_snapshot(self, fetched: Fetched) -> None:
        """Take a snapshot in."""

    async def roll_call(self) -> list[CommandLine] | None:
        """What to hand in to a new authority; None when no roll-call is due."""

    async def joined(self, welcome: Welcome) -> None:
        """An authority welcomed us."""

    async def digest(self, feed: str, *, is_deep: bool) -> Digest | None:
        """Our own sums over a feed, as of where we stand; None for one that is not compared.

        `is_deep`: the large feeds too (catalogue, prices, stock, finder), which takes seconds.
        """

    async def differs(self, feed: str) -> None:
        """Our rows are not the authority's: tell a person, and begin the feed again by a snapshot."""

    def snapshot_path(self, feed: str) -> Path:
        """Where an artefact is collected, across restarts."""


@dataclass(slots=True)
class Link:
    """Four facts, never one light: is there an answer, since when, how old is the last delta, why not."""

    is_up: bool = False
    code: Code = Code.NO_ANSWER
    changed_at_s: float = 0.0
    last_delta_at_s: float | None = None
    waiting: list[Callable[[], None]] = field(default_factory=list)

    def up(self, now_s: float) -> None:
        """An answer came."""
        self._turn(now_s, is_up=True, code=self.code)

    def down(self, now_s: float, code: Code) -> None:
        """No answer, or none that can be used."""
        self._turn(now_s, is_up=False, code=code)

    def _turn(self, now_s: float, *, is_up: bool, code: Code) -> None:
        has_turned = is_up != self.is_up
        self.is_up, self.code = is_up, code
        if has_turned:
            self.changed_at_s = now_s
            for notify in self.waiting:
                notify()


@dataclass(slots=True)
class Engine:
    """Runs on one event loop. `cap_s` is the longest pause between tries (30 on a LAN, 60 on a WAN)."""

    replica: Replica
    authority: Authority
    clock: Clock
    cap_s: float = 30.0
    pull_s: float = PULL_S
    link: Link = field(default_factory=Link)
    chance: random.Random = field(default_factory=random.SystemRandom)
    on_change: Callable[[str], None] = lambda feed: None
    on_refused: Callable[[Problem], None] = lambda problem: None
    digest_s: float = DIGEST_S
    _compared_at_s: float | None = None
    _push: asyncio.Event = field(default_factory=asyncio.Event)
    _pull: asyncio.Event = field(default_factory=asyncio.Event)
    _listen: asyncio.Event = field(default_factory=asyncio.Event)
    _poked: set[str] = field(default_factory=set)
    _is_all_due: bool = True
    _all_at_s: float = 0.0
    _known: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._pushing(), name="sync-push")
            group.create_task(self._pulling(), name="sync-pull")
            group.create_task(self._listening(), name="sync-listen")

    def push_soon(self) -> None:
        """There is a new command."""
        self._push.set()

    def pull_soon(self) -> None:
        """Anything may have moved."""
        self._is_all_due = True
        self._pull.set()

    def poked(self, feed: str) -> None:
        """That feed moved, and the others did not: asking for all of them would cost a question each."""
        self._poked.add(feed)
        self._pull.set()

    async def push_once(self) -> bool:
        """Send one batch and take its answers; False when there is nothing to send. Problem when it failed."""
        await self._join()
        lines = await self.replica.lines()
        if not lines:
            return False
        results = await self._send(lines)
        await self.replica.take_results(results)
        retries = [result for result in results if result.outcome is Outcome.RETRY]
        for result in retries:
            if result.code in ALONE_CODES:
                await self.replica.failed_alone(result.id, Code(result.code))
        if retries:
            await self._join()
            raise Problem(Code.BUSY)
        return True

    async def _join(self) -> None:
        lines = await self.replica.roll_call()
        if lines is not None:
            await self.replica.joined(await self._asked(self.authority.roll_call(lines)))

    async def _send(self, lines: list[CommandLine]) -> list[Result]:
        """Send a batch; one that makes the authority fail is halved until the guilty command stands alone."""
        try:
            return await self._asked(self.authority.send_commands(lines))
        except Problem as problem:
            if problem.code not in ALONE_CODES:
                raise
            if len(lines) == 1:
                if problem.code not in OUTAGE_CODES or await self._answers_otherwise():
                    await self.replica.failed_alone(lines[0].cmd.id, problem.code)
                raise
        half = len(lines) // 2
        first = await self._send(lines[:half])
        await self.replica.take_results(first)
        return await self._send(lines[half:])

    async def _answers_otherwise(self) -> bool:
        """Whether the authority answers another question; while it does not, no command of ours is to blame."""
        for ref in (await self.replica.feeds())[:1]:
            try:
                await self._asked(self.authority.pull(ref))
            except SnapshotDue:
                return True
            except Problem as problem:
                return problem.code in MISSING_CODES
        return True

    async def _asked(self, question: Awaitable[T]) -> T:
        try:
            answer = await question
        except Problem as problem:
            if problem.code in MISSING_CODES:
                self.link.up(self.clock.monotonic_s())
                raise
            self.link.down(self.clock.monotonic_s(), problem.code)
            self.on_refused(problem)
            raise
        self.link.up(self.clock.monotonic_s())
        return answer

    async def pull_once(self) -> None:
        """Bring every followed feed to its end. Problem when the authority does not answer."""
        await self._join()
        refs = await self.replica.feeds()
        for ref in refs:
            await self._pull_feed(ref)
        if [ref.feed for ref in await self.replica.feeds()] == [ref.feed for ref in refs]:
            self._known.set()
        else:
            self.pull_soon()
        self.link.last_delta_at_s = self.clock.monotonic_s()
        if self._compared_at_s is None or self.clock.monotonic_s() - self._compared_at_s > self.digest_s:
            await self.compare()

    async def compare(self, *, is_deep: bool = False) -> list[str]:
        """Compare sums with the authority, feed by feed where both stand at the same rev; those that differ.

        Catches what no delta would ever mend: bit rot, and our own mistakes. The large feeds only on demand
        (`is_deep`): summing a million rows would keep an authority from answering.
        """
        differing: list[str] = []
        for ref in await self.replica.feeds():
            mine = await self.replica.digest(ref.feed, is_deep=is_deep)
            if mine is not None and await self._is_other(mine):
                differing.append(ref.feed)
                await self.replica.differs(ref.feed)
        self._compared_at_s = self.clock.monotonic_s()
        return differing

    async def _is_other(self, mine: Digest) -> bool:
        """Whether the authority has other sums at the same place; not for a feed it does not have."""
        try:
            theirs = await self._asked(self.authority.digest(mine.feed))
        except Problem as problem:
            if problem.code in MISSING_CODES:
                return False
            raise
        return (theirs.id, theirs.rev) == (mine.id, mine.rev) and theirs.sums != mine.sums

    async def pull_feeds(self, names: Sequence[str]) -> None:
        """Bring some feeds to their end, among those that are followed."""
        await self._join()
        for name in names:
            ref = await self.replica.where(name)
            if ref is not None:
                await self._pull_feed(ref)

    async def _pull_feed(self, ref: FeedRef) -> None:
        """Problem(SNAPSHOT_DUE) when the authority will not go on from its own snapshots either."""
        is_more, loads = True, 0
        while is_more:
            try:
                page = await self._asked(self.authority.pull(ref))
            except SnapshotDue as due:
                if loads == MAX_LOADS:
                    raise Problem(Code.SNAPSHOT_DUE, feed=ref.feed) from due
                ref, loads = await self._load(ref.feed), loads + 1
                continue
            except Problem as problem:
                if problem.code in MISSING_CODES:
                    return
                raise
            if not await self.replica.take_page(page):
                return
            if page.rows:
                self.on_change(ref.feed)
            ref = FeedRef(ref.feed, page.head.id, page.to)
            is_more = page.more

    async def _load(self, feed: str) -> FeedRef:
        fetched = await self._asked(self.authority.fetch_snapshot(feed, self.replica.snapshot_path(feed)))
        await self.replica.take_snapshot(fetched)
        self.on_change(feed)
        return fetched.ref

    async def _pushing(self) -> None:
        pause = Pause(self.cap_s, self.chance)
        while True:
            self._push.clear()
            try:
                while await self.push_once():
                    self._worked(pause)
                self._worked(pause)
                await self._push.wait()
            except (Problem, BadPage) as failure:
                await pause.wait(self._push, retry_after_s(failure))

    async def _pulling(self) -> None:
        pause = Pause(self.cap_s, self.chance)
        while True:
            self._pull.clear()
            try:
                await self._pull_due()
                self._worked(pause)
                await wait_for(self._pull, self.pull_s)
                self._is_all_due = self._is_all_due or not self._pull.is_set()
            except (Problem, BadPage) as failure:
                await pause.wait(self._pull, retry_after_s(failure))

    async def _pull_due(self) -> None:
        """Everything, or what was poked; after a failure everything. A configuration may name other feeds.

        However often one feed is poked, behind it everything is asked for once in `pull_s`: a poke may be lost.
        """
        feeds, self._poked = self._poked, set()
        is_all = self._is_all_due or any(feed.startswith("config:") for feed in feeds)
        is_late = self.clock.monotonic_s() - self._all_at_s >= self.pull_s
        self._is_all_due = False
        try:
            if not is_all:
                await self.pull_feeds(sorted(feeds))
            if is_all or is_late:
                self._all_at_s = self.clock.monotonic_s()
                await self.pull_once()
        except (Problem, BadPage):
            self._is_all_due = True
            raise
        self.link.last_delta_at_s = self.clock.monotonic_s()

    async def _listening(self) -> None:
        pause = Pause(self.cap_s, self.chance)
        while True:
            self._listen.clear()
            try:
                await self._known.wait()
                feeds = [ref.feed for ref in await self.replica.feeds()]
                async with aclosing(self.authority.events(feeds)) as pokes:
                    async for poke in pokes:
                        pause.reset()
                        self.poked(poke.feed)
            except Problem as failure:
                # A quiet shop sends nothing and pulls rarely: that the line is gone is asked at once, not then.
                self._push.set()
                self.pull_soon()
                await pause.wait(self._listen, retry_after_s(failure))

    def _worked(self, pause: Pause) -> None:
        """After failures one try that works ends the pauses of the other two: the line is back for all of them."""
        if pause.has_failed:
            self._push.set()
            self.pull_soon()
            self._listen.set()
        pause.reset()
