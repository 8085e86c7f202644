"""Everything the screen of the shop floor draws, already in words."""

from dataclasses import dataclass

from app.domain.preparing import Phase
from app.presentation.events import Choice
from app.presentation.marks import Glyph, Mark
from app.presentation.order_state import Note
from app.presentation.view_model import Foot


@dataclass(frozen=True, slots=True)
class Big:
    """What is read while walking: two values from afar and what they are about; `sku` of a picture, or an icon."""

    sku: str
    glyph: Glyph
    labels: tuple[str, str]
    values: tuple[str, str]
    lines: tuple[str, str]
    title: str
    subtitle: str
    mark: Mark | None
    spoken: str


@dataclass(frozen=True, slots=True)
class Pad:
    """A number under the finger: what it is, as it stands, and what the two keys without a digit do."""

    name: str
    shown: str
    keys: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A line of the walk, or of the order in hand; `is_going` when it goes into this bag."""

    id: str
    sku: str
    place: str
    name: str
    variant: str
    quantity: int
    order: str
    mark: Mark
    is_now: bool
    is_going: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class PrepareState:
    """The whole screen; `can_choose`: a tap on a row means something; `pad` while a number is asked for."""

    phase: Phase
    back: str
    title: str
    chip: Mark | None
    fact: str
    big: Big | None
    heading: str
    columns: tuple[str, str]
    rows: tuple[PieceRow, ...]
    can_choose: bool
    panel_title: str
    about: str
    steps: tuple[tuple[str, bool], ...]
    question: str
    choices: tuple[Choice, ...]
    choice: str
    notes: tuple[Note, ...]
    is_loading: bool
    foot: Foot
    pad: Pad | None = None
