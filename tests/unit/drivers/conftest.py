"""What tests of drivers share."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.drivers.packages import installed, look_again, see_only


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package of somebody else's, and nothing beside it; a test writes its entry points."""
    folder = tmp_path / "packages"
    folder.mkdir()
    see_only(folder, monkeypatch)
    (folder / "leaving.py").write_text("raise SystemExit(3)")
    yield installed(folder)
    for name in [name for name, module in sys.modules.items() if _is_under(tmp_path, module)]:
        del sys.modules[name]
    look_again()


def _is_under(folder: Path, module: ModuleType | None) -> bool:
    return Path(getattr(module, "__file__", None) or "/").is_relative_to(folder)
