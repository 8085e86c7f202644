"""What the pages of the tablet are made of: words only, laid out and painted by whoever draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.presentation.facing import Symbol
from app.presentation.marks import Glyph, Tone


class Page(StrEnum):
    """The pages of the tablet."""

    SIGN_IN = "sign_in"
    QUEUE = "queue"
    VISIT = "visit"
    TROUBLE = "trouble"
    BAG = "bag"
    ORDER = "order"
    BAY = "bay"
    MORE = "more"
    CARRIED = "carried"
    TAKE = "take"
    SIGN = "sign"
    SIGN_WORD = "sign_word"
    REFUSE = "refuse"
    REFUSE_WHY = "refuse_why"
    WHO = "who"
    SHOW = "show"
    RETURN = "return"
    RETURN_ORDER = "return_order"
    RETURN_WHY = "return_why"
    RETURN_STATE = "return_state"
    RETURN_LINE = "return_line"
    RETURN_YES = "return_yes"


AT_CAR = frozenset(
    {
        Page.VISIT,
        Page.TROUBLE,
        Page.BAG,
        Page.SIGN,
        Page.SIGN_WORD,
        Page.REFUSE,
        Page.REFUSE_WHY,
        Page.WHO,
        Page.SHOW,
    }
)
"""Pages of a car in hand."""
RETURNING = frozenset(page for page in Page if page.startswith("return"))
"""Pages of goods coming back: of the car in hand, or of whoever stands there."""


@dataclass(frozen=True, slots=True)
class Timer:
    """How long somebody has waited: minutes and seconds, a word and an icon in the colour of the band."""

    time: str
    words: str
    glyph: Glyph
    tone: Tone


@dataclass(frozen=True, slots=True)
class Card:
    """A car in the queue, or the one that is served. `spoken` is all of it in one sentence.

    `car` says what it looks like, `colour` names its paint, `plate` is the end of its plate; empty where nobody
    said.
    """

    id: str
    bay_words: str
    bay: str
    name: str
    number: str
    reason: str
    glyph: Glyph
    facts: str
    timer: Timer
    spoken: str
    is_chosen: bool = False
    car: str = ""
    colour: str = ""
    plate: str = ""


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag to bring; `mark` says in a word whether it was scanned."""

    words: str
    line: str
    mark: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A place, and the bags that stand there."""

    place: str
    bags: tuple[Bag, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A line with an icon; with a title it stands out in the colour of its tone."""

    words: str
    glyph: Glyph
    title: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the dock; `why_not` says what is missing."""

    id: str
    words: str
    glyph: Glyph
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed: the question, the signs so far, how many at most; `is_hidden`: dots only. `is_open`: fewer
    will do.
    """

    words: str
    line: str
    signs: str
    length: int
    delete: str
    is_hidden: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Pad:
    """The glass somebody signs on; another `turn` is an empty one. `spoken` says what else they may do."""

    words: str
    spoken: str
    turn: int


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to choose, above the dock; `is_on`: it is chosen, None where it leads somewhere."""

    id: str
    words: str
    is_on: bool | None = None


@dataclass(frozen=True, slots=True)
class CurbState:
    """One page in words. `primary` keeps its place and size on every page; beside it stand at most three.

    `more` leads to the cars, or choices, there was no room for. `symbol` is to be photographed.
    """

    page: Page
    title: str
    link: str
    is_linked: bool
    time: str
    primary: Press
    secondary: tuple[Press, ...] = ()
    notes: tuple[Note, ...] = ()
    head: Card | None = None
    cards: Sequence[Card] = ()
    shelves: tuple[Shelf, ...] = ()
    typed: Typed | None = None
    pad: Pad | None = None
    picks: tuple[Pick, ...] = ()
    symbol: Symbol = field(default=(), repr=False)
    symbol_name: str = ""
    more: str = ""
    is_mirrored: bool = False
    look: str = "sun"
    name: str = ""
