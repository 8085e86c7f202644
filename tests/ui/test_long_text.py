"""Words two fifths longer, on the smallest counters and larger scales: nothing is cut that must be read whole."""

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from app.ui.bridge import end
from app.ui.shell.measures import STRIP_HEIGHT as STRIP
from app.ui.shell.measures import TOP_HEIGHT as TOP
from app.ui.shell.rail import WIDTH as RAIL
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.widgets.text import ElidedText, Text
from tests.ui.bench import Bench
from tests.ui.drawn import Word, drawn_words
from tests.ui.pseudo import long_wording, longer
from tests.ui.stages import STAGES

SIZES = ((1280, 720), (1366, 768))
STRONG = 500
"""A line under a name may end early, and so may a name in a row; what a button says may not."""


def cut_labels(bench: Bench) -> list[str]:
    """Labels that do not show all they say."""
    found = []
    for label in bench.on_top.findChildren(Text):
        if not label.isVisible() or isinstance(label, ElidedText) or not label.text():
            continue
        inside = label.contentsRect()
        if label.wordWrap():
            is_cut = label.heightForWidth(label.width()) > label.height() + 1
        else:
            is_cut = label.fontMetrics().horizontalAdvance(label.text()) > inside.width() + 1
        if is_cut or not is_whole(label):
            found.append(f"{label.text()!r} {label.width()}x{label.height()}")
    return found


def is_whole(label: QLabel) -> bool:
    """Whether no parent cuts it; a panel's body scrolls."""
    at: QWidget | None = label.parentWidget()
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    if at is not None:
        return True
    return label.visibleRegion().boundingRect().size() == label.size() or label.visibleRegion().isEmpty()


def cut_words(bench: Bench) -> list[str]:
    """Painted words that end early where they must not: on controls, money, anything strong."""
    return [
        f"{word.words!r} on {type(control_at(bench, word)).__name__}"
        for word in drawn_words(bench.on_top)
        if word.is_cut and ("€" in word.words or is_said_by_control(bench, word))
    ]


def control_at(bench: Bench, word: Word) -> QWidget | None:
    """The control under a word."""
    at = bench.on_top.childAt(word.area.center())
    while at is not None and not isinstance(at, QAbstractButton):
        at = at.parentWidget()
    return at


def is_said_by_control(bench: Bench, word: Word) -> bool:
    """A control's own words, not a line under them, and not those that are written with dots."""
    control = control_at(bench, word)
    return isinstance(control, QAbstractButton) and word.weight >= STRONG and not control.text().endswith("…")


def test_every_line_of_a_wrapped_text_is_seen(look: Look) -> None:
    label = Text("Uno due tre quattro cinque sei\notto nove", Type.BODY, is_wrapped=True)
    label.resize(110, 120)
    seen = [word.words for word in drawn_words(label)]
    assert " ".join(seen) == "Uno due tre quattro cinque sei otto nove"
    assert len(seen) > 2
    end(label)


def test_the_language_is_longer() -> None:
    assert longer("x", "Consegna") == "Cònsègnàòòòò"
    assert longer("x", "Rimborsa {amount}…") == "Rìmbòrsà {amount}…òòòò"
    assert len(longer("rail.home", "Banco")) <= 10


@pytest.mark.parametrize("stage", STAGES)
async def test_nothing_is_cut(bench: Bench, stage: str) -> None:
    await STAGES[stage](bench)
    bench.desk.language.make = lambda name: long_wording()
    bench.desk.language.forget()
    bench.desk.language.tell()
    for width, height in SIZES:
        bench.window.resize(width, height)
        await bench.pause(0.05)
        least = bench.window.screen_shown.minimumSizeHint()
        assert (least.width() <= width - RAIL, least.height() <= height - TOP - STRIP) == (True, True), least
        assert cut_labels(bench) == []
        assert cut_words(bench) == []


@pytest.mark.parametrize("scale", ["1.25", "1.5"])
def test_at_a_larger_scale(scale: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k"]
    wanted = "nothing_is_cut and (locked or home or customer_line or order_done or return or attention)"
    done = subprocess.run(
        [*command, wanted],
        env={**os.environ, "QT_SCALE_FACTOR": scale},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
