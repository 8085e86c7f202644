"""The screen of the shop floor, put together from what was read: the next step decides all of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.contract.rows import Place
from app.domain.errors import Problem
from app.domain.orders import Order, OrderLine
from app.domain.preparing import Next, Phase, Stop, next_code
from app.domain.queue import Queued, queue_state
from app.domain.values import Sku, Substitution
from app.presentation.desk import Desk
from app.presentation.events import Choice
from app.presentation.instead_words import moved_note
from app.presentation.marks import Glyph, Tone
from app.presentation.order_state import Note
from app.presentation.prepare_state import Big, Pad, PieceRow, PrepareState
from app.presentation.prepare_words import (
    basket_rows,
    big_bag,
    big_order,
    big_stop,
    missing_choices,
    shelf_choices,
    steps,
    walk_rows,
)
from app.presentation.queue_words import mark_of, promise_line
from app.presentation.substitute_words import Settling, big_offer, question, rule_note, settle_choices
from app.presentation.view_model import Button, Foot
from app.presentation.weigh_words import Weighing, grams_words, pad_of, weigh_note, why_choices, why_question
from app.usecases.prepare import shelves_of

_WALKS = (Phase.BEGIN, Phase.PICK)


@dataclass(slots=True)
class Facts:
    """What the model has read and what a person has begun; changed on the loop by the model alone.

    `checked`: the bag whose label was scanned; `kept`: lines for another bag; `has_command`: the last one was
    told ready from here, and `is_told`: head office has the message; `writes`: the web shop sends one. `settling`:
    it is asked what becomes of pieces that are missing. `weighing`: the goods to take are sold by weight, and may
    be off by `tolerance` per cent.
    """

    orders: tuple[Order, ...] = ()
    stops: tuple[Stop, ...] = ()
    lies: Mapping[Sku, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    queue: tuple[Queued, ...] = ()
    stop: Stop | None = None
    choice: str = ""
    kept: frozenset[str] = frozenset()
    checked: str = ""
    is_asking: bool = False
    settling: Settling | None = None
    weighing: Weighing | None = None
    tolerance: int = 0
    is_busy: bool = False
    is_read: bool = False
    has_command: bool = False
    is_told: bool = False
    writes: bool = True
    problem: Problem | None = None

    @property
    def shelves(self) -> tuple[Place, ...]:
        """Where bags may stand."""
        return shelves_of(self.places)

    @property
    def has_short(self) -> bool:
        """Whether pieces of an order in hand are missing."""
        return any(line.progress.short for order in self.orders for line in order.lines)

    @property
    def settled(self) -> tuple[Order, OrderLine] | None:
        """The line of which something is missing, while it is asked what becomes of it."""
        wanted = self.settling
        for order in self.orders if wanted is not None else ():
            for line in order.lines:
                if wanted is not None and (order.id, line.id) == (wanted.order, wanted.line):
                    return order, line
        return None

    @property
    def weighed(self) -> tuple[Order, OrderLine, Weighing] | None:
        """The line that is to be weighed now; None while something else is asked."""
        if self.weighing is None or self.is_asking or self.settling is not None:
            return None
        order = next(order for order in self.orders if order.id == self.weighing.order)
        return order, order.line(self.weighing.line), self.weighing


def message_note(facts: Facts, desk: Desk) -> Note:
    """What becomes of the message to the customer: on its way, waiting for the line, or a person's to send."""
    if not facts.writes:
        return Note(Tone.WARNING, desk.words.text("prepare.message.none"))
    is_queued = facts.is_told or desk.jobs.link().is_linked
    tone, name = (Tone.SUCCESS, "goes") if is_queued else (Tone.NEUTRAL, "waits")
    return Note(tone, desk.words.text(f"prepare.message.{name}"))


def choices_of(facts: Facts, coming: Next, desk: Desk) -> tuple[Choice, ...]:
    """Why a piece is missing, while that is asked; where a bag may stand."""
    if facts.is_asking:
        return missing_choices(desk.words)
    if facts.weighed is not None:
        return why_choices(desk.words) if facts.weighed[2].is_asking else ()
    if facts.settled is not None:
        return settle_choices(*facts.settled, desk.words) if facts.settling and not facts.settling.article else ()
    if coming.phase is Phase.STAGE and coming.order is not None:
        return shelf_choices(coming.order, facts.shelves, facts.queue, desk.words)
    return ()


