"""A terminal's side of the conversation: its commands, its feeds, each into the file they belong to."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import LOST, Digest, FeedRef, FeedRow, Page, digest_of
from app.contract.rows import StoreConfig
from app.contract.scopes import feeds_for
from app.domain.errors import Code
from app.sync import inbox, outbox
from app.sync.artefact_file import slices_of
from app.sync.engine import Fetched
from app.usecases.ports import AttentionItem, Clock, OutboxEntry, OutboxState, StoreDoor, TerminalTx

_configs = msgspec.json.Decoder(StoreConfig)


class RowFiles(Protocol):
    """Feeds kept in rows of their own: catalogue, prices, stock, finder. Coroutines, on the files' own threads."""

    def owns(self, feed: str) -> bool:
        """Whether that feed is kept here."""

    async def cursor(self, feed: str) -> FeedRef:
        """Where the file stands."""

    async def apply(self, page: Page) -> bool:
        """Take a page in with its cursor; False when it does not follow."""

    async def replace(self, ref: FeedRef, slices: Callable[[], Iterable[Sequence[FeedRow]]]) -> None:
        """Replace a feed by a snapshot."""

    async def digest(self, feed: str) -> Digest | None:
        """Sums over the rows kept of a feed, as of where the file stands; None when it moved meanwhile."""

    async def begin_again(self, feed: str) -> None:
        """Forget where the file stands in a feed: the next pull loads a snapshot."""


Complete = Callable[[TerminalTx, OutboxEntry], None]
"""What follows an answer, in its transaction."""
_ENDS = (OutboxState.FINAL, OutboxState.REJECTED)


async def _nothing() -> None:
    """Nothing follows."""


