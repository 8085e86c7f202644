"""The table of drivers: ours, and those of others by entry point."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap.scanner_places import scanner_places
from app.bootstrap.scanners import Scanners
from app.domain.errors import Code, Problem
from hardware.drivers.table import OURS, scanner_drivers
from tests.unit.drivers.packages import look_again, see_only

NOW_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What other packages of this machine bring is not looked at."""
    see_only(tmp_path, monkeypatch)
    yield
    look_again()


def test_every_driver_of_ours_says_what_it_is() -> None:
    assert list(scanner_drivers()) == [driver.info.id for driver in OURS]
    assert {driver.info.kind for driver in OURS} == {"scanner"}
    assert {driver.info.quality for driver in OURS} <= {"bronze", "silver", "gold"}


def test_a_camera_is_offered_where_its_reader_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "camera" in scanner_drivers()
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    with pytest.raises(Problem) as refused:
        scanner_places(["camera:http://192.0.2.7/a.jpg"], "--scanner")
    assert refused.value.code is Code.OPTION_INVALID


@pytest.mark.parametrize("text", ["evdev:/dev/input/x?layout=xx", "camera:https://192.0.2.7/a.jpg"])
def test_words_a_driver_cannot_have_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(Problem) as refused:
        Scanners(scanner_places([text], "--scanner"), lambda: NOW_AT)
    assert refused.value.code is Code.OPTION_INVALID
    assert str(refused.value.details["form"]).startswith(text.split(":", maxsplit=1)[0])


def test_a_layout_is_a_word_of_its_driver() -> None:
    (place,) = scanner_places(["evdev:/dev/input/by-id/x-event-kbd?layout=it"], "--scanner")
    assert (place.address, place.options) == ("/dev/input/by-id/x-event-kbd", {"layout": "it"})
