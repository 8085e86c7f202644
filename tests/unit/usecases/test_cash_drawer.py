"""The drawer opens for who may, with a record written before it does, and once."""

import ast
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from app.bootstrap.shut_door import ShutDoor
from app.domain.errors import Code
from app.store.terminal_store import SqlTerminalTx
from app.usecases.cash_drawer import CashDrawer, DrawerReason, NoDrawer
from app.usecases.ports import TerminalTx
from app.usecases.spool import DrawerKick
from tests.unit.house import tree
from tests.unit.usecases.counter import CLERK, MANAGER, Counter, refusal_of


@dataclass
class Box:
    """A drawer that remembers what the trail said of it whenever it was kicked."""

    counter: Counter
    outcome: DrawerKick = DrawerKick.OPENED
    trail: list[list[str]] = field(default_factory=list)
    when_kicked: Callable[[], None] = lambda: None

    async def kick(self) -> DrawerKick:
        self.when_kicked()
        self.trail.append(await recorded(self.counter))
        return self.outcome


async def recorded(counter: Counter) -> list[str]:
    """The events of the trail, the oldest first."""

    def read(tx: TerminalTx) -> list[str]:
        assert isinstance(tx, SqlTerminalTx)
        return [found.record.decode() for found in tx.audit_records(0, 99)]

    return [line for line in await counter.door.read(read) if '"drawer' in line]


@pytest.mark.parametrize("outcome", DrawerKick)
async def test_it_is_written_down_before_and_after_and_never_tried_again(
    paper_counter: Counter, outcome: DrawerKick
) -> None:
    box = Box(paper_counter, outcome)
    drawer = CashDrawer(paper_counter.door, box, paper_counter.clock, paper_counter.station)
    assert await drawer.open(DrawerReason.CHANGE, MANAGER) is outcome
    [before] = box.trail
    assert len(before) == 1
    assert '"change"' in before[0]
    assert MANAGER.id in before[0]
    after = await recorded(paper_counter)
    assert len(after) == 2
    assert f'"{outcome.value}"' in after[1]


async def test_once_it_was_tried_nothing_is_refused_and_the_outcome_is_written_with_the_next(
    paper_counter: Counter,
) -> None:
    box, is_full = Box(paper_counter), threading.Event()
    door = ShutDoor(paper_counter.door, is_full.is_set)
    drawer = CashDrawer(door, box, paper_counter.clock, paper_counter.station)
    box.when_kicked = is_full.set
    assert await drawer.open(DrawerReason.CHANGE, MANAGER) is DrawerKick.OPENED
    assert len(await recorded(paper_counter)) == 1
    await refusal_of(drawer.open(DrawerReason.CHANGE, MANAGER))
    assert len(box.trail) == 1, "what cannot be written down before is not done"
    is_full.clear()
    box.when_kicked = lambda: None
    await drawer.open(DrawerReason.COUNT, MANAGER)
    trail = await recorded(paper_counter)
    assert ['"opened"' in line for line in trail] == [False, True, False, True]
    assert '"count"' in trail[2]


async def test_who_may_not_opens_nothing(paper_counter: Counter) -> None:
    box = Box(paper_counter)
    drawer = CashDrawer(paper_counter.door, box, paper_counter.clock, paper_counter.station)
    refused = await refusal_of(drawer.open(DrawerReason.COUNT, CLERK))
    assert refused.code is Code.PERMISSION_DENIED
    assert box.trail == []
    assert await recorded(paper_counter) == []


async def test_without_a_printer_there_is_no_drawer() -> None:
    assert await NoDrawer().kick() is DrawerKick.NOT_NOW


def test_nothing_else_in_the_program_can_open_it() -> None:
    kicks, pulses = set(), set()
    for path in tree.modules(*tree.PROGRAM):
        for node in ast.walk(tree.syntax(path)):
            if isinstance(node, ast.Attribute) and node.attr == "kick":
                kicks.add(str(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, bytes) and b"\x1bp" in node.value:
                pulses.add(str(path))
    assert kicks == {"app/usecases/cash_drawer.py", "app/adapters/spool_worker.py"}
    assert (
        pulses
        == {"hardware/drivers/printers/escpos.py"}
        | {str(path) for path in tree.modules("hardware") if path.name.startswith("twin")} & pulses
    )


async def test_one_left_open_is_written_down_with_how_long_and_who_was_there(paper_counter: Counter) -> None:
    drawer = CashDrawer(paper_counter.door, NoDrawer(), paper_counter.clock, paper_counter.station)
    await drawer.left_open(125, CLERK)
    [line] = await recorded(paper_counter)
    assert '"drawer_left_open"' in line
    assert "125" in line
    assert CLERK.id in line
