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
from tests.strictness import ExpectLog

NOW_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)
MODULE = """
from hardware.api import DriverInfo
from hardware.drivers.table import ScannerDriver

def driver(name):
    return ScannerDriver(DriverInfo(name, "scanner", "Theirs", "radio"), print)

good = driver("vendor-x")
taken = driver("serial")
other = "no driver"
"""


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package of somebody else's, whose entry points a test writes."""
    (tmp_path / "theirs.py").write_text(MODULE)
    information = tmp_path / "theirs-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield information / "entry_points.txt"
    sys.modules.pop("theirs", None)


def test_every_driver_of_ours_says_what_it_is() -> None:
    assert list(scanner_drivers()) == [driver.info.id for driver in OURS]
    assert {driver.info.kind for driver in OURS} == {"scanner"}
    assert {driver.info.quality for driver in OURS} <= {"bronze", "silver", "gold"}


def test_a_driver_of_others_is_found_by_its_entry_point(theirs: Path) -> None:
    theirs.write_text("[bancone.drivers]\nx = theirs:good\n")
    (place,) = scanner_places(["vendor-x:channel-7"], "--scanner")
    assert (place.driver.info.label, place.address) == ("Theirs", "channel-7")


@pytest.mark.parametrize(
    ("entry", "event"),
    [
        ("theirs:missing", "driver_unusable"),
        ("nowhere:at_all", "driver_unusable"),
        ("theirs:taken", "driver_refused"),
        ("theirs:other", "driver_refused"),
    ],
)
def test_a_bad_driver_of_others_costs_itself_only(
    theirs: Path, entry: str, event: str, expect_log: ExpectLog
) -> None:
    expect_log("hardware.drivers", event)
    theirs.write_text(f"[bancone.drivers]\nx = {entry}\ny = theirs:good\n")
    found = scanner_drivers()
    assert list(found) == [*(driver.info.id for driver in OURS), "vendor-x"]
    assert found["serial"].info.label == "Scanner on a serial line"


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
