"""The screen of the customers: there while it is wanted and a second screen is plugged in."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from app.presentation.counter import Counter
from app.presentation.facing import Lines
from app.ui.bridge import end
from app.ui.customer_window import CustomerWindow
from hardware.api import Absent, DriverInfo, Health, Ready, health_of

INFO = DriverInfo("screen", "customer_screen", "Second screen", "screen", (), frozenset({"text"}))


class CustomerScreen(QObject):
    """Owns the customers' window; GUI thread. Nothing is shown before it stands beside a clerk's window."""

    def __init__(self) -> None:
        super().__init__()
        self.window: CustomerWindow | None = None
        self._counter: Counter | None = None
        self._clerk: QWidget | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        for signal in (app.screenAdded, app.screenRemoved):
            signal.connect(self._screens_moved, Qt.ConnectionType.QueuedConnection)

    def stand_beside(self, clerk: QWidget, counter: Counter) -> None:
        """Show what that counter has for its customers from now on, while it is wanted, and never over `clerk`."""
        self._clerk, self._counter = clerk, counter
        counter.desk.facing.listen(self._turn)
        counter.desk.preferences.listen(self._follow)
        counter.subscribe(lambda _: self._follow())
        self._follow()

    def health(self) -> tuple[Health, ...]:
        """How it is; nothing while it is not wanted."""
        if not self._is_wanted:
            return ()
        return (health_of("customer-screen", INFO, None, Absent() if self.window is None else Ready()),)

    def close(self) -> None:
        """Nothing of a customer stays behind."""
        self._counter = None
        self._place(None)

    @property
    def _is_wanted(self) -> bool:
        return self._counter is not None and self._counter.desk.preferences.has_customer_screen

    def _screens_moved(self, _: QScreen) -> None:
        self._follow()

    def _follow(self) -> None:
        """The setting, the screens there are, the one the clerk works on, the name of the chain."""
        screen = _other(self._clerk.screen()) if self._is_wanted and self._clerk is not None else None
        if screen is not (None if self.window is None else self.window.screen()):
            self._place(screen)
        if self.window is not None and self._counter is not None:
            self.window.show_sign(self._counter.state.chain)

    def _place(self, screen: QScreen | None) -> None:
        """Anew: a window of a screen that went is on the clerk's now."""
        gone, self.window = self.window, None
        if gone is not None:
            end(gone)
        if screen is not None and self._counter is not None:
            self.window = CustomerWindow()
            self._turn(self._counter.desk.facing.lines)
            self.window.setScreen(screen)
            self.window.setGeometry(screen.geometry())
            self.window.showFullScreen()
            if self._clerk is not None and self._clerk.isVisible():
                # Some systems give the focus to whatever came last: the next scan must not end there.
                self._clerk.activateWindow()
        if self._counter is not None:
            self._counter.model.refresh()

    def _turn(self, lines: Lines) -> None:
        if self.window is not None and self._counter is not None:
            self.window.show_lines(lines, self._counter.desk.facing.symbol)


def _other(clerks: QScreen) -> QScreen | None:
    """A screen that shows something else than the clerk's; a mirror of it does not."""
    others = (screen for screen in QGuiApplication.screens() if screen is not clerks)
    return next((screen for screen in others if screen.geometry() != clerks.geometry()), None)
