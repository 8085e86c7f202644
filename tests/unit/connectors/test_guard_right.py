"""A platform that may be read but not written: nothing fails, a person is told once, and it goes on by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from app.central.connectors.guard_right import WRITES, WriteRight
from app.central.connectors.guard_store import Settlement
from app.central.connectors.intents import (
    Effect,
    IntentState,
    intents_for_handover,
    open_intents,
    put_intents,
)
from app.central.connectors.port import PlatformUnavailable
from app.domain.errors import Code
from app.domain.values import LineQuantity
from app.node.documents import Attention, open_attention
from tests.strictness import ExpectLog
from tests.unit.connectors.careless import CarelessShop, FakeClock, Killed, sample_platform_order
from tests.unit.connectors.samples import GuardRig, KillableStore, sample_handover, sample_order, start_life


@dataclass
class ReadOnlyShop(CarelessShop):
    """Its key lacks the right to write while `is_shut`; `asked`: how often it was told of a hand-over."""

    is_shut: bool = True
    asked: int = 0

    async def mark_collected(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        self.asked += 1
        if self.is_shut:
            raise PlatformUnavailable(Code.PERMISSION_DENIED)
        await super().mark_collected(ref, lines, reference)


@dataclass
class NoMoneyBackShop(CarelessShop):
    """Its key may hand over, and give no money back while `is_shut`."""

    is_shut: bool = True
    asked: int = 0

    async def refund(self, ref: str, amount: int, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        self.asked += 1
        if self.is_shut:
            raise PlatformUnavailable(Code.PERMISSION_DENIED)
        await super().refund(ref, amount, lines, reference)


def rig() -> tuple[GuardRig, ReadOnlyShop]:
    """A guard with one hand-over, and a return of part of it, to tell."""
    shop = ReadOnlyShop(FakeClock(), sold={"S-1001": sample_platform_order()})
    made = GuardRig(shop)
    with made.store.store.write() as tx:
        start_life(tx, sample_order())
    return made, shop


def told(made: GuardRig) -> list[Attention]:
    """What waits for a person."""
    with made.store.store.read() as tx:
        return open_attention(tx, "", 10)


async def pass_time(made: GuardRig, shop: CarelessShop, seconds: float) -> None:
    """Let the guard work for so long, as it asks to be woken."""
    until_s = shop.clock.elapsed_s + seconds
    while shop.clock.elapsed_s < until_s:
        shop.clock.elapsed_s += max(await made.worker.step(), 0.01)


async def test_without_the_right_to_write_it_is_tried_ever_more_seldom_and_told_once(
    expect_log: ExpectLog,
) -> None:
    expect_log("central.guard", "write_denied")
    made, shop = rig()
    await pass_time(made, shop, 600.0)
    assert shop.asked <= 16
    (item,) = told(made)
    assert (item.code, item.store, item.subject) == (Code.WRITE_DENIED, "", WRITES[Effect.COLLECTED])
    stage = made.health.stages[WRITES[Effect.COLLECTED]]
    assert (stage.code, stage.asked_at) == (Code.WRITE_DENIED, None)
    assert (made.health.is_up, made.health.is_fine) == (True, False)
    assert all(one.state is IntentState.WAITING and not one.tries for one in made.intents())


async def test_once_it_may_write_again_it_does_and_nobody_need_settle_anything(expect_log: ExpectLog) -> None:
    expect_log("central.guard", "write_denied")
    made, shop = rig()
    await pass_time(made, shop, 600.0)
    shop.is_shut = False
    made.worker = made.new_worker()
    await made.run()
    with made.store.store.read() as tx:
        assert open_intents(tx, 10) == ()
    assert (told(made), made.health.is_fine) == ([], True)
    assert len(shop.sold["S-1001"].fulfilments) == len(shop.sold["S-1001"].refunds) == 1


async def test_who_noted_it_is_not_asked_again_for_the_same(expect_log: ExpectLog) -> None:
    """A new process tells it again, as it is still so."""
    expect_log("central.guard", "write_denied")
    made, shop = rig()
    await pass_time(made, shop, 10.0)
    made.worker = made.new_worker()
    await pass_time(made, shop, 10.0)
    assert len(told(made)) == 1


async def test_a_kind_that_alone_is_not_allowed_holds_up_no_other_and_is_parked_for_a_person(
    expect_log: ExpectLog,
) -> None:
    expect_log("central.guard", "write_denied")
    shop = NoMoneyBackShop(FakeClock(), sold={"S-1001": sample_platform_order()})
    made = GuardRig(shop)
    with made.store.store.write() as tx:
        start_life(tx, sample_order())
    await pass_time(made, shop, 100.0)
    (denied,) = told(made)
    assert (denied.subject, shop.asked > 5) == (WRITES[Effect.REFUND], True)
    for n in range(2, 9):
        ref = f"S-{n}"
        shop.sold[ref] = replace(sample_platform_order(), ref=ref)
        with made.store.store.write() as tx:
            put_intents(tx, intents_for_handover(sample_order(f"o{n}", ref), sample_handover(10 * n)))
        await pass_time(made, shop, 60.0)
        assert denied in told(made)
        assert len(shop.sold[ref].fulfilments) == 1
    ends = {intent.effect: (intent.state, intent.reason) for intent in made.intents()}
    assert ends[Effect.REFUND] == (IntentState.PARKED, "denied")
    assert ends[Effect.RESTOCK] == (IntentState.CONFIRMED, "")
    assert [item.code for item in told(made)] == [Code.WRITE_DENIED, Code.OUTWARD_PARKED]
    asked, shop.is_shut = shop.asked, False
    assert made.settle_all(Settlement.RETRY) == 1
    await made.run()
    assert (told(made), shop.asked, len(shop.sold["S-1001"].refunds)) == ([], asked + 1, 1)


async def test_what_could_not_be_written_is_told_and_settled_the_next_time(expect_log: ExpectLog) -> None:
    expect_log("central.guard", "write_denied")
    made, _ = rig()
    store = KillableStore(made.store.store, kill_before={1, 3})
    right = WriteRight(WRITES[Effect.REFUND], store, made.shop.clock, made.health)
    for act, waiting in ((right.denied, 1), (right.given, 0)):
        with pytest.raises(Killed):
            await act()
        await act()
        assert len(told(made)) == waiting
