"""A counter asks for a customer's page over real sockets: the link opens it, and who asked is on the record."""

from pathlib import Path

import httpx
import pytest

from app.bootstrap.edge import EdgeOptions, open_edge
from app.bootstrap.local_reads import LocalReads
from app.contract.commands import Outcome
from app.contract.rows import StoreConfig
from app.demo.phone import Visitor
from app.domain.errors import Code, Problem
from app.domain.visits import VisitState
from app.edge.local import LocalAuthority
from tests.e2e.pages.test_pages import says, stands
from tests.e2e.servers.floor import STORE, Floor, Template, open_floor
from tests.e2e.servers.test_admin import config_of
from tests.e2e.servers.test_flow import decoded
from tests.e2e.servers.test_store_settings import staffed
from tests.e2e.servers.till import OPERATOR, Till, hand_over, till_of, until


async def refused(till: Till, order: str, actor: str) -> Code:
    """Why there is no link."""
    with pytest.raises(Problem) as caught:
        await till.gateway.reads.customer_page(order, actor=actor)
    return caught.value.code


async def test_the_link_from_the_counter_is_the_page_of_the_message(
    floor: Floor, till: Till, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    order = floor.template.cases.hand_over.order
    clerk = staffed(await config_of(till), "clerk").id
    told = await till.gateway.reads.customer_page(order.id, actor=clerk)
    assert (told.order, told.url) == (order.id, visitor.url)
    shown = Visitor(told.url)
    assert (await shown.press("here", bay="P4")).status_code == 303
    await stands(till, VisitState.ARRIVED, "P4")
    await says(shown, "Il negozio lo sa.")
    await shown.client.aclose()
    answer = await floor.admin.http.get(f"/v1/admin/customers/{order.customer}/seen-by")
    [record] = [one for one in answer.json() if one["event"] == "order.page"]
    assert (record["actor"], record["origin"], record["purpose"]) == (clerk, till.answer.device, order.id)
    assert record["device"] == floor.edge.node.identity.device
    token = told.url.rpartition("/")[2]
    assert token not in answer.text
    assert token not in caplog.text


async def test_a_tablet_and_a_till_beside_its_node_get_it_too(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    clerk = staffed(await config_of(till), "clerk").id
    tablet = await floor.till("curbside")
    beside = LocalReads(LocalAuthority(floor.edge.node.host, till.answer.device))
    told = await till.gateway.reads.customer_page(order.id, actor=clerk)
    assert await tablet.gateway.reads.customer_page(order.id, actor=clerk) == told
    assert await beside.customer_page(order.id, actor=clerk) == told


async def test_kiosks_strangers_and_other_shops_get_none(floor: Floor, till: Till, tmp_path: Path) -> None:
    order = floor.template.cases.hand_over.order
    config = await config_of(till)
    clerk = staffed(config, "clerk").id
    assert await refused(till, order.id, "op-999") is Code.OPERATOR_UNKNOWN
    assert await refused(till, "o-1", clerk) is Code.ORDER_UNKNOWN
    for is_at_central in (False, True):
        kiosk = await floor.till("kiosk", at_central=is_at_central)
        assert await refused(kiosk, order.id, clerk) is Code.SCOPE_MISSING
    other = next(store for store in config.stores if not store.isdecimal() and store != STORE)
    code = await floor.admin.code(other, "edge")
    async with open_edge(EdgeOptions(tmp_path / "other", floor.central.url, code)) as edge:
        opened = till_of(floor.central.url, edge.url, await floor.admin.code(other, "clerk"))
        async with opened as there:
            await until(there.is_known)
            rows = await there.rows(f"config:{other}")
            colleague = staffed(decoded(rows[0], StoreConfig), "clerk").id
            assert await refused(there, order.id, colleague) is Code.ORDER_OTHER_STORE


async def test_goods_that_left_have_none_even_before_head_office_knows(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    clerk = staffed(await config_of(till), "clerk").id
    assert (await till.ask(hand_over(order))).outcome is Outcome.OK
    assert await refused(till, order.id, clerk) is Code.ALREADY_HANDED_OVER


async def test_a_head_office_without_pages_says_so(template: Template, tmp_path: Path) -> None:
    async with open_floor(tmp_path / "without", template) as floor:
        till = await floor.till()
        order = floor.template.cases.hand_over.order
        assert await refused(till, order.id, OPERATOR) is Code.PAGES_NOT_SERVED


async def test_without_a_line_there_is_none(floor: Floor, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    order = floor.template.cases.hand_over.order
    clerk = staffed(await config_of(till), "clerk").id

    async def cut(*_: object, **__: object) -> httpx.Response:
        raise httpx.ConnectError("cut")

    upstream = floor.edge.node.engine.authority
    monkeypatch.setattr(upstream._transport._client, "send", cut)  # type: ignore[attr-defined]
    assert await refused(till, order.id, clerk) is Code.NO_ANSWER
