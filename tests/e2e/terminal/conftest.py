"""A shop's edge with one enrolled terminal that is not running yet."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.servers.floor import Floor, Template, make_template, open_floor
from tests.e2e.terminal.desk import Desk, enrolled


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A filled central to copy."""
    return make_template(tmp_path_factory.mktemp("template") / "central")


@pytest.fixture
async def floor(template: Template, tmp_path: Path) -> AsyncIterator[Floor]:
    """Central and the edge of Milano, running."""
    async with open_floor(tmp_path, template) as opened:
        yield opened
    await asyncio.get_running_loop().shutdown_default_executor()


@pytest.fixture
async def desk(floor: Floor, tmp_path: Path) -> Desk:
    """A terminal's folder."""
    return await enrolled(floor, tmp_path / "till")
