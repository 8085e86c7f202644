"""The computer's beep says by its number what became of a scan."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.presentation.beeps import Beep
from app.ui.beeps import GAP_MS, TIMES, HostBeep
from tests.ui.bench import Bench


async def test_each_answer_has_its_number_of_beeps(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    owner = QObject()
    host = HostBeep(owner)
    for beep in Beep:
        heard.clear()
        host.sound(beep)
        await bench.until(lambda beep=beep: len(heard) == TIMES[beep])  # type: ignore[misc]  # one type
        await bench.pause(2 * GAP_MS / 1000)
        assert len(heard) == TIMES[beep]
    assert len(set(TIMES.values())) == len(Beep)
