"""Rows of a feed on their way into a file: typed and checked, or the whole page is refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from app.contract.feeds import BadPage, FeedRef, FeedRow, Page

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Sorted(Generic[Row]):
    """A page's present rows with their revs and bytes, and the keys of deleted ones."""

    rows: list[tuple[str, int, Row, bytes]]
    gone: list[tuple[str, int]]


def sort_rows(
    rows: Iterable[FeedRow], decoder: msgspec.json.Decoder[Row], key_of: Callable[[Row], str]
) -> Sorted[Row]:
    """Decode the rows, the last of each key; BadPage when one is not what this feed carries."""
    last = {row.id: row for row in rows if not row.s}
    present: list[tuple[str, int, Row, bytes]] = []
    gone: list[tuple[str, int]] = []
    for row in last.values():
        if row.x or not isinstance(row.d, msgspec.Raw):
            gone.append((row.id, row.rev))
            continue
        body = bytes(row.d)
        present.append((row.id, row.rev, _decoded(row.id, body, decoder, key_of), body))
    return Sorted(present, gone)


def _decoded(key: str, body: bytes, decoder: msgspec.json.Decoder[Row], key_of: Callable[[Row], str]) -> Row:
    try:
        row = decoder.decode(body)
    except (msgspec.MsgspecError, ValueError) as exc:
        raise BadPage("row") from exc
    if key_of(row) != key:
        raise BadPage("key")
    return row


def kind_of(rows: Sequence[FeedRow]) -> str:
    """What these feeds call their rows; each of them has one kind."""
    return rows[0].t if rows else ""


def follows(cursor: FeedRef, page: Page) -> bool:
    """Whether the page goes on where the cursor stands."""
    return page.head.from_rev == cursor.rev and cursor.id in ("", page.head.id)
