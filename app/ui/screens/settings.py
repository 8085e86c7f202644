"""Look and language."""

from app.presentation.viewmodels.settings import SettingsModel, SettingsState
from app.ui.shell.frame import Screen
from app.ui.theme.tokens import Type
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import Text


class SettingsScreen(Screen[SettingsModel]):
    """Two choices, in force at once."""

    def build(self) -> None:
        """Header, two groups, a note."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._look_title, self._language_title = Text("", Type.BODY, 600), Text("", Type.BODY, 600)
        self._look, self._language = Segmented(""), Segmented("")
        self._look.chosen.connect(self.model.choose_look)
        self._language.chosen.connect(self.model.choose_language)
        self._note = Text("", Type.SMALL, 400, "secondary", is_wrapped=True)
        self.main.addWidget(self._header)
        self.main.addSpacing(12)
        for title, choice in ((self._look_title, self._look), (self._language_title, self._language)):
            self.main.addWidget(title)
            self.main.addWidget(choice)
            self.main.addSpacing(12)
        self.main.addWidget(self._note)
        self.main.addStretch(1)

    def draw(self, state: SettingsState) -> None:
        """The choices."""
        self._header.back_button.name(state.back)
        self._header.title.setText(state.title)
        self._look_title.setText(state.look_title)
        self._look.setAccessibleName(state.look_title)
        self._look.offer([Segment(value, words) for value, words in state.looks], state.look)
        self._language_title.setText(state.language_title)
        self._language.setAccessibleName(state.language_title)
        self._language.offer([Segment(value, words) for value, words in state.languages], state.language)
        self._note.setText(state.note)
