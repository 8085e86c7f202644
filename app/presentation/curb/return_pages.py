"""The pages of goods coming back at the tablet: what the counter's return says, one question after the other."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.presentation.curb.returning import RETURN, YES
from app.presentation.curb.states import Note, Page, Pick, Press, Typed
from app.presentation.marks import Glyph, Tone
from app.presentation.operators import PIN_DIGITS
from app.presentation.return_draft import OTHERS, Stage
from app.presentation.return_state import ReturnState
from app.presentation.return_words import ChoiceLine
from app.presentation.view_model import Button

if TYPE_CHECKING:
    from app.presentation.curb.pages import PageView

_GLYPHS = {
    Tone.SUCCESS: Glyph.CIRCLE_CHECK,
    Tone.WARNING: Glyph.CIRCLE_ALERT,
    Tone.DANGER: Glyph.CIRCLE_X,
}


def return_page(view: "PageView") -> tuple[str, Press, tuple[Press, ...]]:
    """Its title and its dock."""
    page, back, state = view.session.page, view.press("back", Glyph.ARROW_LEFT), _state(view)
    if page is Page.RETURN_YES:
        approval = view.model.returning.approval.render()
        away = Press("back", approval.cancel, Glyph.X)
        return approval.title, view.press("next", Glyph.KEY_ROUND, "return.yes", _yes_missing(view)), (away,)
    title = view.text(str(page))
    if page in (Page.RETURN_WHY, Page.RETURN_STATE) or state is None:
        return title, back, ()
    if page is Page.RETURN:
        return title, view.press("to:return_order", Glyph.KEYBOARD, "to:take"), (back,)
    if state.is_over:
        at_car = view.model.returning.origin is Page.VISIT
        leave = view.press(f"{RETURN}leave", Glyph.CHECK, "return.to_car" if at_car else "return.leave")
        return title, leave, (view.press(f"{RETURN}next", Glyph.UNDO_2, "return.next"),)
    others = next((button for button in state.foot.secondary if button.id == OTHERS), None)
    more = () if others is None else (_press(view, others, Glyph.RECEIPT),)
    return title, _press(view, state.foot.primary, Glyph.UNDO_2), (back, *more)


def _state(view: "PageView") -> ReturnState | None:
    """The return as it stands, in the words of now."""
    goods = view.model.returning.goods
    return None if goods is None else goods.render()


def _press(view: "PageView", button: Button, glyph: Glyph) -> Press:
    """A button of the counter's foot; one that cannot be pressed says why."""
    why = "" if button.is_enabled else button.why_not or view.text("return.not_yet")
    return Press(f"{RETURN}{button.id}", button.words, glyph, why)


def return_picks(view: "PageView") -> tuple[Pick, ...]:
    """What is chosen on the page."""
    state = _state(view)
    if view.session.page is Page.RETURN_YES:
        return _yes_picks(view)
    if state is None:
        return ()
    of_page: dict[Page, Callable[[], tuple[Pick, ...]]] = {
        Page.RETURN: lambda: tuple(_choice(line) for line in state.choices),
        Page.RETURN_WHY: lambda: _reasons(state),
        Page.RETURN_STATE: lambda: _conditions(state),
        Page.RETURN_LINE: lambda: _ways(view, state),
    }
    made = of_page.get(view.session.page)
    return () if made is None else made()


def _choice(line: ChoiceLine) -> Pick:
    what = " ".join(part for part in (line.name, line.variant) if part)
    return Pick(f"{RETURN}line:{line.id}", f"{what} · {line.prefix}{line.tail} · {line.received}")


def _reasons(state: ReturnState) -> tuple[Pick, ...]:
    asked = state.questions
    return tuple(Pick(f"{RETURN}why:{key}", words, key == asked.reason) for _, key, words in asked.reasons)


def _conditions(state: ReturnState) -> tuple[Pick, ...]:
    asked = state.questions
    return tuple(Pick(f"{RETURN}state:{key}", words, key == asked.condition) for key, words in asked.conditions)


def _ways(view: "PageView", state: ReturnState) -> tuple[Pick, ...]:
    """What can be answered otherwise before it is taken in."""
    if state.is_over or state.is_asking or state.card is None:
        return ()
    asked, found = state.questions, []
    condition = dict(asked.conditions)[asked.condition]
    found.append(Pick("to:return_state", f"{asked.condition_title}: {condition}"))
    if state.quantity:
        pieces = view.text("return.pieces", n=state.quantity, most=state.most)
        found.append(Pick(f"{RETURN}more", f"{state.pieces_title}: {pieces}"))
    exception = next((rule for rule in state.rules if rule.can_choose), None)
    if exception is not None:
        found.append(Pick(f"{RETURN}exception", exception.title, exception.is_chosen))
    elif state.tender is not None:
        words = view.words.text("return.consent")
        found.append(Pick(f"{RETURN}voucher", words, bool(state.consent) and state.has_consent))
    return tuple(found)