def foot_of(facts: Facts, coming: Next, desk: Desk) -> Foot:
    """One next step, and what else can be done instead."""
    words, is_free = desk.words, not facts.is_busy

    def button(name: str, glyph: Glyph | None = None, *, is_enabled: bool = True, **values: str | int) -> Button:
        return Button(name, words.text(f"prepare.button.{name}", **values), glyph, is_enabled and is_free)

    if not facts.is_read:
        return Foot(button("begin", is_enabled=False))
    if (asked := _asked_foot(facts, button)) is not None:
        return asked
    others: tuple[Button, ...] = ()
    match coming.phase:
        case Phase.PICK:
            primary = _pick_button(facts, desk)
            others = (button("ask", Glyph.PACKAGE_X), button("skip", Glyph.ARROW_RIGHT), button("let_go"))
        case Phase.STAGE:
            primary = button("stage", is_enabled=bool(facts.choice), place=facts.choice or "—")
            others = (button("label", Glyph.PRINTER), button("unpack", Glyph.UNDO_2))
            others += (button("short", Glyph.PACKAGE_X),) if facts.has_short else ()
        case Phase.BEGIN:
            primary, others = button("begin"), (button("begin_list", Glyph.PRINTER), button("instead"))
        case Phase.PACK | Phase.READY:
            primary = button(coming.phase.value)
            others = (button("short", Glyph.PACKAGE_X),) if facts.has_short else ()
        case _:
            primary = button("home")
            if facts.has_short:
                others = (button("short", Glyph.PACKAGE_X), button("look_again", Glyph.REFRESH_CW))
    return Foot(primary, others)


def _pick_button(facts: Facts, desk: Desk) -> Button:
    """So many pieces, or so many grams."""
    words, is_free = desk.words, not facts.is_busy
    if facts.weighed is None:
        count = 0 if facts.stop is None else facts.stop.quantity
        return Button("pick", words.plural("prepare.button.pick", count), is_enabled=is_free and count > 0)
    grams = facts.weighed[2].grams
    if not grams:
        return Button("weigh", words.text("prepare.button.weigh.none"), is_enabled=False)
    weight = grams_words(grams, words)
    return Button("weigh", words.text("prepare.button.weigh", weight=weight), is_enabled=is_free)


def _asked_foot(facts: Facts, button: Callable[..., Button]) -> Foot | None:
    """While something is asked: the answer, and the way back."""
    if facts.is_asking:
        return Foot(button("miss", is_enabled=bool(facts.choice)), (button("not_now"),))
    if facts.settled is not None:
        return _settling_foot(facts, facts.settled[1], button)
    if facts.weighed is not None and facts.weighed[2].is_asking:
        return Foot(button("weigh.off", is_enabled=bool(facts.choice)), (button("weigh.again", Glyph.UNDO_2),))
    return None


def _settling_foot(facts: Facts, line: OrderLine, button: Callable[..., Button]) -> Foot:
    """One act, once it is clear which: who wants to be asked first must have said yes."""
    if facts.settling is not None and facts.settling.article is not None:
        name = "substitute.ask" if line.substitution is Substitution.ASK else "substitute"
        return Foot(button(name), (button("other_article", Glyph.UNDO_2), button("not_now")))
    return Foot(button(f"settle.{facts.choice or 'none'}", is_enabled=bool(facts.choice)), (button("not_now"),))


def page_of(facts: Facts, coming: Next, desk: Desk) -> PrepareState:
    """The whole screen."""
    words, now_at, first = desk.words, desk.now_at, _first(facts, coming)
    item = None if first is None else Queued(first, queue_state(first, None, now_at))
    fact, about = "", coming.phase.value
    if facts.settled is not None or facts.weighed is not None:
        about = "short" if facts.settled is not None else "weigh"
    if item is not None:
        fact = promise_line(item, words, now_at)
    return PrepareState(
        phase=coming.phase,
        back=words.text("back"),
        title=_title(facts, first, desk),
        chip=None if item is None else mark_of(item, words, now_at, is_long=True),
        fact=fact,
        big=_big(facts, coming, desk),
        heading=words.text("prepare.heading.basket" if coming.phase is Phase.PACK else "prepare.heading.walk"),
        columns=(
            words.text("prepare.column.place") if coming.phase in _WALKS else "",
            words.text("prepare.column.quantity"),
        ),
        rows=_rows(facts, coming, desk),
        can_choose=coming.phase in (Phase.PICK, Phase.PACK),
        panel_title=words.text(f"prepare.panel.{about}") if facts.is_read else "",
        about=words.text(f"prepare.about.{about}{'.why' if _is_asking_why(facts) else ''}")
        if facts.is_read
        else "",
        steps=steps(coming.phase, words) if about == coming.phase != Phase.WAIT and facts.is_read else (),
        question=_question(facts, coming, desk),
        choices=choices_of(facts, coming, desk),
        choice=facts.choice,
        notes=_notes(facts, coming, desk),
        is_loading=not facts.is_read,
        foot=foot_of(facts, coming, desk),
        pad=_pad(facts, desk),
    )


