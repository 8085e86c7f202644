"""Lists: rows of facts behind a model, each painted by one function; selection survives new facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollBar,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.presentation.marks import Glyph
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import box, focus_ring
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Theme, ThemeName

Index = QModelIndex | QPersistentModelIndex
TILE = 40
ROW_ROLE = Qt.ItemDataRole.UserRole


class Row(Protocol):
    """What a row must have: an id that stays, and its facts as one sentence for readers."""

    @property
    def id(self) -> str:
        """The object it shows."""

    @property
    def spoken(self) -> str:
        """Everything on it, as read aloud."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row is to be painted just now."""

    theme: Theme
    is_selected: bool
    is_hovered: bool

    def ink(self, role: Role) -> Role:
        """The role of words on this row: on the yellow of high contrast everything is black."""
        return Role.TEXT_INVERSE if self.is_selected and self.theme.name is ThemeName.HC else role


Paint = Callable[[QPainter, QRectF, "Row", RowLook], None]


def draw_icon_tile(painter: QPainter, x: float, middle: float, glyph: Glyph, look: RowLook) -> None:
    """A row's icon on its tile, which stays apart from a selected row."""
    shown = look.theme
    fill = Role.BG_SURFACE if look.is_selected else Role.BG_HOVER
    box(painter, QRectF(x, middle - TILE / 2, TILE, TILE), shown.radius("button"), shown.colour(fill))
    inset = (TILE - 20) / 2
    draw_icon(painter, glyph, x + inset, middle - 10, 20, shown.colour(Role.TEXT_SECONDARY))


class RowModel(QAbstractListModel):
    """Rows in order; new ones replace the old without losing who is selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> bool:
        """Show these; True when other rows came or some went."""
        is_other = [row.id for row in rows] != [row.id for row in self._rows]
        if is_other:
            self.beginResetModel()
            self._rows = tuple(rows)
            self.endResetModel()
        else:
            self._rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        return is_other

    def rowCount(self, parent: Index | None = None) -> int:
        """How many; rows have no children."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the painter, its sentence for readers."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return one_line(row.spoken)
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, paint: Paint, height: int, parent: "RowList") -> None:
        super().__init__(parent)
        self._paint_row, self._height, self._list = paint, height, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        state = option.state
        shown = theme()
        is_selected = bool(state & QStyle.StateFlag.State_Selected) and self._list.can_choose
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver) and self._list.can_choose
        painter.save()
        if is_selected:
            box(painter, rect, 0, shown.colour(Role.BG_SELECTED), shown.colour(Role.ACCENT_SOLID), 2)
        elif is_hovered:
            painter.fillRect(rect, shown.colour(Role.BG_HOVER))
        if index.row() and not is_selected and self._list.has_rules:
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), shown.colour(Role.BORDER_SUBTLE))
        self._paint_row(painter, rect, row, RowLook(shown, is_selected, is_hovered))
        if is_selected and self._list.hasFocus():
            focus_ring(painter, rect, 0, shown)
        painter.restore()


class RowList(QListView):
    """A list of rows of one height. `chosen(id)` when the selection moves, `opened(id)` by Enter or tap, where it
    `takes_space` by Space too; without `opens_at_once` only by a tap on the row that was selected before it."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self, name: str, paint: Paint, height: int, *, can_choose: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.can_choose, self.row_height, self.has_rules = can_choose, height, True
        self.setAccessibleName(name)
        self._rows = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(paint, height, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if can_choose else mode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_choose else Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(can_choose)
        self.clicked.connect(self._tapped)
        self._last = self._before_tap = ""
        self.opens_at_once, self.takes_space = True, False
        self._is_fitted = False
        self._ground: Role | None = None
        self._lay_bar()

    def _lay_bar(self) -> None:
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = self.verticalScrollBar()
        inner.rangeChanged.connect(self._follow_range)
        inner.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(inner.setValue)
        self._bar.hide()

    def stand_on(self, ground: Role) -> None:
        """Paint what lies under the rows too: then nothing below the list is painted again with them."""
        self._ground = ground
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def fit(self) -> "RowList":
        """Never be higher than its rows."""
        self._is_fitted = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return self

    def _follow_range(self, low: int, high: int) -> None:
        """The bar lies over the rows, so that columns stand where they stood when there was nothing to scroll."""
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setVisible(high > low)

    def setAccessibleName(self, name: str) -> None:
        """The name for readers, as it can be read."""
        super().setAccessibleName(one_line(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar at the right edge, and the selected row in sight."""
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - 12, 0, 12, self.height())
        self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows; the focus of the keyboard round all of them while none is selected."""
        if self._ground is not None:
            QPainter(self.viewport()).fillRect(event.rect(), theme().colour(self._ground))
        super().paintEvent(event)
        if self.hasFocus() and not self.selectionModel().hasSelection():
            focus_ring(QPainter(self.viewport()), QRectF(self.viewport().rect()), 0, theme())

    def show_rows(self, rows: Sequence[Row], selected: str = "") -> None:
        """Show these rows; the one selected stays so, if it is still there."""
        before = self.selected
        wanted = selected or before
        blocked = self.selectionModel().blockSignals(True)  # noqa: FBT003
        self._rows.show_rows(rows)
        self.select(wanted)
        self.selectionModel().blockSignals(blocked)
        if self.selected != before:
            self.scrollTo(self.currentIndex())
        if self._is_fitted:
            self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.viewport().update()

    @property
    def selected(self) -> str:
        """The id of the selected row, empty when there is none."""
        row = self.currentIndex().data(ROW_ROLE)
        return "" if row is None else str(row.id)

    def select(self, row_id: str) -> None:
        """Select a row without saying so."""
        for number, row in enumerate(self._rows.rows):
            if row.id == row_id:
                self._last = row_id
                self.setCurrentIndex(self._rows.index(number))
                return
        self.clearSelection()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell who was chosen."""
        super().currentChanged(current, previous)
        if self.can_choose and self.selected and self.selected != self._last:
            self._last = self.selected
            self.chosen.emit(self.selected)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Which row was selected before the finger came down."""
        self._before_tap = self.selected
        super().mousePressEvent(event)

    def _tapped(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if self.can_choose and row is not None and (self.opens_at_once or row.id == self._before_tap):
            self.opened.emit(str(row.id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters and digits are left to whoever searches."""
        opening = (Qt.Key.Key_Return, Qt.Key.Key_Enter, *((Qt.Key.Key_Space,) if self.takes_space else ()))
        if event.key() in opening and self.selected:
            self.opened.emit(self.selected)
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(240, self.row_height * max(1, len(self._rows.rows)))
