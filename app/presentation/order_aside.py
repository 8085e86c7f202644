"""What stands beside an order: whether it is paid, how, and what becomes of its receipt."""

from app.domain.orders import Order
from app.domain.queue import Queued, QueueState
from app.presentation.desk import Desk
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_words import total
from app.presentation.queue_words import mark_of


def paid_marks(item: Queued, desk: Desk) -> tuple[Mark, ...]:
    """Whether somebody waits for it, and whether it is paid."""
    words, is_paid = desk.words, item.order.is_paid
    tone = Tone.NEUTRAL if is_paid else Tone.WARNING
    mark = Mark(words.text("pay.paid" if is_paid else "pay.due"), Glyph.BANKNOTE, tone)
    waits = (mark_of(item, words, desk.now_at),) if item.state is QueueState.ARRIVED else ()
    return (*waits, mark)


def pay_facts(order: Order, desk: Desk) -> tuple[tuple[str, str], ...]:
    """How and how much, and whether a receipt comes out."""
    words = desk.words
    paid = order.payment.label or words.find(f"pay.method.{order.payment.method}") or words.text("pay.due")
    printer = desk.jobs.printer_code()
    receipt = words.explain(printer).what if printer else words.text("order.receipt.prints")
    return (
        (words.text("order.fact.payment"), f"{paid}, {total(order, words)}"),
        (words.text("order.fact.receipt"), receipt),
    )
