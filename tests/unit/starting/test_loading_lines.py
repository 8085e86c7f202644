"""Whoever starts a central sees how far a first load is, and nothing once it is over."""

import pytest

from app.bootstrap.central_platform import BAR, LoadingLines
from app.bootstrap.words import wording_in
from app.central.intake.stages import Progress, Stage


def test_each_part_of_a_first_load_ends_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = LoadingLines(wording_in("it"), is_drawn=False)
    lines(Stage.CUSTOMERS, Progress(done=9, is_loaded=True))
    lines(Stage.ARTICLES, Progress())
    lines(Stage.ARTICLES, Progress(done=100, total=100, is_loaded=True))
    lines(Stage.ARTICLES, Progress(done=101, total=100, is_loaded=True))
    lines(Stage.ORDERS, Progress())
    lines(Stage.ORDERS, Progress(done=7, is_loaded=True))
    lines(Stage.LOCATIONS, Progress(done=3, total=3, is_loaded=True))
    assert capsys.readouterr().err.splitlines() == [f"[{'#' * BAR}] Articoli: 100 di 100", "Ordini: 7"]


def test_on_a_terminal_the_bar_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = LoadingLines(wording_in("it"), is_drawn=True)
    lines(Stage.ORDERS, Progress())
    lines(Stage.ORDERS, Progress(done=50, total=100))
    lines.clear()
    lines(Stage.ORDERS, Progress(done=100, total=100, is_loaded=True))
    before, half, cleared, whole = capsys.readouterr().err.split("\r\x1b[K")
    assert half == f"[{'#' * (BAR // 2)}{'-' * (BAR // 2)}] Ordini: 50 di 100"
    assert (before, cleared, whole) == ("", "", f"[{'#' * BAR}] Ordini: 100 di 100\n")
