"""Rows of the store's feeds taken into `store.db`: a page and its cursor together, or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.contract.commands import Result
from app.contract.feeds import BadPage, FeedRef, FeedRow, Page
from app.contract.rows import StoreConfig
from app.sync.outbox import suspend, take_ack
from app.sync.row_terms import terms_of
from app.usecases.ports import BaseRow, TerminalTx

_configs = msgspec.json.Decoder(StoreConfig)
_results = msgspec.json.Decoder(Result)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page changed: (kind, key) of each row, for whoever shows them."""

    feed: str
    rows: tuple[tuple[str, str], ...]


Arrive = Callable[[bytes], bytes]
"""What happens to a configuration before it is kept: its PIN verifiers are wrapped for this device."""


def as_is(body: bytes) -> bytes:
    """Keep it as it came."""
    return body


def take_page(tx: TerminalTx, page: Page, now_at: datetime, arrive: Arrive = as_is) -> Taken | None:
    """Take a page in; None when it does not follow the cursor (late, repeated, of another history). BadPage."""
    cursor = tx.cursor(page.head.feed)
    if page.head.from_rev != cursor.rev or cursor.id not in ("", page.head.id):
        return None
    if page.head.epoch:
        suspend(tx, page.head.epoch)
    _take_rows(tx, page.head.feed, page.rows, now_at, arrive)
    tx.set_cursor(FeedRef(page.head.feed, page.head.id, page.to))
    return Taken(page.head.feed, tuple((row.t, row.id) for row in page.rows if not row.s))


def take_snapshot(
    tx: TerminalTx,
    ref: FeedRef,
    rows: Sequence[FeedRow],
    now_at: datetime,
    arrive: Arrive = as_is,
    *,
    is_start: bool = True,
) -> Taken:
    """Replace a feed's rows by (the first or a further part of) a snapshot cut at `ref`. BadPage."""
    if is_start:
        tx.base_clear(ref.feed)
    _take_rows(tx, ref.feed, rows, now_at, arrive)
    tx.set_cursor(ref)
    return Taken(ref.feed, tuple((row.t, row.id) for row in rows))


def _take_rows(tx: TerminalTx, feed: str, rows: Sequence[FeedRow], now_at: datetime, arrive: Arrive) -> None:
    """Write the rows; BadPage, and the caller keeps nothing of them, when one is not of its kind."""
    for row in rows:
        try:
            _take_row(tx, feed, row, now_at, arrive)
        except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
            raise BadPage("row") from exc


def _take_row(tx: TerminalTx, feed: str, row: FeedRow, now_at: datetime, arrive: Arrive) -> None:
    if row.s:
        return
    if row.x or not isinstance(row.d, msgspec.Raw):
        tx.base_drop(row.t, row.id, row.rev)
        return
    body = bytes(row.d)
    if row.t == "ack":
        take_ack(tx, _results.decode(body), now_at)
        return
    if row.t == "config":
        suspend(tx, _configs.decode(body).epoch)
        body = arrive(body)
    tx.base_put(feed, BaseRow(row.t, row.id, row.rev, body), terms_of(row.t, body))
