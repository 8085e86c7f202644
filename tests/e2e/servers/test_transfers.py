"""A clerk's wish over a real line: head office asks the shop's edge, and gives the order to another shop's."""

from pathlib import Path

import pytest

from app.bootstrap.edge import EdgeOptions, open_edge
from app.contract.shop_rows import TransferAsk
from app.domain.errors import Code, Problem
from app.domain.transfers import moved_from
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.test_admin import config_of
from tests.e2e.servers.test_store_settings import staffed
from tests.e2e.servers.till import Till, until


async def test_an_order_goes_to_another_shop(floor: Floor, till: Till, tmp_path: Path) -> None:
    order = floor.template.cases.hand_over.order
    config = await config_of(till)
    clerk, manager = staffed(config, "clerk").id, staffed(config, "manager").id
    others = [store for store in config.stores if not store.isdecimal() and store != STORE]
    target = others[0]

    async def refused(**ask: str) -> str:
        with pytest.raises(Problem) as caught:
            await till.gateway.reads.transfer_order(order.id, TransferAsk(target=target, **ask))
        return caught.value.code

    assert await refused(actor=clerk) == Code.APPROVAL_REQUIRED
    assert await refused(actor=clerk, approved_by=clerk) == Code.APPROVAL_INVALID
    assert await refused(actor=manager) == Code.STORE_TAKES_NONE, "nobody is there yet"
    code = await floor.admin.code(target, "edge")
    async with open_edge(EdgeOptions(tmp_path / "other", floor.central.url, code)) as other:

        async def is_granting() -> bool:
            return (await other.node.host.health()).epoch > 0

        await until(is_granting)
        ask = TransferAsk(target=target, actor=clerk, approved_by=manager)
        told = await till.gateway.reads.transfer_order(order.id, ask)
        assert told.transfers[-1].target == target

        async def has_come() -> bool:
            known = (await floor.admin.ledger(order.id)).order
            return (known.store, known.custody.holder) == (target, target)

        await until(has_come)
        records = (await floor.admin.http.get(f"/v1/admin/customers/{order.customer}/seen-by")).json()
        [noted] = [record for record in records if record["event"] == "order.transfer"]
        assert (noted["actor"], noted["approved_by"], noted["purpose"]) == (clerk, manager, target)
        known = (await floor.admin.ledger(order.id)).order
        assert (moved_from(known), known.ready_at) == (STORE, None)
        assert await refused(actor=manager) == Code.ORDER_OTHER_STORE
