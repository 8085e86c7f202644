"""The edge's side of the way to central: snapshots in parts, broken ones, commands that make central fail."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec import Raw

from app.adapters.crypto import SigningKey, new_key
from app.bootstrap.server_parts import file_store, thread
from app.contract.artefacts import SLICE_ROWS, artefact_lines
from app.contract.feeds import BadPage, FeedRef, FeedRow
from app.domain.errors import Code, Problem
from app.domain.values import StoreId
from app.edge import loading
from app.edge.replica import EdgeReplica
from app.hosting.artefacts import packed
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.documents import open_attention
from app.node.parking import is_parked
from app.node.store_node import StoreNode
from app.sync.gateway import Gateway, Signer
from tests.e2e.servers.floor import Floor
from tests.e2e.servers.till import hand_over, memory_numbers, now_at

FEED = "catalog:it"
ROWS = SLICE_ROWS + 7


@dataclass(frozen=True)
class Made:
    """An artefact on disk."""

    path: Path
    ref: FeedRef


def artefact(path: Path, count: int = ROWS, *, lacks_bytes: int = 0) -> Made:
    """So many rows, the end of the file cut off as asked."""
    rows = (
        FeedRow(t="article", id=f"s-{n:06d}", rev=n + 1, d=Raw(b'"%s"' % new_key().hex().encode()))
        for n in range(count)
    )
    whole = b"".join(packed(artefact_lines(rows)))
    path.write_bytes(whole[: len(whole) - lacks_bytes])
    return Made(path, FeedRef(FEED, "f1", count))


@pytest.fixture
async def replica(tmp_path: Path) -> AsyncIterator[EdgeReplica]:
    """A fresh edge's, over an encrypted file."""
    with file_store(tmp_path / "edge.db", new_key()) as store, thread("db") as db:
        access, node = NodeAccess(store, db, PokeHub()), StoreNode("E1AA", StoreId("MI01"))
        made = EdgeReplica(access, node, tmp_path, now_at, db)
        await made.begin("s1")
        yield made


async def present(replica: EdgeReplica) -> int:
    """Rows of the feed that are here."""
    is_there = await replica.access.read(lambda tx: tx.feed(FEED) is not None)
    return await replica.access.read(lambda tx: len(tx.live_rows(FEED, ("", ""), 1_000_000))) if is_there else 0


async def test_a_snapshot_is_taken_in_parts_and_its_file_dropped(replica: EdgeReplica, tmp_path: Path) -> None:
    made = artefact(tmp_path / "a.zst")
    await replica.take_snapshot(made)
    assert await present(replica) == ROWS
    state = await replica.access.read(lambda tx: tx.feed(FEED))
    assert state is not None
    assert (state.id, state.rev, state.floor) == ("f1", ROWS, ROWS)
    assert not made.path.exists()
    assert not await replica.access.read(lambda tx: loading.is_loading(tx, FEED))


@pytest.mark.parametrize("lacks_bytes", [1, 400, 200_000])
async def test_of_a_damaged_snapshot_nothing_is_left(
    replica: EdgeReplica, tmp_path: Path, lacks_bytes: int
) -> None:
    with pytest.raises(BadPage):
        await replica.take_snapshot(artefact(tmp_path / "a.zst", lacks_bytes=lacks_bytes))
    assert await present(replica) == 0
    assert await replica.access.read(lambda tx: replica.downlink.cursor(tx, FEED)) == FeedRef(FEED)
    await replica.take_snapshot(artefact(tmp_path / "b.zst"))
    assert await present(replica) == ROWS


async def test_loading_that_broke_off_begins_anew(replica: EdgeReplica) -> None:
    await replica.access.write(lambda tx: loading.begin(tx, FEED))
    await replica.access.write(lambda tx: tx.mirror(FEED, "f1", [], 9, is_start=True, floor=True))
    await replica.begin("s2")
    assert await replica.access.read(lambda tx: replica.downlink.cursor(tx, FEED)) == FeedRef(FEED)


async def test_a_feed_that_is_being_loaded_is_not_served(floor: Floor) -> None:
    till = await floor.till()
    access = floor.edge.node.host.parts.access
    await access.write(lambda tx: loading.begin(tx, FEED))
    with pytest.raises(Problem) as caught:
        await till.gateway.pull(FeedRef(FEED))
    assert caught.value.code is Code.BUSY


@pytest.fixture
async def nowhere() -> AsyncIterator[Gateway]:
    """Leads to no central; asked for before the floor that may take it, so that the floor ends first."""
    gateway = Gateway("http://127.0.0.1:9", Signer("E1AA", SigningKey(new_key()).sign, memory_numbers(), now_at))
    yield gateway
    await gateway.close()


async def test_a_command_that_makes_central_fail_is_parked_after_five_times(
    nowhere: Gateway, floor: Floor
) -> None:
    till = await floor.till()
    line = till.line(hand_over(floor.template.cases.hand_over.order))
    floor.edge.node.engine.authority = nowhere
    await till.gateway.send_commands([line])
    replica = floor.edge.node.engine.replica
    assert isinstance(replica, EdgeReplica)
    for _ in range(4):
        await replica.failed_alone(line.cmd.id, Code.SERVER_ERROR)
        assert not await replica.access.read(lambda tx: is_parked(tx, line.cmd.id))
    await replica.failed_alone(line.cmd.id, Code.SERVER_ERROR)
    assert await replica.access.read(lambda tx: is_parked(tx, line.cmd.id))
    (item,) = await replica.access.read(lambda tx: open_attention(tx, "MI01", 10))
    assert (item.code, item.subject) == (Code.COMMAND_PARKED, line.cmd.id)
