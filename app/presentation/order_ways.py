"""Where an order's screen leads: to other places of the same order, its customer's page among them."""

from app.domain.errors import Problem
from app.domain.page_links import SHOW, refuse_page
from app.domain.queue import Queued
from app.domain.staff import Permission, permission
from app.presentation.desk import Desk
from app.presentation.routes import CustomerPageRoute, InsteadRoute, PrepareRoute, ReturnRoute, Route

PREPARE, INSTEAD, RETURN, PAGE = "prepare", "instead", "return", "page"


def way_of(button: str, order_id: str) -> Route | None:
    """The place that button leads to; None for one that does something here."""
    match button:
        case "prepare":
            return PrepareRoute((order_id,))
        case "instead":
            return InsteadRoute(order_id)
        case "return":
            return ReturnRoute(order=order_id)
        case "page":
            return CustomerPageRoute(order_id)
        case _:
            return None


def page_word(desk: Desk, item: Queued) -> str:
    """The word for the customer's page; empty for an order nobody comes for any more, and for who may not."""
    who = desk.session.operator
    if who is None or permission(who.role, SHOW) is not Permission.ALLOWED:
        return ""
    try:
        refuse_page(item.order, desk.jobs.station.store)
    except Problem:
        return ""
    return desk.words.text("order.page")
