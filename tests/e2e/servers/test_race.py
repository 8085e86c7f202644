"""Two tills, one order, at the same moment: one yes, one clear no."""

import asyncio

import pytest

from app.contract.commands import Outcome
from app.domain.commands import ReverseHandover
from app.domain.errors import Code
from app.domain.orders import Order
from tests.e2e.servers.floor import Floor
from tests.e2e.servers.till import Till, hand_over, now_at


async def race(tills: list[Till], order: Order) -> None:
    """Hand over at both; exactly one may. Then the winner takes it back."""
    results = await asyncio.gather(*(till.ask(hand_over(order)) for till in tills))
    won = [n for n, result in enumerate(results) if result.outcome is Outcome.OK]
    assert len(won) == 1
    lost = results[1 - won[0]]
    assert lost.code == Code.ALREADY_HANDED_OVER
    assert lost.details["station"] == tills[won[0]].answer.device
    given = results[won[0]]
    back = await tills[1 - won[0]].ask(ReverseHandover(order.id, given.id, now_at()))
    assert back.outcome is Outcome.OK


async def run_races(floor: Floor, times: int) -> None:
    tills = [await floor.till(), await floor.till()]
    orders = [floor.template.cases.hand_over.order, floor.template.cases.offline.order]
    for n in range(times):
        await race(tills, orders[n % 2])


async def test_one_of_two_tills_hands_over(floor: Floor) -> None:
    await run_races(floor, 10)


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_one_of_two_tills_hands_over_two_hundred_times(floor: Floor) -> None:
    await run_races(floor, 200)
