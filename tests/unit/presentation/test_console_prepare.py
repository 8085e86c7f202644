"""The shop floor from the command line: one order from the shelf to *ready*, a step a line."""

import asyncio
from pathlib import Path
from typing import cast

from app.domain.orders import Progress
from app.domain.values import ByWeight, OrderId
from app.presentation.console import Console
from app.presentation.console_views import Data
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import line, order
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.desk import Desk
from tests.unit.usecases.counter import Counter, counter_shop
from tests.unit.usecases.sample_files import BOTTLE

GTIN = "8001234567891"


def rows(data: Data, key: str) -> list[Data]:
    return cast("list[Data]", data[key])


async def phase(desk: Desk, asked: str) -> str:
    return str((await desk.data(asked, "preparing"))["phase"])


async def test_an_order_goes_step_by_step_to_ready(desk: Desk) -> None:
    await desk.sign_in()
    data = await desk.data("prepare 4900", "preparing")
    assert data["phase"] == "pick"
    assert [(row["gtin"], row["quantity"], row["is_mine"]) for row in rows(data, "stops")] == [(GTIN, 1, True)]
    assert await phase(desk, f"pick 4900 {GTIN}") == "pack"
    packed = await desk.data("pack 4900", "preparing")
    assert packed["phase"] == "stage"
    assert [(row["code"], row["state"]) for row in rows(packed, "bags")] == [("4900-1", "open")]
    assert await phase(desk, "stage 4900 R01") == "ready"
    told = await desk.data("ready 4900", "preparing")
    assert told["phase"] == "done"
    assert told["command"]
    assert (await desk.data("order 4900", "order"))["is_ready"] is True


async def test_what_is_missing_stops_the_order(desk: Desk) -> None:
    await desk.sign_in()
    await desk.data("prepare 4900", "preparing")
    assert await phase(desk, f"missing 4900 {GTIN} damaged") == "wait"
    assert await desk.code("ready 4900") == "order_not_ready"


async def test_who_lets_go_walks_for_nothing_any_more(desk: Desk) -> None:
    await desk.sign_in()
    await desk.data("prepare 4900", "preparing")
    assert await phase(desk, "let-go 4900") == "begin"
    assert await desk.code(f"pick 4900 {GTIN}") == "line_unknown"


async def test_what_is_missing_is_given_up_and_nothing_unwanted_comes_instead(desk: Desk) -> None:
    """The customer said nothing about substitutes, so there is none; what was not missed cannot be given up."""
    await desk.sign_in()
    await desk.data("prepare 4900", "preparing")
    assert await desk.code(f"give-up 4900 {GTIN}") == "line_unknown"
    await desk.data(f"missing 4900 {GTIN} damaged", "preparing")
    assert await desk.code(f"instead 4900 {GTIN} {BOTTLE} yes") == "substitute_unwanted"
    await desk.data(f"give-up 4900 {GTIN}", "preparing")
    assert await desk.code("ready 4900") == "order_cancelled"


async def test_what_is_sold_by_weight_is_picked_with_its_grams(tmp_path: Path, lookups: TerminalFiles) -> None:
    """Far off the order with the reason; nothing is picked without what was asked for."""
    half = line("c", Progress(reserved=1), gtin=GTIN, unit_price=1245, weight=ByWeight(500))
    shop = counter_shop(order((half,), id=OrderId("o-4901"), number="4901", public_no=4901))
    async with Counter(tmp_path, lookups, shop=shop).open() as counter:
        desk = Desk(counter, Console(jobs_of(counter)))
        await desk.sign_in()
        await desk.data("prepare 4901", "preparing")
        assert await desk.code(f"pick 4901 {GTIN}") == "weight_required"
        assert await desk.code(f"pick 4901 {GTIN} 380") == "bad_request"
        assert await phase(desk, f"pick 4901 {GTIN} 380 last_one") == "pack"
        await asyncio.get_running_loop().shutdown_default_executor()
