"""Orders at several tills at once, drawn by seeds: what the tills do, and what Vendure has of each order then."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

import httpx

from app.central.connectors.guard_store import attention_id
from app.central.connectors.intents import END_STATES, Effect, IntentState, OutwardIntent
from app.central.settling import LedgerFacts
from app.contract.commands import Outcome
from app.domain.orders import Order
from app.domain.returns import EffectState
from app.domain.values import LineId, LineQuantity
from tests.e2e.intake.test_intake import orders_at
from tests.e2e.servers.till import OPERATOR, Admin, Till, until
from tests.e2e.vendure.chain import handed_over, packed, returned
from tests.e2e.vendure.weather import Sky, Weather
from tests.e2e.vendure.world import GOODS, World

HERE, AWAY = "MI01", "TO01"
WAREHOUSE, COUNTED = "1", "counted"
PLENTY = 100_000
AT_ONCE = 20
_LOOK_S = 0.4
Shelves: TypeAlias = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What three tills do with one order, all of it drawn from a seed: pieces by article, `asks` by till.

    All at once say that it is ready, then hand over what they ask, then all that is left; and each takes back all
    pieces of `back`, for which so little was paid that Vendure would pay it three times.
    """

    seed: int
    sold: dict[str, int]
    asks: tuple[dict[str, int], ...]
    back: str

    @classmethod
    def of(cls, seed: int) -> "Plan":
        """The plan of a seed."""
        chance = Random(seed)
        back = chance.choice(("SKU-2", "SKU-9"))
        sold = {"SKU-1": chance.randint(2, 3), back: chance.randint(1, 2)}
        drawn = [{sku: chance.randint(0, most) for sku, most in sold.items()} for _ in range(3)]
        return cls(seed, sold, tuple(ask if any(ask.values()) else sold for ask in drawn), back)

    @property
    def refund(self) -> int:
        """What the customer is owed in the end, minor units."""
        return GOODS[self.back][1] * self.sold[self.back]


@dataclass(frozen=True, slots=True)
class Run:
    """A plan, the order at Vendure it is about, its lines by article, and the sky it is under."""

    plan: Plan
    ref: str
    lines: dict[str, LineId]
    sky: Sky

    def pieces(self, counts: dict[str, int]) -> list[LineQuantity]:
        """Lines of so many pieces by article."""
        return [LineQuantity(self.lines[sku], count) for sku, count in counts.items() if count]

    def __str__(self) -> str:
        met = ", ".join(self.sky.met)
        return f"seed {self.plan.seed}, order {self.ref} of Vendure, {self.plan}, faults met: {met or 'none'}"


def bought(world: World, weather: Weather, seeds: Iterable[int], chance: float) -> list[Run]:
    """The order of each seed, paid and waiting in Milano, under its own sky."""
    locations = [WAREHOUSE, *(place.location for place in world.settings().places.values())]
    for sku in GOODS:
        world.set_stock(sku, dict.fromkeys(locations, PLENTY))
    world.fill_cart({})
    runs: list[Run] = []
    for plan in map(Plan.of, seeds):
        ref = world.buy(plan.sold, HERE)
        told = world.order(ref)
        lines = {line["productVariant"]["sku"]: LineId(line["id"]) for line in told["lines"]}
        runs.append(Run(plan, ref, lines, Sky(plan.seed, chance)))
        payments = [("payment", payment["id"]) for payment in told["payments"]]
        weather.over([("order", ref), *(("line", line) for line in lines.values()), *payments], runs[-1].sky)
    return runs


async def orders_of(till: Till, runs: Sequence[Run]) -> dict[str, Order]:
    """The orders by Vendure's id, once this till has those of all runs."""
    known: dict[str, Order] = {}

    async def is_there() -> bool:
        known.update({order.platform_ref: order for order in (await orders_at(till)).values()})
        return all(run.ref in known for run in runs)

    await until(is_there, 300)
    return known


