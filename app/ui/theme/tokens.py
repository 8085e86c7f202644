"""The one source of colours and sizes, read from `resources/tokens/tokens.json`; colours are made nowhere else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.adapters.resource_files import resources_root


class ThemeName(StrEnum):
    """The themes: two for the shop, high contrast, and one for bright daylight."""

    LIGHT = "light"
    DARK = "dark"
    HC = "hc"
    SUN = "sun"


_CARS = {"white": "#ffffff", "grey": "#8a8f99", "black": "#14171d", "blue": "#1f4fa3", "red": "#c62626"}


class Role(StrEnum):
    """What a colour is for."""

    BG_CANVAS = "bg.canvas"
    BG_SURFACE = "bg.surface"
    BG_SUNKEN = "bg.sunken"
    BG_HOVER = "bg.hover"
    BG_SELECTED = "bg.selected"
    BG_INVERSE = "bg.inverse"
    BG_RAIL = "bg.rail"
    RAIL_TEXT = "rail.text"
    BORDER_SUBTLE = "border.subtle"
    BORDER_CONTROL = "border.control"
    BORDER_STRONG = "border.strong"
    TEXT_PRIMARY = "text.primary"
    TEXT_SECONDARY = "text.secondary"
    TEXT_MUTED = "text.muted"
    TEXT_DISABLED = "text.disabled"
    TEXT_INVERSE = "text.inverse"
    ACCENT_SOLID = "accent.solid"
    ACCENT_HOVER = "accent.hover"
    ACCENT_PRESSED = "accent.pressed"
    ACCENT_ON = "accent.on"
    ACCENT_TEXT = "accent.text"
    ACCENT_SUBTLE = "accent.subtle"
    FOCUS_OUTER = "focus.outer"
    FOCUS_INNER = "focus.inner"
    SUCCESS_TEXT = "success.text"
    SUCCESS_SUBTLE = "success.subtle"
    SUCCESS_SOLID = "success.solid"
    SUCCESS_ON = "success.on"
    WARNING_TEXT = "warning.text"
    WARNING_SUBTLE = "warning.subtle"
    WARNING_SOLID = "warning.solid"
    WARNING_ON = "warning.on"
    DANGER_TEXT = "danger.text"
    DANGER_SUBTLE = "danger.subtle"
    DANGER_SOLID = "danger.solid"
    DANGER_ON = "danger.on"
    INFO_TEXT = "info.text"
    INFO_SUBTLE = "info.subtle"
    INFO_SOLID = "info.solid"
    INFO_ON = "info.on"
    ARRIVAL_TEXT = "arrival.text"
    ARRIVAL_SUBTLE = "arrival.subtle"
    ARRIVAL_SOLID = "arrival.solid"
    ARRIVAL_ON = "arrival.on"
    NEUTRAL_TEXT = "neutral.text"
    NEUTRAL_SUBTLE = "neutral.subtle"
    NEUTRAL_SOLID = "neutral.solid"
    NEUTRAL_ON = "neutral.on"


class Type(StrEnum):
    """Steps of the type scale, from labels to what is read across the counter."""

    CAPTION = "caption"
    SMALL = "small"
    BODY = "body"
    ROW = "row"
    TITLE = "title"
    HEADING = "heading"
    PAGE = "page"
    PRICE = "price"
    HERO = "hero"


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: the colour of every role. Lengths are logical pixels."""

    name: ThemeName
    colours: Mapping[Role, QColor]
    sizes: Mapping[str, int]

    def colour(self, role: Role) -> QColor:
        """The colour of a role; do not change it."""
        return self.colours[role]

    def size(self, name: str) -> int:
        """A length by its name (`type.body`, `radius.card`, `height.control`, `motion_ms.hover`)."""
        return self.sizes[name]

    def radius(self, name: str) -> int:
        """A corner's radius; high contrast has none."""
        return 0 if self.name is ThemeName.HC else self.sizes[f"radius.{name}"]

    @property
    def has_shadows(self) -> bool:
        """Whether surfaces are lifted by a shadow; where contrast is all, a line does it."""
        return self.name in (ThemeName.LIGHT, ThemeName.DARK)


def read_themes(root: Traversable | None = None) -> dict[ThemeName, Theme]:
    """Every theme. KeyError, ValueError: the file of tokens is damaged."""
    source = (root or resources_root()).joinpath("tokens", "tokens.json").read_text(encoding="utf-8")
    tokens = json.loads(source)
    sizes = {
        f"{group}.{name}": int(value)
        for group, values in tokens.items()
        if group != "colour"
        for name, value in values.items()
    }
    return {
        name: Theme(name, {role: QColor(tokens["colour"][role][name]) for role in Role}, sizes)
        for name in ThemeName
    }


def printed() -> QColor:
    """What stands on the picture of a paper, whatever the theme: codes on it are read by machines."""
    return QColor(Qt.GlobalColor.black)


def shade(alpha: int) -> QColor:
    """What a shadow is painted with; `alpha` 0 to 255."""
    return QColor(16, 20, 28, alpha)


@cache
def themes() -> dict[ThemeName, Theme]:
    """The themes of the installation, read once."""
    return read_themes()


def car_paint(colour: str) -> QColor | None:
    """What a car of that colour is painted in, as on the customer's page; None for any other. Data, no role: a red
    car is red in every theme."""
    paint = _CARS.get(colour)
    return None if paint is None else QColor(paint)
