"""What a screen owes people who do not see it, or not well: read from the window as it is shown."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget

from app.ui.widgets.row_list import RowList
from tests.ui.bench import Bench

TARGET, FLOOR = 44, 24
LOW_BY_DESIGN = {"_FactButton": 36, "WordButton": FLOOR}
"""The strip's facts are as high as the strip; the whole cell answers for a word in it."""
ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.ButtonMenu,
}
Control = QAbstractButton | QLineEdit | QAbstractItemView


def controls(bench: Bench) -> list[QWidget]:
    """Everything a person can act on that is on top."""
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView)
    shown = bench.on_top
    return [
        widget for kind in kinds for widget in shown.findChildren(kind) if widget.isVisible() and has_area(widget)
    ]


def has_area(widget: QWidget) -> bool:
    """Whether anything of it can be seen."""
    return not widget.visibleRegion().isEmpty()


def unnamed(bench: Bench) -> list[str]:
    """Controls without a name or with a wrong role; rows and labels that a reader or a markup would mangle."""
    found = []
    for control in controls(bench):
        told = QAccessible.queryAccessibleInterface(control)
        name, role = told.text(QAccessible.Text.Name), told.role()
        if len(name.strip()) < 1 or (len(name) == 1 and not name.isalnum()):
            found.append(f"{type(control).__name__} {name!r}: no name")
        if role not in ROLES:
            found.append(f"{type(control).__name__} {name!r}: {role.name}")
        if isinstance(control, QAbstractItemView):
            rows = range(control.model().rowCount())
            found += [
                f"{name!r}: row {row} says nothing"
                for row in rows
                if not control.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
            ]
    for label in bench.on_top.findChildren(QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText and label.text():
            found.append(f"{type(label).__name__} {label.text()!r}: may become markup")
    return found


def too_small(bench: Bench) -> list[str]:
    """Targets a finger misses."""
    found = []
    for control in controls(bench):
        least = LOW_BY_DESIGN.get(type(control).__name__, TARGET)
        high, wide = control.height(), control.width()
        if isinstance(control, RowList):
            high = control.row_height if control.can_choose else least
        if min(high, wide) < least:
            found.append(f"{type(control).__name__} {control.accessibleName()!r}: {wide}x{high}")
    return found


def reach(bench: Bench) -> list[QWidget]:
    """Where Tab leads, in its order, until it comes round. AssertionError when it is caught on the way."""
    found: list[QWidget] = []
    for _ in range(200):
        bench.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused is bench.window:
            continue
        if found and focused is found[0]:
            return found
        assert focused not in found, f"caught at {focused}"
        found.append(focused)
    raise AssertionError("Tab never comes round")


def left_out(bench: Bench, stops: Iterable[QWidget]) -> list[str]:
    """Controls that Tab does not lead to; of a group in which one is chosen arrows lead to the others."""
    reached = set(stops)
    for stop in stops:
        group = stop.group() if isinstance(stop, QAbstractButton) else None
        reached |= set() if group is None else set(group.buttons())
    return [
        f"{type(control).__name__} {control.accessibleName()!r}"
        for control in controls(bench)
        if control.isEnabled() and needs_focus(control) and control not in reached
    ]


def needs_focus(control: QWidget) -> bool:
    """Lists that only show have nothing to be gone to; results are walked from their field."""
    return not isinstance(control, RowList) or (control.can_choose and control.focusPolicy() is not _NONE)


_NONE = Qt.FocusPolicy.NoFocus


def place_of(bench: Bench, widget: QWidget) -> QRect:
    """Where it is in the window."""
    return QRect(widget.mapTo(bench.window, QPoint(0, 0)), widget.size())


def out_of_order(bench: Bench, stops: list[QWidget]) -> list[str]:
    """Steps of Tab within one region that go back in reading order: up, or left on the same line."""
    found = []
    for first, second in pairwise(stops):
        if region(bench, first) is not region(bench, second):
            continue
        one, other = place_of(bench, first), place_of(bench, second)
        is_up = other.bottom() < one.top() and other.left() <= one.right()
        middle = other.center().y()
        is_back = one.top() <= middle <= one.bottom() and other.right() < one.left()
        if is_up or is_back:
            found.append(f"{said(first)} before {said(second)}")
    return found


def said(widget: QWidget) -> str:
    """What a reader says of a control."""
    return repr(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def region(bench: Bench, widget: QWidget) -> QWidget | None:
    """Rail, top, strip, the facts, or the decision beside them."""
    window, screen = bench.window, bench.window.screen_shown
    cards = (window.toast, window.news, window.fault)
    parts = (window.rail, window.top, window.strip, screen.panel, screen.facts, *cards, window.results)
    return next((part for part in parts if part.isAncestorOf(widget)), None)


def unmarked(bench: Bench, stops: Iterable[QWidget]) -> list[str]:
    """Controls on which the focus of the keyboard cannot be seen."""
    found = []
    for stop in stops:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = stop.grab().toImage()
        stop.clearFocus()
        changed = differing(with_focus, stop.grab().toImage())
        if changed < stop.width() + stop.height():
            found.append(f"{type(stop).__name__} {stop.accessibleName()!r}: {changed} pixels")
    return found


def differing(first: QImage, second: QImage) -> int:
    """How many pixels are not the same."""
    return sum(
        first.pixel(x, y) != second.pixel(x, y) for x in range(first.width()) for y in range(first.height())
    )
