"""One filled central per run of the tests; a chain with one enrolled till for each test."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.one_till.counter import Chain, open_chain
from tests.e2e.servers.floor import Template, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A filled central to copy."""
    return make_template(tmp_path_factory.mktemp("template") / "central")


@pytest.fixture
async def chain(template: Template, tmp_path: Path) -> AsyncIterator[Chain]:
    """Head office and web shop, with the store's only till enrolled and not running yet."""
    async with open_chain(tmp_path, template) as opened:
        await opened.enrol()
        yield opened
    await asyncio.get_running_loop().shutdown_default_executor()
