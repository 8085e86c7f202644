"""The shop's set-up page as it is drawn."""

from dataclasses import dataclass

from app.presentation.marks import Tone
from app.presentation.view_model import Foot


@dataclass(frozen=True, slots=True)
class SetupRow:
    """A setting or a place: its name, a second word of it, its value; `tone` marks what is new, or wrong."""

    id: str
    name: str
    line: str
    value: str
    spoken: str
    mark: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class SetupEditor:
    """What can be changed of the chosen one: a text, yes or no, or the three parts of a place.

    A field without a name is not there. `less`, `more` name the buttons beside a number.
    """

    is_enabled: bool = False
    field: str = ""
    text: str = ""
    less: str = ""
    more: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    code_field: str = ""
    code: str = ""
    kind_field: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    name_field: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SetupState:
    """The whole page. `lines`: what a file would change or what is wrong with it; `empty`: title and next step
    where there are no files."""

    back: str
    title: str
    version: str
    sections: tuple[tuple[str, str], ...]
    section: str
    rows: tuple[SetupRow, ...]
    selected: str
    panel_title: str
    meaning: str
    lines: tuple[str, ...]
    empty: tuple[str, str]
    before: str
    editor: SetupEditor
    note: tuple[Tone, str, str] | None
    foot: Foot
