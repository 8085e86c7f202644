"""Whoever starts a central sees how far a first load is, and nothing once it is over."""

import pytest

from app.bootstrap.central_platform import LoadingLines
from app.bootstrap.words import wording_in
from app.central.intake.stages import Progress, Stage


def test_each_part_of_a_first_load_ends_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = LoadingLines(wording_in("it"))
    lines(Stage.CUSTOMERS, Progress(done=9, is_loaded=True))
    lines(Stage.ARTICLES, Progress())
    lines(Stage.ARTICLES, Progress(done=100, total=100, is_loaded=True))
    lines(Stage.ARTICLES, Progress(done=101, total=100, is_loaded=True))
    lines(Stage.ORDERS, Progress())
    lines(Stage.ORDERS, Progress(done=7, is_loaded=True))
    lines(Stage.LOCATIONS, Progress(done=3, total=3, is_loaded=True))
    assert capsys.readouterr().err.splitlines() == ["Articoli: 100 di 100", "Ordini: 7"]
