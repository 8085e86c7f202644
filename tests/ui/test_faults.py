"""A screen that breaks says so calmly, by a code that is in the log, and the rest of the counter works on."""

import sys

import pytest
from PySide6.QtCore import Qt
from structlog.testing import capture_logs

from app.bootstrap.incidents import faults_told, incident_code, teller
from app.presentation.faults import Faults
from app.presentation.routes import OrderRoute
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.recent import RecentModel
from app.usecases.ports import BaseRow
from tests.ui.bench import Bench


async def break_order(bench: Bench) -> None:
    """Open an order whose row is damaged."""
    bench.desk.flights.on_broken = teller(bench.desk.faults)
    await bench.counter.door.write(lambda tx: tx.base_put("kept", BaseRow("order", "o-bad", 1, b"{"), ()))
    await bench.sign_in()
    bench.frame.go(OrderRoute("o-bad"))
    await bench.until(lambda: bench.desk.faults.latest)


async def test_a_broken_screen_says_so_and_the_counter_works_on(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logs:
        await break_order(bench)
    code = bench.desk.faults.latest
    assert [(line["event"], line["incident"]) for line in logs] == [("broken", code)]
    assert f"Qualcosa non ha funzionato (codice {code})" in bench.words()
    assert "DecodeError" in capsys.readouterr().err
    bar = bench.window.fault
    primary = bench.window.screen_shown.panel.primary
    assert bar.geometry().right() < primary.mapTo(bench.window, primary.rect().topLeft()).x()
    bench.key(Qt.Key.Key_Escape)
    assert isinstance(bench.frame.model, HomeModel)
    bench.click(bench.button("Chiudi l’avviso"))
    assert not bar.isVisible()
    bench.click(bench.button("Recenti"))
    await bench.until(lambda: isinstance(bench.frame.model, RecentModel))


async def test_what_fails_in_an_event_is_told_too(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    await bench.sign_in()
    model = bench.frame.model

    def fail(digit: str) -> bool:
        raise ArithmeticError(digit)

    model.take_digit = fail  # type: ignore[method-assign]  # the screen is broken for real
    hook = sys.excepthook
    with capture_logs() as logs, faults_told(bench.desk.faults):
        bench.window.wedge.typed.emit("7")
    assert sys.excepthook is hook
    assert [line["incident"] for line in logs] == [bench.desk.faults.latest]
    assert "ArithmeticError" in capsys.readouterr().err
    assert f"Qualcosa non ha funzionato (codice {bench.desk.faults.latest})" in bench.words()


def test_the_same_fault_has_the_same_code_and_another_another() -> None:
    def made(kind: type[Exception]) -> str:
        try:
            raise kind
        except Exception as failure:
            return incident_code(failure)

    assert made(ValueError) == made(ValueError) != made(KeyError)


def test_the_end_of_the_program_is_no_fault() -> None:
    faults, seen = Faults(), []
    before = sys.excepthook
    sys.excepthook = lambda kind, failure, trace: seen.append(kind)
    try:
        with faults_told(faults):
            sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        sys.excepthook = before
    assert (seen, faults.latest) == ([KeyboardInterrupt], "")
