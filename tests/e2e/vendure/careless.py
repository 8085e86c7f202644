"""Tills without a guard: each tells Vendure itself, and tells it again, as a new act, until there is an answer."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from app.central.connectors.port import PlatformRefused, PlatformUnavailable, PlatformUnknown
from app.central.connectors.vendure.shop import VendureShop
from tests.e2e.vendure.runs import AWAY, HERE, Run

_MOST = 6
_STORES = (HERE, HERE, AWAY)


@dataclass(frozen=True, slots=True)
class CarelessTill:
    """One till's own line to Vendure, and the store it stands in when it takes something back."""

    shop: VendureShop
    store: str
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def surely(self, act: Callable[[str], Awaitable[None]]) -> None:
        """Until Vendure says yes or no."""
        for _ in range(_MOST):
            with suppress(PlatformUnknown, PlatformUnavailable):
                with suppress(PlatformRefused):
                    await act(f"till-{id(self):x}-{next(self.numbers)}")
                return

    async def hand_over(self, run: Run, ask: dict[str, int]) -> None:
        """What the till asks, and then all that it believes is left."""
        rest = {sku: sold - ask.get(sku, 0) for sku, sold in run.plan.sold.items()}
        for pieces in filter(None, (run.pieces(ask), run.pieces(rest))):
            await self.surely(partial(self.shop.mark_collected, run.ref, pieces))

    async def take_back(self, run: Run) -> None:
        """The pieces that come back, their money, and their place on the shelf."""
        back = run.plan.back
        pieces = run.pieces({back: run.plan.sold[back]})
        await self.surely(partial(self.shop.record_return, run.ref, pieces))
        await self.surely(partial(self.shop.refund, run.ref, run.plan.refund, pieces))
        await self.surely(partial(self.shop.restock, run.ref, pieces, self.store))


async def play_all(runs: Iterable[Run], shops: Sequence[Sequence[VendureShop]]) -> None:
    """The same runs as with a guard: the tills of a crew, each with its own line, are at one order together."""
    waiting = iter(runs)

    async def crew(lines: Sequence[VendureShop]) -> None:
        tills = [CarelessTill(shop, store) for shop, store in zip(lines, _STORES, strict=True)]
        for run in waiting:
            await asyncio.gather(*(till.surely(partial(till.shop.mark_ready, run.ref)) for till in tills))
            asked = zip(tills, run.plan.asks, strict=True)
            await asyncio.gather(*(till.hand_over(run, ask) for till, ask in asked))
            await asyncio.gather(*(till.take_back(run) for till in tills))

    async with asyncio.TaskGroup() as group:
        for lines in shops:
            group.create_task(crew(lines))