@dataclass
class Counters:
    """Three tills that hand over and three that take back, which may be elsewhere; lives on one event loop.

    What the tills do with one order they do at once, and orders have their turns; on the way to Vendure there are
    many orders at a time. `retries`: where central is killed again and again somebody asks again for an effect
    that was cut off as often as central tries by itself, and this counts how often; elsewhere none may be.
    """

    admin: Admin
    givers: tuple[Till, ...]
    takers: tuple[Till, ...]
    patience_s: float
    retries: Counter[str] | None = None
    hands: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def play_all(self, runs: Iterable[Run], orders: dict[str, Order]) -> dict[str, LedgerFacts]:
        """All runs, `AT_ONCE` at a time; what central has of each in the end, by Vendure's id of the order."""
        gate = asyncio.Semaphore(AT_ONCE)
        ended: dict[str, LedgerFacts] = {}

        async def one(run: Run) -> None:
            async with gate:
                ended[run.ref] = await self.play(run, orders[run.ref])

        async with asyncio.TaskGroup() as group:
            for run in runs:
                group.create_task(one(run))
        return ended

    async def play(self, run: Run, order: Order) -> LedgerFacts:
        """From the shelf to the customer and back again."""
        async with self.hands:
            *steps, ready = packed(order)
            for body in steps:
                result = await self.givers[0].ask(body)
                assert result.outcome is Outcome.OK, (str(run), result)
            await asyncio.gather(*(till.ask(ready) for till in self.givers))
            given = await self._hand_over(run, order)
        await self._ledger(run, order, lambda facts: len(facts.order.handovers) == given)
        line = order.line(run.lines[run.plan.back])
        async with self.hands:
            asked = (till.ask(returned(order, line, line.quantity, till)) for till in self.takers)
            await asyncio.gather(*asked)
        return await self._ledger(run, order, lambda facts: _is_settled(facts, len(self.takers)))

    async def _hand_over(self, run: Run, order: Order) -> int:
        """All tills at once until nothing is left; how many hand-overs there were."""
        left = Counter({line.id: line.quantity for line in order.lines})
        asks, given = [run.pieces(ask) for ask in run.plan.asks], 0
        while left.total():
            bodies = [handed_over(order, ask, n) for n, ask in enumerate(asks, 1)]
            results = await asyncio.gather(*map(Till.ask, self.givers, bodies))
            won = [ask for ask, result in zip(asks, results, strict=True) if result.outcome is Outcome.OK]
            for ask in won:
                left.subtract({piece.line: piece.quantity for piece in ask})
            assert won and min(left.values()) >= 0, (str(run), results)
            given += len(won)
            asks = [[LineQuantity(LineId(line), count) for line, count in left.items() if count]] * len(asks)
        return given

    async def _ledger(self, run: Run, order: Order, is_so: Callable[[LedgerFacts], bool]) -> LedgerFacts:
        """What central has of an order once it is so; AssertionError with the run when a person is asked for.

        Central may be down between two looks.
        """
        facts: LedgerFacts | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(self.patience_s):
                while True:
                    with suppress(httpx.TransportError):
                        facts = await self.admin.ledger(order.id)
                        parked = [intent for intent in facts.outward if intent.state is IntentState.PARKED]
                        if not await self._asked_again(parked):
                            assert not parked, (str(run), parked)
                        if is_so(facts):
                            return facts
                    await _a_while()
        raise AssertionError(f"never settled: {run}: {facts}")

    async def _asked_again(self, parked: Sequence[OutwardIntent]) -> bool:
        """Whether all that waits for a person was only cut off too often, and a person asked again for it."""
        if self.retries is None or not parked or {intent.reason for intent in parked} != {"tries"}:
            return False
        for intent in parked:
            ask: dict[str, str | list[str]] = {"id": attention_id(intent.id), "how": "retry", "by": OPERATOR}
            answer = await self.admin.post("/attention/settle", ask)
            assert answer.status_code == 200, answer.text
            self.retries[intent.id] += 1
        return True


