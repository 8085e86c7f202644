"""Proves that everything but the screens runs where Qt is not installed, and that importing does nothing."""

import subprocess
import sys

from tests.unit.house import tree

_QT_HOMES = {
    "app.ui",
    "app.bootstrap.bench_floor_screen",
    "app.bootstrap.bench_screen",
    "app.bootstrap.bench_start",
    "app.bootstrap.bench_window_work",
    "app.bootstrap.counter_window",
    "app.bootstrap.curb_screens",
    "app.bootstrap.curb_window",
    "app.bootstrap.kiosk_screens",
    "app.bootstrap.kiosk_window",
    "app.bootstrap.kept_look",
    "app.bootstrap.window",
    "app.bootstrap.screen_devices",
    "app.bootstrap.screen_page",
    "app.bootstrap.screen_prepare",
    "app.bootstrap.screen_setup",
    "app.bootstrap.screen_unfetched",
    "app.bootstrap.screen_states",
    "app.bootstrap.screen_studio",
    "app.bootstrap.screens",
    "app.bootstrap.demo",
    "app.bootstrap.demo_hands",
    "app.bootstrap.demo_window",
    "app.bootstrap.help_floor",
    "app.bootstrap.help_pictures",
}


def needs_qt(name: str) -> bool:
    """Whether a module is one of those, or in one."""
    return any(name == home or name.startswith(f"{home}.") for home in _QT_HOMES)


_PROBE = """
import importlib, sys, threading
for name in ("PySide6", "shiboken6", "qasync"):
    sys.modules[name] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
assert threading.active_count() == 1, threading.enumerate()
print("imported", len(sys.argv) - 1)
"""


def test_everything_but_the_screens_imports_without_qt() -> None:
    names = [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in tree.modules(*tree.PROGRAM)
    ]
    wanted = [name for name in names if not needs_qt(name) and "migrations." not in name]
    command = [sys.executable, "-W", "error", "-c", _PROBE, *wanted]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"imported {len(wanted)}\n", "a module printed while it was imported"


def test_the_probe_notices_qt() -> None:
    command = [sys.executable, "-c", _PROBE, "PySide6.QtCore"]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
