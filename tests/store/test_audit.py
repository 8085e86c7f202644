"""The audit chain: an edit, a deletion, an insertion, another order, a lost tail and a copy are all seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.store.audit_chain import AuditHead, AuditRecord, first_break, next_record
from app.store.terminal_store import SqlTerminalStore
from app.usecases.ports import AuditEntry

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def entry(n: int, actor: str = "u1") -> AuditEntry:
    return AuditEntry(NOON + timedelta(seconds=n), "profile_opened", actor, f"c{n}", {"purpose": "pickup", "n": n})


def chain(length: int, actor: str = "u1") -> list[AuditRecord]:
    records: list[AuditRecord] = []
    head = AuditHead()
    for n in range(1, length + 1):
        records.append(next_record(head, entry(n, actor)))
        head = AuditHead(n, records[-1].hash)
    return records


WHOLE = chain(6)
HEAD = AuditHead(6, WHOLE[-1].hash)
Change = Callable[[list[AuditRecord]], list[AuditRecord]]


def resealed(records: list[AuditRecord]) -> list[AuditRecord]:
    """Somebody who knows how: an edited record with a fitting hash."""
    return [*records[:2], next_record(AuditHead(2, records[1].hash), entry(3, "u9")), *records[3:]]


CHANGES: dict[str, tuple[Change, int]] = {
    "edit": (lambda r: [*r[:2], replace(r[2], record=r[2].record.replace(b"u1", b"u2")), *r[3:]], 3),
    "edit with a new hash": (resealed, 4),
    "delete": (lambda r: r[:2] + r[3:], 3),
    "delete and renumber": (lambda r: r[:2] + [replace(x, n=x.n - 1) for x in r[3:]], 3),
    "insert": (lambda r: [*r[:3], r[2], *r[3:]], 4),
    "reorder": (lambda r: [*r[:2], r[3], r[2], *r[4:]], 3),
    "no object": (lambda r: [replace(r[0], record=b"[]"), *r[1:]], 1),
    "cut the tail": (lambda r: r[:4], 5),
    "cut all": (lambda _: [], 1),
    "a tail made anew": (lambda r: [*r[:5], next_record(AuditHead(5, r[4].hash), entry(6, "u9"))], 6),
    "of another device": (lambda _: chain(6, "u7"), 6),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_where_it_is(name: str) -> None:
    change, place = CHANGES[name]
    assert first_break(change(WHOLE), HEAD) == place


def test_a_whole_chain_is_whole() -> None:
    assert first_break(WHOLE, HEAD, AuditHead(), AuditHead(3, WHOLE[2].hash)) is None
    assert first_break([], AuditHead()) is None


def test_the_stored_chain_goes_on_and_keeps_its_head(terminal: SqlTerminalStore) -> None:
    for n in (1, 2, 3):
        with terminal.write() as tx:
            tx.audit(entry(n))
    with terminal.write() as tx:
        assert tx.audit_records(0, 9) == WHOLE[:3]
        assert tx.audit_verify(AuditHead(2, WHOLE[1].hash)) is None
        tx.connection.exec_driver_sql("DELETE FROM audit WHERE n = 3")
        assert tx.audit_verify() == 3, "the head beside it tells of a lost tail"
