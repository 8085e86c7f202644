"""What two tills and a real edge do together: durable hand-overs, seen next door, and a queue after a long cut."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from app.bootstrap.bench_processes import Edge
from app.bootstrap.bench_report import Figure, latency, percentile
from app.bootstrap.bench_syncs import SyncCounter
from app.bootstrap.bench_world import CLERK, ONE, STORE, TWO, World
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import Digest, FeedRef, Page, Poke
from app.domain.commands import Body, NoteCustomer, ReceiveReturn
from app.domain.handover import HandoverAsk
from app.domain.orders import Order
from app.domain.returns import Condition, Disposition, Reason, ReturnedPiece, Rule, Tender
from app.domain.values import ReturnId, Sku
from app.node.store_node import store_feed
from app.sync.engine import Authority, Fetched
from app.usecases.intents import Author, write_intent
from app.usecases.ports import OutboxState, TerminalTx

FSYNCS = 4
SLACK_MS = 5.0
SEEN_MS = 150.0
DRAIN_S = 5.0
LINE_S = 0.05
PATIENCE_S = 60.0
WARM_UP = 5
FRAME_BYTES = 4_096


def fsync_cost_s(folder: Path, rounds: int) -> list[float]:
    """How long four appends of a page, each made durable, take on this disk, so many times."""
    path = folder / "fsync.probe"
    times: list[float] = []
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        for _ in range(rounds):
            started_s = time.perf_counter()
            for _ in range(FSYNCS):
                os.write(handle, bytes(FRAME_BYTES))
                os.fsync(handle)
            times.append(time.perf_counter() - started_s)
    finally:
        os.close(handle)
        path.unlink()
    return times


@dataclass(frozen=True, slots=True)
class SlowLine:
    """An authority at the end of a longer line: every question takes `LINE_S` more."""

    authority: Authority

    async def send_commands(self, lines: Sequence[CommandLine]) -> list[Result]:
        """See the port."""
        await asyncio.sleep(LINE_S)
        return await self.authority.send_commands(lines)

    async def roll_call(self, lines: Sequence[CommandLine]) -> Welcome:
        """See the port."""
        await asyncio.sleep(LINE_S)
        return await self.authority.roll_call(lines)

    async def pull(self, ref: FeedRef) -> Page:
        """See the port."""
        await asyncio.sleep(LINE_S)
        return await self.authority.pull(ref)

    async def digest(self, feed: str) -> Digest:
        """See the port."""
        await asyncio.sleep(LINE_S)
        return await self.authority.digest(feed)

    async def fetch_snapshot(self, feed: str, to_path: Path) -> Fetched:
        """See the port."""
        await asyncio.sleep(LINE_S)
        return await self.authority.fetch_snapshot(feed, to_path)

    def events(self, feeds: Sequence[str]) -> AsyncGenerator[Poke]:
        """See the port."""
        return self.authority.events(feeds)


@dataclass(slots=True)
class Acts:
    """One till that acts, one that looks on, and their edge; lives on one loop."""

    world: World
    edge: Edge
    counter: SyncCounter
    one: Terminal
    two: Terminal

    async def hand_overs(self, orders: Sequence[Order]) -> list[Figure]:
        """Each order handed over at one till, with all its waits for the disk, until the other till shows it."""
        taken: list[float] = []
        seen: list[float] = []
        syncs: list[int] = []
        for order in orders:
            before = await self._syncs()
            started_s = time.perf_counter()
            await self.one.hand_over.hand_over(order, HandoverAsk(), CLERK)
            taken.append(time.perf_counter() - started_s)
            after = self.counter.count
            await self.until(self.two, partial(_is_out, order))
            seen.append(time.perf_counter() - started_s)
            syncs.append(after - before[0] + (await self._syncs())[1] - before[1])
            await self._settled()
        counted = slice(WARM_UP if len(orders) > WARM_UP else 0, None)
        return [*self._durable(taken[counted], syncs[counted]), self._visible(seen[counted])]

    def _durable(self, taken: list[float], syncs: list[int]) -> list[Figure]:
        probe = fsync_cost_s(self.world.folder, len(taken))
        base_ms, p50, p99 = (
            1000 * value for value in (percentile(probe, 50), percentile(taken, 50), percentile(taken, 99))
        )
        counted = "" if self.edge.told.is_complete else "SQLite's own could not be counted here; "
        return [
            Figure(
                what="hand-over: waits for the disk",
                unit="fsyncs",
                value=min(syncs),
                limit=FSYNCS,
                p50=percentile(syncs, 50),
                p99=percentile(syncs, 99),
                note=f"{counted}terminal and edge together; the fewest of all acts, because a page that comes "
                "meanwhile, or a file that is folded, is counted too",
            ),
            Figure(
                what="hand-over: key to durable everywhere",
                unit="ms",
                value=p50,
                limit=base_ms + SLACK_MS,
                p50=p50,
                p99=p99,
                reference=f"four fsyncs of this disk {base_ms:.2f} ms, p99 {1000 * percentile(probe, 99):.2f} ms",
            ),
        ]

    def _visible(self, seen: list[float]) -> Figure:
        return latency(
            "act at one till, shown at another",
            seen,
            SEEN_MS,
            note="from the key at the one to the row at the other, over HTTP, both in one process",
        )

    async def drain(self) -> Figure:
        """A day's queue sent up a line of 50 ms."""
        count = self.world.sizes.queued
        now_at = self.one.clock.now_at()
        author = Author(ONE, CLERK.id)
        engine, near = self.one.engine, self.one.engine.authority
        bodies = [queued_body(number, self.world.at) for number in range(count)]
        await self.one.door.write(lambda tx: [write_intent(tx, body, author, now_at) for body in bodies])
        engine.authority = SlowLine(near)
        started_s = time.perf_counter()
        engine.push_soon()
        await self.until(self.one, lambda tx: not tx.outbox_list((OutboxState.INTENT,), 1))
        taken_s = time.perf_counter() - started_s
        engine.authority = near
        return Figure(
            what=f"{count:,} queued commands drained",
            unit="s",
            value=taken_s,
            limit=DRAIN_S,
            note=f"two in five are returns, the others notes; {1000 * LINE_S:.0f} ms added to every request",
        )

    async def _syncs(self) -> tuple[int, int]:
        return self.counter.count, (await self.edge.used()).syncs

    async def _settled(self) -> None:
        """Until the acting till has pulled what it made, so that this is not counted with the next act."""
        rev = await self.two.door.read(lambda tx: tx.cursor(store_feed(STORE)).rev)
        await self.until(self.one, lambda tx: tx.cursor(store_feed(STORE)).rev >= rev)

    async def until(self, terminal: Terminal, is_so: Callable[[TerminalTx], bool]) -> None:
        """Wait until a terminal's store says so, looking each time something moved there."""
        moved = asyncio.Event()
        async with asyncio.timeout(PATIENCE_S):
            terminal.engine.on_change = lambda feed: moved.set()
            while not await terminal.door.read(is_so):
                await _moved_or_short(moved)
                moved.clear()


