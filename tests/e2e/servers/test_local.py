"""A shop with one till: the terminal asks the node in its own process, by the same rules as over HTTP."""

import pytest

from app.contract.commands import Outcome
from app.contract.feeds import FeedRef
from app.domain.errors import Code, Problem
from app.edge.loading import is_loading
from app.edge.local import LocalAuthority
from app.edge.replica import artefact_slices
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.till import Till, hand_over, until


async def test_a_till_beside_the_node_is_answered_like_any_other(floor: Floor, till: Till) -> None:
    local = LocalAuthority(floor.edge.node.host, till.answer.device)
    order = floor.template.cases.hand_over.order
    page = await local.pull(FeedRef(f"store:{STORE}"))
    assert order.id in {row.id for row in page.rows}
    (result,) = await local.send_commands([till.line(hand_over(order))])
    assert (result.outcome, result.epoch) == (Outcome.OK, 1)
    further = await local.pull(FeedRef(page.head.feed, page.head.id, page.to))
    assert order.id in {row.id for row in further.rows}
    assert (await local.digest(f"store:{STORE}")).rev == further.to


async def test_a_snapshot_comes_as_a_file_of_its_own(floor: Floor, till: Till) -> None:
    local = LocalAuthority(floor.edge.node.host, till.answer.device)

    async def has_catalogue() -> bool:
        access = floor.edge.node.host.parts.access
        return await access.read(lambda tx: tx.feed("catalog:it") is not None and not is_loading(tx, "catalog:it"))

    await until(has_catalogue)
    fetched = await local.fetch_snapshot("catalog:it", floor.folder / "catalogue.zst")
    rows = [row for slice_ in artefact_slices(fetched.path) for row in slice_]
    assert len(rows) == len(floor.template.chain.articles)
    assert fetched.ref.rev >= len(rows)


async def test_pokes_come_without_a_server(floor: Floor, till: Till) -> None:
    local = LocalAuthority(floor.edge.node.host, till.answer.device)
    pokes = local.events([f"store:{STORE}"])
    before = await anext(pokes)
    await till.ask(hand_over(floor.template.cases.hand_over.order))
    assert (await anext(pokes)).rev > before.rev
    await pokes.aclose()


async def test_what_is_refused_over_http_is_refused_here(floor: Floor, till: Till) -> None:
    local = LocalAuthority(floor.edge.node.host, till.answer.device)
    stranger = LocalAuthority(floor.edge.node.host, "ZZZZ")
    for authority, feed, code in (
        (local, f"alloc:{STORE}", Code.SCOPE_MISSING),
        (local, "device:ZZZZ", Code.SCOPE_MISSING),
        (stranger, f"store:{STORE}", Code.DEVICE_UNKNOWN),
    ):
        with pytest.raises(Problem) as caught:
            await authority.pull(FeedRef(feed))
        assert caught.value.code is code
    with pytest.raises(Problem) as caught:
        await LocalAuthority(floor.edge.node.host, till.answer.device).send_commands(
            [(await floor.till()).line(hand_over(floor.template.cases.hand_over.order))]
        )
    assert caught.value.code is Code.SCOPE_MISSING
