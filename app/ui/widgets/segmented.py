"""One of a few, side by side in one frame; arrow keys move, as among radio buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.presentation.marks import Glyph
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import box, text, text_width
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.painted import PaintedButton


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: what it stands for, its words and, where it helps, an icon."""

    value: str
    words: str
    glyph: Glyph | None = None
    is_enabled: bool = True


class _SegmentButton(PaintedButton):
    def __init__(self, segment: Segment, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment = segment
        self.setCheckable(True)
        self.setText(segment.words)
        self.setEnabled(segment.is_enabled)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _content(self) -> float:
        icon = 22 if self.segment.glyph is not None else 0
        return icon + text_width(self.text(), type_font(Type.SMALL, 600))

    def sizeHint(self) -> QSize:
        return QSize(round(self._content()) + 24, self.theme.size("height.control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._content()) + 12, self.theme.size("height.control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown, radius = self.theme, self.theme.radius("button")
        ink = shown.colour(Role.TEXT_PRIMARY if self.isEnabled() else Role.TEXT_DISABLED)
        if self.isChecked():
            box(painter, self.area, radius, shown.colour(Role.BG_SELECTED), shown.colour(Role.ACCENT_SOLID), 2)
            is_hc = shown.name is ThemeName.HC
            ink = shown.colour(Role.TEXT_INVERSE if is_hc else Role.ACCENT_TEXT)
        elif self.is_hovered:
            box(painter, self.area.adjusted(1, 1, -1, -1), radius, shown.colour(Role.BG_HOVER))
        x = max(6.0, (self.width() - self._content()) / 2)
        if self.segment.glyph is not None:
            draw_icon(painter, self.segment.glyph, x, (self.height() - 16) / 2, 16, ink)
            x += 22
        font = type_font(Type.SMALL, 600 if self.isChecked() else 500)
        text(painter, QRectF(x, 0, self.width() - x - 4, self.height()), self.text(), font, ink)
        self.paint_focus(painter, radius)


class Segmented(QWidget):
    """The group. `chosen(value)` when a person chooses; `choose` from outside says nothing."""

    chosen = Signal(str)

    def __init__(self, name: str, segments: Sequence[Segment] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._segments: tuple[Segment, ...] = ()
        self._group.buttonClicked.connect(self._clicked)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.offer(segments)

    def offer(self, segments: Sequence[Segment], value: str = "") -> None:
        """The choices; buttons stay when only words changed, so that the focus does."""
        if tuple(segments) == self._segments and value in ("", self.value):
            return
        if [s.value for s in segments] != [s.value for s in self._segments]:
            for button in self._group.buttons():
                self._group.removeButton(button)
                self._row.removeWidget(button)
                button.hide()
                button.deleteLater()
            for segment in segments:
                made = _SegmentButton(segment, self)
                self._group.addButton(made)
                self._row.addWidget(made)
        self._segments = tuple(segments)
        for button, segment in zip(self._buttons(), segments, strict=True):
            button.segment = segment
            button.setText(segment.words)
            button.setEnabled(segment.is_enabled)
            button.updateGeometry()
        self.choose(value or self.value)

    def _buttons(self) -> list[_SegmentButton]:
        return [button for button in self._group.buttons() if isinstance(button, _SegmentButton)]

    @property
    def value(self) -> str:
        """What is chosen, empty when nothing is."""
        checked = self._group.checkedButton()
        return checked.segment.value if isinstance(checked, _SegmentButton) else ""

    def choose(self, value: str) -> None:
        """Show a choice."""
        for button in self._buttons():
            if button.segment.value == value:
                button.setChecked(True)
        self.update()

    def _clicked(self, button: PaintedButton) -> None:
        if isinstance(button, _SegmentButton):
            self.update()
            self.chosen.emit(button.segment.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the choice."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        buttons = [button for button in self._buttons() if button.isEnabled()]
        if step is None or not buttons:
            super().keyPressEvent(event)
            return
        focused = next((i for i, button in enumerate(buttons) if button.hasFocus()), 0)
        wanted = buttons[(focused + step) % len(buttons)]
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        wanted.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The common frame and the lines between."""
        painter = QPainter(self)
        shown = theme()
        edge = shown.colour(Role.BORDER_CONTROL)
        box(painter, QRectF(self.rect()), shown.radius("button"), shown.colour(Role.BG_SURFACE), edge)
        for button in self._buttons()[1:]:
            painter.fillRect(QRectF(button.x(), 1, 1, self.height() - 2), shown.colour(Role.BORDER_SUBTLE))
