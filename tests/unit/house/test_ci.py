"""Shows what CI is told: the closing line last, and the first failure as the end of it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.house.tree import ROOT

_CLOSING = "812 passed, 3 deselected in 641.20s (0:10:41)"
_MAKE = (
    "test:\n\t@echo '{closing}'\n\t@exit {test}\ntest-vendure:\n\t@echo 'ciao, Vendure'; exit {vendure}\n"
    "demo:\n\t@echo 'ciao, Corsaviva'; exit {demo}\n"
)


def _run_ci(
    folder: Path, *, test: int = 0, vendure: int = 0, demo: int = 0, closing: str = _CLOSING
) -> tuple[int, list[str]]:
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", folder / ".ci/run")
    (folder / "Makefile").write_text(_MAKE.format(test=test, vendure=vendure, demo=demo, closing=closing))
    done = subprocess.run(["bash", ".ci/run"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, [line for line in done.stdout.splitlines() if not line.startswith("make")]


def test_the_closing_line_is_the_last_word(tmp_path: Path) -> None:
    assert _run_ci(tmp_path) == (0, [_CLOSING, "ciao, Vendure", "ciao, Corsaviva", _CLOSING])


def test_a_failed_test_ends_it(tmp_path: Path) -> None:
    code, lines = _run_ci(tmp_path, test=1, closing="1 failed, 811 passed in 641.20s")
    assert code != 0
    assert lines == ["1 failed, 811 passed in 641.20s"]


def test_a_vendure_that_failed_is_a_failure(tmp_path: Path) -> None:
    assert _run_ci(tmp_path, vendure=1)[0] != 0


def test_a_failed_demonstration_is_a_failure(tmp_path: Path) -> None:
    assert _run_ci(tmp_path, demo=1)[0] != 0


def test_a_run_without_a_test_is_a_failure(tmp_path: Path) -> None:
    assert _run_ci(tmp_path, closing="nothing to do")[0] != 0


@pytest.mark.parametrize("script", [".ci/run", "packaging/system-packages.sh", "packaging/bare-debian.sh"])
def test_a_script_is_one_bash_understands(script: str) -> None:
    done = subprocess.run(["bash", "-n", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
