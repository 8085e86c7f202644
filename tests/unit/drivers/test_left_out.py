"""A driver of another package that is not used is logged once, and doctor says which, whose and what to do."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app.__main__ import main
from app.bootstrap.printer_places import printer_of, printer_place
from app.bootstrap.process_log import log_to
from hardware.drivers import table as scanners
from hardware.drivers.addresses import typed_in
from hardware.drivers.displays.table import OTHERS, display_drivers
from hardware.drivers.theirs import GROUPS
from tests.strictness import ExpectLog, send_structlog_to_logging
from tests.unit.drivers.packages import installed

BAD = {
    "missing": "theirs:missing",
    "toaster": "theirs:display_of_no_kind",
    "ours": "theirs:display_of_our_name",
    "nobody": "theirs:nobody",
    "odd": "theirs:oddly_described",
}


@pytest.fixture
def bad_displays(theirs: Path) -> None:
    """Every way to be left out, beside one that is well."""
    entries = "".join(f"{entry} = {value}\n" for entry, value in BAD.items())
    theirs.write_text(f"[bancone.displays]\n{entries}x = theirs:display\n")


@pytest.fixture
def unconfigured() -> Iterator[None]:
    """A process that has no log yet."""
    structlog.reset_defaults()
    yield
    send_structlog_to_logging()


def test_what_is_left_out_is_logged_once_however_often_it_is_asked_for(
    theirs: Path, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("hardware.drivers", "driver_unusable")
    theirs.write_text("[bancone.receipt_printers]\nw = theirs:missing\nx = theirs:receipt_printer\n")
    for _ in range(3):
        printer_of(printer_place("acme:7/"))
    (record,) = caplog.records
    for fact in ("package='theirs 1.0'", "entry='w'", "AttributeError"):
        assert fact in record.getMessage()


def test_before_there_is_a_log_nothing_is_said_and_then_it_is_there(
    unconfigured: None, bad_displays: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    display_drivers()
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", ""), "a start that is refused says one line"
    path = tmp_path / "terminal.log"
    with log_to(path):
        display_drivers()
        display_drivers()
    logged = [json.loads(line) for line in path.read_text().splitlines()]
    assert {(line["event"], line["entry"]) for line in logged} == {
        ("driver_unusable", "missing"),
        *(("driver_refused", entry) for entry in BAD if entry != "missing"),
    }
    assert len(logged) == len(BAD)


def test_doctor_lists_what_others_bring_and_what_is_not_used(
    bad_displays: None, capsys: pytest.CaptureFixture[str], expect_log: ExpectLog
) -> None:
    expect_log("hardware.drivers", "driver_")
    assert main(["doctor", "--language", "en"]) == 0
    told = capsys.readouterr().out.splitlines()
    where = told.index("Drivers that other packages bring:")
    assert told[where + 1 : where + 4] == [
        "  acme:…",
        "      Customer display, Theirs, from the package theirs 1.0",
        "Drivers of other packages that are not used:",
    ]
    reasons = {told[at].split()[0]: told[at + 1] for at in range(where + 4, where + 14, 2)}
    assert set(reasons) == set(BAD)
    assert "AttributeError" in reasons["missing"]
    assert "“toaster”" in reasons["toaster"]
    assert "“cd5220”" in reasons["ours"]
    for odd in ("nobody", "odd"):
        assert "does not describe a driver as the group bancone.displays wants it" in reasons[odd]


NAMES = {
    "under": "acme_radio",
    "large": "Acme",
    "one_letter": "a",
    "empty": "",
    "first": "7acme",
    "colon": "acme:x",
    "blank": "ac me",
    "foreign": "caffè",
    "ended": "acme\n",
}


@pytest.mark.parametrize("entry", NAMES)
def test_a_name_nobody_can_type_is_refused(
    theirs: Path, entry: str, expect_log: ExpectLog, capsys: pytest.CaptureFixture[str]
) -> None:
    expect_log("hardware.drivers", "driver_refused.*why='name'")
    theirs.write_text(f"[bancone.scanners]\nw = theirs:{entry}\nx = theirs:scanner\n")
    assert tuple(scanners.OTHERS.drivers) == ("acme",)
    assert [(one.why, one.what) for one in scanners.OTHERS.left_out] == [("name", NAMES[entry])]
    typed = typed_in(f"{NAMES[entry]}:7")
    assert typed is None or typed.driver != NAMES[entry]
    assert main(["doctor", "--language", "en"]) == 0
    assert "which cannot be typed" in capsys.readouterr().out


def test_a_name_that_is_no_word_is_no_driver(theirs: Path, expect_log: ExpectLog) -> None:
    expect_log("hardware.drivers", "driver_refused.*why='no_driver'")
    theirs.write_text("[bancone.scanners]\nw = theirs:number\n")
    assert not scanners.OTHERS.drivers


def test_a_package_that_names_the_older_group_is_told_of_the_new_ones(
    theirs: Path, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    expect_log("hardware.drivers", "driver_refused.*theirs 1.0.*bancone.drivers.*why='group'")
    theirs.write_text("[bancone.drivers]\nx = theirs:scanner\n")
    for _ in range(2):
        assert "acme" not in scanners.scanner_drivers()
    assert len(caplog.records) == 1
    assert "theirs" not in sys.modules, "what is not read is not loaded"
    for language in ("it", "en"):
        assert main(["doctor", "--language", language]) == 0
        told = capsys.readouterr().out
        assert "  x (bancone.drivers), " in told
        assert all(group in told for group in GROUPS.values())


def test_a_package_that_serves_older_programs_too_is_not_told(
    theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs.write_text("[bancone.drivers]\nx = theirs:older\n[bancone.scanners]\ny = theirs:scanner\n")
    assert main(["doctor", "--language", "en"]) == 0
    assert "bancone.drivers" not in capsys.readouterr().out


def test_doctor_says_so_also_before_it_refuses_what_was_typed(
    bad_displays: None, capsys: pytest.CaptureFixture[str], expect_log: ExpectLog
) -> None:
    expect_log("hardware.drivers", "driver_")
    assert main(["doctor", "--display", "toaster:7", "--language", "it"]) == 1
    said = capsys.readouterr()
    assert "Driver di altri pacchetti che non si usano:" in said.out
    assert said.err.endswith("[option_invalid]\n")


def test_with_nothing_of_others_doctor_does_not_speak_of_it(
    theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs.write_text("[console_scripts]\nx = theirs:x\n")
    assert main(["doctor", "--language", "en"]) == 0
    assert "package" not in capsys.readouterr().out


def test_of_two_of_one_name_the_first_package_is_used(
    theirs: Path, expect_log: ExpectLog, capsys: pytest.CaptureFixture[str]
) -> None:
    expect_log("hardware.drivers", "driver_refused.*zebu 1.0.*name_taken")
    installed(theirs.parents[1], "zebu").write_text("[bancone.displays]\na = zebu:display\n")
    theirs.write_text("[bancone.displays]\nx = theirs:display\n")
    assert main(["doctor", "--language", "en"]) == 0
    assert "from the package theirs 1.0" in capsys.readouterr().out


@pytest.mark.parametrize("papers", [b"", b"\xff\xfe", b"Metadata-Version: 2.1\n"])
def test_a_package_with_damaged_papers_brings_its_driver_all_the_same(theirs: Path, papers: bytes) -> None:
    theirs.with_name("METADATA").write_bytes(papers)
    theirs.write_text("[bancone.displays]\nx = theirs:display\n")
    assert [(one.info.id, one.package) for one in OTHERS.brought] == [("acme", "")]


def test_what_was_found_is_kept_until_somebody_has_it_looked_for_again(theirs: Path) -> None:
    theirs.write_text("[bancone.displays]\nx = theirs:display\n")
    assert "acme" in display_drivers()
    theirs.write_text("")
    assert "acme" in display_drivers()
    OTHERS.look_again()
    assert "acme" not in display_drivers()
