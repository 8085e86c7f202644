"""What a node lets go of at night: in many small transactions, while it goes on answering."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
import pytest

from app.bootstrap.node_chores import InNode, NodeChores
from app.contract.commands import Outcome, Result
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from app.node import forgetting, trimming
from app.node.ports import NewRow, NodeTx
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT

COMMANDS = 2 * forgetting.MOST + 10
REVS = 2 * trimming.MOST + 10


@pytest.fixture
def access() -> Iterator[NodeAccess]:
    thread = DbThread()
    yield NodeAccess(MemoryNodeStore(), thread, PokeHub())
    thread.close()


def fill(tx: NodeTx) -> None:
    tx.open_feed("f", "h1")
    tx.append("f", [NewRow("order", f"o{n % 7}", b"1") for n in range(REVS)])
    for seq in range(1, COMMANDS + 1):
        result = Result(id=f"T1AA.1:{seq}", outcome=Outcome.OK)
        tx.log("T1AA.1", seq, "h", b"c", msgspec.json.encode(result), is_settled=True)


async def test_old_words_and_old_commands_go_and_acts_come_in_between(access: NodeAccess) -> None:
    now_at = [NOW_AT]
    chores = NodeChores(access, lambda: now_at[0])
    await access.write(fill)
    await chores.trim()
    await chores.forget()
    young = await access.read(lambda tx: tx.feed("f"))
    assert young is not None
    assert young.floor == 0
    assert await access.read(lambda tx: tx.logged("T1AA.1", 1)) is not None
    now_at[0] += timedelta(days=trimming.KEPT_DAYS + 1)
    floors: list[int] = []
    chore = asyncio.create_task(chores.trim())
    while not chore.done():
        floors.append(await access.write(lambda tx: state.floor if (state := tx.feed("f")) else 0))
    await chores.forget()
    assert {0 < floor < REVS for floor in floors} == {True, False}, "an act came in between"
    state = await access.read(lambda tx: tx.feed("f"))
    assert state is not None
    assert (state.rev, state.floor) == (REVS, REVS)
    left = await access.read(lambda tx: [logged.seq for logged in tx.logged_until(0, COMMANDS, COMMANDS)])
    assert left == [COMMANDS]


async def test_when_it_was_done_is_kept(access: NodeAccess) -> None:
    kept = InNode(access)
    assert await kept.load() == ""
    await kept.save(NOW_AT.isoformat())
    assert datetime.fromisoformat(await kept.load()) == NOW_AT
