"""A node forgets what its feeds said long ago: readers that come later than that take a snapshot."""

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from app.node.ports import NodeTx

KEPT_DAYS = 90
MOST = 2_000
"""Revs a transaction lets go of: acts wait for no more than that."""
_MARK = "feed_mark"


class Mark(Struct, frozen=True):
    """Where a feed of one history stood at the end of a day (UTC, ISO)."""

    day: str
    id: str
    rev: int


_marks = msgspec.json.Decoder(list[Mark])


def trim_feed(tx: NodeTx, name: str, now_at: datetime, kept_days: int = KEPT_DAYS, most: int = MOST) -> int:
    """Note where a feed stands today, let go of what stood before `kept_days` days; how many revs that was.

    To be called once a day, and again while it lets go of `most`. Tombstones go with the log.
    """
    state = tx.feed(name)
    if state is None:
        return 0
    known = _marks.decode(tx.get(_MARK, name) or b"[]")
    today, last_kept = _day(now_at), _day(now_at - timedelta(days=kept_days))
    marks = [mark for mark in known if mark.id == state.id and mark.day != today]
    marks.append(Mark(today, state.id, state.rev))
    passed = [mark for mark in marks if mark.day < last_kept]
    tx.put(_MARK, name, msgspec.json.encode(passed[-1:] + [mark for mark in marks if mark.day >= last_kept]))
    going = min(most, passed[-1].rev - state.floor) if passed else 0
    if going <= 0:
        return 0
    tx.trim(name, state.floor + going)
    return going


def _day(at: datetime) -> str:
    return at.date().isoformat()
