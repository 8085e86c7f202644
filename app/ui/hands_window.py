"""The second window of the sample chain: hands for its scanner, its printer, its line and its servers."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QCloseEvent, QPainter, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.presentation.marks import Glyph
from app.presentation.viewmodels.hands import CodeRow, HandsModel, HandsState
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import SecondaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.check import CheckRow
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import ElidedText, Text

WIDTH, HEIGHT = 420, 720
ROW = 52


def paint_code(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """What it is for, over the code."""
    assert isinstance(row, CodeRow)
    shown, left, room = look.theme, rect.left() + 44, rect.width() - 60
    ink, muted = (shown.colour(look.ink(role)) for role in (Role.TEXT_PRIMARY, Role.TEXT_MUTED))
    draw_icon(painter, Glyph.SCAN_BARCODE, rect.left() + 12, rect.top() + 16, 20, muted)
    text(painter, QRectF(left, rect.top() + 6, room, 22), row.title, type_font(Type.SMALL, 600), ink)
    text(painter, QRectF(left, rect.top() + 27, room, 18), row.line, type_font(Type.CAPTION), muted)


class HandsWindow(QWidget):
    """Stays in front of the terminal's window, which its scans go to; GUI thread. Closing it ends nothing."""

    def __init__(self, model: HandsModel) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.model = model
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(8)
        self._build_people()
        self._build_codes()
        self._build_faults()
        self.resize(WIDTH, HEIGHT)
        self._stop = model.subscribe(self._draw)
        self._draw(model.state)

    def _title(self) -> Text:
        title = Text("", Type.SMALL, 600, "secondary")
        self._column.addWidget(title)
        return title

    def _build_people(self) -> None:
        self._people_title = self._title()
        self._people = [ElidedText("", Type.BODY, 500, is_tabular=True) for _ in self.model.state.people]
        for line in self._people:
            self._column.addWidget(line)

    def _build_codes(self) -> None:
        self._codes_title = self._title()
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self._codes = RowList("", paint_code, ROW)
        self._codes.setMinimumHeight(2 * ROW)
        self._codes.opened.connect(self.model.scan)
        inside.addWidget(self._codes)
        self._column.addWidget(card, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._field = QLineEdit()
        self._field.setFixedHeight(44)
        self._field.returnPressed.connect(self._scan_typed)
        self._scan = SecondaryButton(glyph=Glyph.SCAN_BARCODE)
        self._scan.clicked.connect(self._scan_typed)
        row.addWidget(self._field, 1)
        row.addWidget(self._scan)
        self._column.addLayout(row)

    def _build_faults(self) -> None:
        self._faults_title = self._title()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self._faults: dict[str, CheckRow] = {}
        for number, fault in enumerate(self.model.state.faults):
            row = CheckRow()
            row.clicked.connect(self._switched)
            self._faults[fault.id] = row
            grid.addWidget(row, number // 2, number % 2)
        self._power = SecondaryButton(glyph=Glyph.ROTATE_CCW, is_small=True)
        self._power.clicked.connect(self.model.power_cycle)
        grid.addWidget(self._power, 1, 1)
        self._column.addLayout(grid)
        self._line_title = self._title()
        self._line = Segmented("")
        self._line.chosen.connect(self.model.choose_line)
        self._column.addWidget(self._line)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing more to show."""
        self._stop()
        super().closeEvent(event)

    def _scan_typed(self) -> None:
        self.model.scan_text(self._field.text())

    def _switched(self) -> None:
        for fault, row in self._faults.items():
            if row is self.sender():
                self.model.switch(fault)

    def _draw(self, state: HandsState) -> None:
        self.setWindowTitle(state.title)
        for label, words in (
            (self._people_title, state.people_title),
            (self._codes_title, state.codes_title),
            (self._faults_title, state.faults_title),
            (self._line_title, state.line_title),
            *zip(self._people, state.people, strict=True),
        ):
            label.setText(words)
        self._codes.setAccessibleName(state.codes_title)
        self._codes.show_rows(state.codes)
        self._field.setPlaceholderText(state.hint)
        self._field.setAccessibleName(state.hint)
        self._scan.setText(state.scan)
        for fault in state.faults:
            self._faults[fault.id].show_words(fault.words, is_checked=fault.is_on)
        self._power.setText(state.power)
        self._line.setAccessibleName(state.line_title)
        self._line.offer([Segment(name, words) for name, words in state.lines], state.line)
