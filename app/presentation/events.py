"""Something that happened, as a row: what, why, whose, when, and how it stands."""

from dataclasses import dataclass

from app.presentation.marks import Glyph, Mark, Tone


@dataclass(frozen=True, slots=True)
class EventLine:
    """`mark` once it has ended; else `age` says how long it has been open, or how long it can be taken back."""

    id: str
    glyph: Glyph
    tone: Tone
    title: str
    why: str
    about: str
    time: str
    age: str
    mark: Mark | None
    spoken: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A way out: its digit, what it is, what follows."""

    value: str
    digit: str
    words: str
    line: str
