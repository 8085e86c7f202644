"""An order that is out with a tablet which does not come back: a supervisor takes it back, its bags being here."""

from collections.abc import Collection

from app.domain.carrying import standing
from app.domain.errors import Problem
from app.domain.orders import Order
from app.domain.staff import Permission, permission
from app.presentation.desk import Desk
from app.presentation.marks import Glyph
from app.presentation.view_model import Button

TAKE_BACK = "take_back"


def take_back_button(desk: Desk, order: Order, scanned: Collection[str], *, is_busy: bool) -> Button | None:
    """The button, once every bag was scanned; None for who may not, and for an order nobody is out with."""
    who, words = desk.session.operator, desk.words
    is_allowed = who is not None and permission(who.role, "order.take_back") is Permission.ALLOWED
    if order.carried is None or not is_allowed:
        return None
    is_here = all(bag.id in scanned for bag in standing(order))
    return Button(TAKE_BACK, words.text("order.take_back"), Glyph.UNDO_2, is_enabled=is_here and not is_busy)


async def take_back(desk: Desk, order: Order, scanned: Collection[str]) -> Problem | None:
    """Take it back; why that could not be, None when it is everybody's again."""
    try:
        await desk.jobs.carrying.take_back(order, scanned, desk.session.who)
    except Problem as problem:
        return problem
    return None
