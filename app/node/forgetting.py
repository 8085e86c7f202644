"""A shop's node forgets commands that central answered for good, 35 days on: longer than backups are kept."""

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from app.contract.commands import Outcome
from app.node.intake import decode_result
from app.node.ports import Logged, NodeTx

KEPT_DAYS = 35
MOST = 200
"""Commands a transaction looks at: acts wait for no more than that."""
_MARK = "log_mark"
_FORGOTTEN = "forgotten"


class Mark(Struct, frozen=True):
    """The newest command of the log at the end of a day (UTC, ISO)."""

    day: str
    n: int


_marks = msgspec.json.Decoder(list[Mark])


def forget_commands(tx: NodeTx, now_at: datetime, after: int = 0, most: int = MOST) -> int:
    """Note where the log stands today, forget what was settled of days before the last 35; where to go on, or 0.

    To be called once a day, and again with what it returned until that is 0. What waits for a person stays, with
    what came after it from the same device, and so does the last command of each: numbers go on from there.
    """
    found = tx.logged_until(after, _old(tx, now_at), most)
    for logged in found:
        if _may_go(tx, logged):
            tx.forget(logged.stream, logged.seq)
            last = max(logged.seq, forgotten(tx, logged.stream))
            tx.put(_FORGOTTEN, logged.stream, str(last).encode())
    return found[-1].n if len(found) == most else 0


def forgotten(tx: NodeTx, stream: str) -> int:
    """Up to which command of a stream there are gaps now; central has the answers to those."""
    return int(tx.get(_FORGOTTEN, stream) or b"0")


def _old(tx: NodeTx, now_at: datetime) -> int:
    """The newest command that is old enough, 0 for none."""
    known = _marks.decode(tx.get(_MARK, "log") or b"[]")
    today, last_kept = _day(now_at), _day(now_at - timedelta(days=KEPT_DAYS))
    marks = [*(mark for mark in known if mark.day != today), Mark(today, tx.newest())]
    passed = [mark for mark in marks if mark.day < last_kept]
    tx.put(_MARK, "log", msgspec.json.encode(passed[-1:] + [mark for mark in marks if mark.day >= last_kept]))
    return passed[-1].n if passed else 0


def _may_go(tx: NodeTx, logged: Logged) -> bool:
    if not logged.is_settled or decode_result(logged).outcome is Outcome.PARKED:
        return False
    return logged.seq < tx.last_seq(logged.stream) and tx.logged(logged.stream, logged.seq - 1) is None


def _day(at: datetime) -> str:
    return at.date().isoformat()
