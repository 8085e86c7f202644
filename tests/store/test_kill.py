"""Whoever writes may be killed at any moment: what was said to be safe is there, once, in order, without a gap."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.store.database import STORE, Database
from app.store.migrate import prepare
from app.store.terminal_store import SqlTerminalStore
from tests.store.commands import NOON, seqs
from tests.store.conftest import KEY


def killed_after(path: Path, commits: int) -> int:
    """Start the writer, kill it after so many commits, and return the last number it called safe."""
    command = [sys.executable, "-m", "tests.store.writer_process", str(path), KEY.hex()]
    last = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(commits):
            last = int(process.stdout.readline())
        process.kill()
        rest = process.stdout.read().splitlines(keepends=True)
    said = [int(line) for line in rest if line.endswith("\n")]
    return max([last, *said])


def kill_and_look(path: Path, kills: int) -> None:
    dice = random.Random(9)
    for _ in range(kills):
        safe = killed_after(path, dice.randrange(1, 60))
        prepare(path, KEY, STORE)
        database = Database(path, KEY, STORE)
        with SqlTerminalStore(database, lambda: NOON).read() as tx:
            known = seqs(tx)
        assert known == list(range(1, len(known) + 1))
        assert len(known) in (safe, safe + 1), "at most the one that was not yet said"
        assert database.quick_check()
        database.close()


def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    kill_and_look(tmp_path / "store.db", 4)


@pytest.mark.soak
def test_a_writer_killed_a_hundred_times_loses_nothing(tmp_path: Path) -> None:
    kill_and_look(tmp_path / "store.db", 100)
