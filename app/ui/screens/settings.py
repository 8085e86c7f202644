"""Look, language, sounds."""

from app.presentation.viewmodels.settings import SettingsModel, SettingsState
from app.ui.shell.frame import Screen
from app.ui.theme.tokens import Type
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import Text


class SettingsScreen(Screen[SettingsModel]):
    """Five choices, in force at once."""

    def build(self) -> None:
        """Header, five groups, a note."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._look_title, self._language_title = Text("", Type.BODY, 600), Text("", Type.BODY, 600)
        self._beeps_title, self._beeps = Text("", Type.BODY, 600), Segmented("")
        self._look, self._language = Segmented(""), Segmented("")
        self._look.chosen.connect(self.model.choose_look)
        self._language.chosen.connect(self.model.choose_language)
        self._beeps.chosen.connect(self.model.choose_beeps)
        self._hints_title, self._hints = Text("", Type.BODY, 600), Segmented("")
        self._hints.chosen.connect(self.model.choose_hints)
        self._customer_title, self._customer = Text("", Type.BODY, 600), Segmented("")
        self._customer.chosen.connect(self.model.choose_customer_screen)
        self._customer_line = Text("", Type.SMALL, 400, "secondary", is_wrapped=True)
        self._note = Text("", Type.SMALL, 400, "secondary", is_wrapped=True)
        self.main.addWidget(self._header)
        self.main.addSpacing(12)
        groups = (
            (self._look_title, self._look),
            (self._language_title, self._language),
            (self._beeps_title, self._beeps),
            (self._hints_title, self._hints),
            (self._customer_title, self._customer),
        )
        for title, choice in groups:
            self.main.addWidget(title)
            self.main.addWidget(choice)
            self.main.addSpacing(4)
        self.main.addWidget(self._customer_line)
        self.main.addWidget(self._note)
        self.main.addStretch(1)
        self._shop_title = Text("", Type.TITLE, 600, is_wrapped=True)
        self._shop_line = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self.panel.body.addWidget(self._shop_title)
        self.panel.body.addWidget(self._shop_line)
        self.panel.body.addStretch(1)

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
        self._beeps_title.setText(state.beeps_title)
        self._beeps.setAccessibleName(state.beeps_title)
        self._beeps.offer([Segment(value, words) for value, words in state.beeps], state.beep)
        self._hints_title.setText(state.hints_title)
        self._hints.setAccessibleName(state.hints_title)
        self._hints.offer([Segment(value, words) for value, words in state.hints], state.hint)
        self._customer_title.setText(state.customer_screen_title)
        self._customer.setAccessibleName(state.customer_screen_title)
        self._customer.offer(
            [Segment(value, words) for value, words in state.customer_screens], state.customer_screen
        )
        self._customer_line.setText(state.customer_screen_line)
        self._note.setText(state.note)
        self._shop_title.setText(state.shop_title)
        self._shop_line.setText(state.shop_line)
