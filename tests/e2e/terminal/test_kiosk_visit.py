"""`bancone terminal` on a device that was enrolled as a kiosk: a visitor checks in and leaves nothing behind."""

import asyncio
import os
import sys
from pathlib import Path

import msgspec

from app.bootstrap.terminal_parts import open_terminal
from app.domain.visits import Visit, VisitState
from tests.e2e.servers.floor import Floor
from tests.e2e.terminal.desk import Desk, enrolled


async def visited(desk: Desk, code: str) -> str:
    """What the visitor was told: number, whether the counter heard it, windows after they tried to close them."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "tests.e2e.terminal.kiosk_opened"),
        *(str(desk.folder), desk.floor.edge.url, code),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        async with asyncio.timeout(60):
            told, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    complaints = [line for line in said.decode().splitlines() if "propagateSizeHints" not in line]
    assert (process.returncode, complaints) == (0, [])
    return told.decode().strip()


def files_with(folder: Path, *words: str) -> list[str]:
    """Files of the device in which one of the words stands as it is, the log among them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "terminal.log" for path in files)
    return [str(path) for path in files if any(word.encode() in path.read_bytes() for word in words)]


async def test_a_visitor_waits_at_the_counter_and_leaves_nothing_on_the_disk(floor: Floor, tmp_path: Path) -> None:
    desk = await enrolled(floor, tmp_path / "kiosk", "kiosk")
    coded = floor.template.cases.hand_over
    order, code = coded.order, coded.typed_code
    assert await visited(desk, code) == "A 1 True 1"
    assert await visited(desk, code) == "A 1 True 1"
    till = await floor.till()
    rows = [row for row in await till.rows(f"store:{order.store}") if row.t == "visit"]
    visits = [msgspec.json.decode(row.d or b"", type=Visit) for row in rows]
    (waiting,) = [visit for visit in visits if order.id in visit.orders]
    assert (waiting.number, waiting.state) == ("A 1", VisitState.ARRIVED)
    async with open_terminal(desk.folder, "", floor.edge.url) as terminal:
        feeds = [ref.feed.partition(":")[0] for ref in await terminal.engine.replica.feeds()]
        kept = await terminal.door.read(lambda tx: tx.base_find("order", "", 9))
    assert sorted(feeds) == ["catalog", "config", "device", "price", "stock"]
    assert kept == []
    name, phone = order.customer_name.partition(" ")[0], order.phone_tail
    assert files_with(desk.folder, name, order.number, phone, code, code.replace("-", "")) == []
