"""One filled central per run of the tests; a chain of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.servers.floor import Floor, Template, make_template, open_floor
from tests.e2e.servers.till import Till


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A filled central to copy."""
    return make_template(tmp_path_factory.mktemp("template") / "central")


@pytest.fixture
async def floor(template: Template, tmp_path: Path) -> AsyncIterator[Floor]:
    """Central and the edge of Milano, running."""
    async with open_floor(tmp_path, template) as opened:
        yield opened


@pytest.fixture
async def till(floor: Floor) -> Till:
    """A clerk's terminal at the edge."""
    return await floor.till()
