"""A terminal started on damaged files works on, has lost nothing acknowledged, and a person is told."""

import pytest

from app.domain.errors import Code
from tests.e2e.one_till.counter import Counter
from tests.e2e.servers.till import until
from tests.e2e.terminal.desk import Desk, attention, hand_over


async def handovers(desk: Desk, order: str) -> int:
    """How often head office has the order handed over."""
    return len((await desk.floor.admin.ledger(order)).order.handovers)


async def told(counter: Counter, code: Code) -> None:
    """Wait until a person is told."""

    async def is_told() -> bool:
        return code in await attention(counter)

    await until(is_told)


@pytest.mark.parametrize("from_end", [False, True], ids=["does not open", "found by the check"])
async def test_a_damaged_store_loses_nothing_acknowledged(desk: Desk, from_end: bool) -> None:
    cases = desk.floor.template.cases
    async with desk.opened() as counter:
        first = await hand_over(counter, cases.hand_over)
        await until(counter.is_drained)
    desk.flip("store.db", from_end=from_end)
    async with desk.opened() as counter:
        await told(counter, Code.STORE_DAMAGED)
        assert list(desk.folder.glob("store.damaged-*.db"))

        async def is_known() -> bool:
            again = await counter.console.line(f"scan {cases.hand_over.typed_code}")
            return again.data.get("code") == Code.ALREADY_HANDED_OVER

        await until(is_known)
        second = await hand_over(counter, cases.offline)
        assert str(second["command"]).startswith(str(first["command"]).partition(".")[0] + ".2:")
        assert second["document"] != first["document"]
        await until(counter.is_drained)
    for case in (cases.hand_over, cases.offline):
        assert await handovers(desk, case.order.id) == 1
    async with desk.opened() as counter:
        assert list(desk.folder.glob("store.damaged-*.db")) != []
        assert len(list(desk.folder.glob("store.damaged-*.db"))) == 1, "the new file is whole"


async def test_a_store_damaged_without_a_line_still_finds_its_orders(desk: Desk) -> None:
    cases = desk.floor.template.cases
    async with desk.opened():
        pass
    desk.flip("store.db", from_end=True)
    async with desk.opened(is_alone=True) as counter:
        await told(counter, Code.STORE_DAMAGED)
        await counter.say(f"scan {cases.hand_over.typed_code}", "order")


async def test_what_was_never_sent_is_sent_after_the_damage(desk: Desk) -> None:
    cases = desk.floor.template.cases
    async with desk.opened() as counter:
        await until(lambda: desk.has_article(counter))
    async with desk.opened(is_alone=True) as counter:
        taken = await counter.say(f"return {cases.returnable.gtin} too_small", "taken_in")
        assert taken["is_pending"] is True
    desk.flip("store.db", from_end=False)
    async with desk.opened() as counter:
        await told(counter, Code.STORE_DAMAGED)
        await until(counter.is_drained)
        cases_there = (await desk.floor.admin.ledger(cases.returnable_order.id)).returns
        assert len(cases_there) == 1


@pytest.mark.parametrize("from_end", [False, True], ids=["does not open", "found by the check"])
async def test_a_damaged_catalogue_is_loaded_again(desk: Desk, from_end: bool) -> None:
    async with desk.opened() as counter:
        await until(lambda: desk.has_article(counter))
    desk.flip("catalog.db", from_end=from_end)
    async with desk.opened() as counter:
        await told(counter, Code.CATALOGUE_REBUILT)
        await until(lambda: desk.has_article(counter))
