"""Each component once, in every state it has: what a new theme or a new size is looked at on."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.frame import ToastState
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.return_words import RuleLine
from app.ui.theme.look import theme
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton, WordButton
from app.ui.widgets.card import InlineNote
from app.ui.widgets.check import CheckRow
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.choices import ChoiceKey, ChoiceRow
from app.ui.widgets.empty import EmptyPlace
from app.ui.widgets.facts import Fact, FactGrid, FactRow, PageHeader
from app.ui.widgets.key_cap import KeyCap
from app.ui.widgets.keypad import KeyPad, PinField
from app.ui.widgets.place_map import PlaceMap
from app.ui.widgets.rules import RuleRows
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.select_field import SelectField
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.steps import StepList
from app.ui.widgets.text import Text
from app.ui.widgets.toast import UndoToast

SIZE, COLUMN, GAP = (1920, 1080), 432, 16
TONES = (Tone.NEUTRAL, Tone.INFO, Tone.SUCCESS, Tone.WARNING, Tone.DANGER, Tone.ARRIVAL)


class Gallery(QWidget):
    """Four columns of components; the words are the components' own names. GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(*SIZE)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.setSpacing(GAP)
        for parts in (_buttons(), _choices(), _facts(), _rest()):
            column = QVBoxLayout()
            column.setSpacing(8)
            for part in parts:
                part.setMaximumWidth(COLUMN + GAP)
                column.addWidget(part)
            column.addStretch(1)
            row.addLayout(column, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The canvas under them."""
        QPainter(self).fillRect(self.rect(), theme().colour(Role.BG_CANVAS))


def _head(words: str) -> Text:
    return Text(words, Type.ROW, 600)


def _off(widget: QWidget) -> QWidget:
    widget.setEnabled(False)
    return widget


def _beside(*parts: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return made


def _buttons() -> Sequence[QWidget]:
    down = PrimaryButton("PrimaryButton")
    down.setDown(True)
    pad = KeyPad()
    pad.name_keys("Delete", "Clear")
    pin = PinField("PinField", 6)
    pin.show_filled(3)
    wrong = PinField("PinField", 6)
    wrong.show_filled(0, is_wrong=True)
    return (
        _head("Buttons"),
        PrimaryButton("PrimaryButton"),
        down,
        _off(PrimaryButton("PrimaryButton")),
        SecondaryButton("SecondaryButton", Glyph.UNDO_2, key="Esc"),
        _off(SecondaryButton("SecondaryButton")),
        _beside(WordButton("WordButton", Glyph.EYE), _off(WordButton("WordButton"))),
        _beside(IconButton(Glyph.PLUS, "IconButton"), _off(IconButton(Glyph.MINUS, "IconButton")), KeyCap("F9")),
        pin,
        wrong,
        pad,
    )


def _choices() -> Sequence[QWidget]:
    keys = ChoiceKey("1", "ChoiceKey"), ChoiceKey("2", "ChoiceKey", "line"), _off(ChoiceKey("3", "ChoiceKey"))
    rows = ChoiceRow("1", "ChoiceRow", "line"), ChoiceRow("2", "ChoiceRow"), _off(ChoiceRow("3", "ChoiceRow"))
    for chosen in (keys[0], rows[0]):
        chosen.setChecked(True)
    segments = Segmented("Segmented", [Segment("a", "Segmented"), Segment("b", "other"), Segment("c", "third")])
    segments.choose("a")
    select = SelectField()
    select.offer("SelectField", [("a", "value")], "a")
    ticked, empty = CheckRow(), CheckRow()
    ticked.show_words("CheckRow", is_checked=True)
    empty.show_words("CheckRow", is_checked=False)
    field = SearchField()
    field.setPlaceholderText("SearchField")
    field.setFixedHeight(44)
    rules = RuleRows()
    rules.setFixedHeight(170)
    rules.show_rules(_rules())
    return (_head("Choices"), *keys, *rows, segments, select, ticked, empty, field, rules)


def _rules() -> Sequence[RuleLine]:
    yes, no = Mark("yes", Glyph.CIRCLE_CHECK, Tone.SUCCESS), Mark("no", Glyph.CIRCLE_X, Tone.NEUTRAL)
    return (
        RuleLine("a", "RuleRow", "line", yes, is_chosen=True, day=9, days=14, day_line="9 / 14"),
        RuleLine("b", "RuleRow", "line", yes, is_chosen=False, can_choose=True),
        RuleLine("c", "RuleRow", "line", no, is_chosen=False),
    )


def _facts() -> Sequence[QWidget]:
    header = PageHeader("back")
    header.title.setText("PageHeader")
    header.chip.show_mark(Mark("chip", Glyph.PACKAGE_CHECK, Tone.SUCCESS))
    header.fact.show_words("fact")
    grid = FactGrid((1, 1))
    grid.show_facts([Fact("FactGrid", "value", "line", Glyph.PHONE), Fact("FactGrid", "value", act="act")])
    places = PlaceMap()
    places.show_place("B", "2", ("A", "B", "C"), ("1", "2", "3"), "desk")
    empty = EmptyPlace(Glyph.CIRCLE_CHECK)
    empty.show_words("EmptyPlace", "line")
    empty.setFixedHeight(180)
    fact = FactRow()
    fact.show_fact("FactRow", "value")
    chips = [_chips(tone) for tone in TONES]
    return (_head("Facts"), header, grid, fact, places, empty, *chips)


def _chips(tone: Tone) -> QWidget:
    usual, strong = Mark(tone.value, Glyph.CLOCK, tone), Mark(tone.value, Glyph.CLOCK, tone, is_solid=True)
    return _beside(StatusChip(usual), StatusChip(strong), StatusChip(usual, is_small=True))


def _rest() -> Sequence[QWidget]:
    notes = [InlineNote() for _ in TONES[:5]]
    for note, tone in zip(notes, TONES, strict=False):
        note.show_note(tone, f"InlineNote, {tone.value}", "What is known and what to do about it.")
    steps = StepList()
    steps.show_steps([(Tone.SUCCESS, "StepList", "done"), (Tone.WARNING, "StepList", "waits")])
    toast = UndoToast()
    toast.show_toast(ToastState("UndoToast", "line", "7 s", "Undo"))
    return (_head("Notes"), *notes, steps, toast, Skeleton(60))
