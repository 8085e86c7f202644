"""A node forgets what its feeds said long ago: readers that come later than that take a snapshot."""

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from app.node.ports import NodeTx

KEPT_DAYS = 90
_MARK = "feed_mark"


class Mark(Struct, frozen=True):
    """Where a feed of one history stood at the end of a day (UTC, ISO)."""

    day: str
    id: str
    rev: int


_marks = msgspec.json.Decoder(list[Mark])


def trim_feeds(tx: NodeTx, now_at: datetime, kept_days: int = KEPT_DAYS) -> int:
    """Note where every feed stands today, let go of what stood before `kept_days` days; how many feeds that was.

    To be called once a day, in a transaction of its own; harmless when repeated. Tombstones go with the log.
    """
    return sum(_trim(tx, name, now_at, kept_days) for name in tx.feeds())


def _trim(tx: NodeTx, name: str, now_at: datetime, kept_days: int) -> bool:
    state = tx.feed(name)
    if state is None:
        return False
    known = _marks.decode(tx.get(_MARK, name) or b"[]")
    today, last_kept = _day(now_at), _day(now_at - timedelta(days=kept_days))
    marks = [mark for mark in known if mark.id == state.id and mark.day != today]
    marks.append(Mark(today, state.id, state.rev))
    passed = [mark.rev for mark in marks if mark.day < last_kept]
    tx.put(_MARK, name, msgspec.json.encode([mark for mark in marks if mark.day >= last_kept]))
    if not passed or max(passed) <= state.floor:
        return False
    tx.trim(name, max(passed))
    return True


def _day(at: datetime) -> str:
    return at.date().isoformat()
