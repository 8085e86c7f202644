"""Look, language and sounds of this terminal."""

from dataclasses import dataclass

from app.presentation.desk import Desk
from app.presentation.language import LANGUAGES
from app.presentation.marks import Glyph
from app.presentation.preferences import LOOKS
from app.presentation.routes import DevicesRoute, Route, SetupRoute
from app.presentation.view_model import Button, Foot, ViewModel

ON, OFF = "on", "off"
PLACES: dict[str, tuple[Glyph, Route]] = {
    "go.setup": (Glyph.MAP_PIN, SetupRoute()),
    "go.devices": (Glyph.PRINTER, DevicesRoute()),
}
"""What is set elsewhere, and where."""


@dataclass(frozen=True, slots=True)
class SettingsState:
    """All choices with their words."""

    back: str
    title: str
    look_title: str
    looks: tuple[tuple[str, str], ...]
    look: str
    language_title: str
    languages: tuple[tuple[str, str], ...]
    language: str
    beeps_title: str
    beeps: tuple[tuple[str, str], ...]
    beep: str
    hints_title: str
    hints: tuple[tuple[str, str], ...]
    hint: str
    customer_screen_title: str
    customer_screens: tuple[tuple[str, str], ...]
    customer_screen: str
    customer_screen_line: str
    note: str
    shop_title: str
    shop_line: str


class SettingsModel(ViewModel[SettingsState]):
    """Turns look, language and sounds at once, and keeps them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def choose_look(self, look: str) -> None:
        """Another theme."""
        self._desk.flights.latest("look", lambda: self._desk.preferences.choose_look(look))

    def choose_language(self, language: str) -> None:
        """Another language."""
        self._desk.flights.latest("language", lambda: self._desk.preferences.choose_language(language))

    def choose_beeps(self, value: str) -> None:
        """Sounds for scans, or none."""
        self._desk.flights.latest("beeps", lambda: self._desk.preferences.choose_beeps(has_beeps=value == ON))

    def choose_hints(self, value: str) -> None:
        """A line for who is new, or none."""
        self._desk.flights.latest("hints", lambda: self._desk.preferences.choose_hints(has_hints=value == ON))

    def choose_customer_screen(self, value: str) -> None:
        """A second screen for whoever stands before the counter, or none."""
        self._desk.flights.latest(
            "customer_screen", lambda: self._desk.preferences.choose_customer_screen(is_on=value == ON)
        )

    @property
    def foot(self) -> Foot:
        """The ways to what the shop sets for all its terminals, and to the devices of this one."""
        words = self._desk.words
        return Foot(
            secondary=tuple(Button(id_, words.text(f"command.{id_}"), g) for id_, (g, _) in PLACES.items())
        )

    async def press(self, button: str) -> None:
        """There."""
        if button in PLACES:
            self._desk.navigator.go(PLACES[button][1])

    def render(self) -> SettingsState:
        """The facts in words."""
        words, chosen = self._desk.words, self._desk.preferences
        return SettingsState(
            back=words.text("back"),
            title=words.text("settings.title"),
            look_title=words.text("settings.look"),
            looks=tuple((look, words.text(f"look.{look}")) for look in LOOKS),
            look=chosen.look,
            language_title=words.text("settings.language"),
            languages=tuple((name, words.text(f"language.{name}")) for name in LANGUAGES),
            language=self._desk.language.name,
            beeps_title=words.text("settings.beeps"),
            beeps=tuple((value, words.text(f"beeps.{value}")) for value in (ON, OFF)),
            beep=ON if chosen.has_beeps else OFF,
            hints_title=words.text("settings.hints"),
            hints=tuple((value, words.text(f"hints.{value}")) for value in (ON, OFF)),
            hint=ON if chosen.has_hints else OFF,
            customer_screen_title=words.text("settings.customer_screen"),
            customer_screens=tuple((value, words.text(f"customer_screen.{value}")) for value in (ON, OFF)),
            customer_screen=ON if chosen.has_customer_screen else OFF,
            customer_screen_line=words.text("settings.customer_screen.line"),
            note=words.text("settings.note"),
            shop_title=words.text("settings.shop"),
            shop_line=words.text("settings.shop.line"),
        )
