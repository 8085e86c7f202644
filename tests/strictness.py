"""What makes a test fail although its assertions hold: stray warnings in the log, threads, tasks, Qt."""

import asyncio
import inspect
import logging
import re
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import structlog

_TESTS = Path(__file__).resolve().parent
_QT_PACKAGES = ("PySide6", "shiboken6", "qasync")
_QT_FOLDERS = ("ui", "e2e")
_GRACE_S = 2.0

_Expectation = tuple[str, str]
ExpectLog = Callable[[str, str], None]


def send_structlog_to_logging() -> None:
    """Let every topic logger end in the standard library's, where a test can see its warnings."""
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer(key_order=["event"])],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


class LogWatch(logging.Handler):
    """Owns the warnings one test caused; emits may come from any thread, the verdict from the test's."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []
        self._expected: list[_Expectation] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def expect(self, logger: str, pattern: str) -> None:
        """Require a warning of this logger (or one below it) whose text matches the pattern, and permit it."""
        self._expected.append((logger, pattern))

    def complaints(self) -> list[str]:
        """Say what was logged and not expected, then what was expected and not logged."""
        stray = [
            f"logged unexpectedly: {record.levelname} {record.name}: {record.getMessage()}"
            for record in self._records
            if not any(_is_match(record, expectation) for expectation in self._expected)
        ]
        missing = [
            f"expected in the log and never came: {logger}: {pattern}"
            for logger, pattern in self._expected
            if not any(_is_match(record, (logger, pattern)) for record in self._records)
        ]
        return stray + missing


def _is_match(record: logging.LogRecord, expectation: _Expectation) -> bool:
    logger, pattern = expectation
    is_below = record.name == logger or record.name.startswith(f"{logger}.")
    return is_below and re.search(pattern, record.getMessage()) is not None


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """Fail the test on a warning in the log that it did not announce with `expect_log`."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    try:
        yield watch
    finally:
        logging.getLogger().removeHandler(watch)
    if complaints := watch.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(log_watch: LogWatch) -> ExpectLog:
    """Announce a warning: `expect_log("sync.gateway", "refused")`, logger name and pattern of the text."""
    return log_watch.expect


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail the test when a thread it started is still running; one that is ending gets two seconds."""
    before = set(threading.enumerate())
    yield
    give_up_at = time.monotonic() + _GRACE_S
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(max(0.0, give_up_at - time.monotonic()))
    if names := sorted(thread.name for thread in left if thread.is_alive()):
        pytest.fail(f"threads still running after the test: {', '.join(names)}", pytrace=False)


@pytest.fixture
async def no_leaked_tasks() -> AsyncIterator[None]:
    """Fail the test when a task it started is still pending; added to every asynchronous test."""
    before = asyncio.all_tasks()
    yield
    ours = asyncio.current_task()
    left = [task for task in asyncio.all_tasks() if task is not ours and task not in before]
    if names := sorted(repr(task.get_coro()) for task in left):
        pytest.fail(f"tasks still pending after the test: {', '.join(names)}", pytrace=False)


def watch_tasks(items: list[pytest.Item]) -> None:
    """Put `no_leaked_tasks` first on every asynchronous test, so that it is taken down last."""
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.fixturenames.insert(0, "no_leaked_tasks")


@pytest.fixture(autouse=True)
def qt_where_it_belongs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Make Qt look uninstalled to every test but those of the screens and of the whole program."""
    if request.path.is_relative_to(_TESTS) and request.path.relative_to(_TESTS).parts[0] in _QT_FOLDERS:
        yield
        return
    loaded = {name: module for name, module in sys.modules.items() if name.split(".")[0] in _QT_PACKAGES}
    for name in (*loaded, *_QT_PACKAGES):
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to say "not installed"
    try:
        yield
    finally:
        for name in _QT_PACKAGES:
            del sys.modules[name]
        sys.modules.update(loaded)