def return_notes(view: "PageView") -> list[Note]:
    """What came back, by which rule, how much of it goes back to whom, and what stands in the way."""
    state, page = _state(view), view.session.page
    if page is Page.RETURN_YES:
        return _yes_notes(view)
    if state is None or page is Page.RETURN_ORDER:
        return []
    said = [_note(note.tone, note.title, note.body) for note in state.notes]
    if page is Page.RETURN:
        return said or [_asked(view, state)]
    if page is not Page.RETURN_LINE:
        return [_article(state)]
    return _done(view, state) if state.is_over else _of_line(state, said)


def _note(tone: Tone, title: str, line: str) -> Note:
    return Note(line, _GLYPHS.get(tone, Glyph.INFO), title, tone)


def _of_line(state: ReturnState, said: list[Note]) -> list[Note]:
    """The piece with its rule and its money; or the question about that money, or what stands in the way."""
    loud = [note for note in said if note.tone is not Tone.NEUTRAL] or said
    if state.is_asking or not state.foot.primary.is_enabled:
        return [_article(state), *loud[:2]]
    why = state.unmatched
    unmatched = [] if why is None else [_note(why.tone, why.title, why.body)]
    reckoned = _reckoned(state)
    if len(loud) > 1:
        # What is wrong with the piece comes before the rule it comes back by.
        return [_article(state), *loud[:2], *reckoned[1:]]
    return [_article(state), *unmatched, *reckoned, *loud[:1]]


def _done(view: "PageView", state: ReturnState) -> list[Note]:
    """What followed, each thing by itself; the paper only where this tablet has a printer."""
    *found, paper = [_note(*step) for step in state.steps]
    if view.model.desk.counter.jobs.print_test is None and len(found) > 1:
        paper = Note(view.text("return.no_printer"), Glyph.PRINTER, view.text("return.no_paper"), Tone.WARNING)
    return [*found, paper]


def _asked(view: "PageView", state: ReturnState) -> Note:
    """The piece held to the reader finds its purchase, listed or not."""
    if state.stage is Stage.CHOOSE:
        return Note(view.text("return.choose"), Glyph.SCAN_BARCODE, state.choices_title)
    return Note(view.text("return.scan"), Glyph.SCAN_BARCODE, state.hint[0])


def _article(state: ReturnState) -> Note:
    """The piece, of which order, whose; of one nobody finds a sale for, its code."""
    card = state.card
    if card is None:
        return Note("", Glyph.PACKAGE)
    _, number, _, _ = card.facts
    told = (number,) if state.stage is Stage.BLIND else card.facts[::2]
    facts = [f"{quiet}{value}" for _, quiet, value in told]
    line = " · ".join(part for part in (card.variant, *facts) if part)
    return Note(line, Glyph.SHIRT, card.name)


def _reckoned(state: ReturnState) -> list[Note]:
    """The rule that applies, or the first that does not any more; the amount, its parts, and where it goes.

    A part of nothing is left out: what explains it at the counter has no room here.
    """
    found = []
    rule = next((rule for rule in state.rules if rule.is_chosen), state.rules[0] if state.rules else None)
    if rule is not None:
        line = " · ".join(part for part in (rule.line, rule.day_line) if part)
        found.append(Note(line, rule.mark.glyph or Glyph.INFO, rule.title, rule.mark.tone))
    if state.amounts:
        parts = [f"{amount.title} {amount.amount}" for amount in state.amounts if not amount.is_nothing]
        if state.tender is not None:
            parts.append(state.tender.title)
        title = f"{state.total_title} {state.total}"
        found.append(Note(" · ".join(parts), Glyph.BANKNOTE, title))
    return found


# another person's yes


def _yes_missing(view: "PageView") -> str:
    """What is still to be said; the last digit of the PIN is the yes itself."""
    approval = view.model.returning.approval.render()
    if not any(tile.is_chosen for tile in approval.tiles):
        return approval.people_title
    if not approval.reason:
        return approval.reason_title
    return view.words.plural("curb.pin.missing", PIN_DIGITS - approval.filled)


def _yes_picks(view: "PageView") -> tuple[Pick, ...]:
    """Colleagues who may, then why they do."""
    approval = view.model.returning.approval.render()
    if not any(tile.is_chosen for tile in approval.tiles):
        return tuple(Pick(f"{YES}who:{tile.number}", tile.name, is_on=False) for tile in approval.tiles)
    if not approval.reason:
        return tuple(Pick(f"{YES}why:{key}", words, is_on=False) for _, key, words in approval.reasons)
    return ()


def _yes_notes(view: "PageView") -> list[Note]:
    """What it is about, with the amount; what went wrong."""
    approval = view.model.returning.approval.render()
    found = [Note(approval.act, Glyph.KEY_ROUND)]
    if approval.none:
        found.append(Note(approval.none, Glyph.CIRCLE_ALERT))
    if approval.error:
        found.append(Note(approval.error, Glyph.CIRCLE_X))
    return found


def yes_typed(view: "PageView") -> Typed | None:
    """The PIN of who says yes, as dots."""
    approval = view.model.returning.approval.render()
    if view.session.page is not Page.RETURN_YES or not approval.reason:
        return None
    dots = "\N{BULLET}" * approval.filled
    return Typed(approval.pin_title, "", dots, PIN_DIGITS, view.text("delete"), is_hidden=True)
