"""What the guard gives up on waits for a person, with an attention item, and holds up nothing it need not."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.central.connectors.guard_store import Settlement, attention_id, settle_parked
from app.central.connectors.intents import intents_for_handover, intents_for_reversal, put_intents
from app.central.connectors.port import PlatformFulfilment, PlatformRefund, PlatformTraits, PlatformUnknown
from app.domain.errors import Code, Problem
from app.domain.returns import EffectState
from app.domain.values import LineId, LineQuantity
from app.node.documents import find_attention, find_return, open_attention
from tests.unit.connectors.careless import START_AT, CarelessShop, FakeClock, sample_platform_order
from tests.unit.connectors.samples import (
    GuardRig,
    act,
    report,
    sample_case,
    sample_handover,
    sample_order,
    start_life,
)

REFUND = "T001.1:2/refund"


class NeverRefunds(CarelessShop):
    """Takes every refund, does nothing and never answers."""

    refund_calls = 0

    async def refund(self, ref: str, amount: int, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        self.refund_calls += 1
        raise PlatformUnknown


def _rig(total: int = 11980, shop_class: type[CarelessShop] = CarelessShop) -> GuardRig:
    shop = shop_class(FakeClock(), PlatformTraits("careless", calls_per_s=1000))
    shop.sold = {"S-1001": replace(sample_platform_order(), total=total)}
    rig = GuardRig(shop)
    with rig.store.store.write() as tx:
        start_life(tx, sample_order())
    return rig


def _states(rig: GuardRig) -> list[str]:
    return [intent.state.value for intent in rig.intents()]


def test_after_five_calls_without_effect_a_person_is_asked() -> None:
    rig = _rig(shop_class=NeverRefunds)
    asyncio.run(rig.run())
    assert isinstance(rig.shop, NeverRefunds)
    assert (_states(rig), rig.shop.refund_calls) == (["confirmed", "confirmed", "parked", "confirmed"], 5)
    with rig.store.store.read() as tx:
        items = open_attention(tx, "ST01", 10)
        case = find_return(tx, sample_case().id)
    assert [(i.code, i.details["reason"], i.subject) for i in items] == [("outward_parked", "tries", "order:o1")]
    assert case is not None
    assert (case.money, case.stock) == (EffectState.PARKED, EffectState.CONFIRMED)


def test_no_room_is_noticed_before_the_call() -> None:
    rig = _rig(total=1000)
    asyncio.run(rig.run())
    assert [i.reason for i in rig.intents() if i.state == "parked"] == ["no_room"]
    assert rig.shop.told("S-1001").refunds == ()


def test_what_somebody_else_fulfilled_is_not_fulfilled_again() -> None:
    rig = _rig()
    everything = (LineQuantity(LineId("l1"), 2), LineQuantity(LineId("l2"), 1))
    by_hand = PlatformFulfilment("x", everything, "by hand")
    rig.shop.sold["S-1001"] = replace(rig.shop.sold["S-1001"], fulfilments=(by_hand,))
    asyncio.run(rig.run())
    assert [i.reason for i in rig.intents() if i.state == "parked"] == ["no_room"]


@pytest.mark.parametrize(
    ("how", "state", "money"),
    [
        (Settlement.MARK_DONE, "confirmed", EffectState.CONFIRMED),
        (Settlement.DROP, "dropped", EffectState.NOT_DUE),
        (Settlement.RETRY, "waiting", EffectState.PENDING),
    ],
)
def test_a_person_settles_it(how: Settlement, state: str, money: EffectState) -> None:
    rig = _rig(total=1000)
    asyncio.run(rig.run())
    with rig.store.store.write() as tx:
        settle_parked(tx, REFUND, how, by="u7", report=report, at=START_AT)
        item, case = find_attention(tx, attention_id(REFUND)), find_return(tx, sample_case().id)
        assert item is not None
        assert case is not None
        assert (item.settled_by, case.money) == ("u7", money)
    assert _states(rig)[2] == state


def test_only_what_is_parked_can_be_settled() -> None:
    rig = _rig()
    with rig.store.store.write() as tx:
        for intent, code in ((REFUND, Code.STEP_NOT_ALLOWED), ("none", Code.NOT_FOUND)):
            with pytest.raises(Problem) as refused:
                settle_parked(tx, intent, Settlement.DROP, by="u7", report=report, at=START_AT)
            assert refused.value.code is code


def test_a_reversal_waits_for_its_parked_hand_over_and_is_moot_when_that_is_dropped() -> None:
    shop = CarelessShop(FakeClock())
    shop.sold = {"S-1001": replace(sample_platform_order(), lines=())}
    rig, order, first = GuardRig(shop), sample_order(), sample_handover(1)
    with rig.store.store.write() as tx:
        put_intents(tx, intents_for_handover(order, first))
        put_intents(tx, intents_for_reversal(order, replace(first, reversed_by=act(2))))
    with pytest.raises(AssertionError, match="never came to an end"):
        asyncio.run(rig.run(20))
    assert _states(rig) == ["parked", "waiting"]
    rig.settle_all(Settlement.DROP)
    asyncio.run(rig.run())
    assert (_states(rig), rig.shop.sold["S-1001"].fulfilments) == (["dropped", "confirmed"], ())


def test_an_effect_that_stands_twice_is_confirmed_and_shown_to_a_person() -> None:
    rig = _rig()
    twice = tuple(PlatformRefund(n, 4990, f"bancone:{REFUND}") for n in ("1", "2"))
    rig.shop.sold["S-1001"] = replace(rig.shop.sold["S-1001"], refunds=twice)
    asyncio.run(rig.run())
    assert set(_states(rig)) == {"confirmed"}
    with rig.store.store.read() as tx:
        assert [item.details["reason"] for item in open_attention(tx, "ST01", 10)] == ["twice"]
