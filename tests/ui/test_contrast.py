"""What is painted can be read: every word on what it really stands on, in every theme, by its pixels."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.application import application
from app.ui.theme.look import start_look
from app.ui.theme.tokens import ThemeName
from tests.ui.bench import Bench
from tests.ui.drawn import Word, drawn_words, ground, is_seen
from tests.ui.stages import STAGES
from tests.ui.test_look import contrast

LEAST = {ThemeName.LIGHT: 4.5, ThemeName.DARK: 4.5, ThemeName.HC: 7.0, ThemeName.SUN: 9.0}

REPAINT_S = 0.05


def is_off(shown: QWidget, word: Word) -> bool:
    """Whether it belongs to a control that cannot be used now: those need no contrast."""
    at = shown.childAt(word.area.center())
    while at is not None and not isinstance(at, QAbstractButton):
        at = at.parentWidget()
    return isinstance(at, QWidget) and not at.isEnabled()


def faint_words(bench: Bench, least: float) -> list[str]:
    """What cannot be read well."""
    shown = bench.on_top
    image, found = shown.grab().toImage(), []
    popup = bench.window.results
    over = {word.words for word in drawn_words(popup)} if popup.isVisible() else set()
    for word in drawn_words(shown):
        if popup.isVisible() and popup.geometry().intersects(word.area) and word.words not in over:
            continue
        if not word.words or is_off(shown, word) or not is_seen(image, word):
            continue
        ratio = contrast(word.ink, ground(image, word.area))
        if ratio < least:
            found.append(f"{word.words!r} {word.ink.name()} on {ground(image, word.area).name()}: {ratio:.2f}")
    return found


@pytest.mark.parametrize("stage", STAGES)
async def test_words_stand_out(bench: Bench, stage: str) -> None:
    await STAGES[stage](bench)
    for theme, least in LEAST.items():
        # Between two parts of a test the application quits, and its look with it.
        start_look(application(), theme)
        await bench.pause(REPAINT_S)
        assert faint_words(bench, least) == [], theme
