"""The look in force: one theme for the whole application, changed at run time in one step."""

from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app.adapters.resource_files import resources_root
from app.ui.theme.fonts import load_fonts, type_font
from app.ui.theme.style import BanconeStyle
from app.ui.theme.tokens import Role, Theme, ThemeName, Type, themes

_PALETTE: dict[QPalette.ColorRole, Role] = {
    QPalette.ColorRole.Window: Role.BG_CANVAS,
    QPalette.ColorRole.WindowText: Role.TEXT_PRIMARY,
    QPalette.ColorRole.Base: Role.BG_SURFACE,
    QPalette.ColorRole.AlternateBase: Role.BG_SUNKEN,
    QPalette.ColorRole.Text: Role.TEXT_PRIMARY,
    QPalette.ColorRole.Button: Role.BG_SURFACE,
    QPalette.ColorRole.ButtonText: Role.TEXT_PRIMARY,
    QPalette.ColorRole.PlaceholderText: Role.TEXT_MUTED,
    QPalette.ColorRole.Highlight: Role.BG_SELECTED,
    QPalette.ColorRole.HighlightedText: Role.TEXT_PRIMARY,
    QPalette.ColorRole.ToolTipBase: Role.BG_INVERSE,
    QPalette.ColorRole.ToolTipText: Role.TEXT_INVERSE,
    QPalette.ColorRole.Link: Role.ACCENT_TEXT,
}


class Look(QObject):
    """Owns the theme of one application; GUI thread only. `changed` after palette and sheet are in place."""

    changed = Signal()

    def __init__(self, app: QApplication, name: ThemeName = ThemeName.LIGHT) -> None:
        super().__init__(app)
        self._app = app
        self.theme: Theme = themes()[name]
        load_fonts()
        app.setStyle(BanconeStyle())
        app.setFont(type_font(Type.BODY))
        self._sheet = Template(resources_root().joinpath("qss", "bancone.qss").read_text(encoding="utf-8"))
        self._apply()

    def show(self, name: ThemeName) -> None:
        """Turn to another theme; everything on screen repaints."""
        if name is not self.theme.name:
            self.theme = themes()[name]
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(self._sheet.substitute(sheet_values(self.theme)))


def palette(theme: Theme) -> QPalette:
    """The palette of a theme; in high contrast a selected row is yellow with black on it."""
    made = QPalette()
    for qt_role, role in _PALETTE.items():
        made.setColor(qt_role, theme.colour(role))
    if theme.name is ThemeName.HC:
        made.setColor(QPalette.ColorRole.HighlightedText, theme.colour(Role.TEXT_INVERSE))
    for qt_role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, qt_role, theme.colour(Role.TEXT_DISABLED))
    return made


def sheet_values(theme: Theme) -> dict[str, str]:
    """What the style sheet may name: `bg_surface` for a colour, `radius_field` for a corner."""
    colours = {role.value.replace(".", "_"): theme.colour(role).name() for role in Role}
    radii = {f"radius_{name}": f"{theme.radius(name)}px" for name in ("field", "button", "card", "panel")}
    return colours | radii


_looks: list[Look] = []


def start_look(app: QApplication, name: ThemeName = ThemeName.LIGHT) -> Look:
    """The application's look; made at the first call, the same one afterwards."""
    if not _looks:
        _looks.append(Look(app, name))
        app.aboutToQuit.connect(_looks.clear)
    _looks[0].show(name)
    return _looks[0]


def theme() -> Theme:
    """The theme in force; before the application has a look, the light one."""
    return _looks[0].theme if _looks else themes()[ThemeName.LIGHT]


def look() -> Look | None:
    """The application's look, None before there is one."""
    return _looks[0] if _looks else None
