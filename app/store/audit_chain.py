"""The audit trail as a chain: each record carries the hash of the one before, so no change stays unseen.

A change of the last records is seen against a head kept elsewhere: every 50 records or 15 minutes the device
signs one and the server keeps it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.usecases.ports import AuditEntry

FIRST_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class AuditHead:
    """How many records there are and the hash of the last: what a checkpoint signs."""

    n: int = 0
    hash: bytes = FIRST_HASH


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """A stored record: its place from 1, its canonical JSON, its SHA-256."""

    n: int
    record: bytes
    hash: bytes


def next_record(head: AuditHead, entry: AuditEntry) -> AuditRecord:
    """The record that follows `head`."""
    content = {
        "actor": entry.actor,
        "at": entry.at.isoformat(),
        "details": entry.details,
        "event": entry.event,
        "n": head.n + 1,
        "prev_hash": head.hash.hex(),
        "subject": entry.subject,
    }
    record = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return AuditRecord(head.n + 1, record, hashlib.sha256(record).digest())


def first_break(records: Iterable[AuditRecord], *heads: AuditHead) -> int | None:
    """The place of the first record that does not fit, None when all do. `heads` were stored earlier.

    Finds an edit, a deletion, an insertion, another order; against a head also a tail cut off, a tail made anew
    and the trail of another device.
    """
    awaited = {head.n: head.hash for head in heads if head.n}
    last = AuditHead()
    for stored in records:
        place = last.n + 1
        if not _follows(stored, last) or awaited.pop(place, stored.hash) != stored.hash:
            return place
        last = AuditHead(stored.n, stored.hash)
    return last.n + 1 if awaited else None


def _follows(stored: AuditRecord, last: AuditHead) -> bool:
    if stored.n != last.n + 1 or hashlib.sha256(stored.record).digest() != stored.hash:
        return False
    try:
        content = json.loads(stored.record)
    except ValueError:
        return False
    links = (content.get("n"), content.get("prev_hash")) if isinstance(content, dict) else ()
    return links == (stored.n, last.hash.hex())
