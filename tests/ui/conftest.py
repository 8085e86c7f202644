"""The screens under test: Qt offscreen, one loop for both, every warning of Qt a failure."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.application import NEEDLESS, application
from app.ui.garbage import collected_here
from app.ui.theme.look import Look, start_look
from app.ui.theme.tokens import ThemeName
from tests.ui.bench import Bench, bench_at
from tests.unit.usecases.sample_files import sample_files


def _has_keys() -> bool:
    """Whether there is a screen of X, and what gives its keyboard a layout."""
    return all(shutil.which(tool) for tool in ("Xvfb", "setxkbmap"))


def _has_readers() -> bool:
    """Whether there is what the test with a screen reader needs."""
    tools = all(shutil.which(tool) for tool in ("Xvfb", "dbus-run-session"))
    probe = ["/usr/bin/python3", "-c", "import pyatspi"]
    return tools and subprocess.run(probe, capture_output=True, check=False).returncode == 0


# Tests on the real platform, with what `packaging/system-packages.sh` calls their needs.
NEEDS = {"test_reader_tree.py": ("readers", _has_readers), "test_real_keys.py": ("keys", _has_keys)}


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Hook of pytest: where the system has no such screen there is nothing to show a window on."""
    need, is_there = NEEDS.get(collection_path.name, ("", lambda: True))
    if is_there():
        return None
    said = f"left out: type `packaging/system-packages.sh {need}` for what it needs"
    sys.stderr.write(f"{collection_path.name} {said}\n")
    return True


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], bridge.Loop]]:
    """Hook of pytest-asyncio: these tests run on Qt's loop."""
    return {"qt": lambda: bridge.Loop(application())}


# What a hostile code shows may be in a script no font of this machine has.
NO_SUCH_LETTERS = "OpenType support missing for "


@pytest.fixture(autouse=True)
def no_qt_warnings() -> Iterator[None]:
    """Fail on anything Qt complains about."""
    said: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        if message and message not in NEEDLESS and not message.startswith(NO_SUCH_LETTERS):
            said.append(f"{kind.name}: {message}")

    before = qInstallMessageHandler(hear)
    yield
    qInstallMessageHandler(before)
    if said:
        pytest.fail("\n".join(said), pytrace=False)


@pytest.fixture(autouse=True)
def garbage_here() -> Iterator[None]:
    """As in the program, no other thread ends a widget of a window under test."""
    application()
    with collected_here():
        yield


@pytest.fixture
def look() -> Look:
    """The look, in the light theme."""
    found = start_look(application())
    found.show(ThemeName.LIGHT)
    return found


@pytest.fixture(scope="session")
def lookups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TerminalFiles]:
    """Catalogue and finder, read only."""
    with sample_files(tmp_path_factory.mktemp("files")) as files:
        yield files


@pytest.fixture
async def bench(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[Bench]:
    """A clerk's window at a station at work, nobody signed in."""
    async with bench_at(tmp_path, lookups) as found:
        yield found
