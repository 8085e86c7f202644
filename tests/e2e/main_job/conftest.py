"""One filled head office per run of the tests; a shop of its own, in processes, for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.main_job.house import House, open_house
from tests.e2e.servers.floor import Template, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A filled head office to copy."""
    return make_template(tmp_path_factory.mktemp("template") / "central")


@pytest.fixture
async def house(template: Template, tmp_path: Path) -> AsyncIterator[House]:
    """The processes of one shop, without a till."""
    async with open_house(tmp_path, template) as opened:
        yield opened