async def _a_while() -> None:
    """Let central and Vendure come on before the next look; nothing tells us when they have."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_LOOK_S):
            await asyncio.Event().wait()


def _is_settled(facts: LedgerFacts, cases: int) -> bool:
    decided = [case for case in facts.returns if case.refund]
    effects = {effect for case in decided for effect in (case.record, case.money, case.stock)}
    is_over = all(intent.state in END_STATES for intent in facts.outward)
    return len(facts.returns) == cases and len(decided) == 1 and is_over and effects == {EffectState.CONFIRMED}


@dataclass(frozen=True, slots=True)
class Found:
    """What Vendure itself has of an order: pieces by line, states of fulfilments, money in minor units, and the
    stores in which the pieces were put on hand again, by its notes."""

    given: Counter[str]
    fulfilments: list[str]
    refunds: list[int]
    restocks: list[str]

    @classmethod
    def of(cls, told: Any) -> "Found":
        """What `World.order` told. Cancelled fulfilments hold nothing and refunds that failed gave nothing."""
        live = [made for made in told["fulfillments"] if made["state"] != "Cancelled"]
        given: Counter[str] = Counter()
        for made in live:
            given.update({line["orderLineId"]: line["quantity"] for line in made["lines"]})
        refunds = [refund for payment in told["payments"] for refund in payment["refunds"]]
        notes = [entry["data"].get("note", "") for entry in told["history"]["items"]]
        restocks = [note.rpartition(" ")[2] for note in notes if " bancone:restock " in note]
        money = [refund["total"] for refund in refunds if refund["state"] != "Failed"]
        return cls(given, [made["state"] for made in live], money, restocks)


def shelves(world: World) -> Shelves:
    """Pieces on hand by article and store, and how often its stock was set. What is sold leaves the warehouse."""
    places = world.settings().places
    levels = {sku: world.on_hand(sku) for sku in GOODS}
    counted = {(sku, COUNTED): world.counted(sku) for sku in GOODS}
    return counted | {(sku, store): levels[sku][places[store].location] for sku in GOODS for store in (HERE, AWAY)}


def assert_once(world: World, played: Sequence[Run], ended: Mapping[str, LedgerFacts], before: Shelves) -> None:
    """Of each run, and of the shelves since `before`, whose changes belong to all runs together."""
    put_back: Counter[tuple[str, str]] = Counter()
    for run in played:
        put_back[run.plan.back, _once(world, run, ended[run.ref])] += run.plan.sold[run.plan.back]
        put_back[run.plan.back, COUNTED] += 1
    after = shelves(world)
    assert {shelf: after[shelf] - before[shelf] for shelf in after} == {shelf: put_back[shelf] for shelf in after}


def _once(world: World, run: Run, facts: LedgerFacts) -> str:
    """Vendure has each piece in one fulfilment, one refund, and central settled every intent once.

    The store whose till took the pieces back.
    """
    told = world.order(run.ref)
    found, handovers = Found.of(told), len(facts.order.handovers)
    assert found.given == {line: run.plan.sold[sku] for sku, line in run.lines.items()}, (str(run), told)
    assert found.fulfilments == ["Delivered"] * handovers, (str(run), told)
    assert found.refunds == [run.plan.refund], (str(run), told)
    assert found.restocks == [str(case.store) for case in facts.returns if case.refund], (str(run), told)
    once = dict.fromkeys((Effect.READY, Effect.RETURN_RECORD, Effect.REFUND, Effect.RESTOCK), 1)
    settled = [intent for intent in facts.outward if intent.effect is not Effect.MESSAGE]
    assert Counter(intent.effect for intent in settled) == {**once, Effect.COLLECTED: handovers}, (str(run), facts)
    ends = {(intent.state, intent.reason) for intent in settled}
    assert ends == {(IntentState.CONFIRMED, "")}, (str(run), facts)
    return found.restocks[0]
