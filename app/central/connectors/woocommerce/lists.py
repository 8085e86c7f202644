"""Reads WooCommerce's lists: whole ones page by page, and what changed since a cursor."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import msgspec
import structlog

from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import PlatformRefused, PlatformUnavailable
from app.central.connectors.woocommerce.orders import utc
from app.domain.errors import Code

T = TypeVar("T")
PAGE_SIZE = 100
OVERLAP = timedelta(seconds=60)
_GRAIN = timedelta(seconds=1)
_MAX_PAGES = 1_000
_TRIES = 3
_log = structlog.stdlib.get_logger("central.woocommerce")


class _Numbered(msgspec.Struct, frozen=True):
    """What every entry of a list has."""

    id: int
    date_modified_gmt: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One page: every entry by its id, None for one that could not be read. `newest_at` is of all of them."""

    entries: tuple[tuple[int, T | None], ...]
    newest_at: datetime | None
    total: int
    pages: int

    @property
    def items(self) -> tuple[T, ...]:
        """What could be read."""
        return tuple(entry for _, entry in self.entries if entry is not None)


async def page_of(http: PlatformHttp, path: str, answer: type[T], params: dict[str, str]) -> Listed[T]:
    """One page; an entry that is not what it should be is left out and named in the log, the others are read."""
    raws, headers = await http.read_headed(path, list[msgspec.Raw], {"per_page": str(PAGE_SIZE), **params})
    try:
        entries = [msgspec.json.decode(raw, type=_Numbered) for raw in raws]
        total, pages = int(headers["x-wp-total"]), int(headers["x-wp-totalpages"])
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, ValueError) as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc
    found: list[tuple[int, T | None]] = []
    for raw, entry in zip(raws, entries, strict=True):
        try:
            found.append((entry.id, msgspec.json.decode(raw, type=answer)))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            _log.warning("entry_unreadable", path=path, id=entry.id)
            found.append((entry.id, None))
    times = [utc(entry.date_modified_gmt) for entry in entries if entry.date_modified_gmt is not None]
    return Listed(tuple(found), max(times, default=None), total, pages)


async def whole_list(http: PlatformHttp, path: str, answer: type[T], params: dict[str, str]) -> tuple[T, ...]:
    """Every entry, by id; PlatformUnavailable(BUSY) when the list does not stand still."""
    for _ in range(_TRIES):
        found = await _once_through(http, path, answer, {**params, "orderby": "id", "order": "asc"})
        if found is not None:
            return found
    raise PlatformUnavailable(Code.BUSY)


async def _once_through(
    http: PlatformHttp, path: str, answer: type[T], params: dict[str, str]
) -> tuple[T, ...] | None:
    """Every entry, or None when the list shifted: a page begins with the entry the one before ended with, and
    somebody who left or came in between moved it."""
    found: dict[int, T | None] = {}
    last: int | None = None
    for page in range(_MAX_PAGES):
        if page:
            await http.turn()
        offset = {"offset": str(page * (PAGE_SIZE - 1))} if page else {}
        listed = await page_of(http, path, answer, {**params, **offset})
        if last is not None and (not listed.entries or listed.entries[0][0] != last):
            return None
        found.update(listed.entries)
        if len(listed.entries) < PAGE_SIZE:
            return tuple(entry for entry in found.values() if entry is not None)
        last = listed.entries[-1][0]
    raise PlatformUnavailable(Code.TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to ask on from: what changed after `since_at`, and which page of that. As text `<ISO time> <page>`."""

    since_at: datetime | None = None
    page: int = 1

    @classmethod
    def of(cls, text: str) -> "Cursor":
        """The cursor of a text of ours; anything else begins at the beginning."""
        since, _, page = text.partition(" ")
        try:
            since_at = datetime.fromisoformat(since).astimezone(UTC) if since else None
            return cls(since_at, max(int(page), 1))
        except ValueError:
            return cls()

    @property
    def text(self) -> str:
        """To be kept by whoever asks."""
        return f"{self.since_at.isoformat() if self.since_at else ''} {self.page}"

    def after(self, newest_at: datetime | None, *, is_last: bool) -> "Cursor":
        """What to ask next. The list is ordered by time, so asking on from the newest time skips nothing when an
        entry moves to its end meanwhile; a page number is only counted where a whole page has one time."""
        if is_last:
            settled_at = newest_at - OVERLAP if newest_at else None
            return Cursor(max(filter(None, (settled_at, self.since_at)), default=None))
        on_at = newest_at - _GRAIN if newest_at else None
        if on_at is None or (self.since_at is not None and on_at <= self.since_at):
            return Cursor(self.since_at, self.page + 1)
        return Cursor(on_at)


async def changed(
    http: PlatformHttp, path: str, answer: type[T], params: dict[str, str], cursor: str
) -> tuple[Listed[T], Cursor, bool]:
    """A page of what changed, the cursor behind it, and whether there is more at once."""
    at = Cursor.of(cursor)
    since = {"modified_after": _time(at.since_at), "dates_are_gmt": "true"} if at.since_at else {}
    by_time = {"orderby": "modified", "order": "asc", "page": str(at.page)}
    try:
        listed = await page_of(http, path, answer, {**params, **since, **by_time})
    except PlatformRefused:
        # The list became shorter than the page asked for: its end was reached.
        if at.page == 1:
            raise
        listed = Listed((), None, 0, 0)
    is_last = at.page >= listed.pages
    return listed, at.after(listed.newest_at, is_last=is_last), not is_last


def _time(at: datetime) -> str:
    """As WooCommerce wants it: UTC, and not said."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