async def _moved_or_short(moved: asyncio.Event) -> None:
    """An answer to a command moves no feed, so it is looked for now and then as well."""
    try:
        async with asyncio.timeout(LINE_S / 2):
            await moved.wait()
    except TimeoutError:
        return


def _is_out(order: Order, tx: TerminalTx) -> bool:
    """Whether the row of the authority itself, not our own command on top of it, says that the goods are gone."""
    row = tx.base_get("order", order.id)
    return row is not None and b'"handovers":[]' not in row.body


def queued_body(number: int, at: datetime) -> Body:
    """The command with that number of a day without a line."""
    if number % 5 < 3:
        return NoteCustomer(f"customer-{number}", "richiama per il reso", at)
    piece = ReturnedPiece(
        sku=Sku(f"Q{number:07d}"),
        gtin="",
        name="Borsa palestra Arena",
        variant="nera",
        quantity=1,
        reason=Reason.NOT_LIKED,
        condition=Condition.AS_NEW,
        disposition=Disposition.RESTOCK,
    )
    return ReceiveReturn(
        return_id=ReturnId(f"return-{number}"),
        number=f"{ONE}-{number:06d}",
        store=STORE,
        pieces=(piece,),
        rule=Rule.UNMATCHED,
        tender=Tender.ORIGINAL,
        place="RESI",
        document_no=f"{ONE}-{number:06d}",
        at=at,
    )


async def measure_acts(world: World, edge: Edge, counter: SyncCounter, orders: Sequence[Order]) -> list[Figure]:
    """Every figure that needs tills and edge together; the queue is the till's alone, the other one is closed."""
    async with open_terminal(world.home(ONE), "", edge.told.url) as one:
        async with open_terminal(world.home(TWO), "", edge.told.url) as two:
            acts = Acts(world, edge, counter, one, two)
            for terminal in (one, two):
                await acts.until(terminal, lambda tx: all(tx.base_get("order", order.id) for order in orders))
            figures = await acts.hand_overs(orders)
        return [*figures, await acts.drain()]
