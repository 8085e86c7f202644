"""A chain whose web shop is asked every moment."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.central.connectors.demo_shop_seed import seed_body
from app.central.intake.worker import Periods
from tests.contract.connectors.demo_server import DemoServer, demo_server
from tests.e2e.servers.conftest import template
from tests.e2e.servers.floor import Floor, Template, open_floor
from tests.e2e.servers.till import Till, until

OFTEN = Periods(orders_s=0.2, carts_s=30, customers_s=1, articles_s=2, open_sets_s=0.5)


@pytest.fixture
async def shop(template: Template, tmp_path: Path) -> AsyncIterator[DemoServer]:
    """The web shop, which knows what the chain knows."""
    async with demo_server(tmp_path / "shop") as server:
        (await server.admin.post("/seed", content=seed_body(template.chain))).raise_for_status()
        yield server


@pytest.fixture
async def floor(template: Template, tmp_path: Path, shop: DemoServer) -> AsyncIterator[Floor]:
    """Central and the edge of Milano; everything the shop has is in."""
    async with open_floor(tmp_path, template, shop_url=shop.url, periods=OFTEN) as opened:
        health = opened.central.health
        assert health is not None
        await until(lambda: health.is_loaded)
        yield opened


@pytest.fixture
async def till(floor: Floor) -> Till:
    """A clerk's terminal at the edge."""
    return await floor.till()


__all__ = ["template"]
