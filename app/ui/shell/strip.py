"""The strip: link, freshness, backlog, attention; each opens what it speaks of. Quiet key hints on the right."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.presentation.frame import StripFact
from app.presentation.marks import Tone
from app.ui.shell.measures import STRIP_HEIGHT
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.key_cap import KeyCap
from app.ui.widgets.painted import PaintedButton, tone_fill, tone_ink
from app.ui.widgets.text import Text


class _FactButton(PaintedButton):
    def __init__(self, fact: StripFact, parent: QWidget) -> None:
        super().__init__(parent)
        self.fact = fact
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_fact(fact)

    def show_fact(self, fact: StripFact) -> None:
        self.fact = fact
        self.setText(fact.words)
        self.setAccessibleName(fact.words)
        self.updateGeometry()
        self.update()

    @property
    def _is_pressing(self) -> bool:
        return self.fact.tone is Tone.WARNING

    def sizeHint(self) -> QSize:
        weight = 600 if self._is_pressing else 400
        return QSize(round(text_width(self.fact.words, type_font(Type.SMALL, weight))) + 48, STRIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown, fact = self.theme, self.fact
        if fact.is_filled:
            painter.fillRect(self.rect().adjusted(0, 1, 0, 0), tone_fill(shown, fact.tone))
        elif self.is_hovered:
            painter.fillRect(self.rect().adjusted(0, 1, 0, 0), shown.colour(Role.BG_HOVER))
        ink = tone_ink(shown, fact.tone) if self._is_pressing else shown.colour(Role.TEXT_SECONDARY)
        icon = ink if fact.tone is Tone.NEUTRAL else tone_ink(shown, fact.tone)
        draw_icon(painter, fact.glyph, 12, (STRIP_HEIGHT - 16) / 2, 16, icon)
        font = type_font(Type.SMALL, 600 if self._is_pressing else 400, is_tabular=True)
        text(painter, QRectF(36, 0, self.width() - 40, STRIP_HEIGHT), fact.words, font, ink)
        painter.fillRect(QRectF(self.width() - 1, 8, 1, STRIP_HEIGHT - 16), shown.colour(Role.BORDER_SUBTLE))
        self.paint_focus(painter, 0)


class FactStrip(QWidget):
    """`opened(fact)` when one is pressed."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(STRIP_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 24, 0)
        row.setSpacing(0)
        self._facts = QHBoxLayout()
        self._facts.setSpacing(0)
        self._keys = QWidget()
        self._hints = QHBoxLayout(self._keys)
        self._hints.setContentsMargins(0, 0, 0, 0)
        self._hints.setSpacing(8)
        row.addLayout(self._facts)
        row.addStretch(1)
        row.addWidget(self._keys)
        self._buttons: list[_FactButton] = []
        self._hint_words: list[tuple[KeyCap, Text]] = []

    def show_facts(self, facts: Sequence[StripFact], hints: Sequence[tuple[str, str]]) -> None:
        """The four facts and the keys."""
        while len(self._buttons) < len(facts):
            button = _FactButton(facts[len(self._buttons)], self)
            button.clicked.connect(self._pressed)
            self._buttons.append(button)
            self._facts.addWidget(button)
        for button, fact in zip(self._buttons, facts, strict=True):
            if button.fact != fact:
                button.show_fact(fact)
        while len(self._hint_words) < len(hints):
            cap, label = KeyCap(hints[len(self._hint_words)][0]), Text("", Type.SMALL, 400, "muted")
            self._hint_words.append((cap, label))
            self._hints.addWidget(cap)
            self._hints.addWidget(label)
            self._hints.addSpacing(8)
        for number, (cap, label) in enumerate(self._hint_words):
            words = hints[number][1] if number < len(hints) else ""
            label.show_words(words)
            cap.setVisible(bool(words))

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, _FactButton):
            self.opened.emit(button.fact.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface and its upper edge."""
        painter, shown = QPainter(self), theme()
        painter.fillRect(self.rect(), shown.colour(Role.BG_SURFACE))
        painter.fillRect(QRectF(0, 0, self.width(), 1), shown.colour(Role.BORDER_SUBTLE))
