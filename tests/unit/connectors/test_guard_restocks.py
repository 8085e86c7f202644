"""Where stock is set and not added to, no restock is begun while it is not known what became of another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.guard_store import Settlement
from app.central.connectors.intents import OPEN_STATES, Effect, IntentState, intents_for_return, put_intents
from app.central.connectors.port import PlatformOrder, PlatformRefused, PlatformTraits, PlatformUnavailable
from app.domain.returns import ReturnCase
from app.domain.values import LineQuantity, ReturnId
from app.node.documents import put_return
from tests.unit.connectors.careless import CarelessShop, FakeClock, Mishap, sample_platform_order
from tests.unit.connectors.samples import (
    GuardRig,
    KillableStore,
    drive,
    sample_case,
    sample_order,
    start_life,
)

ORDERS = ("o1", "o2", "o3")
_MISHAPS = st.lists(st.sampled_from(list(Mishap)), max_size=20)
_KILLS = st.sets(st.integers(2, 40), max_size=5)


@dataclass
class CountedShop(CarelessShop):
    """Notes with each restock how many of them were called for and have not ended."""

    rigs: list[GuardRig] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    retried: list[bool] = field(default_factory=list)

    async def restock(
        self,
        ref: str,
        lines: Sequence[LineQuantity],
        location: str,
        reference: str,
        *,
        is_retried: bool = False,
    ) -> None:
        """See the port."""
        intents = [intent for order in ORDERS for intent in self.rigs[0].intents(order)]
        begun = [i for i in intents if i.effect is Effect.RESTOCK and i.tries and i.state in OPEN_STATES]
        self.counts.append(len(begun))
        self.retried.append(is_retried)
        await super().restock(ref, lines, location, reference)


def _driven(script: list[Mishap], kills: set[int], *, sets_stock: bool) -> CountedShop:
    """Three orders, of each of which a piece comes back."""
    traits = PlatformTraits("careless", calls_per_s=1000, sets_stock=sets_stock)
    shop = CountedShop(FakeClock(), traits, list(script))
    shop.sold = {order: replace(sample_platform_order(), ref=order) for order in ORDERS}
    rig = GuardRig(shop, KillableStore(kill_after=kills))
    shop.rigs.append(rig)
    with rig.store.store.write() as tx:
        for n, order in enumerate(ORDERS):
            start_life(tx, sample_order(order, order), 2 * n + 1)
    drive(rig)
    shop.clock.elapsed_s += 1000
    return shop


@given(script=_MISHAPS, kills=_KILLS)
def test_one_after_the_other_whatever_breaks(script: list[Mishap], kills: set[int]) -> None:
    shop = _driven(script, kills, sets_stock=True)
    assert [len(shop.told(order).restocks) for order in ORDERS] == [1, 1, 1]
    assert set(shop.counts) == {1}


def test_where_stock_is_added_to_nobody_waits() -> None:
    assert max(_driven([], set(), sets_stock=False).counts) > 1


def _case(seq: int, order: str) -> ReturnCase:
    """One more return of that order."""
    return replace(sample_case(seq, order), id=ReturnId(f"r-{seq}"))


def _rig(shop: CountedShop, *cases: ReturnCase) -> GuardRig:
    """A guard with these returns; restocks are begun in the order of the returns."""
    shop.sold = {order: replace(sample_platform_order(), ref=order) for order in ORDERS}
    rig = GuardRig(shop)
    shop.rigs.append(rig)
    with rig.store.store.write() as tx:
        for case in cases:
            assert case.order is not None
            put_return(tx, case)
            put_intents(tx, intents_for_return(sample_order(case.order, case.order), case, "ST01"))
    return rig


def _states(rig: GuardRig, order: str, effect: Effect) -> list[IntentState]:
    return [intent.state for intent in rig.intents(order) if intent.effect is effect]


TRAITS = PlatformTraits("careless", calls_per_s=1000, burst=1000, sets_stock=True)


@dataclass
class BlindShop(CountedShop):
    """Loses the first restock, and from then on does not show its order."""

    blind_to: str = ""

    async def read_order(self, ref: str) -> PlatformOrder:
        """See the port."""
        if ref == self.blind_to:
            raise PlatformUnavailable
        return await super().read_order(ref)

    async def restock(
        self,
        ref: str,
        lines: Sequence[LineQuantity],
        location: str,
        reference: str,
        *,
        is_retried: bool = False,
    ) -> None:
        """See the port."""
        if not self.counts:
            self.blind_to = ref
            self.script = [Mishap.LOST]
        await super().restock(ref, lines, location, reference)


async def test_money_waits_for_no_restock_of_an_order_that_cannot_be_read() -> None:
    shop = BlindShop(FakeClock(), TRAITS)
    rig = _rig(shop, _case(1, "o1"))
    while not shop.blind_to:
        await rig.worker.step()
    with rig.store.store.write() as tx:
        for case in (_case(2, "o2"), _case(3, "o2")):
            put_return(tx, case)
            put_intents(tx, intents_for_return(sample_order("o2", "o2"), case, "ST01"))
    await rig.worker.step()
    assert _states(rig, "o2", Effect.REFUND) == [IntentState.CONFIRMED] * 2
    assert _states(rig, "o2", Effect.RESTOCK) == [IntentState.WAITING] * 2
    await rig.run(2000)
    assert _states(rig, "o1", Effect.RESTOCK) == [IntentState.PARKED]
    assert _states(rig, "o2", Effect.RESTOCK) == [IntentState.CONFIRMED] * 2


async def test_money_of_the_same_order_does_not_wait_until_a_restock_in_doubt_is_settled() -> None:
    shop = CountedShop(FakeClock(), TRAITS)
    shop.script = [Mishap.NONE] * 5 + [Mishap.LOST]
    rig = _rig(shop, _case(1, "o1"))
    await rig.worker.step()
    assert _states(rig, "o1", Effect.RESTOCK) == [IntentState.UNKNOWN]
    with rig.store.store.write() as tx:
        put_return(tx, _case(2, "o1"))
        put_intents(tx, intents_for_return(sample_order("o1", "o1"), _case(2, "o1"), "ST01"))
    await rig.worker.step()
    assert _states(rig, "o1", Effect.REFUND) == [IntentState.CONFIRMED] * 2
    assert _states(rig, "o1", Effect.RESTOCK) == [IntentState.UNKNOWN, IntentState.WAITING]
    await rig.run()
    assert len(shop.told("o1").restocks) == 2


@pytest.mark.parametrize("is_begun", [True, False])
async def test_a_connector_is_told_that_a_person_asked_again(is_begun: bool) -> None:
    class UnsureShop(CountedShop):
        """Does not know the first time."""

        async def restock(
            self,
            ref: str,
            lines: Sequence[LineQuantity],
            location: str,
            reference: str,
            *,
            is_retried: bool = False,
        ) -> None:
            """See the port."""
            await super().restock(ref, lines, location, reference, is_retried=is_retried)
            if is_begun and len(self.retried) == 1:
                self.sold[ref] = replace(self.sold[ref], restocks=())
                raise PlatformRefused("restock_unclear")

    shop = UnsureShop(FakeClock(), TRAITS)
    rig = _rig(shop, _case(1, "o1"))
    await rig.run()
    assert rig.settle_all(Settlement.RETRY) == int(is_begun)
    await rig.run()
    assert shop.retried == [False] + [True] * is_begun
    assert _states(rig, "o1", Effect.RESTOCK) == [IntentState.CONFIRMED]
