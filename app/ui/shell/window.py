"""The window: rail, top, the screen of where we are, strip; keys and scans that count everywhere."""

import sys
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.presentation.article_pictures import ArticlePictures
from app.presentation.counter import Counter
from app.presentation.frame import CounterState, ToastState
from app.presentation.routes import AttentionRoute, DevicesRoute, RecentRoute, Route, Section
from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.omnibox import OmniboxState
from app.presentation.viewmodels.palette import PaletteState
from app.presentation.viewmodels.unread import UnreadState
from app.ui.beeps import HostBeep
from app.ui.garbage import put_off
from app.ui.screens.table import Screens
from app.ui.shell.approval import ApprovalSheet
from app.ui.shell.frame import Screen
from app.ui.shell.hint_line import HintLine
from app.ui.shell.measures import (
    BOTTOM,
    MARGIN,
    PANEL_WIDTH,
    STRIP_HEIGHT,
    TOP_HEIGHT,
    WIDE_FROM,
    WIDE_PANEL_WIDTH,
)
from app.ui.shell.palette import PaletteOverlay
from app.ui.shell.rail import WIDTH as RAIL_WIDTH
from app.ui.shell.rail import NavRail
from app.ui.shell.reading_order import step
from app.ui.shell.results import ResultPopup
from app.ui.shell.strip import FactStrip
from app.ui.shell.top_bar import TopBar
from app.ui.shell.unread import UnreadPanel
from app.ui.shell.wedge import WedgeGuard
from app.ui.widgets.notice_bar import NoticeBar
from app.ui.widgets.pictures import show_pictures
from app.ui.widgets.toast import UndoToast
from hardware.api import ScanRead
from hardware.symbology.reading import scan_read

_SECTION_KEYS = {
    Qt.Key.Key_F3: Section.CUSTOMERS,
    Qt.Key.Key_F4: Section.CARTS,
    Qt.Key.Key_F6: Section.PICKUPS,
    Qt.Key.Key_F7: Section.RETURNS,
    Qt.Key.Key_F8: Section.PRICES,
}
_STRIP_PLACES: dict[str, Route] = {"link": DevicesRoute(), "freshness": DevicesRoute(), "backlog": RecentRoute()}
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel)
LEVEL = 68
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Stack(QStackedWidget):
    """The screens. Those out of sight, and one laid out for a larger window, must not keep it from shrinking."""

    def minimumSizeHint(self) -> QSize:
        """None: that every screen fits the smallest window is for the tests to say."""
        return QSize(0, 0)


