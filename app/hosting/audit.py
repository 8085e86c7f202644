"""Who looked at whose data, for what: a chain of records in which a change, a gap or a cut shows."""

import hashlib
from datetime import datetime

import msgspec

from app.hosting.ports import Reader
from app.node.ports import NodeTx

KIND = "audit"
_HEAD = "audit_head"
_START = "0" * 64


class AuditRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One record: ids only, never a name or what was typed. `approved_by`: whose yes it took, beside the actor's.
    `prev` is the hash of the record before."""

    n: int
    at: datetime
    event: str
    actor: str
    device: str
    origin: str = ""
    purpose: str = ""
    subjects: tuple[str, ...] = ()
    count: int = 0
    approved_by: str = ""
    prev: str = _START


class _Head(msgspec.Struct, frozen=True):
    n: int = 0
    hash: str = _START


_head = msgspec.json.Decoder(_Head).decode
_record = msgspec.json.Decoder(AuditRecord).decode


def note(
    tx: NodeTx,
    at: datetime,
    event: str,
    reader: Reader,
    subjects: tuple[str, ...] = (),
    *,
    purpose: str = "",
    approved_by: str = "",
) -> None:
    """Append a record in the transaction of what it records; `subjects` are the pseudonyms looked at.

    `approved_by`: the other person who said yes."""
    tx.lock(_HEAD)
    body = tx.get(_HEAD, "head")
    head = _Head() if body is None else _head(body)
    record = AuditRecord(
        n=head.n + 1,
        at=at,
        event=event,
        actor=reader.actor,
        device=reader.device.id,
        origin=reader.origin,
        purpose=purpose,
        subjects=subjects,
        count=len(subjects),
        approved_by=approved_by,
        prev=head.hash,
    )
    raw = msgspec.json.encode(record)
    tx.put(KIND, _key(record.n), raw, [f"subject:{subject}:{_key(record.n)}" for subject in subjects])
    tx.put(_HEAD, "head", msgspec.json.encode(_Head(record.n, hashlib.sha256(raw).hexdigest())))


def of_subject(tx: NodeTx, subject: str, limit: int = 1_000) -> list[AuditRecord]:
    """Who saw that customer's data: the records in their order."""
    return [_record(found.body) for found in tx.find(KIND, f"subject:{subject}:", limit)]


def first_break(tx: NodeTx) -> int | None:
    """The number of the first record that is changed, missing or cut off, or None: the trail is whole."""
    body = tx.get(_HEAD, "head")
    head = _Head() if body is None else _head(body)
    n, last, after = 0, _START, ""
    while slice_ := tx.scan(KIND, after, 1_000):
        for key, raw in slice_:
            n += 1
            if key != _key(n) or _record(raw).prev != last:
                return n
            last, after = hashlib.sha256(raw).hexdigest(), key
    return None if (n, last) == (head.n, head.hash) else n + 1


def _key(n: int) -> str:
    return f"{n:012d}"
