"""An order on its way to *ready* at one station: by the shop's authority, with and without a line to it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import Code, Problem
from app.domain.orders import ContainerState, Order, Progress
from app.domain.preparing import Missing, Phase, next_of
from app.domain.values import OrderId
from app.store.spool import SqlSpoolStore
from app.store.terminal_files import TerminalFiles
from app.usecases.ports import OutboxState
from app.usecases.price_check import PriceCheck
from hardware.printing.codec import decode_document
from tests.unit.domain.samples import line, order
from tests.unit.papers.samples import text
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, TECHNICIAN, Counter, counter_shop, refusal_of
from tests.unit.usecases.sample_files import open_access

ORDER = "o-4901"


def to_prepare() -> Order:
    """An order nobody has begun."""
    lines = (line("a", Progress(reserved=2)), line("b", Progress(reserved=1)))
    return order(lines, id=OrderId(ORDER), number="4901", public_no=4901)


@pytest.fixture
async def shop(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[Counter]:
    """A station with two pieces of `a` and one of `b` to prepare."""
    async with Counter(tmp_path, lookups, shop=counter_shop(to_prepare())).open() as opened:
        yield opened


async def seen(shop: Counter) -> Order:
    (found,) = await shop.prepare.orders([ORDER])
    return found


async def begun(shop: Counter) -> Order:
    """CLERK walks for all of it."""
    await let_pass(1)
    await shop.prepare.take_on([await seen(shop)], CLERK)
    return await seen(shop)


async def picked(shop: Counter) -> Order:
    order = await begun(shop)
    await shop.prepare.pick(order, "a", 2, CLERK)
    await shop.prepare.pick(order, "b", 1, CLERK)
    return await seen(shop)


async def staged(shop: Counter) -> Order:
    await shop.prepare.pack(await picked(shop), [], CLERK)
    order = await seen(shop)
    await shop.prepare.stage(order, order.containers[0], "R01", CLERK)
    return await seen(shop)


async def phase(shop: Counter) -> Phase:
    order = await seen(shop)
    return next_of([order], await shop.prepare.stops([order], CLERK)).phase


async def test_from_the_shelf_to_ready_step_by_step(shop: Counter) -> None:
    await let_pass(1)
    assert await phase(shop) is Phase.BEGIN
    await shop.prepare.take_on([await seen(shop)], CLERK)
    assert await phase(shop) is Phase.PICK
    order = await seen(shop)
    await shop.prepare.pick(order, "a", 2, CLERK)
    await shop.prepare.pick(order, "b", 1, CLERK)
    assert await phase(shop) is Phase.PACK
    bag = await shop.prepare.pack(await seen(shop), ["b"], CLERK)
    other = await shop.prepare.pack(await seen(shop), [], CLERK)
    assert (bag.code, other.code) == ("4901-1", "4901-2")
    assert await phase(shop) is Phase.STAGE
    for container in (await seen(shop)).containers:
        await shop.prepare.stage(await seen(shop), container, "R01", CLERK)
    assert await phase(shop) is Phase.READY
    entry = await shop.prepare.ready(await seen(shop), CLERK)
    assert await phase(shop) is Phase.DONE
    assert (await seen(shop)).ready_at is not None
    await let_pass(2)
    assert await shop.prepare.is_told(entry.command.id)


async def test_not_ready_before_every_bag_stands(shop: Counter) -> None:
    await shop.prepare.pack(await picked(shop), [], CLERK)
    problem = await refusal_of(shop.prepare.ready(await seen(shop), CLERK))
    assert problem.code is Code.ORDER_NOT_READY
    assert (await seen(shop)).ready_at is None


async def test_a_colleague_is_sent_elsewhere(shop: Counter) -> None:
    order = await begun(shop)
    assert await shop.prepare.stops([order], MANAGER) == ()
    untaken = replace(order, leases=())
    problem = await refusal_of(shop.prepare.take_on([untaken], MANAGER))
    assert (problem.code, problem.details["by"]) == (Code.CLAIMED_BY_OTHER, CLERK.id)
    await shop.prepare.let_go(order, CLERK)
    await shop.prepare.take_on([await seen(shop)], MANAGER)
    assert len(await shop.prepare.stops([await seen(shop)], MANAGER)) == 2


async def test_what_is_missing_is_not_promised_to_anybody(shop: Counter) -> None:
    order = await begun(shop)
    prices = PriceCheck(shop.lookups, shop.clock, shop.door, shop.station)
    before = (await prices.card("sku-a", CLERK)).here
    await shop.prepare.miss(order, "a", 1, Missing.NOT_FOUND, CLERK)
    await let_pass(1)
    after = (await prices.card("sku-a", CLERK)).here
    assert before is not None
    assert after is not None
    assert (after.facts.not_found, after.promisable) == (1, before.promisable - 1)
    await shop.prepare.look_again(await seen(shop), "a", CLERK)
    await let_pass(1)
    assert (await prices.card("sku-a", CLERK)).here == before


async def test_what_is_missing_counts_here_before_the_shop_has_heard_of_it(shop: Counter) -> None:
    order = await begun(shop)
    prices = PriceCheck(shop.lookups, shop.clock, shop.door, shop.station)
    shop.cut()
    await shop.prepare.miss(order, "a", 1, Missing.NOT_FOUND, CLERK)
    here = (await prices.card("sku-a", CLERK)).here
    assert here is not None
    assert here.facts.not_found == 1


async def test_goods_in_the_hand_are_recorded_without_a_line_and_sent_once_it_is_back(shop: Counter) -> None:
    order = await begun(shop)
    shop.cut()
    await shop.prepare.pick(order, "a", 2, CLERK)
    await shop.prepare.pick(await seen(shop), "b", 1, CLERK)
    await shop.prepare.pack(await seen(shop), [], CLERK)
    offline = await seen(shop)
    assert offline.containers[0].state is ContainerState.OPEN
    assert (await refusal_of(shop.prepare.take_on([replace(order, leases=())], CLERK))).code is Code.NO_ANSWER
    shop.mend()
    await let_pass(60)
    with shop.door.store.read() as tx:  # type: ignore[attr-defined]  # the door of these tests has one
        left = tx.outbox_list((OutboxState.INTENT, OutboxState.REJECTED), 10)
    assert [entry.command.kind for entry in left if entry.state is OutboxState.REJECTED] == []
    assert [item.progress.packed for item in (await seen(shop)).lines] == [2, 1]


async def test_what_needs_a_yes_is_not_shown_as_done_before_it(shop: Counter) -> None:
    order = await staged(shop)
    shop.cut()
    assert (await refusal_of(shop.prepare.ready(order, CLERK))).code is Code.NO_ANSWER
    assert await phase(shop) is Phase.READY
    shop.mend()
    await let_pass(60)
    assert await phase(shop) is Phase.DONE


async def test_a_bag_stands_where_it_is_until_the_yes_that_it_does_not(shop: Counter) -> None:
    order = await staged(shop)
    shop.cut()
    asked = shop.prepare.unstage(order, order.containers[0].id, CLERK)
    assert (await refusal_of(asked)).code is Code.NO_ANSWER
    assert (await seen(shop)).containers[0].state is ContainerState.STAGED


async def test_nothing_is_recorded_on_old_data(shop: Counter) -> None:
    order = await begun(shop)
    shop.cut()
    await shop.prepare.pick(order, "a", 1, CLERK)
    await let_pass(16 * 60)
    problem = await refusal_of(shop.prepare.pick(await seen(shop), "a", 1, CLERK))
    assert problem.code is Code.NO_ANSWER


async def test_each_step_has_a_way_back(shop: Counter) -> None:
    order = await staged(shop)
    await shop.prepare.ready(order, CLERK)
    await shop.prepare.unstage(await seen(shop), order.containers[0].id, CLERK)
    assert (await seen(shop)).ready_at is None
    await shop.prepare.unpack(await seen(shop), (await seen(shop)).containers[0], CLERK)
    await shop.prepare.unpick(await seen(shop), "a", 2, CLERK)
    assert [item.progress for item in (await seen(shop)).lines] == [Progress(reserved=2), Progress(picked=1)]


async def test_who_may_not_is_refused_before_anything_is_written(shop: Counter) -> None:
    order = await begun(shop)
    problem = await refusal_of(shop.prepare.pick(order, "a", 1, TECHNICIAN))
    assert problem.code is Code.PERMISSION_DENIED
    assert (await seen(shop)).line("a").progress == Progress(picking=2)


async def test_nothing_in_the_basket_is_no_bag(shop: Counter) -> None:
    order = await picked(shop)
    with pytest.raises(Problem):
        await shop.prepare.pack(order, ["a", "b"], CLERK)
    assert (await seen(shop)).containers == ()


async def test_of_how_many_a_bag_is_one_is_said_once_all_is_bagged(shop: Counter) -> None:
    order = await picked(shop)
    await shop.prepare.pack(order, [order.lines[0].id], CLERK)
    first = await seen(shop)
    assert (await shop.prepare.label(first, first.containers[0]))["which"] == "1"
    await shop.prepare.pack(first, [], CLERK)
    both = await seen(shop)
    assert [(await shop.prepare.label(both, bag))["which"] for bag in both.containers] == ["1/2", "2/2"]


async def test_the_label_of_a_bag_is_queued_each_time_it_is_asked_for(
    tmp_path: Path, lookups: TerminalFiles
) -> None:
    with open_access(tmp_path / "store.db", "db") as access:
        made, spool = counter_shop(to_prepare()), SqlSpoolStore(access)
        async with Counter(tmp_path, lookups, access, spool, made).open() as shop:
            await shop.prepare.pack(await picked(shop), [], CLERK)
            found = await seen(shop)
            values = await shop.prepare.label(found, found.containers[0])
            assert (values["order_no"], values["bag"], values["which"]) == ("4901", 1, "1/1")
            for _ in range(2):
                await shop.prepare.print_label(found, found.containers[0])
            jobs = await shop.papers.recent()
            assert shop.woken == len(jobs) == 2


async def test_the_list_for_the_walk_says_what_is_mine_by_place(tmp_path: Path, lookups: TerminalFiles) -> None:
    with open_access(tmp_path / "store.db", "db") as access:
        made, spool = counter_shop(to_prepare()), SqlSpoolStore(access)
        async with Counter(tmp_path, lookups, access, spool, made).open() as shop:
            found = await begun(shop)
            await shop.prepare.print_list([found], [], CLERK)
            assert await shop.papers.recent() == []
            await shop.prepare.print_list([found], await shop.prepare.stops([found], CLERK), CLERK)
            (job,) = await shop.papers.recent()
            shown = text(decode_document(job.document)).splitlines()
            said = [row.partition("|")[2].strip("| ") for row in shown]
            assert said[0].startswith("PRELIEVO 1 ")
            assert said[1].startswith("Ordini 1, pezzi 3")
            boxes = [row for row in said if row.startswith("[ ]")]
            assert [row.partition(" x ")[0] for row in boxes] == ["[ ] 2", "[ ] 1"]
            assert not any("Giulia" in row for row in said)
