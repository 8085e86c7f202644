"""The page of an order's customer: its symbol to photograph, and beside it whom it is for."""

from PySide6.QtWidgets import QVBoxLayout

from app.presentation.marks import Glyph
from app.presentation.viewmodels.customer_page import STEPS, CustomerPageModel, CustomerPageState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.tokens import Type
from app.ui.widgets.empty import EmptyPlace
from app.ui.widgets.facts import FactRow, PageHeader
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.symbol import SymbolView
from app.ui.widgets.text import Text

ROW = 76
MAX_FACTS = 2


class CustomerPageScreen(Screen[CustomerPageModel]):
    """The symbol, or why there is none."""

    def build(self) -> None:
        """Header, symbol; the person, what happens, how long."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._header.title.setFont(type_font(Type.PAGE, 700))
        self.symbol, self._empty, self._skeleton = SymbolView(), EmptyPlace(Glyph.QR_CODE), Skeleton(ROW)
        self.main.addWidget(self._header)
        for part in (self.symbol, self._empty, self._skeleton):
            self.main.addWidget(part, 100)
        self._title = Text("", Type.ROW, 600)
        self._facts = [FactRow() for _ in range(MAX_FACTS)]
        self._steps = [Text("", Type.BODY, 400, "secondary", is_wrapped=True) for _ in STEPS]
        self._left = Text("", Type.TITLE, 600, is_tabular=True, is_wrapped=True)
        body = self.panel.body
        body.addWidget(self._title)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        for row in self._facts:
            facts.addWidget(row)
        body.addLayout(facts)
        for step in self._steps:
            body.addWidget(step)
        body.addStretch(1)
        self.panel.stand_on_foot(self._left)

    def draw(self, state: CustomerPageState) -> None:
        """Symbol and panel."""
        header = self._header
        header.back_button.name(state.back)
        header.prefix.show_words(state.prefix)
        header.title.setText(state.tail)
        header.chip.show_mark(None)
        header.purpose.show_mark(None)
        self.symbol.show_symbol(state.symbol, state.symbol_name)
        self._empty.show_words(*state.empty)
        self._empty.setVisible(bool(state.empty[0]))
        self._skeleton.setVisible(not state.symbol and not state.empty[0])
        self._title.setText(state.panel_title)
        for number, row in enumerate(self._facts):
            row.show_fact(*(state.facts[number] if number < len(state.facts) else ("", "")))
        for number, step in enumerate(self._steps):
            step.show_words(state.steps[number] if number < len(state.steps) else "")
        self._left.show_words(state.left)
