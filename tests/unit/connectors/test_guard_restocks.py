"""Where stock is set and not added to, no restock is begun while it is not known what became of another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.intents import OPEN_STATES, Effect
from app.central.connectors.port import PlatformTraits
from app.domain.values import LineQuantity
from tests.unit.connectors.careless import CarelessShop, FakeClock, Mishap, sample_platform_order
from tests.unit.connectors.samples import GuardRig, KillableStore, drive, sample_order, start_life

ORDERS = ("o1", "o2", "o3")
_MISHAPS = st.lists(st.sampled_from(list(Mishap)), max_size=20)
_KILLS = st.sets(st.integers(2, 40), max_size=5)


@dataclass
class CountedShop(CarelessShop):
    """Notes with each restock how many of them were called for and have not ended."""

    rigs: list[GuardRig] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    async def restock(self, ref: str, lines: Sequence[LineQuantity], location: str, reference: str) -> None:
        """See the port."""
        intents = [intent for order in ORDERS for intent in self.rigs[0].intents(order)]
        begun = [i for i in intents if i.effect is Effect.RESTOCK and i.tries and i.state in OPEN_STATES]
        self.counts.append(len(begun))
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
