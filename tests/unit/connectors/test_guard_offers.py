"""What a platform cannot do is not asked of it; only a hand-over it still believes in needs a person."""

from dataclasses import replace

from app.central.connectors.intents import (
    Effect,
    IntentState,
    OutwardIntent,
    intents_for_creation,
    intents_for_handover,
    intents_for_ready,
    intents_for_reversal,
    put_intents,
)
from app.central.connectors.port import PlatformTraits
from tests.unit.connectors.careless import START_AT, CarelessShop, FakeClock, sample_platform_order
from tests.unit.connectors.samples import GuardRig, act, sample_handover, sample_order

TRAITS = PlatformTraits("careless", settle_s=30, calls_per_s=1000)


async def _outcome(traits: PlatformTraits, *intents: OutwardIntent) -> tuple[GuardRig, dict[Effect, str]]:
    rig = GuardRig(CarelessShop(FakeClock(), traits, sold={"S-1001": sample_platform_order()}))
    with rig.store.store.write() as tx:
        put_intents(tx, intents)
    await rig.run()
    return rig, {intent.effect: f"{intent.state} {intent.reason}".strip() for intent in rig.intents()}


async def test_messages_and_ready_are_not_sent_to_a_platform_that_has_neither() -> None:
    wanted = intents_for_ready(sample_order(), "a1", START_AT)
    rig, ended = await _outcome(replace(TRAITS, messages=frozenset(), sets_ready=False), *wanted)
    assert ended == {Effect.READY: "dropped not_offered", Effect.MESSAGE: "dropped not_offered"}
    assert rig.shop.calls == 0


async def test_a_hand_over_that_cannot_be_taken_back_there_is_for_a_person() -> None:
    reversed_one = replace(sample_handover(), reversed_by=act(2))
    wanted = intents_for_handover(sample_order(), sample_handover())
    wanted += intents_for_reversal(sample_order(), reversed_one)
    _, ended = await _outcome(replace(TRAITS, reverses=False), *wanted)
    assert ended == {Effect.COLLECTED: IntentState.CONFIRMED, Effect.REVERSED: "parked not_offered"}


async def test_an_order_the_platform_does_not_take_stays_ours() -> None:
    wanted = intents_for_creation(sample_order(ref=""), "o1", "C-1", START_AT)
    rig, ended = await _outcome(replace(TRAITS, creates_orders=False), *wanted)
    assert ended == {Effect.CREATE: "dropped not_offered"}
    assert list(rig.shop.sold) == ["S-1001"]
