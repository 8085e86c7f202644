"""Who may sign in, kept for the next start: nobody reads it who has not the device's keys."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.adapters.keys import KeyProvider
from app.bootstrap.device_folder import DEVICE_FILE
from app.bootstrap.kept_people import FILE, keep_people, kept_people
from app.presentation.operators import Colleague, LockedFace, OperatorTile


def somebody(name: str = "Elena Conti") -> LockedFace:
    """A locked screen of one."""
    tile = OperatorTile("02", name, "Responsabile", "EC", is_chosen=False)
    return LockedFace("Chi sei?", "", "Scegli", (Colleague(tile, f"PIN di {name}"),), ("Cancella", "Azzera"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a device with keys and people."""
    KeyProvider(tmp_path).create()
    (tmp_path / DEVICE_FILE).write_text('{"device":"TRM0","mode":"clerk"}')
    keep_people(tmp_path, somebody())
    return tmp_path


def test_people_come_back_and_are_nowhere_in_the_clear(folder: Path) -> None:
    assert kept_people(folder) == somebody()
    assert b"Conti" not in (folder / FILE).read_bytes()
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600


def test_others_take_their_place(folder: Path) -> None:
    keep_people(folder, somebody("Marco Villa"))
    assert kept_people(folder) == somebody("Marco Villa")
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(FILE)) == [FILE]


def test_what_is_kept_already_is_not_written_again(folder: Path) -> None:
    before = (folder / FILE).read_bytes()
    keep_people(folder, somebody())
    assert (folder / FILE).read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"people", b"\x00" * 200, b"x" * 300_000])
def test_what_cannot_be_read_is_nobody(folder: Path, damage: bytes) -> None:
    (folder / FILE).write_bytes(damage)
    assert kept_people(folder) is None


def test_it_goes_with_the_keys_of_a_device_that_is_shut_out(folder: Path) -> None:
    KeyProvider(folder).destroy()
    assert kept_people(folder) is None
    keep_people(folder, somebody("Marco Villa"))
    KeyProvider(folder).create()
    assert kept_people(folder) is None


def test_a_folder_that_became_another_device_has_nobody(folder: Path) -> None:
    (folder / DEVICE_FILE).write_text('{"device":"TRM0","mode":"kiosk"}')
    assert kept_people(folder) is None
    (folder / DEVICE_FILE).unlink()
    assert kept_people(folder) is None
    keep_people(folder, somebody())


def test_a_place_that_cannot_be_written_keeps_nobody_from_working(folder: Path) -> None:
    (folder / FILE).unlink()
    (folder / FILE).mkdir()
    keep_people(folder, somebody("Marco Villa"))
    assert kept_people(folder) is None


def test_two_who_keep_at_once_leave_one_of_both_and_nothing_open_to_others(folder: Path) -> None:
    names = [f"Persona {number}" for number in range(200)]
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda name: keep_people(folder, somebody(name)), names))
    assert kept_people(folder) in [somebody(name) for name in names]
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
