"""These tests run on a loop whose pauses take no time."""

from collections.abc import Callable, Mapping

import pytest

from tests.unit.sync.virtual_time import VirtualLoop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], VirtualLoop]]:
    """Hook of pytest-asyncio: the loops to run on."""
    return {"virtual": VirtualLoop}