class CounterWindow(QWidget):
    """The clerk's window over one counter; GUI thread."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.counter = counter
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self._screens: dict[ViewModel[Any], Screen[Any]] = {}
        self._worker = ""
        self._build()
        self._pictures = ArticlePictures(counter.desk, self._pictures_came)
        show_pictures(self._pictures.of)
        counter.subscribe(self._draw)
        counter.omnibox.subscribe(self._show_results)
        counter.palette.subscribe(self._show_palette)
        counter.unread.subscribe(self._show_unread)
        self._draw(counter.state)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(counter.tick)
        self._clock.start()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail, self.top, self.strip = NavRail(), TopBar(PANEL_WIDTH), FactStrip()
        self.stack = _Stack()
        self._maker = Screens(self.stack, self._press, self.counter.back)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.hint = HintLine()
        for part, stretch in ((self.top, 0), (self.hint, 0), (self.stack, 1), (self.strip, 0)):
            column.addWidget(part, stretch)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.toast, self.results, self.palette_sheet = UndoToast(self), ResultPopup(self), PaletteOverlay(self)
        self.news, self.fault = NoticeBar(self), NoticeBar(self)
        self.approval_sheet = ApprovalSheet(self.counter.approval, self)
        self.unread = UnreadPanel(self)
        self.wedge = WedgeGuard(self)
        self.wedge.scanned.connect(self._scanned)
        self.wedge.typed.connect(self._digit)
        counter = self.counter
        counter.desk.beeps.listen(HostBeep(self).sound)
        self.unread.chosen.connect(self._choose_unread)
        self.rail.went.connect(counter.go_to)
        self.rail.locked.connect(counter.lock)
        self.strip.opened.connect(self._open_fact)
        self.toast.undone.connect(counter.undo)
        self.fault.closed.connect(counter.close_fault)
        self.hint.closed.connect(counter.close_hint)
        self.news.pressed.connect(counter.open_news)
        self.news.closed.connect(counter.close_news)
        self.results.picked.connect(self._pick)
        self.results.purposed.connect(counter.omnibox.choose_purpose)
        sheet, palette = self.palette_sheet, counter.palette
        sheet.typed.connect(palette.type)
        sheet.stepped.connect(palette.move)
        sheet.entered.connect(palette.run)
        sheet.picked.connect(palette.run)
        sheet.left.connect(palette.hide)
        box = self.top.omnibox
        box.textChanged.connect(counter.omnibox.type)
        box.stepped.connect(counter.omnibox.move)
        box.entered.connect(self._enter)
        box.left.connect(self._leave_omnibox)

    @property
    def screen_shown(self) -> Screen[Any]:
        """The screen of where we are."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Screen)
        return shown

    def _draw(self, state: CounterState) -> None:
        if not state.is_locked and state.worker != self._worker:
            self._worker = state.worker
            self.top.omnibox.clear()
        self._show_results(self.counter.omnibox.state)
        self.rail.setVisible(not state.is_locked)
        self.rail.show_tiles(state.tiles, state.foot_tiles, state.lock)
        self.top.show_state(state)
        self.top.omnibox.setPlaceholderText(self.counter.omnibox.state.hint)
        self.top.omnibox.setAccessibleName(self.counter.omnibox.state.hint)
        self.strip.show_facts(state.facts, state.hints)
        self.toast.show_toast(ToastState() if state.is_locked else state.toast)
        self.news.show_notice(state.news)
        self.hint.show_hint(state.first_use, state.close)
        self.fault.show_notice(state.fault)
        self._show_screen()
        self._place()

    def _show_screen(self) -> None:
        model, before = self.counter.model, self.stack.currentWidget()
        if model not in self._screens:
            self._screens[model] = self._maker.show(model)
        shown = self._screens[model]
        if shown is not before:
            shown.follow(before)
            self.stack.setCurrentWidget(shown)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._drop_left()
            if shown.wants_search:
                self.top.omnibox.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_left(self) -> None:
        """Screens whose place is closed end."""
        open_models = self.counter.open_models
        for model in [known for known in self._screens if known not in open_models]:
            gone = self._screens.pop(model)
            self.stack.removeWidget(gone)
            gone.leave()

    def _show_results(self, state: OmniboxState) -> None:
        """Names are not for a locked screen."""
        self.results.show_state(replace(state, is_open=state.is_open and not self.counter.state.is_locked))

    def _show_palette(self, state: PaletteState) -> None:
        was_open = self.palette_sheet.isVisible()
        self.palette_sheet.show_state(state)
        if was_open and not state.is_open:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pictures_came(self) -> None:
        """Whoever painted a placeholder paints again."""
        for part in (*self.stack.findChildren(QWidget), *self.results.findChildren(QWidget)):
            part.update()

    def heard(self, read: ScanRead) -> None:
        """What a scanner read, whichever way it came."""
        put_off()
        self.counter.scanned(read)

    def _scanned(self, text: str) -> None:
        desk = self.counter.desk
        read = scan_read(text.encode("utf-8", "replace"), desk.jobs.station.device, desk.now_at)
        self.heard(replace(read, typed=self.wedge.as_typed))

    def _show_unread(self, state: UnreadState) -> None:
        """Digits answer it at once: whatever field had the focus keeps its text and gives way."""
        was_open = self.unread.isVisible()
        self.unread.show_state(state)
        self._place()
        if state.is_open:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif was_open and self.screen_shown.wants_search:
            self._focus_search()

    def _choose_unread(self, value: str) -> None:
        typed = self.counter.unread.choose(value)
        if typed is not None:
            self.top.omnibox.setText(typed)
            self._focus_search()

    def _focus_search(self) -> None:
        self.top.omnibox.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.counter.omnibox.take_up()

    def _digit(self, digit: str) -> None:
        if self.counter.approval.state.is_open:
            self.counter.approval.take_digit(digit)
        elif chosen := self.counter.unread.way_of(digit):
            self._choose_unread(chosen)
        elif not self.counter.model.take_digit(digit):
            self._search(digit)

    def _press(self, button: str) -> None:
        self.counter.press_foot(button)

    def _open_fact(self, fact: str) -> None:
        self.counter.go(_STRIP_PLACES.get(fact, AttentionRoute()))

    def _pick(self, row: str) -> None:
        self.counter.omnibox.pick(row)
        self._leave_omnibox()

    def _enter(self) -> None:
        self.counter.omnibox.enter(self._leave_omnibox)

    def _leave_omnibox(self) -> None:
        self.top.omnibox.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        """Toast and results float: their places follow the window."""
        wide = WIDE_PANEL_WIDTH if self.width() >= WIDE_FROM else PANEL_WIDTH
        self.top.set_panel_width(wide)
        for screen in self._screens.values():
            screen.panel.setFixedWidth(wide)
        left = RAIL_WIDTH + MARGIN
        main = self.width() - left - wide - 26
        self._stack_up(left, main)
        self.results.place(left, TOP_HEIGHT - 4, main)
        self.palette_sheet.place()
        self.approval_sheet.place()
        self.approval_sheet.raise_()

    def _stack_up(self, left: int, wide: int) -> None:
        """In a band the screens leave free meanwhile; a fault above it, so that no card moves another."""
        bottom = self.height() - STRIP_HEIGHT - BOTTOM
        top = bottom - self.unread.place(left, bottom, wide) - 60
        levels = 0
        for card, level in ((self.toast, 0), (self.news, 0), (self.fault, 1)):
            card.setGeometry(left, top - LEVEL * level, wide, 60)
            if not card.isHidden():
                card.raise_()
                levels = max(levels, level + 1)
        for screen in self._screens.values():
            screen.leave_room(LEVEL * levels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place what floats."""
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        """Hear keys where they enter the window: before any widget, and no other event."""
        super().showEvent(event)
        handle = self.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)
        if self.focusWidget() is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Nothing of the window itself looks different: Qt would paint all of it again."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nor when it goes."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean the same on every screen; a menu keeps its own, but for a scanner's."""
        if event.type() in _TOUCHES:
            self.counter.touch()
            put_off()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            try:
                is_own = watched is self.windowHandle()
                return self.wedge.take(event) or (is_own and self._take_key(event))
            except Exception:
                # Left to Qt, an exception here ends the process when another one is on its way.
                sys.excepthook(*sys.exc_info())
                return True
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key, is_control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.counter.approval.state.is_open and key != Qt.Key.Key_F12:
            return self._answer(key, event.text())
        if key in _SECTION_KEYS:
            self.counter.go_to(_SECTION_KEYS[key])
        elif key == Qt.Key.Key_F1:
            self.counter.help()
        elif key == Qt.Key.Key_F2:
            self._focus_search()
        elif key == Qt.Key.Key_F9:
            self._press_primary(event)
        elif key == Qt.Key.Key_F10 or (key == Qt.Key.Key_K and is_control):
            self.counter.open_palette()
        elif key == Qt.Key.Key_F12:
            self.counter.lock()
        elif key == Qt.Key.Key_Z and is_control:
            self.counter.undo()
        else:
            return self._take_typed(key, event)
        return True

    def _answer(self, key: Qt.Key, typed: str) -> bool:
        """Keys while another person's yes is asked for."""
        if typed.isdigit():
            self.wedge.hold(typed)
            return True
        return self.approval_sheet.take_key(key)

    def _take_typed(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """Enter, Esc, digits and letters while no field has the focus."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit):
            return False
        if key == Qt.Key.Key_Escape:
            self.counter.escape()
            return True
        if key in _ENTER and not self._has_own_enter(focused):
            self._press_entered(event)
            return True
        return self._take_text(event.text())

    def _press_primary(self, event: QKeyEvent) -> None:
        """A key held down presses once: the second press may be the answer to a question about money."""
        if not event.isAutoRepeat() and not self.counter.is_covered:
            self.screen_shown.panel.primary.click()

    def _press_entered(self, event: QKeyEvent) -> None:
        safe = self.counter.model.foot.enter
        if not safe:
            self._press_primary(event)
        elif not event.isAutoRepeat():
            self.counter.press_foot(safe)

    def _has_own_enter(self, focused: QWidget | None) -> bool:
        """A control the keyboard went to answers Enter itself; on the bare window it means the one button."""
        return focused not in (None, self) and focused.isEnabled()

    def _take_text(self, typed: str) -> bool:
        if not typed or not typed.isprintable() or typed == " ":
            return False
        if typed.isdigit() and (self.counter.model.takes_digits or self.counter.unread.is_open):
            self.wedge.hold(typed)
            return True
        if self.counter.state.is_locked:
            return False
        self._search(typed)
        return True

    def _search(self, typed: str) -> None:
        self._focus_search()
        self.top.omnibox.insert(typed)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # Qt's signature
        """Tab reads: rail, search, results, hint, facts, the decision, what broke, came or was done, the strip."""
        screen, cards = self.screen_shown, (self.fault, self.news, self.toast)
        regions = (self.rail, self.top, self.results, self.hint, screen.facts, screen.panel, *cards, self.strip)
        return step(regions, is_next=is_next)

    def closeEvent(self, event: QCloseEvent) -> None:
        """No more ticks."""
        self._clock.stop()
        super().closeEvent(event)
