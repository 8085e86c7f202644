"""What a screen is made of: facts on the left, the decision on the right, its one button always in one place."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.presentation.view_model import NEXT, Button, Foot, ViewModel
from app.ui.shell.measures import BOTTOM, MARGIN, MARGIN_RIGHT, PANEL_WIDTH, TOP
from app.ui.theme.look import theme
from app.ui.theme.readable import tip
from app.ui.theme.tokens import Role
from app.ui.widgets.buttons import SURE_MS, PrimaryButton, SecondaryButton
from app.ui.widgets.card import clear

M = TypeVar("M", bound=ViewModel[Any])


def scrolled(inside: QWidget) -> QScrollArea:
    """Something that scrolls down when there is less room than it needs; Tab brings what it reaches into sight."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    return scroll


class ActionPanel(QFrame):
    """A body that scrolls and a foot that never moves. `pressed(id)` for any button of the foot."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(PANEL_WIDTH)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, TOP, MARGIN, TOP)
        column.setSpacing(12)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        column.addWidget(scrolled(inside), 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        column.addLayout(self._row)
        self.primary = PrimaryButton()
        self.primary.clicked.connect(self._primary)
        column.addWidget(self.primary)
        self._foot = Foot()
        self._turned = QElapsedTimer()
        self._is_pressed = False
        self._seconds: list[SecondaryButton] = []

    def stand_on_foot(self, widget: QWidget) -> None:
        """What must be seen with the buttons, however much there is to scroll above."""
        self._column.insertWidget(1, widget)

    def show_foot(self, foot: Foot) -> None:
        """The buttons; those that stay keep the focus."""
        if [b.id for b in foot.secondary] != [b.id for b in self._foot.secondary]:
            self._rebuild(foot.secondary)
        is_done = foot.primary.id == NEXT != self._foot.primary.id
        if is_done or (foot.enter and not self._foot.enter):
            self._turn()
        elif self._foot.enter and not foot.enter:
            self._turned.invalidate()
        for shown, button in zip(self._seconds, foot.secondary, strict=True):
            _show_button(shown, button)
        self._stack_seconds()
        self._foot = foot
        _show_button(self.primary, foot.primary)
        self.primary.setVisible(bool(foot.primary.words))

    def _stack_seconds(self) -> None:
        """Side by side while the words of all fit, one under the other when they do not."""
        wide = sum(button.minimumSizeHint().width() for button in self._seconds)
        has_room = wide + self._row.spacing() * (len(self._seconds) - 1) <= self.width() - 2 * MARGIN
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if has_room else down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._stack_seconds()

    def focus_second(self) -> None:
        """Let Enter mean the way out: for a question about money."""
        if self._seconds:
            self._seconds[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild(self, buttons: Sequence[Button]) -> None:
        clear(self._row)
        self._seconds = []
        for button in buttons:
            made = SecondaryButton(button.words, button.glyph, is_small=len(buttons) > 1)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(self._second)
            self._seconds.append(made)
            self._row.addWidget(made)
            made.show()

    def follow(self, before: "ActionPanel") -> None:
        """Stand where that panel stood: when its button led here, a second press on it does nothing."""
        if before._is_pressed and before._foot.primary.id == NEXT:
            self._turn()

    def _turn(self) -> None:
        """From now on the button means something that nobody can have meant before."""
        self._is_pressed = False
        self._turned.start()

    def _primary(self) -> None:
        """A press that was meant for the button that stood here a moment ago neither answers a question nor begins
        with the next customer. Whoever goes on pressing is not heard until they pause."""
        if self._turned.isValid() and not self._turned.hasExpired(SURE_MS):
            self._turned.start()
            return
        self._is_pressed = True
        self.pressed.emit(self._foot.primary.id)

    def _second(self) -> None:
        for shown, button in zip(self._seconds, self._foot.secondary, strict=True):
            if shown is self.sender():
                self.pressed.emit(button.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface and its left edge."""
        painter, shown = QPainter(self), theme()
        painter.fillRect(self.rect(), shown.colour(Role.BG_SURFACE))
        painter.fillRect(QRectF(0, 0, 1, self.height()), shown.colour(Role.BORDER_SUBTLE))


def _show_button(shown: PrimaryButton | SecondaryButton, button: Button) -> None:
    shown.setText(button.words)
    if isinstance(shown, SecondaryButton):
        shown.glyph = button.glyph
    shown.setEnabled(button.is_enabled)
    shown.setToolTip(tip(button.why_not))
    shown.setAccessibleDescription(button.why_not)
    shown.updateGeometry()


class Screen(QWidget, Generic[M]):
    """One screen: `build` makes its widgets once, `draw` shows a state. Ends with its model's place.

    One that is built ahead of its model connects the model's intents in `link`.
    `went_back`: its arrow was pressed. `wants_search`: nothing is opened on it yet, so whoever comes here types
    into the search.
    """

    went_back = Signal()
    wants_search = False

    model: M

    def __init__(self, press: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_built = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.facts = QWidget()
        self.main = QVBoxLayout(self.facts)
        self.leave_room(0)
        self.main.setSpacing(12)
        self.panel = ActionPanel()
        self.panel.pressed.connect(press)
        row.addWidget(self.facts, 1)
        row.addWidget(self.panel)

    def follow(self, before: QWidget | None) -> None:
        """Be shown in the place of what stood there before."""
        if isinstance(before, Screen):
            self.panel.follow(before.panel)

    def build_ahead(self) -> None:
        """Make the widgets before there is a model."""
        self.build()
        self._is_built = True

    def show_model(self, model: M) -> None:
        """Show that model from now on; once."""
        self.model = model
        if not self._is_built:
            self.build()
        self.link()
        self._stop = model.subscribe(self._show)
        self._show(model.state)

    def build(self) -> None:
        """Make the widgets and connect them to the model's intents."""
        raise NotImplementedError

    def link(self) -> None:
        """Connect the model's intents, where `build` could not."""

    def draw(self, state: Any) -> None:
        """Show a state, all of it; the same state twice changes nothing."""
        raise NotImplementedError

    def leave_room(self, height: int) -> None:
        """For what floats over the end of the facts: it covers none of them."""
        self.main.setContentsMargins(MARGIN, TOP, MARGIN_RIGHT, BOTTOM + height)

    def _show(self, state: Any) -> None:
        self.draw(state)
        self.panel.show_foot(self.model.foot)

    def leave(self) -> None:
        """The place is closed. Whoever still names this object then, Qt's binding now and then does, keeps nothing
        with it."""
        self._stop()
        kept = self.__dict__
        self.destroyed.connect(lambda *_: kept.clear())
        self.deleteLater()
