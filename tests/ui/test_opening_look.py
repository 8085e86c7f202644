"""A start in the look the terminal had last, from the first pixel."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from app.bootstrap.counter_window import follow_look
from app.bootstrap.kept_look import FILE, kept_look
from app.bootstrap.window import first_window
from app.ui.bridge import end
from app.ui.theme.look import Look
from app.ui.theme.tokens import Role, ThemeName, themes
from tests.ui.bench import Bench


def canvas_at_a_start(folder: Path) -> QColor:
    """The ground of the first window."""
    opening = first_window(folder)
    opening.resize(1366, 768)
    ground = opening.grab().toImage().pixelColor(4, 400)
    end(opening)
    return ground


@pytest.mark.parametrize("name", list(ThemeName))
async def test_the_first_window_is_in_the_look_that_was_chosen(
    bench: Bench, look: Look, tmp_path: Path, name: ThemeName
) -> None:
    follow_look(bench.desk.preferences, look, tmp_path)
    await bench.desk.preferences.choose_look(name)
    look.show(ThemeName.LIGHT)
    assert canvas_at_a_start(tmp_path) == themes()[name].colour(Role.BG_CANVAS)


@pytest.mark.parametrize("kept", [b"", b"puce\n", b"\xff\xfe", b"dark" * 10_000])
def test_a_look_nobody_knows_is_the_light_one(tmp_path: Path, look: Look, kept: bytes) -> None:
    (tmp_path / FILE).write_bytes(kept)
    assert kept_look(tmp_path) is ThemeName.LIGHT
    assert canvas_at_a_start(tmp_path) == themes()[ThemeName.LIGHT].colour(Role.BG_CANVAS)
