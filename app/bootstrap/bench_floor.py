"""The floor with a long queue: an arrival until it is painted everywhere, a claim until the other is told, and
what an update and a turn of the wheel cost. Counter, tablet, server and whoever tells are processes apart."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass

from app.bootstrap.bench_floor_asked import Arrivals, Asked, Claimed, Scroll, Shown
from app.bootstrap.bench_processes import Child, child, running_edge
from app.bootstrap.bench_report import Figure, latency
from app.bootstrap.bench_search import FRAME_MS
from app.bootstrap.bench_world import CLERK, FLOOR, World
from app.bootstrap.terminal_jobs import link_of
from app.bootstrap.terminal_parts import open_terminal
from app.demo.outside import until
from app.domain.curbside import Arrival
from app.domain.orders import Order
from app.usecases.curbside import Curbside

ARRIVAL_MS, TOLD_MS = 150.0, 2_000.0
TRIES, BAYS = 50, 6


@dataclass(frozen=True, slots=True)
class Floor:
    """A colleague who tells, and two windows that are looked at; lives on one loop."""

    curbside: Curbside
    counter: Child
    tablet: Child

    async def ask_both(self, asked: Asked, act: Awaitable[object]) -> tuple[float, Shown, Shown]:
        """When the act began, and what either window answers to the question."""
        asking = [asyncio.create_task(window.ask(Shown, asked)) for window in (self.counter, self.tablet)]
        began_s = time.perf_counter()
        await act
        at_counter, at_tablet = await asyncio.gather(*asking)
        return began_s, at_counter, at_tablet

    async def come(self, order: Order, count: int) -> tuple[float, Shown, Shown]:
        """Another car."""
        act = self.curbside.arrive(order, f"P{count % BAYS + 1}", CLERK)
        return await self.ask_both(Arrivals(count), act)

    async def claimed(self, arrival: Arrival) -> float:
        """Seconds from a claim to the tablet that tells who has the car."""
        asking = asyncio.create_task(self.tablet.ask(Shown, Claimed(arrival.visit.id)))
        began_s = time.perf_counter()
        await self.curbside.claim(arrival, CLERK)
        return (await asking).at_s - began_s


async def measure_floor(world: World) -> list[Figure]:
    """Every figure of the floor."""
    sizes = world.sizes
    orders, tries = world.ready(sizes.floor), min(TRIES, max(1, sizes.floor - sizes.visits))
    windows = [str(world.home(device)) for device in FLOOR[1:]]
    async with (
        running_edge(world, "edge-floor", sizes.floor, is_ready_only=True) as edge,
        open_terminal(world.home(FLOOR[0]), "", edge.told.url) as terminal,
    ):
        link = link_of(terminal)
        giving = terminal.hand_over
        curbside = Curbside(terminal.door, terminal.acting, terminal.station, giving, lambda: link().is_up)
        await until(lambda: terminal.queues.pickups(CLERK), lambda known: len(known) >= sizes.floor, "the queue")
        for number, order in enumerate(orders[: sizes.visits]):
            await curbside.arrive(order, f"P{number % BAYS + 1}", CLERK)
        url = edge.told.url
        async with (
            child("app.bootstrap.bench_floor_screen", "counter", windows[0], url) as counter,
            child("app.bootstrap.bench_floor_screen", "tablet", windows[1], url) as tablet,
        ):
            for window in (counter, tablet):
                await window.hear(Shown)
                await window.ask(Shown, Arrivals(sizes.visits))
            floor = Floor(curbside, counter, tablet)
            fresh = orders[sizes.visits : sizes.visits + tries]
            return await _figures(floor, fresh, world)


async def _figures(floor: Floor, fresh: list[Order], world: World) -> list[Figure]:
    sizes = world.sizes
    queue = f"{sizes.floor:,} orders, {sizes.visits:,} visits"
    came = [await floor.come(order, sizes.visits + number) for number, order in enumerate(fresh, 1)]
    cars = (await floor.curbside.queue(CLERK)).arrivals[: len(fresh)]
    told = [await floor.claimed(car) for car in cars]
    scrolled = await floor.counter.ask(Shown, Scroll(len(fresh)))
    shown = [max(counter.at_s, tablet.at_s) - began_s for began_s, counter, tablet in came]
    return [
        latency(f"arrival: said at one device, painted on every other, {queue}", shown, ARRIVAL_MS),
        latency("claim: made at one device, told at the other", told, TOLD_MS),
        latency(f"counter: an update, {queue}", [counter.busiest_s for _, counter, _ in came], FRAME_MS),
        latency(f"tablet: an update, {queue}", [tablet.busiest_s for _, _, tablet in came], FRAME_MS),
        latency(f"counter: scrolling, {queue}", scrolled.turns, FRAME_MS),
    ]
