"""A chain with pages, a customer whose order is ready, and a colleague with a terminal."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.bootstrap.central_pages import PagesOptions
from app.bootstrap.server_parts import Listen
from app.demo.phone import Visitor
from tests.e2e.pages.browser import find_chromium
from tests.e2e.servers.floor import Floor, Template, make_template, open_floor
from tests.e2e.servers.till import Till


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Hook of pytest: without a browser there is nothing to show a page in; CI has one."""
    if collection_path.name != "test_browser.py" or find_chromium() or "CI" in os.environ:
        return None
    said = "left out: type `packaging/system-packages.sh browser` for what it needs"
    sys.stderr.write(f"{collection_path.name} {said}\n")
    return True


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
