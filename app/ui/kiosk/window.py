"""The kiosk's window: one page, six keys, a scanner, a hidden corner; nothing else of the machine."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QClipboard,
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.presentation.kiosk.blocks import KioskState
from app.presentation.kiosk.model import KioskModel
from app.presentation.kiosk.session import Page
from app.ui.beeps import HostBeep
from app.ui.garbage import put_off
from app.ui.kiosk.page import PageView, signature
from app.ui.kiosk.scale import Scale
from app.ui.shell.wedge import WedgeGuard
from app.ui.theme.look import look
from app.ui.theme.tokens import ThemeName
from app.ui.widgets.pictures import show_pictures
from hardware.api import ScanRead
from hardware.symbology.reading import scan_read

CORNER_MM = 20.0
AGAIN_S, KEY_AGAIN_S = 0.5, 0.2
"""The same press this soon is a trembling hand; the same sign may be wanted twice."""
_PREVIOUS = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backtab)
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Tab)
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)


class KioskWindow(QWidget):
    """The window over one kiosk; GUI thread. `pitch` is millimetres from one pixel to the next."""

    def __init__(self, model: KioskModel, pitch: float) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.model, self.pitch = model, pitch
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._may_close = False
        self._look = ""
        self._last = ("", 0.0)
        self._is_swallowing = False
        self.view: PageView | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # A page laid out for another screen must not keep the window from taking the size of this one.
        self.setMinimumSize(1, 1)
        self.wedge = WedgeGuard(self)
        self.wedge.scanned.connect(self._scanned)
        model.desk.beeps.listen(HostBeep(self).sound)
        model.on_wipe, model.on_leave = self._wipe_soon, self.leave
        self._bring_back_pictures = show_pictures(model.picture)
        model.subscribe(self._draw)
        self._draw(model.state)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(model.tick)
        self._clock.start()

    # what is shown

    def _scale(self, state: KioskState) -> Scale:
        return Scale(self.pitch, self.width(), self.height(), state.is_large, state.is_low)

    def _draw(self, state: KioskState) -> None:
        if state.look != self._look:
            self._look = state.look
            if (shown := look()) is not None:
                shown.show(ThemeName(state.look))
        scale = self._scale(state)
        if self.view is not None and self.view.signature == signature(state, scale):
            self.view.show_state(state)
            return
        is_other = self.view is None or self.view.state.page != state.page
        focused = self._place_of_focus()
        self._drop_view()
        self.view = PageView(state, scale, self)
        self.view.pressed.connect(self._pressed)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.view)
        self.view.show()
        self.setAccessibleName(state.name)
        if is_other:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._announce()
        elif focused:
            self._focus_on(focused)

    def _place_of_focus(self) -> str:
        focused = QApplication.focusWidget()
        controls = [] if self.view is None else self.view.controls
        return next((control.press_id for control in controls if control is focused), "")

    def _focus_on(self, press_id: str) -> None:
        assert self.view is not None
        found = next((control for control in self.view.controls if control.press_id == press_id), None)
        (found or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_view(self) -> None:
        if self.view is not None:
            layout = self.layout()
            assert layout is not None
            layout.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None

    def _announce(self) -> None:
        """Whoever listens hears where they are."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def _wipe_soon(self) -> None:
        """After the press that ended the visit has been answered: its button is among what goes."""
        QTimer.singleShot(0, self, self.wipe)

    def wipe(self) -> None:
        """Nothing of the visit stays in the window: its widgets end now, the clipboard is empty."""
        clipboard = QGuiApplication.clipboard()
        clipboard.clear(QClipboard.Mode.Clipboard)
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        self.wedge.as_typed = ""
        show_pictures(self.model.picture)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # what is done

    def _pressed(self, press_id: str) -> None:
        now_s = time.monotonic()
        last, at_s = self._last
        place = f"{self.model.session.page} {press_id}"
        if last == place and now_s - at_s < (KEY_AGAIN_S if press_id.startswith("key:") else AGAIN_S):
            return
        self._last = (place, now_s)
        self.model.pressed(press_id)

    def heard(self, read: ScanRead) -> None:
        """What a scanner read, whichever way it came."""
        put_off()
        self.model.scanned(read)

    def _scanned(self, text: str) -> None:
        desk = self.model.desk
        self.heard(scan_read(text.encode("utf-8", "replace"), desk.station.device, desk.clock.now_at()))

    def leave(self) -> None:
        """Staff closes the kiosk."""
        self._may_close = True
        self._bring_back_pictures()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """No key and no gesture of the system closes a kiosk."""
        if not self._may_close:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another screen is another page."""
        super().resizeEvent(event)
        self._draw(self.model.state)

    def showEvent(self, event: QShowEvent) -> None:
        """Hear keys and touches where they enter the window."""
        super().showEvent(event)
        handle = self.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the kiosk's own keypad and of scanners; any other means nothing here."""
        try:
            if isinstance(event, QMouseEvent):
                return self._take_touch(event)
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                put_off()
                return self.wedge.take(event) or self._take_key(Qt.Key(event.key()), is_again=event.isAutoRepeat())
        except Exception:
            # Left to Qt, an exception here ends the process when another one is on its way.
            sys.excepthook(*sys.exc_info())
            return True
        return False

    def _take_touch(self, event: QMouseEvent) -> bool:
        """The first touch only wakes: neither it nor its end presses anything."""
        if event.type() == QEvent.Type.MouseButtonRelease and self._is_swallowing:
            self._is_swallowing = False
            return True
        if event.type() != QEvent.Type.MouseButtonPress:
            return False
        put_off()
        self.model.touch()
        if self._is_corner(event.position()):
            self.model.staff.tap()
        elif self.model.session.page is Page.ATTRACT:
            self._is_swallowing = True
            self.model.wake()
            return True
        return False

    def _is_corner(self, at: QPointF) -> bool:
        side = CORNER_MM / self.pitch
        return at.x() < side and at.y() < side

    def _take_key(self, key: Qt.Key, *, is_again: bool) -> bool:
        """Whether the page is not to hear it. A key held down is one press."""
        if is_again:
            return True
        self.model.touch()
        page = self.model.session.page
        if page is Page.ATTRACT:
            self.model.wake()
        elif page is Page.IDLE:
            self.model.pressed("exit" if key == Qt.Key.Key_Escape else "more")
        elif key in _CHOOSE:
            return False
        elif (act := self._acts().get(key)) is not None:
            act()
        return True

    def _acts(self) -> "dict[Qt.Key, Callable[[], None]]":
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Escape: lambda: self.model.pressed("back"),
            Qt.Key.Key_Backspace: lambda: self.model.pressed("delete"),
            Qt.Key.Key_F1: lambda: self.model.pressed("help"),
            Qt.Key.Key_F5: self._repeat,
        }
        acts |= dict.fromkeys(_PREVIOUS, lambda: self._step(-1))
        return acts | dict.fromkeys(_NEXT, lambda: self._step(1))

    def _step(self, by: int) -> None:
        """The next control, round and round."""
        controls = [] if self.view is None else self.view.controls
        if not controls:
            return
        ids = [control.press_id for control in controls]
        at = self._place_of_focus()
        place = (ids.index(at) + by) % len(ids) if at in ids else (0 if by > 0 else -1)
        controls[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _repeat(self) -> None:
        """Said again from the beginning of the page."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._announce()
