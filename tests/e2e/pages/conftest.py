"""A chain with pages, a customer whose order is ready, and a colleague with a terminal."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.bootstrap.central_pages import PagesOptions
from app.bootstrap.server_parts import Listen
from tests.e2e.pages.visitor import Visitor
from tests.e2e.servers.floor import Floor, Template, make_template, open_floor
from tests.e2e.servers.till import Till


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A filled central to copy."""
    return make_template(tmp_path_factory.mktemp("template") / "central")


@pytest.fixture
async def floor(template: Template, tmp_path: Path) -> AsyncIterator[Floor]:
    """Central with pages, and the edge of Milano."""
    async with open_floor(tmp_path, template, pages=PagesOptions(Listen())) as opened:
        yield opened


@pytest.fixture
async def till(floor: Floor) -> Till:
    """A clerk's terminal at the edge."""
    return await floor.till()


@pytest.fixture
async def visitor(floor: Floor) -> AsyncIterator[Visitor]:
    """Who comes for the order that is ready."""
    answer = await floor.admin.post(f"/orders/{floor.template.cases.hand_over.order.id}/pickup-code")
    made = Visitor(answer.json()["page"])
    yield made
    await made.client.aclose()
