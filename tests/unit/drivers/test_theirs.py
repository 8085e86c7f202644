"""Drivers of other packages: found by their entry points, typed like ours, and a bad one costs itself only."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bootstrap.customer_display import display_place
from app.bootstrap.label_printer import label_place
from app.bootstrap.printer_places import printer_place
from app.bootstrap.scanner_places import FORM, scanner_places
from app.domain.errors import Code, Problem
from hardware.api import WriteState
from hardware.drivers.displays.table import DISPLAYS, OTHERS, display_drivers
from hardware.drivers.labels.table import OURS as LABELS
from hardware.drivers.labels.table import label_drivers
from hardware.drivers.printers.address import printer_at
from hardware.drivers.printers.table import printer_drivers
from hardware.drivers.printers.ways import WAYS
from hardware.drivers.scanners.camera import can_read
from hardware.drivers.table import OURS as SCANNERS
from hardware.drivers.table import scanner_drivers
from hardware.drivers.theirs import PAPER, Described
from hardware.printing.profiles import GENERIC_80, PROFILES
from tests.strictness import ExpectLog
from tests.unit.drivers.packages import installed, see_only
from tests.unit.labels.papers import FORMS, SHELF
from tests.unit.wording.catalogues import wording


@dataclass(frozen=True)
class Kind:
    """One kind of device: its group of entry points, its table, and what stands in it of ours."""

    word: str
    group: str
    table: Callable[[], Mapping[str, Described]]
    ours: tuple[str, ...]


KINDS = (
    Kind("scanner", "bancone.scanners", scanner_drivers, tuple(driver.info.id for driver in SCANNERS)),
    Kind("receipt_printer", "bancone.receipt_printers", printer_drivers, ()),
    Kind("display", "bancone.displays", display_drivers, tuple(DISPLAYS)),
    Kind("label_printer", "bancone.label_printers", label_drivers, tuple(driver.info.id for driver in LABELS)),
)


@pytest.fixture
def all_of_them(theirs: Path) -> None:
    theirs.write_text("".join(f"[{kind.group}]\nx = theirs:{kind.word}\n" for kind in KINDS))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_what_this_machine_has_installed_changes_nothing(
    kind: Kind, all_of_them: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    installed(tmp_path, "another").write_text(f"[{kind.group}]\na = another:{kind.word}\n")
    assert tuple(kind.table()) == (*kind.ours, "acme")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_a_driver_of_others_stands_behind_ours(kind: Kind, all_of_them: None) -> None:
    assert tuple(kind.table()) == (*kind.ours, "acme")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
@pytest.mark.parametrize(
    ("entry", "event"),
    [
        ("theirs:missing", "driver_unusable"),
        ("nowhere:at_all", "driver_unusable"),
        ("leaving:at_once", "driver_unusable"),
        ("cancelling:at_once", "driver_unusable"),
        ("panicking:at_once", "driver_unusable"),
        ("theirs:silent_{kind}", "driver_unusable"),
        ("theirs:{kind}_of_our_name", "driver_refused"),
        ("theirs:{kind}_of_no_kind", "driver_refused"),
        ("theirs:nobody", "driver_refused"),
        ("theirs:MODULE", "driver_unusable"),
        ("theirs:info", "driver_refused"),
    ],
)
def test_a_bad_driver_costs_itself_only(
    kind: Kind, theirs: Path, entry: str, event: str, expect_log: ExpectLog
) -> None:
    expect_log("hardware.drivers", event)
    theirs.write_text(f"[{kind.group}]\nw = {entry.format(kind=kind.word)}\nx = theirs:{kind.word}\n")
    found = kind.table()
    assert tuple(found) == (*kind.ours, "acme")
    assert {driver.info.kind for driver in found.values()} == {kind.word}


def test_ctrl_c_while_they_are_loaded_is_nobodys_driver(theirs: Path) -> None:
    (theirs.parents[1] / "stopped.py").write_text("raise KeyboardInterrupt")
    theirs.write_text("[bancone.scanners]\nw = stopped:at_once\n")
    with pytest.raises(KeyboardInterrupt):
        scanner_drivers()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_a_package_whose_entry_points_are_no_text_costs_itself_only(
    kind: Kind, all_of_them: None, tmp_path: Path, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("hardware.drivers", "driver_unusable.*damaged 1.0.*UnicodeDecodeError")
    installed(tmp_path / "packages", "damaged").write_bytes(b"\xff\xfe[bancone.scanners]")
    for _ in range(2):
        assert tuple(kind.table()) == (*kind.ours, "acme")
    (record,) = caplog.records
    assert f"entry='{PAPER}'" in record.getMessage()


def test_beside_a_damaged_one_the_first_on_the_path_is_used_of_two_of_one_name(
    theirs: Path, tmp_path: Path, expect_log: ExpectLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log("hardware.drivers", "driver_unusable")
    theirs.write_text("[bancone.displays]\nx = theirs:display\n")
    installed(theirs.parents[1], "damaged").write_bytes(b"\xff")
    older = tmp_path / "older"
    older.mkdir()
    installed(older, "Theirs").write_text("[bancone.displays]\na = Theirs:display\n")
    see_only(theirs.parents[1], monkeypatch, older)
    assert [(one.info.id, one.package) for one in OTHERS.brought] == [("acme", "theirs 1.0")]
    assert [one.entry for one in OTHERS.left_out] == [PAPER]


def test_two_of_one_name_are_the_first(theirs: Path, expect_log: ExpectLog) -> None:
    expect_log("hardware.drivers", "driver_refused")
    theirs.write_text("[bancone.displays]\nw = theirs:display\nx = theirs:display\n")
    assert [name for name in display_drivers() if name not in DISPLAYS] == ["acme"]


def test_a_scanner_of_others_is_typed_with_its_driver_in_front(all_of_them: None) -> None:
    (place,) = scanner_places(["acme:7?channel=3"], "--scanner")
    assert (place.driver.info.label, place.address, place.options) == ("Theirs", "7", {"channel": "3"})


def test_a_receipt_printer_of_others_prints_what_its_profile_says(all_of_them: None, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    os.mkfifo(paper)
    roll = os.open(paper, os.O_RDONLY | os.O_NONBLOCK)
    plan = printer_place(f"acme:{paper}?channel=3,clone-80,resume,drawer-low")
    assert plan.profile is PROFILES["clone-80"]
    printer = printer_at(plan.address, plan.profile, opens_high=plan.opens_high)
    printer.open(1.0)
    assert printer.write(b"Scontrino\n", 1.0).state is WriteState.ACCEPTED
    printer.close()
    assert b"Scontrino\n" in os.read(roll, 4096)
    os.close(roll)


@pytest.mark.parametrize(
    "place", ["http://192.0.2.7/print?roll=2&cut=no", "http://192.0.2.7/", "http://192.0.2.7/?"]
)
def test_a_receipt_printer_asked_over_http_keeps_its_own_question_mark(theirs: Path, place: str) -> None:
    theirs.write_text("[bancone.receipt_printers]\nx = theirs:web_printer\n")
    plan = printer_place(f"acme-web:{place}")
    told = printer_at(plan.address, plan.profile).info
    assert (told.label, told.options) == (place, ())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("acme:/paper?loud=1", "acme:/paper?channel=…"),
        ("acme:/paper?channel=none", "acme:CHANNEL"),
        ("acme:", "acme:…"),
        ("other:/paper", f"{WAYS}, acme:…"),
        ("what is this", f"{WAYS}, acme:…"),
    ],
)
def test_a_printer_that_cannot_be_is_refused_with_the_forms_there_are(
    all_of_them: None, text: str, form: str
) -> None:
    with pytest.raises(Problem) as refused:
        printer_place(text)
    assert refused.value.code is Code.OPTION_INVALID
    assert refused.value.details["form"] == form


def test_a_place_of_ours_is_ours_whatever_others_are_called(all_of_them: None) -> None:
    assert printer_at(printer_place("acme:9100").address, GENERIC_80).info.id == "escpos-tcp"


def test_a_display_of_others_says_itself_what_it_cannot_have(all_of_them: None) -> None:
    with pytest.raises(Problem) as refused:
        display_place("acme:7", "--display")
    assert refused.value.details["form"] == "acme:CHANNEL"


def test_a_label_printer_of_others_has_its_own_language(all_of_them: None) -> None:
    place = label_place("acme:7?channel=3", "--label-printer")
    assert place is not None
    label = FORMS.fill("shelf", "it", SHELF)
    assert place.job(label) == f"CLS\r\n{len(label.fields)}\r\n3".encode()
    assert place.info.label == "Theirs"


@pytest.mark.parametrize(
    "refused",
    [
        lambda: scanner_places(["other:7"], "--scanner"),
        lambda: printer_place("other:7/"),
        lambda: display_place("other:7", "--display"),
        lambda: label_place("other:7", "--label-printer"),
    ],
)
def test_who_mistypes_a_driver_of_others_reads_its_name(all_of_them: None, refused: Callable[[], object]) -> None:
    with pytest.raises(Problem) as problem:
        refused()
    assert ", acme:…" in wording("it").explain_problem(problem.value).next


def test_who_mistypes_a_place_of_ours_reads_how_it_is_written_whatever_others_there_are(all_of_them: None) -> None:
    for text, form in (
        ("zebra-ssi:", FORM),
        ("datalogic:", "datalogic:/dev/serial/by-id/…"),
        ("camera:", "camera:…"),
    ):
        with pytest.raises(Problem) as problem:
            scanner_places([text], "--scanner")
        if text != "camera:" or can_read():
            assert problem.value.details["form"] == form
    with pytest.raises(Problem) as problem:
        printer_place("other:7/")
    assert WAYS in wording("it").explain_problem(problem.value).next
