"""What is pressed on a kiosk: tasks, options, keys, ways on and back, and the bar that is always there."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.presentation.kiosk.blocks import Ground, Option, Press, Task
from app.presentation.marks import Glyph
from app.ui.kiosk.parts import Pressable, ink, primary_fill
from app.ui.kiosk.scale import Scale, Step
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_CENTRE, box, lines, lines_height, text, text_width
from app.ui.theme.tokens import Role, ThemeName


class TaskCard(Pressable):
    """A task: what, and with what; the first one of a page is filled."""

    def __init__(self, task: Task, scale: Scale, *, is_primary: bool, is_row: bool) -> None:
        super().__init__(task.id, scale)
        self.is_primary, self.is_row = is_primary, is_row
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.show_task(task)

    def show_task(self, task: Task) -> None:
        """Other words, or a reason why not."""
        self.task, self.is_off = task, bool(task.why_not)
        self.setText(task.title)
        self.setAccessibleName(task.title)
        self.setAccessibleDescription(task.why_not or task.line)
        self.setCheckable(task.is_on is not None)
        self.setChecked(bool(task.is_on))
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """What is chosen is for the model to say."""

    def hasHeightForWidth(self) -> bool:
        """Words break into as many lines as they need."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A hand high where there is room, never less than the words need."""
        room = max(1.0, width - self._left - self._side - self._arrow)
        words = lines_height(self.task.title, self._title, room) + lines_height(self._line, self._body, room)
        least = self.scale.px(self._least_mm)
        return round(max(least, words + 2 * self._pad, self._icon + 2 * self._pad))

    @property
    def _least_mm(self) -> int:
        """In millimetres: a row is as high as a thumb is long where the screen is high."""
        if self.is_row:
            return 22 if self.scale.is_wide or self.scale.is_low else 30
        return 92 if self.is_primary and not self.scale.is_large else 62

    def sizeHint(self) -> QSize:
        """A hand wide."""
        return QSize(self.scale.px(60), self.heightForWidth(max(self.width(), self.scale.px(60))))

    def minimumSizeHint(self) -> QSize:
        """As much as the words need."""
        return QSize(self.scale.px(60), self.heightForWidth(max(self.width(), self.scale.px(60))))

    @property
    def _arrow(self) -> int:
        return 0 if self.is_off or self.task.is_on is not None else self.scale.px(9)

    @property
    def _line(self) -> str:
        return self.task.why_not or self.task.line

    @property
    def _title(self) -> QFont:
        if self.is_row:
            return self.scale.font(Step.HEADING, 700)
        step = Step.PAGE if not self.is_primary or self.scale.is_large else Step.PRICE
        return self.scale.font(step, 700)

    @property
    def _body(self) -> QFont:
        return self.scale.font(Step.TITLE if self.is_primary and not self.is_row else Step.BODY)

    @property
    def _pad(self) -> int:
        return self.scale.px(3 if self.is_row else 8)

    @property
    def _icon(self) -> int:
        large = 50 if self.is_primary and not self.scale.is_large else 32
        return self.scale.px(14 if self.is_row else large)

    @property
    def _side(self) -> int:
        """Left and right of what is in it."""
        return self.scale.px(8 if not self.is_row else 4 if self.scale.is_wide else 6)

    @property
    def _left(self) -> int:
        """Where its words begin."""
        return 2 * self._side + self._icon if not self.is_row else self._side + self._icon + self.scale.px(5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon on its tile, words, an arrow."""
        painter, shown = QPainter(self), self.theme
        is_filled = self.is_primary and not self.is_off
        fill = primary_fill(shown, is_down=self.isDown()) if is_filled else self.plain_fill()
        colour = shown.colour(Role.ACCENT_ON if is_filled else Role.TEXT_PRIMARY)
        second = colour if is_filled else shown.colour(Role.TEXT_SECONDARY)
        if self.task.is_on:
            self.paint_box(painter, shown.colour(Role.ACCENT_SUBTLE), shown.colour(Role.ACCENT_TEXT), 1.5)
        else:
            self.paint_box(painter, fill, None if is_filled else shown.colour(Role.BORDER_CONTROL))
        icon = self._icon
        tile = QRectF(self._side, (self.height() - icon) / 2, icon, icon)
        if not self.is_row:
            back = shown.colour(Role.ACCENT_PRESSED) if is_filled else shown.colour(Role.ACCENT_SUBTLE)
            if shown.name is not ThemeName.HC:
                box(painter, tile, shown.radius("card"), back)
        mark = colour if is_filled or self.is_off else shown.colour(Role.ACCENT_TEXT)
        size = round(icon * (0.66 if not self.is_row else 0.8))
        glyph = self.task.glyph if self.task.is_on is None else Glyph.CHECK
        if self.task.is_on is not None:
            self._paint_check(painter, tile)
        if self.task.is_on is not False:
            draw_icon(painter, glyph, tile.center().x() - size / 2, tile.center().y() - size / 2, size, mark)
        self._paint_words(painter, colour, second)
        self.paint_focus(painter, shown.radius("card") * 1.4)

    def _paint_check(self, painter: QPainter, tile: QRectF) -> None:
        """A box that is ticked or not."""
        edge = self.theme.colour(Role.ACCENT_TEXT if self.task.is_on else Role.BORDER_CONTROL)
        radius = self.theme.radius("button")
        box(painter, tile, radius, self.theme.colour(Role.BG_SURFACE), edge, max(2, self.scale.px(0.8)))

    def _paint_words(self, painter: QPainter, colour: QColor, second: QColor) -> None:
        left, arrow = self._left, self._arrow
        room = self.width() - left - self._side - arrow
        title = lines_height(self.task.title, self._title, room)
        line = lines_height(self._line, self._body, room)
        top = (self.height() - title - line) / 2
        lines(painter, QRectF(left, top, room, title), self.task.title, self._title, colour)
        lines(painter, QRectF(left, top + title, room, line), self._line, self._body, second)
        if arrow:
            at = self.width() - self._side - arrow
            draw_icon(painter, Glyph.CHEVRON_RIGHT, at, (self.height() - arrow) / 2, arrow, colour)


class OptionCell(Pressable):
    """One of a few; the chosen one has a heavy edge and a check."""

    def __init__(self, option: Option, scale: Scale, *, is_tall: bool = False) -> None:
        super().__init__(option.id, scale)
        self.is_tall = is_tall
        self.show_option(option)

    def show_option(self, option: Option) -> None:
        """Chosen or not."""
        self.option = option
        self.setText(option.words)
        self.setAccessibleName(f"{option.words} {option.line}".strip())
        self.setCheckable(True)
        self.setChecked(option.is_on)
        self.update()

    def nextCheckState(self) -> None:
        """What is chosen is for the model to say."""

    def sizeHint(self) -> QSize:
        """A finger high, and two lines when it has two."""
        wide = text_width(self.option.words, self.scale.font(Step.ROW, 600)) + self.scale.px(16)
        wide = max(wide, text_width(self.option.line, self.scale.font(Step.BODY)) + self.scale.px(6))
        two = self.scale.font(Step.BODY).pixelSize() * 1.25 if self.option.line else 0
        high = self.scale.font(Step.ROW).pixelSize() * 1.3 + two + self.scale.px(6)
        least = self.scale.px(32 if self.is_tall else 20)
        return QSize(round(max(wide, self.scale.px(32))), round(max(high, least)))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, and under them what there is."""
        painter, shown, option = QPainter(self), self.theme, self.option
        if option.is_on:
            fill = shown.colour(Role.ACCENT_SUBTLE)
            self.paint_box(painter, fill, shown.colour(Role.ACCENT_TEXT), 1.0)
        else:
            self.paint_box(painter, self.plain_fill(), shown.colour(Role.BORDER_CONTROL))
        colour = shown.colour(Role.ACCENT_TEXT if option.is_on else Role.TEXT_PRIMARY)
        font, body = self.scale.font(Step.ROW, 600), self.scale.font(Step.BODY)
        # Two lines stand together in the middle, however high the cell is.
        two = font.pixelSize() * 1.3 + body.pixelSize() * 1.25
        top = (self.height() - two) / 2 if option.line else 0.0
        high = font.pixelSize() * 1.3 if option.line else float(self.height())
        mark, wide = self.scale.px(7), text_width(option.words, font)
        if option.is_on:
            left = (self.width() - wide - mark - 6) / 2
            draw_icon(painter, Glyph.CHECK, left, top + (high - mark) / 2, mark, colour)
            text(painter, QRectF(left + mark + 6, top, wide + 2, high), option.words, font, colour)
        else:
            text(painter, QRectF(0, top, self.width(), high), option.words, font, colour, ALIGN_CENTRE)
        if option.line:
            second = shown.colour(Role.TEXT_PRIMARY if option.is_on else Role.TEXT_SECONDARY)
            under = QRectF(0, top + high, self.width(), body.pixelSize() * 1.25)
            text(painter, under, option.line, body, second, ALIGN_CENTRE)
        self.paint_focus(painter, shown.radius("card"))


class KeyCell(Pressable):
    """A sign under a finger, or the one that takes the last sign away."""

    def __init__(self, press_id: str, words: str, scale: Scale, glyph: Glyph | None = None) -> None:
        super().__init__(press_id, scale)
        self.glyph = glyph
        self.setText(words)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """Twenty millimetres at least."""
        return QSize(self.scale.px(20), self.scale.px(28 if not self.scale.is_wide else 20))

    def minimumSizeHint(self) -> QSize:
        """Likewise."""
        return QSize(self.scale.px(20), self.scale.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign in the middle."""
        painter, shown = QPainter(self), self.theme
        self.paint_box(painter, self.plain_fill(), shown.colour(Role.BORDER_CONTROL))
        colour = shown.colour(Role.TEXT_PRIMARY)
        if self.glyph is None:
            text(painter, self.area, self.text(), self.scale.font(Step.HEADING, 600), colour, ALIGN_CENTRE)
        else:
            fits = text_width(self.text(), self.scale.font(Step.BODY, 600)) < self.width() - self.scale.px(15)
            _paint_pair(self, painter, self.glyph, self.text() if fits else "", Step.BODY, colour)
        self.paint_focus(painter, shown.radius("card"))


class WayButton(Pressable):
    """Back, out, and the one that goes on."""

    def __init__(self, press: Press, scale: Scale, *, is_primary: bool) -> None:
        super().__init__(press.id, scale)
        self.is_primary = is_primary
        self.show_press(press)

    def show_press(self, press: Press) -> None:
        """Other words, or what is missing."""
        self.press, self.is_off = press, bool(press.why_not)
        self.setText(press.why_not or press.words)
        self.setAccessibleName(press.words)
        self.setAccessibleDescription(press.why_not)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide as its words."""
        wide = text_width(self.text(), self.scale.font(Step.TITLE, 600)) + self.scale.px(24)
        return QSize(round(wide), self.scale.px(28 if not self.scale.is_wide else 20))

    def minimumSizeHint(self) -> QSize:
        """Words may break the row, never be cut."""
        return QSize(self.sizeHint().width() - self.scale.px(8), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon and words in the middle."""
        painter, shown = QPainter(self), self.theme
        is_filled = self.is_primary and not self.is_off
        fill = primary_fill(shown, is_down=self.isDown()) if is_filled else self.plain_fill()
        self.paint_box(painter, fill, None if is_filled else shown.colour(Role.BORDER_CONTROL))
        colour = shown.colour(Role.ACCENT_ON if is_filled else Role.TEXT_PRIMARY)
        _paint_pair(self, painter, self.press.glyph, self.text(), Step.TITLE, colour)
        self.paint_focus(painter, shown.radius("card") * 1.4)


class ServiceCell(Pressable):
    """One of the cells that are on every page, in the same order."""

    def __init__(self, press: Press, scale: Scale) -> None:
        super().__init__(press.id, scale)
        self.show_press(press)

    def show_press(self, press: Press) -> None:
        """On or off."""
        self.press = press
        self.setText(press.words)
        self.setAccessibleName(press.words)
        self.setCheckable(press.id not in ("help", "language"))
        self.setChecked(press.is_on)
        self.update()

    def nextCheckState(self) -> None:
        """What is on is for the model to say."""

    def sizeHint(self) -> QSize:
        """A thumb."""
        return QSize(self.scale.px(30), self.scale.px(30))

    def minimumSizeHint(self) -> QSize:
        """Fifteen millimetres at least."""
        return QSize(self.scale.px(20), self.scale.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon over words; the first one is dark, one that is on has an edge and a check."""
        painter, shown = QPainter(self), self.theme
        is_call = self.press.id == "help"
        fill = shown.colour(
            Role.BG_INVERSE if is_call else Role.ACCENT_SUBTLE if self.press.is_on else Role.BG_SUNKEN
        )
        has_edge = self.press.is_on or not shown.has_shadows
        self.paint_box(painter, fill, shown.colour(Role.ACCENT_TEXT) if has_edge else None, 0.8)
        colour = ink(shown, Ground.DARK if is_call else Ground.CANVAS)
        font, icon = self.scale.font(Step.BODY, 600), self.scale.px(9)
        room = self.width() - self.scale.px(6)
        high = lines_height(self.text(), font, room)
        top = (self.height() - icon - high) / 2
        glyph = Glyph.CHECK if self.press.is_on else self.press.glyph
        draw_icon(painter, glyph, (self.width() - icon) / 2, top, icon, colour)
        painter.setFont(font)
        painter.setPen(colour)
        rect = QRectF((self.width() - room) / 2, top + icon, room, high)
        _centred(painter, rect, self.text())
        self.paint_focus(painter, shown.radius("card") * 1.4)


def _centred(painter: QPainter, rect: QRectF, words: str) -> None:
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)


def _paint_pair(
    button: Pressable, painter: QPainter, glyph: Glyph, words: str, step: Step, colour: QColor
) -> None:
    """Icon and words as one group in the middle; smaller where they would be cut."""
    icon, gap = button.scale.px(8), button.scale.px(2)
    room = button.width() - icon - 3 * gap
    font = button.scale.fitting(words, room, step, Step.ROW, Step.BODY, weight=600)
    wide = min(text_width(words, font), room)
    left = (button.width() - wide - icon - gap) / 2
    draw_icon(painter, glyph, left, (button.height() - icon) / 2, icon, colour)
    text(painter, QRectF(left + icon + gap, 0, wide + 2, button.height()), words, font, colour)
