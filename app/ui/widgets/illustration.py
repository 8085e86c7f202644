"""A picture in a text: shown as large as there is room for, never larger than it is, with words for readers."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.adapters.resource_files import resources_root
from app.ui.theme.look import theme
from app.ui.theme.painting import box
from app.ui.theme.tokens import Role

LEAST = QSize(240, 135)


class Illustration(QLabel):
    """One of the help's pictures in a thin frame; GUI thread. A file that is not there takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, file: str, words: str) -> None:
        """The picture in that file, and what it shows in words."""
        if file != self._file:
            self._file = file
            found = resources_root().joinpath("help", "pictures", *file.split("/"))
            made = QPixmap()
            if found.is_file():
                made.loadFromData(found.read_bytes())
            self.setPixmap(made)
            self.setVisible(not made.isNull())
        self.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any window."""
        return LEAST

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, scaled smoothly, and its frame."""
        painter, whole = QPainter(self), self.pixmap()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = whole.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        painter.drawPixmap(place, whole, QRectF(whole.rect()))
        box(painter, place, 0, None, theme().colour(Role.BORDER_STRONG))
