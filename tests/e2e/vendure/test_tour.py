"""The tour of the demo with a real Vendure behind it: every step, looked up at Vendure itself."""

import os
from functools import partial
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.bootstrap.demo import tour
from app.bootstrap.demo_real_shop import vendure_shop
from app.bootstrap.words import wording_in
from app.demo.transcript import Transcript
from app.ui import bridge
from tests.unit.house.tree import ROOT

pytestmark = [pytest.mark.vendure, pytest.mark.soak, pytest.mark.timeout(3600)]
CHECKS = 17


def test_the_tour_on_a_real_vendure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    folder = tmp_path / "run"
    folder.mkdir()
    book = Transcript(tmp_path / "transcript.txt", wording_in("it"), lambda line: None)
    bridge.run(lambda app: tour(app, folder, book, "it", partial(vendure_shop, book)))
    assert book.checks == CHECKS
