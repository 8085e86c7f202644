"""An order at the counter in words: its lines, what it cost, how one may show that it is theirs, what was done."""

from datetime import datetime

from app.domain.handover import till_amount
from app.domain.orders import Order, OrderLine, ProofKind
from app.domain.queue import pieces
from app.domain.substitutes import sold_value, substitutes_of
from app.domain.weighing import too_much
from app.presentation.facing import Lines
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_state import LineRow, StepDone, step_of
from app.presentation.weigh_words import weight_line
from app.presentation.wording import Wording


def read_by_customer(order: Order, words: Wording, *, is_paid: bool, is_done: bool) -> Lines:
    """What the customer reads on the display."""
    if is_done:
        return words.text("facing.thanks"), words.text("facing.bye")
    due = "" if is_paid else words.text("facing.total", amount=total(order, words))
    return words.text("facing.order", number=order.number), due


def heading(order: Order, words: Wording) -> str:
    """`4 pezzi, 3 articoli`."""
    count = words.plural("queue.count.pieces", pieces(order))
    return words.text("order.heading", pieces=count, articles=words.plural("queue.pieces", len(order.lines)))


def line_row(order: Order, line: OrderLine, words: Wording, *, is_going: bool) -> LineRow:
    """A line with its bags, what was paid and where its pieces stand; `is_going` with this hand-over."""
    bags = tuple(c.code for c in order.containers if any(p.line == line.id for p in c.contents))
    is_staying = bool(line.progress.packed) and not is_going
    name, glyph, tone = ("stays", Glyph.HAND, Tone.WARNING) if is_staying else step_of(line)
    mark = Mark(words.text(f"piece.{name}"), glyph, tone)
    paid = words.formats.money(line.paid - too_much(line), order.currency)
    swap = swap_line(order, line, words) or weight_line(line, words)
    said = ", ".join(part for part in (swap, mark.words if is_staying or not swap else "") if part)
    spoken = f"{line.quantity} × {line.name}, {line.variant}, {said}, {paid}"
    variant = " · ".join(part for part in (swap, line.variant, f"EAN {line.gtin}" if line.gtin else "") if part)
    return LineRow(line.id, line.sku, line.name, variant, line.quantity, bags, paid, mark, is_going, spoken)


def swap_line(order: Order, line: OrderLine, words: Wording) -> str:
    """`Al posto di …`, or `Sostituito con …`; empty for a line that has nothing to do with either."""
    if line.replaces is not None:
        return words.text("prepare.swap.for", name=order.line(line.replaces).name)
    names = ", ".join(dict.fromkeys(given.name for given in substitutes_of(order, line.id)))
    return words.text("prepare.swap.by", name=names) if names else ""


def pay_word(order: Order, words: Wording) -> str:
    """Whether the money is in, and who took it: the website, or the shop's till."""
    if order.payment.is_paid:
        return words.text("pay.paid")
    return words.text("pay.till" if order.is_paid else "pay.due")


def ready_line(order: Order, words: Wording, now_at: datetime) -> str:
    """Since when it is ready, empty before."""
    if order.ready_at is None:
        return ""
    return words.text("order.ready_since", when=words.moment(order.ready_at, now_at))


def held_line(order: Order, words: Wording) -> str:
    """Until which day it is kept, empty without a hold."""
    if order.hold_until is None:
        return ""
    return words.text("order.held", day=words.formats.spoken_day(order.hold_until))


def proofs(order: Order, words: Wording) -> tuple[tuple[str, str, Glyph], ...]:
    """The ways to show that one may collect it; a delegate only where the customer named one."""
    kinds = [(ProofKind.CODE, Glyph.SCAN_BARCODE), (ProofKind.NUMBER, Glyph.ID_CARD)]
    if order.pickup.delegate:
        kinds.append((ProofKind.DELEGATE, Glyph.USER_PLUS))
    return tuple((kind.value, words.text(f"proof.{kind}"), glyph) for kind, glyph in kinds)


def total(order: Order, words: Wording) -> str:
    """All that was paid for it, shipping included; of what is paid in the shop, what the till takes or took."""
    paid = sold_value(order) + order.shipping
    return words.formats.money(paid if order.payment.is_paid else till_amount(order), order.currency)


def steps(
    document_no: str, rest: tuple[StepDone, ...], words: Wording, *, is_linked: bool, is_printing: bool
) -> tuple[StepDone, ...]:
    """What became of a hand-over: what has not left yet, saved here, sent to head office or waiting, its paper."""
    told = "step.sent.part" if rest else "step.sent.line"
    return (
        *rest,
        StepDone(Tone.SUCCESS, words.text("step.saved"), words.text("step.saved.line")),
        StepDone(
            Tone.SUCCESS if is_linked else Tone.WARNING,
            words.text("step.sent" if is_linked else "step.to_send"),
            words.text(told if is_linked else "step.to_send.line"),
        ),
        StepDone(
            Tone.SUCCESS if is_printing else Tone.WARNING,
            words.text("step.receipt" if is_printing else "step.receipt_waits"),
            words.text("step.receipt.line", number=document_no),
        ),
    )
