"""Two tablets over a real edge: one arrival, two colleagues, one hand-over; and the window itself."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from app.bootstrap.curb_desk import curb_desk
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.domain.errors import Code, Problem
from app.usecases.curbside import CarQueue, Curbside, bags_of
from app.usecases.station import Operator, operator_of
from tests.e2e.servers.floor import Floor
from tests.e2e.servers.till import until
from tests.e2e.terminal.desk import enrolled


async def tablet(terminal: Terminal, place: int) -> tuple[Curbside, Operator]:
    """The acts of one tablet, and the colleague who holds it."""
    await until_up(terminal)
    staff = [each for each in await terminal.sign_in.operators() if each.role == "clerk"]
    acts = (await curb_desk(terminal, "it")).curbside
    assert acts.open_orders is terminal.calls.open_orders is terminal.queues.open_orders, "they are kept once"
    return acts, operator_of(staff[place])


async def until_up(terminal: Terminal) -> None:
    """When the shop's server answers it."""

    async def is_up() -> bool:
        return terminal.engine.link.is_up

    await until(is_up)


async def seen(acts: Curbside, who: Operator, count: int) -> CarQueue:
    """The queue, once so many cars are in it."""

    async def is_so() -> bool:
        return len((await acts.queue(who)).arrivals) == count

    await until(is_so)
    return await acts.queue(who)


async def test_two_colleagues_take_one_arrival_and_one_hands_it_over(floor: Floor, tmp_path: Path) -> None:
    one, other = [await enrolled(floor, tmp_path / name, "curbside") for name in ("one", "other")]
    order_id = floor.template.cases.hand_over.order.id
    async with (
        open_terminal(one.folder, "", floor.edge.url) as first,
        open_terminal(other.folder, "", floor.edge.url) as second,
    ):
        (acts, who), (others, whoever) = await tablet(first, 0), await tablet(second, 1)

        async def is_known() -> bool:
            return bool(await first.prepare.orders([order_id]))

        await until(is_known)
        [order] = await first.prepare.orders([order_id])
        await acts.arrive(order, "P4", who)
        [car], [same] = (await seen(acts, who, 1)).arrivals, (await seen(others, whoever, 1)).arrivals
        answers = await asyncio.gather(acts.claim(car, who), others.claim(same, whoever), return_exceptions=True)
        [refused] = [answer for answer in answers if answer is not None]
        assert isinstance(refused, Problem)
        assert refused.code is Code.CLAIMED_BY_OTHER
        if answers[0] is not None:
            acts, who, others, whoever = others, whoever, acts, who
        assert refused.details["by"] == who.id

        async def is_told() -> bool:
            return (await others.queue(whoever)).arrivals[0].visit.claimed_by == who.id

        await until(is_told)
        [car] = (await acts.queue(who)).arrivals
        bags = {bag.id for bag in bags_of(car)}
        assert bags
        with pytest.raises(Problem):
            await acts.hand_over(car, set(), (), who, is_age_checked=True)
        [done] = await acts.hand_over(car, bags, (), who, is_age_checked=True)
        assert done.order.is_collected
        await seen(acts, who, 0)
        await seen(others, whoever, 0)


async def test_a_tablet_opens_its_own_window_and_shows_nobody_before_a_pin(floor: Floor, tmp_path: Path) -> None:
    desk = await enrolled(floor, tmp_path / "tablet", "curbside")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "tests.e2e.terminal.tablet_opened", str(desk.folder)),
        floor.edge.url,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        async with asyncio.timeout(60):
            told, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    complaints = [line for line in said.decode().splitlines() if "propagateSizeHints" not in line]
    assert (process.returncode, complaints) == (0, [])
    assert told.decode().strip() == "sign_in sun 0"
