"""Settings of every test run: what is tolerated (nothing), how many examples, where PostgreSQL comes from."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.fakes.postgres import postgres_cluster, postgres_url
from tests.strictness import (
    expect_log,
    log_watch,
    no_leaked_tasks,
    no_leaked_threads,
    qt_where_it_belongs,
    send_structlog_to_logging,
    watch_tasks,
)

__all__ = [
    "expect_log",
    "log_watch",
    "no_leaked_tasks",
    "no_leaked_threads",
    "postgres_cluster",
    "postgres_url",
    "qt_where_it_belongs",
]

# The same examples every time, so that a red run can be had again; the soak looks further. Time is no
# criterion in either: the machine that runs them is shared.
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak", database=None, deadline=None, max_examples=3000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

send_structlog_to_logging()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Hook of pytest: what a failure of a drawn run prints can be played alone."""
    parser.addoption("--seed", type=int, help="of the runs that are drawn by seeds, only the one of this seed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hook of pytest: asynchronous tests are watched for tasks they leave behind."""
    watch_tasks(items)
