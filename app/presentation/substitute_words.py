"""Pieces that are missing, in words: what the customer said, what can be done, and what was scanned instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.order_commands import SubstituteArticle
from app.domain.orders import Order, OrderLine
from app.domain.refunds import gone, refunded_for
from app.domain.shortages import substitute_line
from app.domain.values import Substitution
from app.presentation.events import Choice
from app.presentation.marks import Glyph, Tone
from app.presentation.order_state import Note
from app.presentation.prepare_state import Big
from app.presentation.prepare_words import order_mark
from app.presentation.wording import Wording

GIVE_UP, LOOK_AGAIN = "give_up", "look_again"


@dataclass(frozen=True, slots=True)
class Settling:
    """Pieces that are missing while it is asked what becomes of them; `article`: what was scanned instead, so
    many pieces of it."""

    order: str
    line: str
    article: SubstituteArticle | None = None
    count: int = 0


def first_short(orders: Sequence[Order]) -> Settling | None:
    """The first line of which something is missing."""
    for order in orders:
        for line in order.lines:
            if line.progress.short:
                return Settling(order.id, line.id)
    return None


def question(line: OrderLine, words: Wording) -> str:
    """What becomes of what is missing of this line?"""
    return words.text("prepare.question.short", n=line.progress.short, name=line.name)


def rule_note(order: Order, line: OrderLine, words: Wording) -> Note:
    """What the customer said about a missing article."""
    rule = Substitution.NONE if line.replaces is not None else line.substitution
    title = words.text(f"prepare.rule.{rule}", customer=order.customer_name)
    tone = Tone.NEUTRAL if rule is Substitution.NONE else Tone.INFO
    return Note(tone, title, words.text(f"prepare.rule.{rule}.next"))


def settle_choices(order: Order, line: OrderLine, words: Wording) -> tuple[Choice, ...]:
    """Give up and pay back, or look once more. What is given instead is scanned, and not chosen here."""
    short = line.progress.short
    back = refunded_for(line, gone(line) + short) - refunded_for(line, gone(line))
    amount = words.formats.money(back, order.currency)
    told = "prepare.settle.give_up.paid" if order.payment.is_paid else "prepare.settle.give_up.due"
    return (
        Choice(GIVE_UP, "1", words.text("prepare.settle.give_up"), words.text(told, amount=amount)),
        Choice(
            LOOK_AGAIN, "2", words.text("prepare.settle.look_again"), words.text("prepare.settle.look_again.line")
        ),
    )


def big_offer(order: Order, line: OrderLine, settling: Settling, words: Wording) -> Big | None:
    """The article in hand: what it costs, how many, and what goes back; None before one was scanned."""
    article, money = settling.article, words.formats.money
    if article is None:
        return None
    fresh = substitute_line(line, article, settling.count, line.id)
    back = refunded_for(line, gone(line) + settling.count) - refunded_for(line, gone(line)) - fresh.paid
    told = "prepare.swap.back" if back > 0 else "prepare.swap.even"
    price = money(fresh.paid, order.currency)
    instead = words.text("prepare.swap.for", name=line.name)
    spoken = f"{settling.count} × {article.name}, {article.variant}, {price}, {instead}"
    return Big(
        article.sku,
        Glyph.SHIRT,
        (words.text("prepare.swap.costs"), words.text("prepare.take")),
        (price, str(settling.count)),
        (words.text(told, amount=money(back, order.currency)), instead),
        article.name,
        article.variant,
        order_mark(order),
        spoken,
    )
