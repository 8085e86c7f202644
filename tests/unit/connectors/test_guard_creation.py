"""An order made at a counter: once at the platform whatever breaks, and what follows waits for its name there."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.guard_store import Settlement, settle_parked
from app.central.connectors.intents import intents_for_creation, put_intents
from app.central.connectors.port import NewOrder, PlatformOrder, PlatformTraits
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.node.documents import get_order, open_attention, put_order
from tests.unit.connectors.careless import LATE_S, START_AT, CarelessShop, FakeClock, Mishap
from tests.unit.connectors.samples import GuardRig, drive, report, sample_order, start_life

CREATE = "o1/create"
_MISHAPS = st.lists(st.sampled_from(list(Mishap)), max_size=14)
_KILLS = st.sets(st.integers(2, 24), max_size=5)


def _order() -> Order:
    order = sample_order(ref="")
    return replace(order, payment=replace(order.payment, is_paid=False))


def _rig(
    script: list[Mishap], *, settle_s: float = 30.0, shop_class: type[CarelessShop] = CarelessShop
) -> GuardRig:
    traits = PlatformTraits("careless", settle_s=settle_s, calls_per_s=1000)
    rig = GuardRig(shop_class(FakeClock(), traits, list(script)))
    with rig.store.store.write() as tx:
        put_order(tx, _order())
        put_intents(tx, intents_for_creation(_order(), "o1", "C-1", START_AT))
        start_life(tx, _order())
    return rig


def _made(rig: GuardRig) -> list[PlatformOrder]:
    rig.shop.clock.elapsed_s += 1000
    return [rig.shop.told(ref) for ref in dict(rig.shop.sold) or ["none"]]


def _assert_once(rig: GuardRig) -> None:
    [made] = _made(rig)
    assert (made.reference, made.number, made.total, made.raw_state) == (
        "bancone:o1/create",
        "1001",
        11980,
        "unpaid",
    )
    assert [line.fulfilled for line in made.lines] == [2, 1]
    assert [r.amount for r in made.refunds] == [4990]
    assert {(i.state.value, i.platform_ref) for i in rig.intents()} == {("confirmed", made.ref)}
    with rig.store.store.read() as tx:
        assert get_order(tx, "o1").platform_ref == made.ref


@given(script=_MISHAPS, before=_KILLS, after=_KILLS)
def test_the_order_is_made_once_whatever_breaks(script: list[Mishap], before: set[int], after: set[int]) -> None:
    rig = _rig(script)
    rig.store.kill_before, rig.store.kill_after = before, after
    drive(rig)
    _assert_once(rig)


@pytest.mark.parametrize("mishap", list(Mishap))
@pytest.mark.parametrize("place", range(4))
def test_one_mishap_at_every_place(mishap: Mishap, place: int) -> None:
    rig = _rig([Mishap.NONE] * place + [mishap])
    drive(rig)
    _assert_once(rig)


class SlowShop(CarelessShop):
    """Takes its time over each order, so that one asked for before may come through meanwhile."""

    async def create_order(self, new: NewOrder, reference: str) -> str:
        """See the port."""
        self.clock.elapsed_s += 2 * LATE_S
        return await super().create_order(new, reference)


def test_a_first_call_that_came_through_after_all_is_noticed() -> None:
    """Negative control for the settle time too: without it the order is there twice."""
    rig = _rig([Mishap.NONE, Mishap.LATE], settle_s=0.0, shop_class=SlowShop)
    asyncio.run(rig.run())
    orders = _made(rig)
    assert [[line.fulfilled for line in order.lines] for order in orders] == [[2, 1], [0, 0]]
    with rig.store.store.read() as tx:
        assert [item.details["reason"] for item in open_attention(tx, "ST01", 10)] == ["twice"]


def _rig_with_another() -> GuardRig:
    """The platform has an order with our reference and another total: the guard stops there."""
    rig = _rig([])
    new = rig.intents()[0].new
    assert new is not None
    asyncio.run(rig.shop.create_order(replace(new, total=1), "bancone:o1/create"))
    with pytest.raises(AssertionError, match="never came to an end"):
        asyncio.run(rig.run(20))
    return rig


def test_an_order_that_is_not_what_was_asked_for_is_for_a_person() -> None:
    rig = _rig([])
    asyncio.run(
        rig.shop.create_order(replace(rig.intents()[0].new or pytest.fail(), total=1), "bancone:o1/create")
    )
    with pytest.raises(AssertionError, match="never came to an end"):
        asyncio.run(rig.run(20))
    first, *others = rig.intents()
    assert (first.state.value, first.reason) == ("parked", "unclear")
    assert {i.state.value for i in others} == {"waiting"}, "nothing is asked of an order without a name"


def test_an_order_nobody_makes_moves_no_money_by_itself() -> None:
    rig = _rig([])
    asyncio.run(
        rig.shop.create_order(replace(rig.intents()[0].new or pytest.fail(), total=1), "bancone:o1/create")
    )
    with pytest.raises(AssertionError, match="never came to an end"):
        asyncio.run(rig.run(20))
    with rig.store.store.write() as tx:
        with pytest.raises(Problem) as refused:
            settle_parked(tx, CREATE, Settlement.MARK_DONE, by="u7", report=report, at=START_AT)
        assert refused.value.code is Code.STEP_NOT_ALLOWED
        settle_parked(tx, CREATE, Settlement.DROP, by="u7", report=report, at=START_AT)
    asyncio.run(rig.run())
    assert [(i.effect.value, i.state.value) for i in rig.intents()] == [
        ("create", "dropped"),
        ("collected", "dropped"),
        ("return_record", "dropped"),
        ("refund", "parked"),
        ("restock", "dropped"),
    ]
