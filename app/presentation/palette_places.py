"""What the palette of the clerk's screen offers: every place, and what is done from anywhere."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.presentation.frame import TILES
from app.presentation.marks import Glyph
from app.presentation.routes import (
    CallsRoute,
    DayRoute,
    DevicesRoute,
    PutBackRoute,
    SettingsRoute,
    SetupRoute,
)
from app.presentation.viewmodels.palette import Command

if TYPE_CHECKING:
    from app.presentation.counter import Counter


def commands_of(counter: "Counter") -> tuple[Command, ...]:
    """By name; a key where there is one."""
    places = [
        Command(f"go.{section}", glyph, key, partial(counter.go_to, section))
        for section, (glyph, key) in TILES.items()
    ]
    others: list[tuple[str, Glyph, str, Callable[[], None]]] = [
        ("go.put_back", Glyph.PACKAGE_OPEN, "", partial(counter.go, PutBackRoute())),
        ("go.calls", Glyph.HAND, "", partial(counter.go, CallsRoute())),
        ("go.day", Glyph.RECEIPT_TEXT, "", partial(counter.go, DayRoute())),
        ("go.devices", Glyph.PLUG, "", partial(counter.go, DevicesRoute())),
        ("go.settings", Glyph.SETTINGS, "", partial(counter.go, SettingsRoute())),
        ("go.setup", Glyph.MAP_PIN, "", partial(counter.go, SetupRoute())),
        ("go.help", Glyph.CIRCLE_QUESTION_MARK, "F1", counter.help),
        ("undo", Glyph.UNDO_2, "Ctrl Z", counter.undo),
        ("lock", Glyph.LOCK, "F12", counter.lock),
    ]
    return (*places, *(Command(*other) for other in others))
