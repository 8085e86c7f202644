"""Money there: what the till took is told when it fits, and a refund nobody has given yet is not done."""

from dataclasses import replace

import pytest

from app.central.connectors.guard_store import Settlement
from app.central.connectors.intents import Effect, IntentState, OutwardIntent, intents_for_return, put_intents
from app.central.connectors.port import PlatformOrder, PlatformState, PlatformTraits
from app.domain.returns import EffectState
from app.node.documents import find_return, put_return
from tests.unit.connectors.careless import CarelessShop, FakeClock, Mishap, sample_platform_order
from tests.unit.connectors.samples import GuardRig, sample_case, sample_order, start_till

TRAITS = PlatformTraits("careless", settle_s=30, calls_per_s=1000)


async def _till(order: PlatformOrder, traits: PlatformTraits = TRAITS) -> tuple[GuardRig, OutwardIntent]:
    """The till took what our order costs; what became of telling that to the platform."""
    rig = GuardRig(CarelessShop(FakeClock(), traits, sold={"S-1001": order}))
    with rig.store.store.write() as tx:
        start_till(tx, sample_order())
    await rig.run()
    [paid] = [intent for intent in rig.intents() if intent.effect is Effect.PAID]
    return rig, paid


async def test_what_the_till_took_is_told_once_the_order_is_closed() -> None:
    rig, paid = await _till(replace(sample_platform_order(), is_paid=False))
    assert (paid.state, paid.amount) == (IntentState.CONFIRMED, 11980)
    assert rig.shop.told("S-1001").is_paid


async def test_what_is_paid_there_already_is_not_told_again() -> None:
    _, paid = await _till(sample_platform_order())
    assert (paid.state, paid.tries) == (IntentState.CONFIRMED, 0)


async def test_what_is_paid_there_and_not_moved_on_is_told() -> None:
    _, paid = await _till(replace(sample_platform_order(), is_left_open=True))
    assert paid.tries > 0


@pytest.mark.parametrize("changes", [{"total": 11979}, {"deposit": 1}])
async def test_another_sum_than_is_owed_there_is_for_a_person(changes: dict[str, int]) -> None:
    order = replace(sample_platform_order(), is_paid=False)
    rig, paid = await _till(replace(order, **changes))  # type: ignore[arg-type]  # these fields are numbers
    assert (paid.state, paid.reason, paid.tries) == (IntentState.PARKED, "no_room", 0)
    assert not rig.shop.told("S-1001").is_paid


async def test_the_money_for_an_order_that_is_cancelled_there_is_for_a_person() -> None:
    order = replace(sample_platform_order(), is_paid=False, state=PlatformState.CANCELLED)
    rig, paid = await _till(order)
    assert paid.state is IntentState.PARKED
    assert not rig.shop.told("S-1001").is_paid


async def test_a_platform_that_takes_no_such_word_is_not_asked() -> None:
    _, paid = await _till(replace(sample_platform_order(), is_paid=False), replace(TRAITS, settles=False))
    assert (paid.state, paid.reason) == (IntentState.DROPPED, "not_offered")


@pytest.mark.parametrize("mishap", [Mishap.DONE_AND_LOST, Mishap.LATE])
async def test_a_refund_that_is_pending_is_not_done_before_somebody_gave_it(mishap: Mishap) -> None:
    class PendingShop(CarelessShop):
        """Promises refunds."""

        def told(self, ref: str) -> PlatformOrder:
            order = super().told(ref)
            return replace(order, refunds=tuple(replace(r, is_pending=is_pending) for r in order.refunds))

    is_pending = True
    shop = PendingShop(FakeClock(), TRAITS, [Mishap.NONE, mishap], {"S-1001": sample_platform_order()})
    rig = GuardRig(shop)
    case = replace(sample_case(), record=EffectState.NOT_DUE, stock=EffectState.NOT_DUE)
    with rig.store.store.write() as tx:
        put_return(tx, case)
        put_intents(tx, intents_for_return(sample_order(), case, "ST01"))

    def money() -> EffectState:
        with rig.store.store.read() as tx:
            found = find_return(tx, case.id)
        assert found is not None
        return found.money

    for _ in range(2):
        await rig.run()
        assert (money(), rig.intents()[0].reason) == (EffectState.PARKED, "pending")
        rig.settle_all(Settlement.RETRY)
    is_pending = False
    await rig.run()
    assert (money(), [(r.amount) for r in shop.told("S-1001").refunds]) == (EffectState.CONFIRMED, [4990])


def test_what_was_given_back_is_counted_against_what_came_in() -> None:
    order = replace(sample_platform_order(), total=6990, charged=11980, refunded=4990)
    assert order.refundable == 6990
    assert replace(order, charged=None).refundable == 2000


def test_what_is_owed_is_what_it_costs_now_less_what_came_in() -> None:
    order = replace(sample_platform_order(), is_paid=False, deposit=2000)
    assert (order.owed, replace(order, is_paid=True).owed) == (9980, 0)
    assert replace(order, refunded=4990).owed == 4990
    assert replace(order, total=6990, charged=11980, refunded=4990).owed == 4990
