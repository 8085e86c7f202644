"""The reading side of a feed: pages behind a cursor, rows of a snapshot, the digest."""

from collections.abc import Iterator, Sequence

from app.contract.feeds import (
    MAX_PAGE_ROWS,
    SCHEMA,
    Digest,
    FeedRef,
    FeedRow,
    PageHead,
    SnapshotDue,
    digest_of,
    encode_page,
)
from app.domain.errors import Code, Problem
from app.node.ports import FeedState, NewRow, NodeTx

SCAN_ROWS = 2_000


def feed_state(tx: NodeTx, name: str) -> FeedState:
    """The feed's state; Problem(NOT_FOUND) when this node does not hold it."""
    state = tx.feed(name)
    if state is None:
        raise Problem(Code.NOT_FOUND, feed=name)
    return state


def append_opened(tx: NodeTx, name: str, like: str, rows: Sequence[NewRow]) -> None:
    """Append to a feed that may not be there yet: it begins with the history of the feed `like`."""
    if tx.feed(name) is None:
        # A history of this host's own: another host's feed of the same name must never be taken for it.
        tx.open_feed(name, feed_state(tx, like).id)
    tx.append(name, rows)


def page(tx: NodeTx, ref: FeedRef, limit: int, epoch: int) -> bytes:
    """The page behind a cursor, as bytes; SnapshotDue when the cursor is of another history or too old.

    A reader without a history (`ref.id` empty, rev 0) starts at the beginning if the log still reaches there.
    """
    state = feed_state(tx, ref.feed)
    if ref.id not in ("", state.id) or ref.rev > state.rev or ref.rev < state.floor:
        raise SnapshotDue
    rows = tx.changes(ref.feed, ref.rev, max(1, min(limit, MAX_PAGE_ROWS)))
    to = ref.rev + len(rows)
    head = PageHead(feed=ref.feed, id=state.id, schema=SCHEMA, from_rev=ref.rev, epoch=epoch)
    return encode_page(head, rows, to=to, more=to < state.rev)


def live_rows(tx: NodeTx, name: str) -> Iterator[FeedRow]:
    """Every present row of a feed by (kind, key), read in slices."""
    after = ("", "")
    while rows := tx.live_rows(name, after, SCAN_ROWS):
        yield from rows
        after = (rows[-1].t, rows[-1].id)


def digest(tx: NodeTx, name: str) -> Digest:
    """Sums over the feed's present rows as of its last rev."""
    state = feed_state(tx, name)
    sums = digest_of((row.t, row.id, row.rev) for row in live_rows(tx, name))
    return Digest(feed=name, id=state.id, rev=state.rev, sums=sums)
