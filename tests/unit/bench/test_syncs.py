"""The counter counts every wait for the disk: SQLite's through its VFS and our own."""

import subprocess
import sys
from pathlib import Path


def test_every_commit_and_every_fsync_counts_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.unit.bench.counted", str(tmp_path), "25"]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60, text=True).stdout
    assert said.split() == ["1", "25", "1"]
