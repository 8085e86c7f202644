"""Everything the screen of an order draws, already in words."""

from dataclasses import dataclass

from app.domain.orders import OrderLine
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.view_model import Foot


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before acting."""

    tone: Tone
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag and whether it was scanned."""

    id: str
    code: str
    is_scanned: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the order with the codes of its bags; `is_going` when it leaves with this hand-over."""

    id: str
    sku: str
    name: str
    variant: str
    quantity: int
    bags: tuple[str, ...]
    paid: str
    mark: Mark
    is_going: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class SignTick:
    """A way to sign, and whether they did."""

    value: str
    words: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class StepDone:
    """One thing that followed from the act."""

    tone: Tone
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class OrderState:
    """The whole screen; `is_done` after the hand-over, `tail` is empty for an order that is not to be found.

    `page`: the word that leads to the customer's page, empty where there is none to show.
    """

    back: str
    labels: tuple[str, str, str]
    prefix: str
    tail: str
    chip: Mark | None
    promise: str
    place: str
    place_line: str
    bags: tuple[Bag, ...]
    bags_line: str
    name: str
    who_line: str
    marks: tuple[Mark, ...]
    heading: str
    columns: tuple[str, ...]
    lines: tuple[LineRow, ...]
    message: str
    held: str
    page: str
    proof_title: str
    proofs: tuple[tuple[str, str, Glyph], ...]
    proof: str
    notes: tuple[Note, ...]
    facts: tuple[tuple[str, str], ...]
    is_partial: bool
    age_check: str
    is_age_checked: bool
    pay_check: str
    is_paid_here: bool
    signs: tuple[SignTick, ...]
    is_done: bool
    steps: tuple[StepDone, ...]
    foot: Foot


def not_found(back: str, title: str, note: Note, foot: Foot) -> OrderState:
    """The screen of an order nobody here knows: why, and nothing else."""
    return OrderState(
        back=back,
        labels=("", "", ""),
        prefix=title,
        tail="",
        chip=None,
        promise="",
        place="",
        place_line="",
        bags=(),
        bags_line="",
        name="",
        who_line="",
        marks=(),
        heading="",
        columns=("", "", ""),
        lines=(),
        message="",
        held="",
        page="",
        proof_title="",
        proofs=(),
        proof="",
        notes=(note,),
        facts=(("", ""), ("", "")),
        is_partial=False,
        age_check="",
        is_age_checked=False,
        pay_check="",
        is_paid_here=False,
        signs=(),
        is_done=False,
        steps=(),
        foot=foot,
    )


def step_of(line: OrderLine) -> tuple[str, Glyph, Tone]:
    """Where the pieces of a line mostly stand: text id, icon, tone."""
    progress = line.progress
    if progress.handed_over:
        return "handed_over", Glyph.CIRCLE_CHECK, Tone.NEUTRAL
    if progress.short:
        return "short", Glyph.CIRCLE_DOT, Tone.WARNING
    if progress.packed or progress.picked:
        return "picked", Glyph.CHECK, Tone.SUCCESS
    if progress.cancelled == line.quantity:
        return "cancelled", Glyph.CIRCLE_X, Tone.NEUTRAL
    return "to_pick", Glyph.CIRCLE, Tone.NEUTRAL
