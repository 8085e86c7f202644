"""Central over PostgreSQL: filled, followed, and two processes of it on one database."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap.central import CentralOptions, open_central
from app.contract.commands import Outcome
from app.demo.chain import build_chain
from tests.e2e.servers.floor import STORE, Floor, Template, open_floor
from tests.e2e.servers.test_flow import final, returned
from tests.e2e.servers.till import admin_of, hand_over, until


@pytest.fixture
async def floor(template: Template, tmp_path: Path, postgres_url: str) -> AsyncIterator[Floor]:
    """Central on PostgreSQL and the edge of Milano."""
    async with open_floor(tmp_path, template, database=postgres_url) as opened:
        assert opened.central.demo is not None
        chain = build_chain(opened.central.demo.seed, opened.central.demo.now_at)
        yield replace(opened, template=replace(template, chain=chain))


async def test_a_hand_over_and_a_return_are_recorded(floor: Floor) -> None:
    till = await floor.till()
    order = floor.template.cases.hand_over.order
    result = await till.ask(hand_over(order))
    assert (await final(till, result.id)).outcome is Outcome.OK
    back = await till.ask(returned(till, floor))
    assert (await final(till, back.id)).outcome is Outcome.OK
    assert len((await floor.admin.ledger(order.id)).order.handovers) == 1


async def test_what_one_process_writes_another_tells(floor: Floor, postgres_url: str, tmp_path: Path) -> None:
    till = await floor.till()
    async with (
        open_central(CentralOptions(tmp_path / "second", postgres_url, demo=7)) as second,
        admin_of(second.url, second.token) as admin,
    ):
        assert second.demo == floor.central.demo
        answer = await admin.post(f"/devices/{till.answer.device}/revoke")
        assert answer.status_code == 200

        async def is_revoked() -> bool:
            device = await floor.edge.node.host.device(till.answer.device)
            return device is not None and device.is_revoked

        await until(is_revoked)
        keys = (await floor.admin.http.get("/v1/admin/stores")).json()
        assert any(store["store"] == STORE for store in keys)
