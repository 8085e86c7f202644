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
    """One page. `ids` and `newest_at` are of every entry, also of those that could not be read."""

    items: tuple[T, ...]
    ids: tuple[int, ...]
    newest_at: datetime | None
    total: int
    pages: int


async def page_of(http: PlatformHttp, path: str, answer: type[T], params: dict[str, str]) -> Listed[T]:
    """One page; an entry that is not what it should be is left out and named in the log, the others are read."""
    raws, headers = await http.read_headed(path, list[msgspec.Raw], {"per_page": str(PAGE_SIZE), **params})
    try:
        entries = [msgspec.json.decode(raw, type=_Numbered) for raw in raws]
        total, pages = int(headers["x-wp-total"]), int(headers["x-wp-totalpages"])
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, ValueError) as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc
    found: list[T] = []
    for raw, entry in zip(raws, entries, strict=True):
        try:
            found.append(msgspec.json.decode(raw, type=answer))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            _log.warning("entry_unreadable", path=path, id=entry.id)
    times = [utc(entry.date_modified_gmt) for entry in entries if entry.date_modified_gmt is not None]
    ids = tuple(entry.id for entry in entries)
    return Listed(tuple(found), ids, max(times, default=None), total, pages)


async def whole_list(http: PlatformHttp, path: str, answer: type[T], params: dict[str, str]) -> tuple[T, ...]:
    """Every entry, by id. A list that changes between two pages shifts and is read again from its start."""
    for _ in range(_TRIES):
        found: list[T] = []
        ids: set[int] = set()
        page = 1
        while True:
            by_id = {"orderby": "id", "order": "asc", "page": str(page)}
            listed = await page_of(http, path, answer, {**params, **by_id})
            found += listed.items
            ids.update(listed.ids)
            if page >= listed.pages or page >= _MAX_PAGES:
                break
            page += 1
        if len(ids) == listed.total:
            return tuple(found)
    raise PlatformUnavailable(Code.BUSY)


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
        listed = Listed((), (), None, 0, 0)
    is_last = at.page >= listed.pages
    return listed, at.after(listed.newest_at, is_last=is_last), not is_last


def _time(at: datetime) -> str:
    """As WooCommerce wants it: UTC, and not said."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
