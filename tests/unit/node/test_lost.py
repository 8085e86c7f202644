"""Numbers central does not have: what is here is sent again, what nobody has holds its place, nothing waits."""

from dataclasses import replace

import msgspec
import pytest

from app.contract.commands import MAX_BATCH, Outcome
from app.domain.errors import Code
from app.node import uplink
from app.node.authority import Phase, load_authority, put_authority
from app.node.documents import open_attention
from app.node.ports import NodeTx
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, hand_over_line


@pytest.fixture
def shop() -> Shop:
    """A shop with four orders."""
    return Shop(tuple(ready_order(id=f"o-{n}", number=str(n), public_no=n) for n in (1, 2, 3, 4)))


def owed(shop: Shop) -> list[tuple[str, bool]]:
    """What would be sent: id, and whether it only holds its place."""
    with shop.edge.read() as tx:
        return [(line.cmd.id, line.parked) for line in uplink.batch(tx)]


def attention(shop: Shop) -> list[str]:
    """Ids of what a person must settle."""
    with shop.edge.read() as tx:
        return [item.id for item in open_attention(tx, STORE, 99)]


def behind(tx: NodeTx, shop: Shop, seq: int, order: str) -> None:
    """A command in the log whose predecessors no machine has."""
    line = hand_over_line(seq, order)
    decided = msgspec.json.encode({"id": line.cmd.id, "outcome": "ok"})
    tx.log("T1AA.1", seq, line.cmd.hash, msgspec.json.encode(line), decided, is_settled=False)


def test_central_from_an_older_copy_is_given_again_what_it_lost(shop: Shop) -> None:
    before = Shop(shop.orders)
    for seq in (1, 2, 3):
        shop.receive(hand_over_line(seq, f"o-{seq}"))
    shop.relay()
    assert owed(shop) == []
    shop.central = before.central
    shop.receive(hand_over_line(4, "o-4"))
    [refused] = shop.relay()
    assert (refused.code, refused.details) == (Code.SEQ_GAP, {"last": 0})
    assert [command_id for command_id, _ in owed(shop)] == [f"T1AA.1:{seq}" for seq in (1, 2, 3, 4)]
    shop.relay()
    assert all(shop.order_at_central(f"o-{n}").is_collected for n in (1, 2, 3, 4))
    assert (owed(shop), attention(shop)) == ([], [])


def test_the_places_of_lost_numbers_are_held_and_a_person_is_told(shop: Shop) -> None:
    lost = MAX_BATCH
    with shop.edge.write() as tx:
        behind(tx, shop, lost + 1, "o-1")
        behind(tx, shop, lost + 2, "o-2")
    for _ in range(4):
        shop.relay()
    assert owed(shop) == []
    assert attention(shop) == ["seq_incident:T1AA.1:1"]
    assert shop.order_at_central("o-2").is_collected
    with shop.central.read() as tx:
        assert tx.last_seq("T1AA.1") == lost + 2
        assert all(tx.logged("T1AA.1", seq) for seq in range(1, lost + 3))


def test_a_number_taken_at_central_is_a_refusal_and_those_behind_go_on(shop: Shop) -> None:
    other = Shop(shop.orders)
    other.receive(hand_over_line(1, "o-3"))
    other.central = shop.central
    other.relay()
    shop.receive(hand_over_line(1, "o-1"), hand_over_line(2, "o-2"))
    assert [result.code for result in shop.relay()] == [Code.SEQ_FORK, Code.SEQ_GAP]
    assert owed(shop) == [("T1AA.1:2", False)]
    shop.relay()
    assert owed(shop) == []
    with shop.edge.read() as tx:
        logged = tx.logged("T1AA.1", 1)
    assert logged is not None
    assert msgspec.json.decode(logged.result)["outcome"] == Outcome.REJECTED
    with shop.central.read() as tx:
        assert [item.id for item in open_attention(tx, STORE, 9)] == ["fork:T1AA.1:1"]


def test_before_everybody_was_heard_nothing_is_missing() -> None:
    shop = Shop(edge=MemoryNodeStore())
    assert [r.code for r in shop.receive(hand_over_line(3))] == [Code.SEQ_GAP]
    with shop.edge.write() as tx:
        put_authority(tx, replace(load_authority(tx), phase=Phase.ROLL_CALL, awaited=("T2BB",)))
    [result] = shop.receive(hand_over_line(3), now_at=NOW_AT)
    assert (result.code, result.details) == (Code.BUSY, {})
