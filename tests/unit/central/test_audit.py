"""The trail of who looked at whose data: whole, or the first record that is not."""

from datetime import UTC, datetime

import pytest

from app.contract.rows import RosterDevice
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.ports import NodeTx
from tests.fakes.stores import MemoryNodeStore

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
READER = Reader(RosterDevice("T1AA", "00", "clerk", []), "op-01", "K1AA")


@pytest.fixture
def store() -> MemoryNodeStore:
    """Three records of two customers."""
    made = MemoryNodeStore()
    with made.write() as tx:
        audit.note(tx, AT, "customer.search", READER, ("c-1", "c-2"))
        audit.note(tx, AT, "customer.open", READER, ("c-1",), purpose="pickup")
        audit.note(tx, AT, "customer.search", READER)
    return made


def test_a_customer_is_told_who_saw_them(store: MemoryNodeStore) -> None:
    with store.read() as tx:
        assert [record.event for record in audit.of_subject(tx, "c-1")] == ["customer.search", "customer.open"]
        assert [record.n for record in audit.of_subject(tx, "c-2")] == [1]
        assert audit.of_subject(tx, "c-") == []
        assert audit.first_break(tx) is None


def change(tx: NodeTx) -> None:
    body = tx.get(audit.KIND, "000000000002")
    assert body is not None
    tx.put(audit.KIND, "000000000002", body.replace(b"pickup", b"return"))


def cut_the_middle(tx: NodeTx) -> None:
    tx.drop(audit.KIND, "000000000002")


def cut_the_end(tx: NodeTx) -> None:
    tx.drop(audit.KIND, "000000000003")


@pytest.mark.parametrize(("tamper", "at"), [(change, 3), (cut_the_middle, 2), (cut_the_end, 3)])
def test_what_was_tampered_with_shows(store: MemoryNodeStore, tamper: object, at: int) -> None:
    assert callable(tamper)
    with store.write() as tx:
        tamper(tx)
    with store.read() as tx:
        assert audit.first_break(tx) == at
