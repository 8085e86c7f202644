"""Hand-overs and returns against the demo shop over HTTP in bad weather: all once, and not without guard."""

import random
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from app.central.connectors.demo_shop import DEMO_TRAITS, DemoShop
from app.central.connectors.guard_calls import send
from app.central.connectors.intents import IntentState, intents_for_creation, put_intents
from app.central.connectors.port import PlatformUnavailable, PlatformUnknown
from app.node.documents import put_order
from tests.contract.connectors.demo_server import DemoServer, demo_server
from tests.e2e.guard.lives import Lives
from tests.unit.connectors.samples import sample_order, start_life

TRAITS = replace(DEMO_TRAITS, call_timeout_s=0.5, settle_s=1.0, calls_per_s=2000.0, burst=2000)
EFFECTS = ("/fulfilments", "/returns", "/refunds", "/restocks")
KINDS = {
    "cut_before": 0.0,
    "cut_after": 0.0,
    "half_body": 0.0,
    "hang_after": 2.0,
    "delay": 0.7,
    "throttled": 0.0,
    "unavailable": 0.0,
    "unavailable_after": 0.0,
    "html_after": 0.0,
}


def _weather(ref: str, seed: int) -> list[dict[str, str | int | float]]:
    """One to four faults on the effects of one order, and one on a read of it."""
    chance = random.Random(seed)
    faults: list[dict[str, str | int | float]] = []
    for _ in range(chance.randint(1, 4)):
        kind = chance.choice(sorted(KINDS))
        path = f"{ref}{chance.choice(EFFECTS)}"
        faults.append({"kind": kind, "path": path, "method": "POST", "count": 1, "seconds": KINDS[kind]})
    kind = chance.choice(["cut_before", "html", "half_body", "unavailable", "throttled"])
    return [*faults, {"kind": kind, "path": ref, "method": "GET", "count": 1}]


async def _run(server: DemoServer, shop: DemoShop, runs: int) -> Lives:
    refs = [f"S-{seed:04d}" for seed in range(runs)]
    await server.seed(refs)
    await server.faults(*(fault for seed, ref in enumerate(refs) for fault in _weather(ref, seed)))
    lives = Lives(shop)
    with lives.store.store.write() as tx:
        for seed, ref in enumerate(refs):
            start_life(tx, sample_order(f"o-{ref}", ref), 2 * seed + 1)
    for place, part in enumerate((0.2, 0.5, 0.8, 1.0)):
        await lives.live_until(round(runs * len(EFFECTS) * part), f"life{place}")
    return lives


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[DemoServer]:
    """A served demo shop."""
    async with demo_server(tmp_path) as running:
        yield running


@pytest.fixture
async def shop(server: DemoServer) -> AsyncIterator[DemoShop]:
    """A connector that gives up soon."""
    connector = DemoShop(server.url, traits=TRAITS)
    yield connector
    await connector.close()


@pytest.fixture
async def patient(server: DemoServer) -> AsyncIterator[DemoShop]:
    """A connector that is answered however busy the machine is."""
    connector = DemoShop(server.url, traits=replace(TRAITS, call_timeout_s=30.0))
    yield connector
    await connector.close()


async def _assert_once(server: DemoServer, shop: DemoShop, runs: int) -> None:
    struck = await server.faults()
    assert set(struck) >= set(KINDS)
    for seed in range(runs):
        order = await shop.read_order(f"S-{seed:04d}")
        live = [f for f in order.fulfilments if not f.is_cancelled]
        assert len(live) == 1, order
        assert [line.fulfilled for line in order.lines] == [2, 1], order
        assert [r.amount for r in order.refunds] == [4990], order
        assert [r.location for r in order.restocks] == ["ST01"], order
        assert [line.returned for line in order.lines] == [1, 0], order


@pytest.mark.parametrize("runs", [50, pytest.param(200, marks=pytest.mark.soak)])
async def test_everything_once_in_bad_weather(
    server: DemoServer, shop: DemoShop, patient: DemoShop, runs: int
) -> None:
    lives = await _run(server, shop, runs)
    assert set(lives.states.values()) == {IntentState.CONFIRMED}
    await _assert_once(server, patient, runs)


async def test_orders_made_at_the_counter_are_there_once_in_bad_weather(
    server: DemoServer, shop: DemoShop, patient: DemoShop
) -> None:
    await server.seed([])
    faults: list[dict[str, str | int | float]] = [
        {"kind": kind, "method": "POST", "count": 2, "seconds": seconds} for kind, seconds in sorted(KINDS.items())
    ]
    faults += [{"kind": kind, "method": "GET", "count": 1} for kind in ("html", "cut_before")]
    await server.faults(*faults)
    lives, runs = Lives(shop), 12
    with lives.store.store.write() as tx:
        for seed in range(runs):
            order = sample_order(f"o-{seed:02d}", ref="")
            put_order(tx, order)
            put_intents(tx, intents_for_creation(order, order.id, "C-1", order.placed_at))
            start_life(tx, order, 2 * seed + 1)
    for place, part in enumerate((0.2, 0.5, 1.0)):
        await lives.live_until(round(runs * (1 + len(EFFECTS)) * part), f"life{place}")
    assert set(lives.states.values()) == {IntentState.CONFIRMED}
    assert set(await server.faults()) >= set(KINDS)
    for seed in range(runs):
        [made] = await patient.orders_marked(f"bancone:o-{seed:02d}/create")
        assert [line.fulfilled for line in made.lines] == [2, 1], made
        assert [r.amount for r in made.refunds] == [4990], made
    assert len(await patient.open_set("")) == 0


async def test_guard_off_makes_two_orders(server: DemoServer, patient: DemoShop) -> None:
    """Negative control."""
    await server.seed([])
    await server.faults({"kind": "cut_after", "path": "/admin/orders", "method": "POST", "count": 1})
    [intent] = intents_for_creation(sample_order(ref=""), "o1", "C-1", sample_order().placed_at)
    with pytest.raises(PlatformUnknown):
        await send(patient, intent)
    await send(patient, intent)
    assert len(await patient.orders_marked(intent.reference)) == 2


async def test_guard_off_doubles(server: DemoServer, patient: DemoShop) -> None:
    """Negative control: the same calls, repeated until they answer."""
    await server.seed(["S-0000"])
    await server.faults({"kind": "cut_after", "path": "/refunds", "count": 1})

    async def stubbornly() -> None:
        for _ in range(5):
            with suppress(PlatformUnknown, PlatformUnavailable):
                await patient.refund("S-0000", 4990, (), "same")
                return

    await stubbornly()
    assert [r.amount for r in (await patient.read_order("S-0000")).refunds] == [4990, 4990]
