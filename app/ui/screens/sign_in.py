"""The locked screen: colleagues as tiles, digits under the finger; nothing personal."""

from PySide6.QtWidgets import QHBoxLayout

from app.presentation.viewmodels.sign_in import SignInModel, SignInState
from app.ui.shell.frame import Screen
from app.ui.theme.tokens import Type
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.signing_in import People, PinEntry
from app.ui.widgets.text import Text


class SignInScreen(Screen[SignInModel]):
    """Who, then the PIN; digits come from the pad or from any keyboard."""

    def build(self) -> None:
        """Question and tiles on the left, field and pad on the right."""
        self.panel.primary.key = ""
        self._people, self._pin = People(), PinEntry()
        self._people.chosen.connect(self.model.choose)
        self.main.addWidget(self._people, 1)
        self._hint = Text("", Type.SMALL, 400, "muted", is_wrapped=True)
        self._language = Segmented("")
        self._language.chosen.connect(self.model.choose_language)
        foot = QHBoxLayout()
        foot.setSpacing(24)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._language)
        self.main.addLayout(foot)
        pad = self._pin.pad
        pad.digit.connect(self.model.take_digit)
        pad.deleted.connect(self.model.delete)
        pad.cleared.connect(self.model.clear)
        self.panel.body.addWidget(self._pin)
        self.panel.body.addStretch(1)

    def draw(self, state: SignInState) -> None:
        """Everything; the tiles are made anew only when people changed."""
        self._people.show_people(state.question, state.group, state.tiles)
        self._hint.setText(state.hint)
        self._language.setAccessibleName(state.language_title)
        self._language.offer([Segment(value, words) for value, words in state.languages], state.language)
        self._pin.show_pin(state.pin_title, state.filled, state.pad, state.error, is_wrong=state.is_wrong)
