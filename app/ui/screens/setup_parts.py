"""What is changed of the shop's set-up (a text, a number, yes or no, a place), and what a file says of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.setting_kinds import MAX_TYPED
from app.domain.shop_settings import MAX_CODE, MAX_NAME
from app.presentation.marks import Glyph
from app.presentation.setup_draft import CODE, KIND, NAME
from app.presentation.setup_state import SetupEditor
from app.ui.theme.tokens import Type
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.select_field import SelectField
from app.ui.widgets.text import Text

HEIGHT, APART = 44, 12


class SetupField(SearchField):
    """One value under its name. What is typed is the model's to keep; Enter and the arrows go to the next row."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setMaxLength(most)
        self.left.connect(self.clearFocus)

    def show_value(self, name: str, text: str, *, is_enabled: bool) -> None:
        """Another one; the cursor stays where it is while the words do."""
        self.setAccessibleName(name)
        self.setEnabled(is_enabled)
        if self.text() != text:
            self.setText(text)
        self.setVisible(bool(name))


class LineBox(QWidget):
    """Sentences under each other, set apart: each may take several lines."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(APART)
        self.lines: list[Text] = []

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Others; without any it takes no room."""
        while len(self.lines) < len(lines):
            made = Text("", Type.BODY, 400, is_wrapped=True)
            self.lines.append(made)
            self._column.addWidget(made)
        for number, line in enumerate(self.lines):
            line.show_words(lines[number] if number < len(lines) else "")
            line.setVisible(number < len(lines))
        self.setVisible(bool(lines))


class EditorBox(QWidget):
    """The field, or fields, of the chosen one.

    `typed(text)`, `answered(value)`, `stepped(±1)` for a setting, `parted(part, text)` for a place; `moved(±1)`:
    on to another row.
    """

    typed = Signal(str)
    answered = Signal(str)
    stepped = Signal(int)
    parted = Signal(str, str)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.field = SetupField(MAX_TYPED)
        self.field.textEdited.connect(self.typed)
        self.less, self.more = IconButton(Glyph.MINUS, ""), IconButton(Glyph.PLUS, "")
        self.less.clicked.connect(lambda: self.stepped.emit(-1))
        self.more.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.field, self.less, self.more):
            row.addWidget(part)
        self.answers = Segmented("")
        self.answers.chosen.connect(self.answered)
        column.addLayout(row)
        column.addWidget(self.answers)
        self._add_place(column)
        for field in (self.field, self.code, self.name):
            field.entered.connect(lambda: self.moved.emit(1))
            field.stepped.connect(self.moved)

    def _add_place(self, column: QVBoxLayout) -> None:
        self._code_title, self._name_title = Text("", Type.SMALL, 600), Text("", Type.SMALL, 600)
        self.code, self.name = SetupField(MAX_CODE), SetupField(MAX_NAME)
        self.code.textEdited.connect(self._parts(CODE))
        self.name.textEdited.connect(self._parts(NAME))
        self.kind = SelectField()
        self.kind.chosen.connect(self._parts(KIND))
        for part in (self._code_title, self.code, self._name_title, self.name, self.kind):
            column.addWidget(part)

    def _parts(self, part: str) -> Callable[[str], None]:
        return lambda text: self.parted.emit(part, text)

    def show_editor(self, editor: SetupEditor, title: str) -> None:
        """What can be changed now."""
        can = editor.is_enabled
        self.field.show_value(editor.field, editor.text, is_enabled=can)
        for button, name in ((self.less, editor.less), (self.more, editor.more)):
            button.name(name)
            button.setEnabled(can)
            button.setVisible(bool(name))
        self.answers.setAccessibleName(title)
        self.answers.offer(
            [Segment(value, words, is_enabled=can) for value, words in editor.answers], editor.answer
        )
        self.answers.setVisible(bool(editor.answers))
        self._code_title.show_words(editor.code_field)
        self.code.show_value(editor.code_field, editor.code, is_enabled=can)
        self._name_title.show_words(editor.name_field)
        self.name.show_value(editor.name_field, editor.name, is_enabled=can)
        self.kind.offer(editor.kind_field, editor.kinds, editor.kind)
        self.kind.setEnabled(can)
        self.kind.setVisible(bool(editor.kind_field))

    def focus_field(self) -> None:
        """Where typing begins."""
        shown = next((field for field in (self.field, self.code) if not field.isHidden()), None)
        if shown is not None and shown.isEnabled():
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
            shown.selectAll()
