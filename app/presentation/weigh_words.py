"""Goods sold by weight at the scale, in words: how much was ordered, what was weighed, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.orders import Order, OrderLine
from app.domain.preparing import Stop
from app.domain.refunds import cost_of_grams, is_by_weight
from app.domain.weighing import MAX_G, OffWeight, grams_for, is_off, price_per_kg
from app.presentation.events import Choice
from app.presentation.marks import Tone
from app.presentation.order_state import Note
from app.presentation.prepare_state import Pad
from app.presentation.wording import Wording
from hardware.api import Pack


@dataclass(frozen=True, slots=True)
class Weighing:
    """A line while it is weighed: the grams as typed, or read off a label.

    `is_reckoned`: the label told a price only. `is_asking`: it is asked why that is far from the order.
    """

    order: str
    line: str
    typed: str = ""
    is_reckoned: bool = False
    is_asking: bool = False

    @property
    def grams(self) -> int:
        """What was typed, 0 for nothing."""
        return int(self.typed or 0)

    def with_digit(self, digit: str) -> "Weighing":
        """One digit more, as many as a scale has."""
        typed = (self.typed + digit).lstrip("0")
        return self if int(typed or 0) > MAX_G else replace(self, typed=typed, is_reckoned=False)

    def shorter(self) -> "Weighing":
        """Without the last digit."""
        return replace(self, typed=self.typed[:-1], is_reckoned=False)


def weighing_at(stop: Stop | None, orders: Sequence[Order], before: Weighing | None) -> Weighing | None:
    """What is weighed at that stop: what was begun there, or anew; None for pieces."""
    if stop is None or not stop.is_mine:
        return None
    if before is not None and (before.order, before.line) == (stop.order, stop.line):
        return before
    line = next(order for order in orders if order.id == stop.order).line(stop.line)
    return Weighing(stop.order, stop.line) if is_by_weight(line) else None


def of_label(order: Order, line: OrderLine, pack: Pack) -> Weighing:
    """What the label of the scale says: grams, or a price in the order's currency from which they are reckoned."""
    found = Weighing(order.id, line.id)
    if pack.weight_g is not None:
        return replace(found, typed=str(pack.weight_g) if 0 < pack.weight_g <= MAX_G else "")
    if pack.price is None or (pack.currency or order.currency) != order.currency:
        return found
    grams = grams_for(line, pack.price)
    return replace(found, typed=str(grams), is_reckoned=True) if grams and grams <= MAX_G else found


def weight_line(line: OrderLine, words: Wording) -> str:
    """`500 g`, once it was weighed `ordinati 500 g · pesati 486 g`; empty for lines of pieces."""
    if line.weight is None or not is_by_weight(line):
        return ""
    ordered = grams_words(line.weight.ordered_g, words)
    if not line.weight.weighed_g:
        return ordered
    return words.text("weight.line", ordered=ordered, weighed=grams_words(line.weight.weighed_g, words))


def grams_words(grams: int, words: Wording) -> str:
    """`486 g`."""
    return words.text("weight.grams", n=grams)


def per_kilo(order: Order, line: OrderLine, words: Wording) -> str:
    """`24,90 € al kg`; empty for lines of pieces."""
    price = price_per_kg(line)
    return words.text("weight.per_kg", price=words.formats.money(price, order.currency)) if price else ""


def pad_of(weighing: Weighing, words: Wording) -> Pad:
    """The grams and the keys they are typed with."""
    shown = grams_words(weighing.grams, words) if weighing.typed else words.text("weight.none")
    keys = words.text("pad.delete"), words.text("pad.clear")
    return Pad(words.text("weight.field"), shown, keys)


def why_question(line: OrderLine, weighing: Weighing, words: Wording) -> str:
    """Why is it so much more, or less?"""
    ordered_g = 0 if line.weight is None else line.weight.ordered_g
    told = grams_words(weighing.grams, words), grams_words(ordered_g, words)
    return words.text("weight.question", weighed=told[0], ordered=told[1])


def why_choices(words: Wording) -> tuple[Choice, ...]:
    """The reasons there are."""
    return tuple(
        Choice(why.value, str(number), words.text(f"weight.why.{why}"), words.text(f"weight.why.{why}.line"))
        for number, why in enumerate(OffWeight, 1)
    )


def weigh_note(order: Order, line: OrderLine, weighing: Weighing, tolerance: int, words: Wording) -> Note | None:
    """What it costs with that weight, under what to look at again; None before anything was weighed."""
    if line.weight is None or not weighing.grams:
        return None
    cost = cost_of_grams(line, weighing.grams)
    amount, less = (words.formats.money(minor, order.currency) for minor in (cost, line.paid - cost))
    if cost == line.paid:
        told = words.text("weight.costs.same", amount=amount)
    else:
        kind = "weight.costs.back" if order.payment.is_paid else "weight.costs.less"
        told = words.text(kind, amount=amount, less=less)
    if is_off(line, weighing.grams, tolerance):
        return Note(Tone.WARNING, words.text("weight.off", n=abs(weighing.grams - line.weight.ordered_g)), told)
    kind = "weight.reckoned" if weighing.is_reckoned else "weight.fits"
    return Note(Tone.INFO if weighing.is_reckoned else Tone.NEUTRAL, words.text(kind), told)
