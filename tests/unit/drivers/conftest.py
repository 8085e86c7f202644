"""What tests of drivers share."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.drivers.packages import installed, look_again, see_only

ENDING = {
    "leaving": "raise SystemExit(3)",
    "cancelling": "from asyncio import CancelledError\nraise CancelledError",
    "panicking": "class PanicException(BaseException): pass\nraise PanicException",
}
"""Modules that would end the program they are loaded into; the last as bindings of Rust do."""


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package of somebody else's, and nothing beside it; a test writes its entry points."""
    folder = tmp_path / "packages"
    folder.mkdir()
    see_only(folder, monkeypatch)
    for module, text in ENDING.items():
        (folder / f"{module}.py").write_text(text)
    yield installed(folder)
    for name in [name for name, module in sys.modules.items() if _is_under(tmp_path, module)]:
        del sys.modules[name]
    look_again()


def _is_under(folder: Path, module: ModuleType | None) -> bool:
    return Path(getattr(module, "__file__", None) or "/").is_relative_to(folder)
