"""Every action by name, in the language of the screens or in English, with its key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.folding import fold
from app.presentation.desk import Desk
from app.presentation.marks import Glyph
from app.presentation.view_model import ViewModel

MAX_ROWS = 8


@dataclass(frozen=True, slots=True)
class Command:
    """An action: its id (of its words too), its key, and what it does."""

    id: str
    glyph: Glyph
    key: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class CommandRow:
    """An action as listed."""

    id: str
    glyph: Glyph
    title: str
    alias: str
    key: str
    spoken: str


@dataclass(frozen=True, slots=True)
class PaletteState:
    """What was typed and what fits; closed until asked for."""

    is_open: bool
    hint: str
    typed: str
    rows: tuple[CommandRow, ...]
    selected: str
    none: str


class PaletteModel(ViewModel[PaletteState]):
    """Recently used actions come first."""

    def __init__(self, desk: Desk, commands: Sequence[Command]) -> None:
        super().__init__()
        self._desk, self._commands = desk, tuple(commands)
        self._is_open, self._typed, self._selected = False, "", 0
        self._recent: list[str] = []

    def show(self) -> None:
        """Open it, empty."""
        self._is_open, self._typed, self._selected = True, "", 0
        self.refresh()

    def hide(self) -> None:
        """Close it."""
        self._is_open = False
        self.refresh()

    def type(self, text: str) -> None:
        """The field's text changed."""
        self._typed, self._selected = text, 0
        self.refresh()

    def move(self, step: int) -> None:
        """Up or down."""
        rows = self._rows()
        if rows:
            self._selected = (self._selected + step) % len(rows)
            self.refresh()

    def run(self, command_id: str = "") -> None:
        """Do the selected action, or that one."""
        rows = self._rows()
        wanted = command_id or (rows[self._selected].id if rows else "")
        command = next((known for known in self._commands if known.id == wanted), None)
        if command is None:
            return
        self._recent = [wanted, *(known for known in self._recent if known != wanted)]
        self.hide()
        command.run()

    def _rows(self) -> tuple[CommandRow, ...]:
        typed = fold(self._typed)
        rows = [self._row(command) for command in self._commands]
        fitting = [row for row in rows if typed in fold(row.title) or typed in fold(row.alias)]
        order = {name: place for place, name in enumerate(self._recent)}
        return tuple(sorted(fitting, key=lambda row: order.get(row.id, len(order)))[:MAX_ROWS])

    def _row(self, command: Command) -> CommandRow:
        title = self._desk.words.text(f"command.{command.id}")
        alias = self._desk.language.english.text(f"command.{command.id}")
        shown = "" if alias == title else alias
        return CommandRow(command.id, command.glyph, title, shown, command.key, f"{title} {command.key}".strip())

    def render(self) -> PaletteState:
        """The facts in words."""
        rows = self._rows() if self._is_open else ()
        selected = rows[self._selected].id if rows else ""
        words = self._desk.words
        return PaletteState(
            self._is_open, words.text("palette.hint"), self._typed, rows, selected, words.text("palette.none")
        )
