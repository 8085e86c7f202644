"""A part of an order at the counter: what of it goes now, what stays here, and how that is said."""

from collections.abc import Collection

from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.queue import pieces
from app.domain.values import LineQuantity
from app.presentation.desk import Desk
from app.presentation.marks import Tone
from app.presentation.order_state import Note, StepDone
from app.presentation.wording import Wording

MAX_NAMED = 3


def going(order: Order, kept: Collection[str]) -> tuple[LineQuantity, ...]:
    """What leaves: all that is packed, but for the lines `kept` here."""
    packed = (line for line in order.lines if line.progress.packed and line.id not in kept)
    return tuple(LineQuantity(line.id, line.progress.packed) for line in packed)


def nothing_chosen(order: Order) -> Problem:
    """The refusal of a part with nothing in it: to the authority no lines would mean all of them."""
    return Problem(Code.NOTHING_CHOSEN, order=order.number)


def part_note(order: Order, kept: Collection[str], desk: Desk) -> Note:
    """How to say what stays; where all of it does, that something has to go."""
    if going(order, kept):
        return Note(Tone.INFO, desk.words.text("order.part"), desk.words.text("order.part.next"))
    explained = desk.explain(nothing_chosen(order))
    return Note(Tone.WARNING, explained.what, explained.next)


def rest_line(order: Order, words: Wording) -> str:
    """What is still to be handed over, by name; empty when all has left."""
    if order.is_collected:
        return ""
    left = [
        (line.name, line.quantity - line.progress.cancelled - line.progress.handed_over) for line in order.lines
    ]
    named = [f"{count} × {name}" for name, count in left if count > 0]
    more = [f"+{len(named) - MAX_NAMED}"] if len(named) > MAX_NAMED else []
    return words.text("order.rest", names=", ".join(named[:MAX_NAMED] + more))


def panel_title(done: Order | None, words: Wording, *, is_over: bool) -> str:
    """What the panel is about: who may collect, or what was `done`; nothing where nobody may hand over."""
    if done is not None:
        return words.text("order.done" if done.is_collected else "order.done.part")
    return "" if is_over else words.text("order.proof")


def told(done: Order, desk: Desk) -> tuple[str, str]:
    """What was done, and how far that has come or what is still to be done."""
    words, rest = desk.words, rest_line(done, desk.words)
    kind = "order.done.part.title" if rest else "order.done.title"
    saved = "order.done.saved" if desk.jobs.link().is_linked else "order.done.saved_offline"
    return words.text(kind, number=done.number, name=done.customer_name), rest or words.text(saved)


def rest_step(order: Order, words: Wording) -> tuple[StepDone, ...]:
    """How many pieces have left, and which have not; nothing when all have."""
    rest = rest_line(order, words)
    out = sum(line.progress.handed_over for line in order.lines)
    title = words.text("step.part", n=out, total=pieces(order))
    return (StepDone(Tone.WARNING, title, rest),) if rest else ()
