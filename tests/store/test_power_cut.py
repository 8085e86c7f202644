"""FULL loses no acknowledged command in a power cut; NORMAL does, which is why `store.db` is not opened so."""

from pathlib import Path

import pytest

from app.store.database import NODE, STORE
from app.store.migrate import steps_of
from tests.store.power_cut import cut_run

SCHEMA = "".join(step.sql for step in steps_of("store"))


def cut_and_look(folder: Path, synchronous: str, cuts: int) -> int:
    """How many cuts lost something acknowledged; each left a whole file without a gap."""
    losing = 0
    for seed in range(cuts):
        outcome = cut_run(folder, SCHEMA, synchronous, seed)
        assert outcome.is_whole, seed
        assert outcome.present == list(range(1, len(outcome.present) + 1)), seed
        losing += outcome.lost > 0
    return losing


def test_full_loses_no_acknowledged_command(tmp_path: Path) -> None:
    assert {STORE.synchronous, NODE.synchronous} == {"FULL"}
    assert cut_and_look(tmp_path, STORE.synchronous, 20) == 0


def test_normal_would_lose_some(tmp_path: Path) -> None:
    assert cut_and_look(tmp_path, "NORMAL", 6) > 0


@pytest.mark.soak
def test_two_hundred_cuts_lose_nothing(tmp_path: Path) -> None:
    assert cut_and_look(tmp_path, STORE.synchronous, 200) == 0
