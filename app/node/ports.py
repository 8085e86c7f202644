"""What the authority needs of a store: one transaction at a time over documents, feeds and the command log.

One implementation serves SQLite and PostgreSQL, and a fake in memory passes the same contract suite.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from app.contract.feeds import FeedRow
from app.contract.node_records import FeedState, Found, Logged, NewRow

__all__ = ["FeedState", "Found", "Logged", "NewRow", "NodeStore", "NodeTx"]


class NodeTx(Protocol):
    """One transaction; everything in it becomes durable together, or nothing does. One thread only."""

    def part(self) -> AbstractContextManager[None]:
        """A part of the transaction: what is done within is undone, and nothing else, when it raises.

        Problem(INTERNAL | BAD_REQUEST) when the store takes what was done within for wrong; StoreFailed, and the
        whole transaction is over, when the store itself fails.
        """

    def lock(self, *names: str) -> None:
        """Serialise against other processes on these names (taken sorted) until the transaction ends."""

    def get(self, kind: str, key: str) -> bytes | None:
        """The document, or None."""

    def put(self, kind: str, key: str, body: bytes, terms: Collection[str] = ()) -> None:
        """Write the document; `terms` replace the ones it was found by."""

    def drop(self, kind: str, key: str) -> None:
        """Delete the document and its terms; nothing happens when it is not there."""

    def find(self, kind: str, prefix: str, limit: int) -> list[Found]:
        """Documents having a term that starts with `prefix`, in order of (term, key), `limit` at most.

        Each document once, at the first of its terms that fits.
        """

    def scan(self, kind: str, after: str, limit: int) -> list[tuple[str, bytes]]:
        """(key, body) of documents with key > `after`, in key order."""

    def feed(self, name: str) -> FeedState | None:
        """The state of a feed this node holds, or None."""

    def feeds(self) -> list[str]:
        """The names of all feeds this node holds, in order."""

    def open_feed(self, name: str, feed_id: str) -> None:
        """Start a feed, or a new history of it: rev 0, no rows, another id."""

    def append(self, name: str, rows: Sequence[NewRow]) -> int:
        """Append rows under consecutive revs and return the last rev. To be called late in a transaction."""

    def load(self, name: str, rows: Sequence[NewRow]) -> int:
        """Append in bulk without a log: readers behind the new `floor` take a snapshot. Returns the last rev."""

    def trim(self, name: str, floor: int) -> None:
        """Forget the log up to `floor` with its tombstones: what is kept 90 days is then let go."""

    def mirror(
        self,
        name: str,
        feed_id: str,
        rows: Sequence[FeedRow],
        to: int,
        *,
        is_start: bool = False,
        floor: bool = False,
    ) -> None:
        """Take over another writer's rows under their own revs: a feed relayed unchanged.

        `is_start` drops what was there and begins history `feed_id`; with `floor` the rows are (part of) a
        snapshot cut at `to`: they get no log, and older cursors need a snapshot too.
        """

    def changes(self, name: str, after: int, limit: int) -> list[FeedRow]:
        """Rows with rev > `after`, consecutive; a row replaced since carries `s`, a deleted one `x`.

        SnapshotDue when `after` lies below the feed's floor.
        """

    def live_rows(self, name: str, after: tuple[str, str], limit: int) -> list[FeedRow]:
        """Present rows by (kind, key) > `after`: for snapshots and digests."""

    def row(self, name: str, kind: str, key: str) -> FeedRow | None:
        """One present row of a feed; None when it is not there, or nobody opened the feed."""

    def last_seq(self, stream: str) -> int:
        """The highest seq logged of a stream, 0 for none."""

    def logged(self, stream: str, seq: int) -> Logged | None:
        """A logged command."""

    def log(self, stream: str, seq: int, hash_: str, command: bytes, result: bytes, *, is_settled: bool) -> None:
        """Log a command with its result."""

    def settle(self, stream: str, seq: int, result: bytes, *, is_settled: bool = True) -> None:
        """Replace the result of a logged command."""

    def unsettled(self, after: int, limit: int) -> list[Logged]:
        """Logged commands owed upwards with n > `after`, in order of arrival."""

    def newest(self) -> int:
        """The n of the command logged last, 0 for none."""

    def logged_until(self, after: int, to: int, limit: int) -> list[Logged]:
        """Logged commands with after < n <= to, in order of arrival."""

    def forget(self, stream: str, seq: int) -> None:
        """Delete a logged command; nothing happens when it is not there."""

    def moved(self) -> dict[str, int]:
        """Feeds this transaction appended to, with their new last rev: what to poke after the commit."""


class NodeStore(Protocol):
    """Opens transactions; blocking, to be called on the host's database thread."""

    def write(self) -> AbstractContextManager[NodeTx]:
        """A writing transaction: committed durably (FULL) at the end, rolled back on any exception.

        Problem(DISK_FULL | DISK_READ_ONLY | BUSY) when the store cannot take it.
        """

    def read(self) -> AbstractContextManager[NodeTx]:
        """A reading transaction: one consistent view."""
