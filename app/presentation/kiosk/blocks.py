"""What the pages of a kiosk are made of: plain words and choices, laid out by whoever draws them."""

from dataclasses import dataclass
from enum import StrEnum

from app.presentation.marks import Glyph, Tone


@dataclass(frozen=True, slots=True)
class Head:
    """What the page is about; `is_hero` is read from further away."""

    words: str
    line: str = ""
    glyph: Glyph | None = None
    tone: Tone = Tone.NEUTRAL
    is_hero: bool = False
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do here; `why_not` says what stands in the way. `is_on`: chosen or not, None where it is no
    choice but a way on.
    """

    id: str
    title: str
    line: str
    glyph: Glyph
    why_not: str = ""
    is_on: bool | None = None


@dataclass(frozen=True, slots=True)
class Tasks:
    """The first one is what most people come for."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few: a language, a size. `is_gone`: there is none of it."""

    id: str
    words: str
    line: str = ""
    is_on: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """A row of them; as many rows as they need."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A word beside the task: an icon, maybe a title."""

    words: str
    title: str = ""
    glyph: Glyph = Glyph.INFO
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Slots:
    """What was typed, sign by sign; `is_hidden`: dots, and nothing of it in any text; `is_open`: up to that many
    signs, fewer will do.
    """

    name: str
    signs: str
    length: int
    is_hidden: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """Our own keys: digits alone, or digits and the other signs of what is typed."""

    delete: str
    letters: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """Read from afar: where to go, or the number to be called with."""

    title: str
    big: str
    line: str = ""
    glyph: Glyph = Glyph.TICKET


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper as it comes out, and beside it what to do with it. `rows`: its code as a QR symbol, dark is True."""

    title: str
    code: str
    foot: str
    rows: tuple[tuple[bool, ...], ...]
    words: str
    line: str
    glyph: Glyph = Glyph.ARROW_DOWN


@dataclass(frozen=True, slots=True)
class Facts:
    """Label over value, side by side."""

    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Where to hold a code, and what it looks like."""

    words: str
    glyph: Glyph = Glyph.QR_CODE


@dataclass(frozen=True, slots=True)
class Ring:
    """Seconds that are left, of how many."""

    left_s: int
    of_s: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class SixKeys:
    """What the keys under the screen do."""

    words: str
    keys: tuple[tuple[Glyph, str], ...]


@dataclass(frozen=True, slots=True)
class Price:
    """An article: its name, what it costs, what it cost."""

    name: str
    variant: str
    price: str
    was: str = ""
    line: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Attract:
    """The invitation that is read from the door."""

    promise: str
    tap: str
    tasks: str
    languages: str


Block = (
    Head | Tasks | Options | Note | Slots | Keys | Sign | Slip | Facts | Reader | Ring | SixKeys | Price | Attract
)


class Ground(StrEnum):
    """What a page is painted on."""

    CANVAS = "canvas"
    DARK = "dark"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the frame. `is_on`: a mode that is in force; `why_not` says what is missing."""

    id: str
    words: str
    glyph: Glyph
    is_on: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class KioskState:
    """One page in words. `reads` are read, `acts` are pressed; `primary` stands at the right of `ways`.

    `session` tells one visitor from the next.
    """

    page: str
    session: int
    shop: str
    place: str
    task: str
    reads: tuple[Block, ...]
    acts: tuple[Block, ...]
    ways: tuple[Press, ...] = ()
    primary: Press | None = None
    service: tuple[Press, ...] = ()
    ground: Ground = Ground.CANVAS
    is_large: bool = False
    is_low: bool = False
    look: str = "light"
    name: str = ""
