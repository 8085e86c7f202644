"""A central filled with the sample calls its orders as the shop behind it does."""

import asyncio
from pathlib import Path

from app.bootstrap.central import CentralOptions, open_central
from app.node.documents import decode_order
from app.node.ports import NodeTx
from tests.unit.demo.built import SEED, built, names_there


async def test_the_sample_is_known_by_the_names_of_the_shop_behind(tmp_path: Path) -> None:
    names = names_there(built())
    names.write(tmp_path / "names.json")
    called = names.orders["order-4821"]

    def by_ref(tx: NodeTx) -> list[tuple[str, list[str]]]:
        found = [
            hit for hit in tx.find("order", f"platform:{called.id}", 10) if hit.term == f"platform:{called.id}"
        ]
        orders = [decode_order(hit.body) for hit in found]
        return [(order.number, [line.id for line in order.lines]) for order in orders]

    options = CentralOptions(tmp_path / "central", demo=SEED, demo_names=tmp_path / "names.json")
    async with open_central(options) as running:
        assert await running.host.parts.access.read(by_ref) == [("4821", called.lines)]
    await asyncio.get_running_loop().shutdown_default_executor()
