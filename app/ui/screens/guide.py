"""Help pages."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout

from app.presentation.viewmodels.guide import GuideModel, GuideState
from app.ui.shell.frame import Screen
from app.ui.shell.reading_order import bring_into_sight
from app.ui.theme.tokens import Type
from app.ui.widgets.card import Card
from app.ui.widgets.choices import ChoiceRow
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.illustration import Illustration
from app.ui.widgets.text import Text


class GuideScreen(Screen[GuideModel]):
    """The page with its picture on the left, all pages in the panel."""

    def build(self) -> None:
        """Header, page, choices."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(12)
        self._heading = Text("", Type.TITLE, 600)
        self._body = Text("", Type.ROW, 400, "secondary", is_wrapped=True)
        inside.addWidget(self._heading)
        inside.addWidget(self._body)
        self._picture = Illustration()
        inside.addWidget(self._picture, 1)
        self.main.addWidget(self._header)
        self.main.addWidget(card, 1)
        self._group = QButtonGroup(self)
        self._choices: dict[str, ChoiceRow] = {}
        self._group.buttonClicked.connect(self._clicked)
        self.panel.body.addStretch(1)
        # A list knows what is in sight once it has its place on screen.
        self._placed = QTimer(self, interval=0, singleShot=True)
        self._placed.timeout.connect(self._show_chosen)

    def draw(self, state: GuideState) -> None:
        """The page that is open."""
        self._header.back_button.name(state.back)
        self._header.title.setText(state.title)
        self._heading.setText(state.heading)
        self._body.setText(state.body)
        self._picture.show_picture(state.picture, state.pictured)
        for page, words in state.pages:
            if page not in self._choices:
                self._add(page, words)
            self._choices[page].show_words(words)
        chosen = self._choices[state.page]
        if not chosen.isChecked():
            chosen.setChecked(True)
            self._placed.start()

    def _add(self, page: str, words: str) -> None:
        made = ChoiceRow("", words)
        self._choices[page] = made
        self._group.addButton(made)
        self.panel.body.insertWidget(self.panel.body.count() - 1, made)

    def _show_chosen(self) -> None:
        bring_into_sight(self._choices[self.model.state.page])

    def _clicked(self, button: ChoiceRow) -> None:
        for page, choice in self._choices.items():
            if choice is button:
                self.model.choose(page)
