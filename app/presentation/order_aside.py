"""What stands beside an order: whether it is paid, how, and what becomes of its receipt."""

from app.domain.orders import Order
from app.domain.queue import Queued, QueueState
from app.presentation.desk import Desk
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_part import rest_step
from app.presentation.order_state import StepDone
from app.presentation.order_words import pay_word, steps, total
from app.presentation.queue_words import mark_of


def paid_marks(item: Queued, desk: Desk) -> tuple[Mark, ...]:
    """Whether somebody waits for it, and whether it is paid."""
    words = desk.words
    tone = Tone.NEUTRAL if item.order.is_paid else Tone.WARNING
    mark = Mark(pay_word(item.order, words), Glyph.BANKNOTE, tone)
    waits = (mark_of(item, words, desk.now_at),) if item.state is QueueState.ARRIVED else ()
    return (*waits, mark)


def pay_facts(order: Order, desk: Desk, *, is_over: bool) -> tuple[tuple[str, str], ...]:
    """How and how much, and whether a receipt comes out; nothing of that where nobody may hand over any more."""
    words = desk.words
    paid = order.payment.label or words.find(f"pay.method.{order.payment.method}") or words.text("pay.due")
    printer = desk.jobs.printer_code()
    receipt = words.explain(printer).what if printer else words.text("order.receipt.prints")
    return (
        (words.text("order.fact.payment"), f"{paid}, {total(order, words)}"),
        ("", "") if is_over else (words.text("order.fact.receipt"), receipt),
    )


def steps_after(document_no: str, done: Order, desk: Desk) -> tuple[StepDone, ...]:
    """What has left by a hand-over, how far word of it has come, and its receipt."""
    rest, is_linked, is_printing = (
        rest_step(done, desk.words),
        desk.jobs.link().is_linked,
        not desk.jobs.printer_code(),
    )
    return steps(document_no, rest, desk.words, is_linked=is_linked, is_printing=is_printing)
