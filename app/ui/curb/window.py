"""The tablet's window: one page, a scanner, a finger under which nothing moves."""

import sys

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presentation.curb.model import CurbModel
from app.presentation.curb.states import CurbState
from app.ui.beeps import HostBeep
from app.ui.curb.pad import Ink
from app.ui.curb.page import PageView, signature
from app.ui.curb.scale import TabletScale
from app.ui.garbage import put_off
from app.ui.shell.wedge import WedgeGuard
from app.ui.theme.look import look
from app.ui.theme.tokens import ThemeName
from hardware.api import ScanRead
from hardware.symbology.reading import scan_read


class CurbWindow(QWidget):
    """The window over one tablet; GUI thread. `pitch` is millimetres from one pixel to the next."""

    def __init__(self, model: CurbModel, pitch: float) -> None:
        super().__init__(None)
        self.model, self.pitch = model, pitch
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = ""
        self.view: PageView | None = None
        self._ink = Ink()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # A page laid out for one orientation must not keep the tablet from being turned.
        self.setMinimumSize(1, 1)
        self.wedge = WedgeGuard(self)
        self.wedge.scanned.connect(self._scanned)
        model.desk.beeps.listen(HostBeep(self).sound)
        self._stop = model.subscribe(self._draw)
        self._draw(model.state)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(model.tick)
        self._clock.start()

    def _draw(self, state: CurbState) -> None:
        if state.look != self._look:
            self._look = state.look
            if (shown := look()) is not None:
                shown.show(ThemeName(state.look))
        scale = TabletScale(self.pitch, self.width(), self.height())
        if self.view is not None and self.view.signature == signature(state, scale):
            self.view.show_state(state)
            return
        if state.pad is None:
            self._ink.clear()
        is_other = self.view is None or self.view.state.page != state.page
        self._drop_view()
        self.view = PageView(state, scale, self._ink, self)
        self.view.pressed.connect(self.model.pressed)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.view)
        self.view.show()
        self.setWindowTitle(state.title)
        self.setAccessibleName(state.name)
        if is_other and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, state.name))

    def _drop_view(self) -> None:
        if self.view is not None:
            layout = self.layout()
            assert layout is not None
            layout.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None

    def heard(self, read: ScanRead) -> None:
        """What a scanner read, whichever way it came."""
        put_off()
        self.model.scans.scanned(read)

    def _scanned(self, text: str) -> None:
        desk = self.model.desk
        self.heard(scan_read(text.encode("utf-8", "replace"), desk.station.device, desk.clock.now_at()))

    def leave(self) -> None:
        """The window goes; its model is told nothing more."""
        self._clock.stop()
        self._stop()
        self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tablet was turned: the same page, laid out anew."""
        super().resizeEvent(event)
        self._draw(self.model.state)

    def showEvent(self, event: QShowEvent) -> None:
        """Hear keys and touches where they enter the window."""
        super().showEvent(event)
        handle = self.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A finger holds what is shown; keys are a scanner's, or lead back."""
        try:
            if isinstance(event, QMouseEvent):
                self._take_touch(event)
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                put_off()
                self.model.touch()
                return self.wedge.take(event) or self._take_key(event)
        except Exception:
            # Left to Qt, an exception here ends the process when another one is on its way.
            sys.excepthook(*sys.exc_info())
            return True
        return False

    def _take_touch(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseButtonPress:
            put_off()
            self.model.touch()
            self.model.hold(is_down=True)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            # Once the button under the finger has acted on what its words said.
            QTimer.singleShot(0, self, lambda: self.model.hold(is_down=False))

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.model.pressed("back")
            return True
        return False