@dataclass(slots=True)
class TerminalReplica:
    """See `engine.Replica`; lives on the loop.

    `complete` runs in the transaction of a command's first answer, `ended` in that of its end-to-end answer, which
    may be the same one; `answered` and `changed` on the loop after it, then `followed`, before anything is sent.
    """

    device: str
    store: str
    door: StoreDoor
    files: RowFiles
    clock: Clock
    folder: Path
    mode: str = "clerk"
    complete: Complete = lambda tx, entry: None
    ended: Complete = lambda tx, entry: None
    answered: Callable[[Sequence[OutboxEntry]], None] = lambda entries: None
    followed: Callable[[], Awaitable[None]] = _nothing
    changed: Callable[[Sequence[tuple[str, str]]], None] = lambda rows: None
    arrive: Callable[[bytes], bytes] = lambda body: body
    _config_rev: int = field(default=-1)
    _feeds: list[str] = field(default_factory=list)

    async def feeds(self) -> list[FeedRef]:
        """The configuration first: it names the catalogue's feeds."""
        names = await self.door.read(self._names)
        own = [name for name in names if not self.files.owns(name)]
        refs = await self.door.read(lambda tx: [tx.cursor(name) for name in own])
        return [*refs, *[await self.files.cursor(name) for name in names if self.files.owns(name)]]

    async def where(self, feed: str) -> FeedRef | None:
        """One look into the store for a feed that is kept there, which is what moves with every act."""
        if not self.files.owns(feed):
            return await self.door.read(lambda tx: tx.cursor(feed) if feed in self._names(tx) else None)
        return await self.files.cursor(feed) if feed in await self.door.read(self._names) else None

    def _names(self, tx: TerminalTx) -> list[str]:
        own = [f"config:{self.store}", f"store:{self.store}", f"device:{self.device}"]
        row = tx.base_get("config", self.store)
        if row is None:
            return feeds_for(self.mode, own)
        if row.rev != self._config_rev:
            config = _configs.decode(row.body)
            catalogue = [f"catalog:{config.market}", f"price:{config.pricelist}", f"stock:{self.store}"]
            self._feeds = [*catalogue, f"finder:{config.chain}"]
            self._config_rev = row.rev
        return feeds_for(self.mode, [*own, *self._feeds])

    async def lines(self) -> list[CommandLine]:
        """The oldest commands without an answer."""
        return await self.door.read(outbox.next_lines)

    async def take_results(self, results: Sequence[Result]) -> None:
        """Answers and what follows them, in one commit."""
        entries = await self.door.write(lambda tx: self._take_results(tx, results))
        await self._tell(entries)

    def _take_results(self, tx: TerminalTx, results: Sequence[Result]) -> list[OutboxEntry]:
        return self._completed(tx, outbox.take_results(tx, results, self.clock.now_at()))

    def _completed(self, tx: TerminalTx, ids: Iterable[str]) -> list[OutboxEntry]:
        entries = [entry for command_id in ids if (entry := tx.outbox_get(command_id)) and not _is_open(entry)]
        for entry in entries:
            self.complete(tx, entry)
            if entry.state in _ENDS:
                self.ended(tx, entry)
        return entries

    async def _tell(self, entries: Sequence[OutboxEntry]) -> None:
        if entries:
            self.answered(entries)
            self.changed([_row_of(entry) for entry in entries])
            await self.followed()

    async def failed_alone(self, command_id: str, code: Code) -> None:
        """Count it; after five the command is put aside for a person."""
        now_at = self.clock.now_at()
        if await self.door.write(lambda tx: outbox.tried(tx, command_id, code, now_at)):
            entry = await self.door.read(lambda tx: tx.outbox_get(command_id))
            await self._tell([entry] if entry is not None else [])

    async def take_page(self, page: Page) -> bool:
        """A page into the file its feed belongs to."""
        if self.files.owns(page.head.feed):
            return await self.files.apply(page)
        taken, entries = await self.door.write(lambda tx: self._take_page(tx, page))
        if taken is None:
            return False
        await self._tell(entries)
        self.changed(taken.rows)
        return True

    def _take_page(self, tx: TerminalTx, page: Page) -> tuple[inbox.Taken | None, list[OutboxEntry]]:
        before = _acked(tx, page.rows)
        taken = inbox.take_page(tx, page, self.clock.now_at(), self.arrive)
        return taken, self._followed(tx, before)

    def _followed(self, tx: TerminalTx, before: Sequence[OutboxEntry]) -> list[OutboxEntry]:
        """What end-to-end answers bring; `before` are their commands as they stood. They as they stand now."""
        self._completed(tx, [entry.command.id for entry in before if _is_undecided(entry)])
        known = [entry.command.id for entry in before if entry.state is OutboxState.ACCEPTED]
        for entry in [found for command_id in known if (found := tx.outbox_get(command_id)) is not None]:
            if entry.state in _ENDS:
                self.ended(tx, entry)
        return [found for entry in before if (found := tx.outbox_get(entry.command.id)) is not None]

    async def take_snapshot(self, fetched: Fetched) -> None:
        """A snapshot into the file its feed belongs to; the artefact is not needed after it."""
        if self.files.owns(fetched.ref.feed):
            await self.files.replace(fetched.ref, lambda: slices_of(fetched.path))
        else:
            taken, entries = await self.door.write(lambda tx: self._take_snapshot(tx, fetched))
            await self._tell(entries)
            self.changed(taken)
        await self.door.run(lambda: fetched.path.unlink(missing_ok=True))

    def _take_snapshot(self, tx: TerminalTx, fetched: Fetched) -> tuple[list[tuple[str, str]], list[OutboxEntry]]:
        changed: list[tuple[str, str]] = []
        before: list[OutboxEntry] = []
        is_start = True
        for rows in slices_of(fetched.path):
            before += _acked(tx, rows)
            taken = inbox.take_snapshot(tx, fetched.ref, rows, self.clock.now_at(), self.arrive, is_start=is_start)
            changed += taken.rows
            is_start = False
        return changed, self._followed(tx, before)

    async def roll_call(self) -> list[CommandLine] | None:
        """What to hand in to a new authority, while one is awaited; None otherwise."""
        return await self.door.read(self._roll_call)

    def _roll_call(self, tx: TerminalTx) -> list[CommandLine] | None:
        if not outbox.is_suspended(tx) and outbox.epoch(tx):
            return None
        return outbox.roll_call_lines(tx)

    async def joined(self, welcome: Welcome) -> None:
        """An authority took the roll-call."""
        await self.door.write(lambda tx: outbox.joined(tx, welcome))

    async def digest(self, feed: str, *, is_deep: bool) -> Digest | None:
        """Sums over the rows kept here; the device's own answers are none."""
        if feed.startswith("device:") or (self.files.owns(feed) and not is_deep):
            return None
        if self.files.owns(feed):
            return await self.files.digest(feed)
        return await self.door.read(lambda tx: _digest(tx, feed))

    async def differs(self, feed: str) -> None:
        """Tell a person and forget where we stand: the next pull loads a snapshot."""
        now_at = self.clock.now_at()
        item = AttentionItem(f"digest:{feed}", Code.DIGEST_MISMATCH, feed, {"feed": feed}, now_at)
        await self.door.write(lambda tx: tx.attention_put(item))
        if self.files.owns(feed):
            await self.files.begin_again(feed)
        else:
            await self.door.write(lambda tx: tx.set_cursor(FeedRef(feed, LOST, 0)))

    def snapshot_path(self, feed: str) -> Path:
        """Beside the files, by feed."""
        return self.folder / f"{feed.replace(':', '-')}.snapshot"


def _digest(tx: TerminalTx, feed: str) -> Digest:
    ref = tx.cursor(feed)
    return Digest(feed=feed, id=ref.id, rev=ref.rev, sums=digest_of(tx.base_rows(feed)))


def _acked(tx: TerminalTx, rows: Sequence[FeedRow]) -> list[OutboxEntry]:
    """This terminal's commands that the rows have an end-to-end answer for, as they stand before it."""
    return [entry for row in rows if row.t == "ack" and (entry := tx.outbox_get(row.id)) is not None]


def _is_open(entry: OutboxEntry | None) -> bool:
    return entry is not None and entry.state is OutboxState.INTENT


def _is_undecided(entry: OutboxEntry | None) -> bool:
    return entry is not None and entry.state in (OutboxState.INTENT, OutboxState.PARKED)


def _row_of(entry: OutboxEntry) -> tuple[str, str]:
    kind, _, key = entry.command.key.partition(":")
    return kind, key
