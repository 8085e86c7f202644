"""What the platform takes only once something else happened is told once and holds nothing up, and comes about by
itself in the end."""

from dataclasses import dataclass, replace

from app.central.connectors.guard import after_moot, after_not_yet, next_of
from app.central.connectors.guard_store import Settlement
from app.central.connectors.intents import (
    IntentState,
    intents_for_handover,
    intents_for_ready,
    intents_for_reversal,
    put_intents,
)
from app.central.connectors.port import PlatformNotYet, PlatformState
from app.central.recorder import GuardRecorder
from app.domain.errors import Code
from app.domain.events import OrderUnready
from app.domain.values import CENTRAL
from app.node.documents import Attention, find_attention, open_attention
from tests.unit.connectors.careless import START_AT, CarelessShop, FakeClock, sample_platform_order
from tests.unit.connectors.samples import GuardRig, sample_handover, sample_order


@dataclass
class OwedShop(CarelessShop):
    """Calls no order ready while more was ordered than is paid; `asked`: how often it was told of one."""

    is_owed: bool = True
    asked: int = 0

    async def mark_ready(self, ref: str, reference: str) -> None:
        """See the port."""
        self.asked += 1
        if self.is_owed:
            raise PlatformNotYet("payment_is_owed")
        await super().mark_ready(ref, reference)


def rig() -> tuple[GuardRig, OwedShop]:
    """A guard that was told of a ready order."""
    waiting = replace(sample_platform_order(), state=PlatformState.OPEN)
    shop = OwedShop(FakeClock(), sold={"S-1001": waiting})
    made = GuardRig(shop)
    with made.store.store.write() as tx:
        put_intents(tx, intents_for_ready(sample_order(), "a1", START_AT)[:1])
    return made, shop


async def pass_time(made: GuardRig, shop: OwedShop, seconds: float) -> None:
    """Let the guard work for so long, as it asks to be woken."""
    until_s = shop.clock.elapsed_s + seconds
    while shop.clock.elapsed_s < until_s:
        shop.clock.elapsed_s += max(await made.worker.step(), 0.01)


def told(made: GuardRig) -> list[Attention]:
    """What waits for a person."""
    with made.store.store.read() as tx:
        return open_attention(tx, "ST01", 10)


async def test_it_is_told_once_and_done_when_it_can_be() -> None:
    made, shop = rig()
    await pass_time(made, shop, 1_000.0)
    (item,) = told(made)
    assert (item.code, item.details["reason"], item.at) == (
        Code.OUTWARD_PARKED,
        "not_yet:payment_is_owed",
        START_AT,
    )
    assert 5 < shop.asked < 20
    shop.is_owed = False
    await pass_time(made, shop, 300.0)
    (ready,) = made.intents()
    assert (ready.state, shop.sold["S-1001"].state) == (IntentState.CONFIRMED, PlatformState.READY)
    with made.store.store.read() as tx:
        settled = find_attention(tx, item.id)
    assert settled is not None
    assert settled.settled_by == CENTRAL
    assert told(made) == []


async def test_nothing_waits_behind_it_and_a_hand_over_there_settles_it() -> None:
    made, shop = rig()
    await pass_time(made, shop, 10.0)
    with made.store.store.write() as tx:
        put_intents(tx, intents_for_handover(sample_order(), sample_handover(2)))
    await pass_time(made, shop, 60.0)
    assert len(shop.sold["S-1001"].fulfilments) == 1
    shop.sold["S-1001"] = replace(shop.sold["S-1001"], state=PlatformState.COLLECTED)
    asked = shop.asked
    await pass_time(made, shop, 300.0)
    assert (told(made), shop.asked) == ([], asked)
    assert {intent.state for intent in made.intents()} == {IntentState.CONFIRMED}


async def test_a_person_may_end_it() -> None:
    made, shop = rig()
    await pass_time(made, shop, 10.0)
    assert made.settle_all(Settlement.DROP) == 1
    asked = shop.asked
    await pass_time(made, shop, 500.0)
    assert (told(made), shop.asked) == ([], asked)


def test_it_comes_after_all_else_of_its_order() -> None:
    (ready,) = intents_for_ready(sample_order(), "a1", START_AT)[:1]
    put_off = replace(after_not_yet(ready, "payment_is_owed", START_AT), n=1)
    (collected,) = (replace(one, n=2) for one in intents_for_handover(sample_order(), sample_handover(2)))
    assert next_of([put_off, collected]).head == collected
    assert next_of([put_off]).head == put_off


def test_a_part_that_was_put_off_and_undone_holds_up_nothing() -> None:
    (collected,) = intents_for_handover(sample_order(), sample_handover(1))
    put_off = replace(after_not_yet(collected, "payment_is_owed", START_AT), n=1)
    undone = replace(sample_handover(1), reversed_by=sample_handover(2).act)
    (reversal,) = (replace(one, n=2) for one in intents_for_reversal(sample_order(), undone))
    assert next_of([put_off, reversal]).moot == put_off
    dropped = after_moot(put_off)
    assert (dropped.state, dropped.reason) == (IntentState.DROPPED, "undone")
    assert next_of([dropped, reversal]).moot == reversal


async def test_what_is_ready_no_more_is_not_said_later() -> None:
    made, shop = rig()
    await pass_time(made, shop, 10.0)
    order = sample_order()
    with made.store.store.write() as tx:
        GuardRecorder().happened(tx, order, OrderUnready(order.id, START_AT))
    shop.is_owed = False
    await pass_time(made, shop, 300.0)
    assert (told(made), shop.sold["S-1001"].state) == ([], PlatformState.OPEN)