def _is_asking_why(facts: Facts) -> bool:
    return facts.weighed is not None and facts.weighed[2].is_asking


def _pad(facts: Facts, desk: Desk) -> Pad | None:
    weighed = facts.weighed
    return None if weighed is None or _is_asking_why(facts) else pad_of(weighed[2], desk.words)


def _title(facts: Facts, first: Order | None, desk: Desk) -> str:
    """The order, or how many there are; nothing before they were read."""
    if first is None:
        return desk.words.text("order.unknown") if facts.is_read else ""
    return first.number if len(facts.orders) == 1 else desk.words.plural("prepare.title", len(facts.orders))


def _first(facts: Facts, coming: Next) -> Order | None:
    """The order the head of the screen speaks of: the one in hand, else the most pressing."""
    return coming.order or (facts.orders[0] if facts.orders else None)


def _big(facts: Facts, coming: Next, desk: Desk) -> Big | None:
    words, first = desk.words, _first(facts, coming)
    stop = facts.stop or (facts.stops[0] if facts.stops else None)
    if first is None:
        return None
    if facts.settled is not None and facts.settling is not None and facts.settling.article is not None:
        return big_offer(*facts.settled, facts.settling, words)
    if coming.phase in _WALKS and stop is not None:
        order = next(order for order in facts.orders if order.id == stop.order)
        return big_stop(order, stop, facts.places, words)
    if coming.phase is Phase.PACK:
        return big_bag(first, None, next_code(first), words, facts.kept)
    if coming.phase is Phase.STAGE and coming.container is not None:
        return big_bag(first, coming.container, coming.container.code, words)
    return big_order(first, words)


def _rows(facts: Facts, coming: Next, desk: Desk) -> tuple[PieceRow, ...]:
    if coming.phase is Phase.PACK and coming.order is not None:
        return basket_rows(coming.order, facts.kept, desk.words)
    shown = [coming.order] if coming.order is not None else facts.orders
    now = facts.stop if coming.phase is Phase.PICK else None
    lies = facts.lies if coming.phase in _WALKS else {}
    return walk_rows(shown, facts.stops, now, lies, desk.words)


def _question(facts: Facts, coming: Next, desk: Desk) -> str:
    if facts.is_asking:
        return desk.words.text("prepare.question.missing")
    if facts.settled is not None:
        return question(facts.settled[1], desk.words)
    if facts.weighed is not None and facts.weighed[2].is_asking:
        return why_question(*facts.weighed[1:], desk.words)
    return desk.words.text("prepare.question.shelf") if coming.phase is Phase.STAGE else ""


def _notes(facts: Facts, coming: Next, desk: Desk) -> tuple[Note, ...]:
    words, notes, link = desk.words, [], desk.jobs.link()
    if facts.problem is not None:
        explained = desk.explain(facts.problem)
        notes.append(Note(Tone.WARNING, explained.what, explained.next))
    if facts.settled is not None:
        notes.append(rule_note(*facts.settled, words))
    if facts.weighed is not None and (weighed := weigh_note(*facts.weighed, facts.tolerance, words)) is not None:
        notes.append(weighed)
    for order in facts.orders:
        if order.cancel_requested_at is not None and order.cancelled_at is None:
            title = words.text("prepare.note.recalled", number=order.number)
            notes.append(Note(Tone.DANGER, title, words.text("prepare.note.recalled.next")))
    notes += [note for order in facts.orders if (note := moved_note(order, words)) is not None]
    if facts.has_short and facts.settled is None and coming.phase in (Phase.PACK, Phase.STAGE, Phase.WAIT):
        notes.append(Note(Tone.WARNING, words.text("prepare.note.short"), words.text("prepare.note.short.next")))
    if coming.container is not None and facts.checked == coming.container.id:
        notes.append(Note(Tone.SUCCESS, words.text("prepare.note.checked", bag=coming.container.code)))
    if coming.phase is Phase.DONE and facts.has_command:
        notes.append(message_note(facts, desk))
    if not link.is_up:
        notes.append(
            Note(Tone.WARNING, words.text("prepare.note.shop_down"), words.text("prepare.note.shop_down.next"))
        )
    return tuple(notes)
