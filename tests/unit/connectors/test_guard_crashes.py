"""Whatever breaks and whenever the process dies, each effect stands at the platform once."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.intents import intents_for_handover, intents_for_reversal, put_intents
from app.central.connectors.port import PlatformTraits, PlatformUnavailable, PlatformUnknown
from app.domain.returns import EffectState
from app.domain.values import LineQuantity
from app.node.documents import find_return
from tests.unit.connectors.careless import CarelessShop, FakeClock, Mishap, sample_platform_order
from tests.unit.connectors.samples import (
    GuardRig,
    KillableStore,
    act,
    drive,
    sample_case,
    sample_handover,
    sample_order,
    start_life,
    start_till,
    until_quiet,
)

_MISHAPS = st.lists(st.sampled_from(list(Mishap)), max_size=14)
_KILLS = st.sets(st.integers(2, 24), max_size=5)


def _rig(script: list[Mishap], *, keeps_reference: bool = True, settle_s: float = 30.0) -> GuardRig:
    traits = PlatformTraits("careless", keeps_reference=keeps_reference, settle_s=settle_s, calls_per_s=1000)
    shop = CarelessShop(FakeClock(), traits, list(script))
    shop.sold = {"S-1001": sample_platform_order()}
    return GuardRig(shop, KillableStore())


def _seed(rig: GuardRig) -> None:
    with rig.store.store.write() as tx:
        start_life(tx, sample_order())


def _assert_once(rig: GuardRig) -> None:
    rig.shop.clock.elapsed_s += 1000
    order = rig.shop.told("S-1001")
    assert [line.fulfilled for line in order.lines] == [2, 1]
    assert [(r.amount) for r in order.refunds] == [4990]
    assert [[p.quantity for p in r.lines] for r in order.returns] == [[1]]
    assert [(r.location, [p.quantity for p in r.lines]) for r in order.restocks] == [("ST01", [1])]
    assert {intent.state.value for intent in rig.intents()} == {"confirmed"}
    with rig.store.store.read() as tx:
        case = find_return(tx, sample_case().id)
    assert case is not None
    assert (case.record, case.money, case.stock) == (EffectState.CONFIRMED,) * 3
    assert case.refunded_at is not None


@pytest.mark.parametrize("keeps_reference", [True, False])
@given(script=_MISHAPS, before=_KILLS, after=_KILLS)
def test_each_effect_stands_once_whatever_breaks(
    keeps_reference: bool, script: list[Mishap], before: set[int], after: set[int]
) -> None:
    rig = _rig(script, keeps_reference=keeps_reference)
    _seed(rig)
    rig.store.kill_before, rig.store.kill_after = before, after
    drive(rig)
    _assert_once(rig)


@pytest.mark.parametrize("mishap", list(Mishap))
@pytest.mark.parametrize("place", range(10))
def test_one_mishap_at_every_place(mishap: Mishap, place: int) -> None:
    rig = _rig([Mishap.NONE] * place + [mishap])
    _seed(rig)
    drive(rig)
    _assert_once(rig)


@pytest.mark.parametrize("commit", range(1, 14))
@pytest.mark.parametrize("is_durable", [True, False])
def test_killed_at_every_commit(commit: int, is_durable: bool) -> None:
    rig = _rig([])
    _seed(rig)
    (rig.store.kill_after if is_durable else rig.store.kill_before).add(commit)
    drive(rig)
    assert rig.lives == (2 if commit <= 12 else 1)
    _assert_once(rig)


def test_without_settle_time_a_late_commit_doubles() -> None:
    """Negative control: the settle time is what protects from a slow platform."""
    rig = _rig([Mishap.NONE, Mishap.LATE], settle_s=0.0)
    _seed(rig)
    drive(rig)
    rig.shop.clock.elapsed_s += 1000
    assert [line.fulfilled for line in rig.shop.told("S-1001").lines] == [4, 2]


def test_guard_off_doubles_the_refund() -> None:
    """Negative control: a plain call that is repeated without an answer pays twice."""
    rig = _rig([Mishap.DONE_AND_LOST])

    async def call_and_retry() -> None:
        while True:
            try:
                await rig.shop.refund("S-1001", 4990, (LineQuantity(sample_order().lines[0].id, 1),), "x")
            except (PlatformUnknown, PlatformUnavailable):
                continue
            return

    asyncio.run(call_and_retry())
    assert [r.amount for r in rig.shop.told("S-1001").refunds] == [4990, 4990]


@given(script=_MISHAPS, kills=_KILLS)
def test_a_reversal_follows_its_hand_over(script: list[Mishap], kills: set[int]) -> None:
    rig = _rig(script)
    first, again = sample_handover(1), sample_handover(3)
    with rig.store.store.write() as tx:
        order = sample_order()
        put_intents(tx, intents_for_handover(order, first))
        put_intents(tx, intents_for_reversal(order, replace(first, reversed_by=act(2))))
        put_intents(tx, intents_for_handover(order, again))
    rig.store.kill_after = kills
    drive(rig)
    rig.shop.clock.elapsed_s += 1000
    fulfilments = rig.shop.told("S-1001").fulfilments
    assert [f.is_cancelled for f in fulfilments] == [True, False]
    assert fulfilments[1].reference == "bancone:T001.1:3/collected"


@pytest.mark.parametrize("keeps_reference", [True, False])
@given(script=_MISHAPS, before=_KILLS, after=_KILLS)
def test_what_the_till_took_is_told_whatever_breaks(
    keeps_reference: bool, script: list[Mishap], before: set[int], after: set[int]
) -> None:
    rig = _rig(script, keeps_reference=keeps_reference)
    rig.shop.sold = {"S-1001": replace(sample_platform_order(), is_paid=False)}
    with rig.store.store.write() as tx:
        start_till(tx, sample_order())
    rig.store.kill_before, rig.store.kill_after = before, after
    drive(rig)
    order = rig.shop.told("S-1001")
    assert ([line.fulfilled for line in order.lines], order.is_paid) == ([2, 1], True)
    assert {intent.state.value for intent in rig.intents()} == {"confirmed"}


@given(script=_MISHAPS, switches=st.lists(st.booleans(), min_size=40, max_size=40))
def test_two_processes_on_one_store_do_it_once(script: list[Mishap], switches: list[bool]) -> None:
    rig = _rig([m for m in script if "killed" not in m])
    _seed(rig)

    async def both() -> None:
        workers = (rig.worker, rig.new_worker())
        for switch in switches:
            waits = await asyncio.gather(*(w.step() for w in workers[:: -1 if switch else 1]))
            rig.shop.clock.elapsed_s += max(0.001, min(waits))
        await until_quiet(rig)

    asyncio.run(both())
    _assert_once(rig)
