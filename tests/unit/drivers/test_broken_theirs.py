"""A driver of another package that breaks when it is made is named, whatever it raised, and ends nothing else."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.__main__ import main
from app.bootstrap.customer_display import display_place
from app.bootstrap.label_printer import label_place
from app.bootstrap.printer_places import printer_place
from app.bootstrap.scanner_places import scanner_places
from app.bootstrap.scanners import Scanners
from app.domain.errors import Code, Problem
from app.presentation.facing import Facing
from hardware.api import Faulted
from tests.strictness import ExpectLog
from tests.unit.devices.typed import devices_of
from tests.unit.labels.papers import SHELF
from tests.unit.wording.catalogues import wording

NOW_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)
MAKING: dict[str, Callable[[], object]] = {
    "scanner": lambda: Scanners(scanner_places(["acme:7"], "--scanner"), lambda: NOW_AT),
    "receipt_printer": lambda: printer_place("acme:7/"),
    "display": lambda: display_place("acme:7", "--display"),
    "label_printer": lambda: label_place("acme:7", "--label-printer"),
}
OPTIONS = {"scanner": "--scanner", "receipt_printer": "--printer", "display": "--display"}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        *((f"{kind}_that_breaks", "LookupError theirs.breaks:") for kind in MAKING),
        *((f"{kind}_that_leaves", "SystemExit theirs.leaves:") for kind in MAKING),
        ("scanner_that_panics", "PanicException theirs.panics:"),
        ("label_printer_without_language", "LookupError theirs.breaks:"),
        ("receipt_printer_that_is_none", "AttributeError address."),
        ("receipt_printer_that_is_another", "TypeError address."),
        *((f"{kind}_that_is_none", "TypeError faults.") for kind in ("scanner", "display", "label_printer")),
        ("receipt_printer_that_cannot_open", "TypeError faults."),
    ],
)
def test_what_breaks_is_a_refusal_that_names_the_driver_and_is_logged(
    theirs: Path, entry: str, fault: str, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("hardware.drivers", "driver_broke.*acme")
    kind = entry.partition("_that")[0].removesuffix("_without_language")
    theirs.write_text(f"[bancone.{kind}s]\nx = theirs:{entry}\n")
    with pytest.raises(Problem) as refused:
        MAKING[kind]()
    assert refused.value.code is Code.OPTION_INVALID
    assert refused.value.details["driver"] == "acme"
    assert str(refused.value.details["fault"]).startswith(fault)
    for language in ("it", "en"):
        assert "acme" in wording(language).explain_problem(refused.value).next
    assert "Rossi" not in f"{caplog.text}{refused.value.details}", "what a driver says may be personal data"


@pytest.mark.parametrize("kind", OPTIONS)
@pytest.mark.parametrize("word", ["breaks", "leaves"])
def test_doctor_says_in_one_line_which_driver_it_was(
    theirs: Path, kind: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs.write_text(f"[bancone.{kind}s]\nx = theirs:{kind}_that_{word}\n")
    assert main(["doctor", OPTIONS[kind], "acme:7/", "--language", "it"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert f"theirs.{word}:" in line
    assert line.endswith("[option_invalid]")


def test_a_terminal_says_the_same(
    theirs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], expect_log: ExpectLog
) -> None:
    expect_log("hardware.drivers", "driver_broke")
    theirs.write_text("[bancone.receipt_printers]\nx = theirs:receipt_printer_that_leaves\n")
    assert (
        main(["terminal", "--headless", "--data", str(tmp_path), "--printer", "acme:7/", "--language", "en"]) == 1
    )
    (line,) = capsys.readouterr().err.splitlines()
    assert "The driver “acme” has a fault (SystemExit theirs.leaves:" in line


def test_one_that_breaks_while_it_prints_is_named_by_the_printer_test(
    theirs: Path, capsys: pytest.CaptureFixture[str], expect_log: ExpectLog
) -> None:
    expect_log("hardware.drivers", "driver_broke.*acme")
    theirs.write_text("[bancone.receipt_printers]\nx = theirs:receipt_printer_that_breaks_later\n")
    assert main(["printer-test", "--printer", "acme:7/", "--language", "en"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "The driver “acme” has a fault (LookupError theirs.breaks:" in line
    assert line.endswith("[option_invalid]")


@pytest.fixture
def breaks_over_labels(theirs: Path) -> None:
    theirs.write_text("[bancone.label_printers]\nx = theirs:label_printer_that_breaks_later\n")


async def test_a_language_that_breaks_over_a_label_costs_that_label(
    breaks_over_labels: None, expect_log: ExpectLog
) -> None:
    expect_log("hardware.supervisor", "driver_broken")
    line = await asyncio.start_server(lambda _, to_host: to_host.close(), "127.0.0.1")
    place = f"socket://127.0.0.1:{line.sockets[0].getsockname()[1]}"
    devices = devices_of(labels=f"acme:{place}")
    async with line, devices.at_work(lambda read: None, Facing(), lambda: None):
        with pytest.raises(Problem) as refused:
            await devices.labels.print_shelf("it", SHELF)
        (health,) = devices.health()
        assert health.state == Faulted("driver_fault")
    assert refused.value.code is Code.LABELS_UNSURE
