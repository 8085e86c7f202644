"""What to know beside an order at the counter: a like name, a signature that was given, the line."""

from app.domain.orders import Order
from app.domain.queue import places
from app.domain.weighing import too_much
from app.presentation.desk import Desk
from app.presentation.instead_words import moved_note
from app.presentation.marks import Tone
from app.presentation.order_checks import Checks
from app.presentation.order_state import Note


def notes_beside(order: Order, alike: Order | None, checks: Checks, desk: Desk, *, is_over: bool) -> list[Note]:
    """What bears on this hand-over first; `alike` is somebody else's order. Where it `is_over` and nobody may hand
    over any more, only what became of the order."""
    words, found = desk.words, []
    if is_over:
        became = (_signed(order, checks, desk), moved_note(order, words))
        return [note for note in became if note is not None]
    if alike is not None:
        where = ", ".join(places(alike))
        kind = "order.alike.where" if where else "order.alike"
        line = words.text(kind, name=alike.customer_name, place=where)
        found.append(Note(Tone.WARNING, words.text("order.alike.title"), line))
    if (signed := _signed(order, checks, desk)) is not None:
        found.append(signed)
    if (moved := moved_note(order, words)) is not None:
        found.append(moved)
    if (weighed := _weighed(order, desk)) is not None:
        found.append(weighed)
    link = desk.jobs.link()
    if not link.is_up:
        found.append(Note(Tone.WARNING, words.text("order.shop_down"), words.text("order.shop_down.next")))
    elif not link.is_linked:
        found.append(Note(Tone.NEUTRAL, words.text("order.offline"), words.text("order.offline.next")))
    return found


def _weighed(order: Order, desk: Desk) -> Note | None:
    """What goes back of what was paid online because goods weigh less, and whether it did."""
    lighter = [line for line in order.lines if line.progress.cancelled < line.quantity and too_much(line)]
    if not lighter or not order.payment.is_paid:
        return None
    amount = desk.words.formats.money(sum(too_much(line) for line in lighter), order.currency)
    is_back = all(line.weight is not None and line.weight.given_back for line in lighter)
    kind = "order.weighed.back" if is_back else "order.weighed"
    return Note(Tone.INFO, desk.words.text(kind, amount=amount), desk.words.text("order.weighed.line"))


def _signed(order: Order, checks: Checks, desk: Desk) -> Note | None:
    """How the last hand-over that stands was signed for, before whom, and when."""
    last = order.live_handovers[-1] if order.live_handovers else None
    if last is None or last.signed is None:
        return None
    words, who = desk.words, checks.names.get(last.act.operator, last.act.operator)
    line = words.text("order.signed.line", name=who, when=words.moment(last.act.at, desk.now_at))
    return Note(Tone.SUCCESS, words.text(f"order.signed.{last.signed}"), line)
