"""Every flipped bit of an encrypted file is noticed; nothing wrong is ever read."""

import random
from pathlib import Path

import pytest

from app.domain.errors import Code, Problem
from app.store.database import STORE, Database
from tests.store.conftest import KEY
from tests.store.test_recovery import filled_store


def noticed(path: Path) -> bool:
    """Whether the file is refused or found out; False when it passes for whole."""
    try:
        database = Database(path, KEY, STORE)
        try:
            return not database.quick_check()
        finally:
            database.close()
    except Problem as problem:
        return problem.code is Code.STORE_DAMAGED


def flip_and_look(folder: Path, flips: int) -> list[int]:
    """Flip one bit at a time; the places where nobody noticed."""
    path = folder / "store.db"
    filled_store(path, 200, pad=300)
    whole = path.read_bytes()
    dice = random.Random(20)
    missed: list[int] = []
    for _ in range(flips):
        at = dice.randrange(len(whole))
        damaged = bytearray(whole)
        damaged[at] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(damaged))
        if not noticed(path):
            missed.append(at)
        path.write_bytes(whole)
    assert not noticed(path), "the untouched file is whole"
    return missed


def test_flipped_bits_are_noticed(tmp_path: Path) -> None:
    assert flip_and_look(tmp_path, 20) == []


@pytest.mark.soak
def test_two_hundred_flipped_bits_are_noticed(tmp_path: Path) -> None:
    assert flip_and_look(tmp_path, 200) == []
