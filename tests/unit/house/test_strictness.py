"""Shows that the strictness of the tests bites: each offence is committed once, in a pytest of its own."""

import re
import subprocess
import sys

import pytest

from tests.unit.house.tree import ROOT

_SAMPLE = """
import asyncio, logging, sys, threading
import pytest, structlog

gate = threading.Event()

def test_stray_warning():
    logging.getLogger("sync.gateway").warning("refused")

def test_stray_structlog_warning():
    structlog.get_logger("sync.gateway").warning("refused", code="stale")

def test_announced_warning(expect_log):
    expect_log("sync", "refused.*stale")
    structlog.get_logger("sync.gateway").warning("refused", code="stale")

def test_announced_and_missing(expect_log):
    expect_log("sync.gateway", "refused")

def test_left_thread():
    threading.Thread(target=gate.wait, name="forgotten", daemon=True).start()

def test_joined_thread():
    thread = threading.Thread(target=int)
    thread.start()

async def test_left_task():
    test_left_task.kept = asyncio.create_task(asyncio.Event().wait())

async def test_finished_task():
    await asyncio.create_task(asyncio.sleep(0))

def test_no_qt():
    with pytest.raises(ImportError):
        import PySide6.QtCore

def test_warning_is_an_error():
    import warnings
    warnings.warn("old", DeprecationWarning)
"""

_FAILING = {
    "test_stray_warning",
    "test_stray_structlog_warning",
    "test_announced_and_missing",
    "test_left_thread",
    "test_left_task",
    "test_warning_is_an_error",
}
_PASSING = {"test_announced_warning", "test_joined_thread", "test_finished_task", "test_no_qt"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """What became of each test of the sample, in setup, call or teardown."""
    folder = tmp_path_factory.mktemp("strict")
    names = "from tests.conftest import *\nfrom tests.conftest import pytest_collection_modifyitems\n"
    (folder / "conftest.py").write_text(names)
    (folder / "test_sample.py").write_text(_SAMPLE)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    command += ["-p", "no:randomly", "-rpEf", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return set(re.findall(r"^(PASSED|FAILED|ERROR) \S*::(\w+)", done.stdout, flags=re.MULTILINE))


def test_every_offence_fails(outcomes: set[tuple[str, str]]) -> None:
    assert {name for outcome, name in outcomes if outcome != "PASSED"} == _FAILING


def test_every_clean_test_passes(outcomes: set[tuple[str, str]]) -> None:
    assert {name for outcome, name in outcomes if outcome == "PASSED"} - _FAILING == _PASSING
