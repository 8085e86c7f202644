"""The way down: pages of a feed, whole or not at all."""

import hashlib
from collections.abc import Iterable, Sequence

from msgspec import UNSET, Raw, Struct, UnsetType, ValidationError, field
from msgspec.json import Decoder, Encoder

SCHEMA = 1
MAX_PAGE_ROWS = 5_000
MAX_LINE_BYTES = 512 * 1024
MAX_PAGE_BYTES = 64 * 1024 * 1024


class PageHead(Struct, frozen=True, kw_only=True, rename={"from_rev": "from"}):
    """First line. `id` changes when the feed's history changed (restore, other host): then a snapshot is due."""

    feed: str
    id: str
    schema: int
    from_rev: int
    epoch: int = 0


class FeedRow(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A full row (`d`), a tombstone (`x`), or the place of a row that a later rev replaced (`s`).

    Full rows, never diffs: applying one twice or late is harmless. Revs of a feed have no gaps, so a hole shows.
    """

    t: str
    id: str
    rev: int
    d: Raw | UnsetType = UNSET
    x: int = 0
    s: int = 0


class PageEnd(Struct, frozen=True, kw_only=True):
    """Last line; without it, or with another `n` or `sum`, nothing of the page may be applied."""

    end: bool
    to: int
    n: int
    more: bool
    sum: str


class Page(Struct, frozen=True, kw_only=True):
    """A page that arrived whole."""

    head: PageHead
    rows: list[FeedRow]
    to: int
    more: bool


class FeedRef(Struct, frozen=True):
    """Where a reader stands in a feed."""

    feed: str
    id: str = ""
    rev: int = 0


class Poke(Struct, frozen=True):
    """What an event carries: that a feed moved. No rows and no personal data, so losing one costs only time."""

    feed: str
    rev: int


class Digest(Struct, frozen=True, kw_only=True):
    """Sums over a feed's live rows, one per kind and bucket, as of `rev`."""

    feed: str
    id: str
    rev: int
    sums: dict[str, int] = field(default_factory=dict)


class BadPage(ValueError):
    """The page is cut, mixed up or damaged; ask again."""


class SnapshotDue(Exception):
    """The reader's cursor is of another history or too old: load a snapshot."""


_encode = Encoder()
_head = Decoder(PageHead)
_row = Decoder(FeedRow)
_end = Decoder(PageEnd)


def encode_page(head: PageHead, rows: Sequence[FeedRow], *, to: int, more: bool) -> bytes:
    """The NDJSON body of a page (uncompressed)."""
    lines = [_encode.encode(row) for row in rows]
    total = hashlib.blake2b(digest_size=8)
    for line in lines:
        total.update(line)
    end = PageEnd(end=True, to=to, n=len(rows), more=more, sum=total.hexdigest())
    return b"\n".join([_encode.encode(head), *lines, _encode.encode(end)]) + b"\n"


def decode_page(body: bytes) -> Page:
    """The page in `body`; BadPage when it is not whole, not in order or not of this schema."""
    lines = body.split(b"\n")
    if len(lines) < 3 or lines[-1] != b"":
        raise BadPage("cut")
    try:
        head = _head.decode(lines[0])
        rows = [_row.decode(line) for line in lines[1:-2]]
        end = _end.decode(lines[-2])
    except (ValidationError, ValueError, RecursionError) as exc:
        raise BadPage("not a page") from exc
    if head.schema != SCHEMA:
        raise BadPage("schema")
    total = hashlib.blake2b(digest_size=8)
    for line in lines[1:-2]:
        total.update(line)
    if not end.end or end.n != len(rows) or end.sum != total.hexdigest():
        raise BadPage("sum")
    _check_revs(head.from_rev, rows, end.to)
    return Page(head=head, rows=rows, to=end.to, more=end.more)


def _check_revs(from_rev: int, rows: Sequence[FeedRow], to: int) -> None:
    if to != from_rev + len(rows):
        raise BadPage("gap")
    for offset, row in enumerate(rows, start=1):
        if row.rev != from_rev + offset:
            raise BadPage("gap")


LOST = "lost"
"""A history no host has: whoever asks with it is sent a snapshot."""


def digest_of(rows: Iterable[tuple[str, str, int]], sums: dict[str, int] | None = None) -> dict[str, int]:
    """Sums of 64-bit hashes over live rows (kind, id, rev), by `kind/bucket`; on top of `sums` of other rows.

    One writer per feed writes full rows, so the rev of a row stands for its content; damage of stored bytes is
    noticed by the encrypted file's own page authentication.
    """
    sums = {} if sums is None else sums
    for kind, key, rev in rows:
        raw = hashlib.blake2b(f"{kind}\0{key}\0{rev}".encode(), digest_size=8).digest()
        bucket = hashlib.blake2b(key.encode(), digest_size=1).hexdigest()
        name = f"{kind}/{bucket}"
        sums[name] = (sums.get(name, 0) + int.from_bytes(raw, "big")) % (1 << 63)
    return sums
