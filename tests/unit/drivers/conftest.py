"""What tests of drivers share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.drivers.packages import installed, see_only


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package of somebody else's, and nothing beside it; a test writes its entry points."""
    folder = tmp_path / "packages"
    folder.mkdir()
    see_only(folder, monkeypatch)
    (folder / "leaving.py").write_text("raise SystemExit(3)")
    yield installed(folder)
    sys.modules.pop("theirs", None)
