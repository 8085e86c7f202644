"""The buttons beside the one that hands an order over: its papers, a part of it, what else may be done."""

from app.domain.orders import Order
from app.presentation.marks import Glyph
from app.presentation.order_ways import INSTEAD, RETURN
from app.presentation.view_model import Button
from app.presentation.wording import Wording

PARTIAL, PAPER, GIFT, SHEET = "partial", "paper", "gift", "sheet"


def papers(words: Wording, *, has_receipt: bool) -> tuple[Button, ...]:
    """Its receipt, when it was made here, and the one that goes into a present."""
    receipt = Button(PAPER, words.text("paper_view.open"), Glyph.RECEIPT_TEXT)
    present = Button(GIFT, words.text("order.gift"), Glyph.GIFT)
    return (receipt, present) if has_receipt else (present,)


def partial_button(words: Wording, *, is_partial: bool, can: bool) -> Button:
    """To a part of it, and back to all."""
    return Button(PARTIAL, words.text("order.whole" if is_partial else "order.partial"), is_enabled=can)


def sheet_button(words: Wording, *, can: bool) -> Button:
    """The sheet whoever collects signs."""
    return Button(SHEET, words.text("order.sheet"), Glyph.PENCIL, is_enabled=can)


def beside(
    order: Order, words: Wording, ahead: tuple[Button, ...], *, has_receipt: bool, can: bool
) -> tuple[Button, ...]:
    """Of an order of which something is out: to take it back, its papers; of one that is all here `ahead`; then
    what can be done instead."""
    instead = Button(INSTEAD, words.text("prepare.button.instead"), is_enabled=can)
    rest = () if order.is_collected else (instead,)
    if not order.live_handovers:
        return (*ahead, *rest)
    back = Button(RETURN, words.text("order.return"), Glyph.UNDO_2)
    return (back, *papers(words, has_receipt=has_receipt), *rest)
