"""A batch of commands at a node, on every store: a fault over one of them is that one's alone."""

from dataclasses import dataclass, field

import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.domain.commands import NoteCustomer
from app.domain.errors import Code
from app.domain.values import CustomerId
from app.node.intake import Intake, Received, Sender
from app.node.ports import NewRow, NodeStore, NodeTx
from tests.contract.stores.conftest import NOON
from tests.unit.node.shop import EDGE, command


@dataclass
class Broken:
    """Notes what it is given; over one command it breaks after it has written. Keeps what it is told of faults."""

    guilty: str
    by_the_store: bool = False
    noted: list[str] = field(default_factory=list)

    def __call__(self, tx: NodeTx, received: Received) -> Result:
        tx.put("noted", received.command.id, b"1")
        tx.append("f", [NewRow("note", received.command.id, b"1")])
        if received.command.id == self.guilty:
            nothing: bytes = None  # type: ignore[assignment]  # a mistake of ours
            tx.put("noted", "x", nothing if self.by_the_store else bytes([len(nothing)]))
        return Result(id=received.command.id, outcome=Outcome.OK)

    def note(self, exc: Exception) -> str:
        self.noted.append(type(exc).__name__)
        return "ab12"


def lines(*ids: tuple[str, int]) -> list[CommandLine]:
    """Notes of devices, by number."""
    return [
        CommandLine(cmd=command(NoteCustomer(CustomerId("c-1"), "n", NOON), seq, device)) for device, seq in ids
    ]


BATCH = lines(("T1AA", 1), ("T1AA", 2), ("T1AA", 3), ("T2BB", 1))


def receive(store: NodeStore, broken: Broken) -> list[Result]:
    """The batch, relayed."""
    intake = Intake(broken, is_top=True, note=broken.note)
    with store.write() as tx:
        if tx.feed("f") is None:
            tx.open_feed("f", "h1")
        return intake.receive(tx, Sender(EDGE, "mi01", is_relay=True), BATCH, NOON)


def noted(store: NodeStore) -> list[str]:
    """Which commands have an effect."""
    with store.read() as tx:
        documents = [key for key, _ in tx.scan("noted", "", 9)]
        assert sorted(row.id for row in tx.live_rows("f", ("", ""), 9)) == documents
        return documents


def test_one_fault_leaves_the_others_answered_and_nothing_of_itself(node_store: NodeStore) -> None:
    broken = Broken("T1AA.1:2")
    results = receive(node_store, broken)
    assert [(result.outcome, result.code) for result in results] == [
        (Outcome.OK, ""),
        (Outcome.RETRY, Code.INTERNAL),
        (Outcome.RETRY, Code.SEQ_GAP),
        (Outcome.OK, ""),
    ]
    assert (results[1].details, broken.noted) == ({"incident": "ab12"}, ["TypeError"])
    assert noted(node_store) == ["T1AA.1:1", "T2BB.1:1"]
    with node_store.read() as tx:
        assert (tx.last_seq("T1AA.1"), tx.last_seq("T2BB.1")) == (1, 1)


def test_mended_it_is_taken_once_and_the_rest_after_it(node_store: NodeStore) -> None:
    receive(node_store, Broken("T1AA.1:2"))
    assert {result.outcome for result in receive(node_store, Broken(""))} == {Outcome.OK}
    assert noted(node_store) == ["T1AA.1:1", "T1AA.1:2", "T1AA.1:3", "T2BB.1:1"]
    with node_store.read() as tx:
        state = tx.feed("f")
        assert state is not None
        assert state.rev == 4


@pytest.mark.parametrize("node_store", ["sqlcipher", "postgres"], indirect=True)
def test_so_it_is_when_the_database_refuses_a_statement(node_store: NodeStore) -> None:
    results = receive(node_store, Broken("T1AA.1:2", by_the_store=True))
    assert [result.code for result in results] == ["", Code.INTERNAL, Code.SEQ_GAP, ""]
    assert noted(node_store) == ["T1AA.1:1", "T2BB.1:1"]
