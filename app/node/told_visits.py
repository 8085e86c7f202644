"""Visits as the shop's authority tells head office of them: as they stand there, with each word on them.

Head office does not make the moves anew: it hears of them in the order of a log, and what they meant was decided
in another one, by what the shop knew then.
"""

from collections.abc import Iterable

import msgspec

from app.contract.commands import MAX_BODY_BYTES, CommandLine, Result, RowCopy
from app.domain.visits import Visit
from app.node.documents import decode_visit, find_visit, put_visit
from app.node.ports import NodeTx
from app.node.visits import DECIDED, VISIT, visits_of

TOLD = "visit_told"
_marks = msgspec.json.Decoder(tuple[int, int])
_NOTHING = msgspec.Raw(b"null")

Mark = tuple[int, int]
"""How new a shop's word about a visit is: the epoch of who answers there, and the rev in the feed of the shop."""


# at the store's authority


def rows_for(tx: NodeTx, feed: str, line: CommandLine, decided: Result) -> tuple[RowCopy, ...]:
    """The visits a command that goes up is about, as they stand here now; `feed` is this store's.

    Together no more than a command may hold: however many somebody made of one order, the line still goes up. Of
    those left out head office goes by what was asked.
    """
    kind, _, key = line.cmd.key.partition(":")
    names: Iterable[str] = ()
    if kind == "order":
        names = [visit.id for visit in visits_of(tx, key)]
    elif kind == VISIT:
        names = [decided_visit(decided)]
    found: list[RowCopy] = []
    room = MAX_BODY_BYTES
    for row in (tx.row(feed, VISIT, name) for name in names if name):
        size = len(bytes(row.d)) if row is not None and isinstance(row.d, msgspec.Raw) else 0
        if row is not None and isinstance(row.d, msgspec.Raw) and size <= room:
            found.append(RowCopy(feed, VISIT, row.id, row.rev, row.d))
            room -= size
    return tuple(found)


def decided_visit(decided: Result | None) -> str:
    """The visit its authority took the word for one of; empty where an older release answered."""
    return "" if decided is None else str(decided.details.get(DECIDED, ""))


# at central


def take_rows(tx: NodeTx, store: str, line: CommandLine) -> CommandLine:
    """Take the visits in that came along, unless newer ones are known; the line with those rows only that count.

    What cannot be read, or is another shop's, does not: then the command itself says what becomes of the visit.
    """
    counted: list[RowCopy] = []
    for row in line.rows:
        visit = _readable(tx, store, row)
        if visit is None:
            continue
        mark = (line.epoch, row.rev)
        if mark >= mark_of(tx, visit.id):
            put_visit(tx, visit)
            tx.put(TOLD, visit.id, msgspec.json.encode(mark))
        # The log keeps which visits were told with a command, not what of them.
        counted.append(msgspec.structs.replace(row, d=_NOTHING))
    return msgspec.structs.replace(line, rows=tuple(counted)) if line.rows else line


def _readable(tx: NodeTx, store: str, row: RowCopy) -> Visit | None:
    if row.t != VISIT:
        return None
    try:
        visit = decode_visit(bytes(row.d))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    times = (visit.announced_at, visit.arrived_at, visit.claimed_at, visit.ended_at, visit.expected_at)
    known = find_visit(tx, visit.id)
    is_its_own = visit.store == store and visit.id == row.id and (known is None or known.store == store)
    has_zones = all(at is None or at.tzinfo is not None for at in times)
    return visit if is_its_own and has_zones else None


def mark_of(tx: NodeTx, visit_id: str) -> Mark:
    """How new what is known of a visit is; below everything when no shop told of it like that."""
    body = tx.get(TOLD, visit_id)
    return (0, 0) if body is None else _marks.decode(body)


def is_told(line: CommandLine, visit_id: str) -> bool:
    """Whether the visit came along with the command, so that nothing of it is made anew."""
    return any(row.id == visit_id for row in line.rows)
