"""Where Tab goes next: the order in which a screen is read, not the order in which its parts came to be."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

LINE_PX = 24
"""What begins within so many pixels stands on one line."""


def step(regions: Sequence[QWidget], *, is_next: bool) -> bool:
    """Move the focus among what can be gone to in these regions, one after the other; False without any."""
    stops = [stop for region in regions for stop in _stops(region)]
    if not stops:
        return False
    focused = QApplication.focusWidget()
    at = stops.index(focused) if focused in stops else (-1 if is_next else 0)
    reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
    stop = stops[(at + (1 if is_next else -1)) % len(stops)]
    stop.setFocus(reason)
    bring_into_sight(stop)
    return True


def bring_into_sight(stop: QWidget) -> None:
    """Scroll whatever it stands in."""
    around = stop.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(stop)
        around = around.parentWidget()


def _stops(region: QWidget) -> list[QWidget]:
    """Line by line, each from the left. Of choices that exclude each other only the chosen one."""
    if not region.isVisible():
        return []
    found = [widget for widget in region.findChildren(QWidget) if _is_stop(widget)]

    def line(widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(region, QPoint(0, widget.height() // 2))
        return at.y() // LINE_PX, at.x()

    return sorted(found, key=line)


def _is_stop(widget: QWidget) -> bool:
    can = widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if not can or not isinstance(widget, QAbstractButton) or widget.group() is None:
        return can
    chosen = widget.group().checkedButton()
    return chosen is None or chosen is widget or not chosen.isVisible()
