"""The link to a customer's page as a counter may show it: of which orders, and what of an answer is a link."""

import re

from app.domain.errors import Code, Problem
from app.domain.fulfilment import refuse_ended
from app.domain.handover import already_handed_over
from app.domain.orders import Order
from app.domain.values import StoreId

SHOW = "order.page"
"""The action that is asked for: in the table of permissions, and in the trail of who looked at what."""
MOST_CHARS = 300
"""Of a link that is drawn: a telephone still reads the symbol of that many from a screen."""
_LINK = re.compile(r"https?://[!-~]+")


def refuse_page(order: Order, store: StoreId) -> None:
    """Whose page nobody needs any more is not shown, nor that of an order of another shop.

    Problem(ORDER_OTHER_STORE | ORDER_CANCELLED | STEP_NOT_ALLOWED | ALREADY_HANDED_OVER | PROOF_REVOKED).
    """
    if order.store != store:
        raise Problem(Code.ORDER_OTHER_STORE, order=order.number, store=order.store)
    if order.is_collected:
        raise already_handed_over(order)
    refuse_ended(order)
    if order.pickup.is_revoked:
        raise Problem(Code.PROOF_REVOKED, order=order.number)


def checked_link(text: str) -> str:
    """What head office says is a link, when it is one that may be drawn. Problem(NOT_JSON)."""
    if len(text) > MOST_CHARS or not _LINK.fullmatch(text):
        raise Problem(Code.NOT_JSON)
    return text
