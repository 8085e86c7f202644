"""A customer's page at the counter: its link is asked of head office each time, and kept nowhere here."""

from dataclasses import dataclass
from typing import Protocol

from app.contract.shop_rows import PageLink
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.page_links import SHOW, checked_link, refuse_page
from app.usecases.station import Operator, Station


class PageOffice(Protocol):
    """Who makes the links to customers' pages: asked over the line. Problem(NO_ANSWER) without one."""

    async def customer_page(self, order_id: str, *, actor: str) -> PageLink:
        """The link of that order's page. Problem(PAGES_NOT_SERVED | ORDER_OTHER_STORE | ALREADY_HANDED_OVER …)."""


@dataclass(frozen=True, slots=True)
class ShowPages:
    """The pages one station shows; lives on the loop."""

    station: Station
    office: PageOffice

    async def link(self, order: Order, operator: Operator) -> str:
        """The link to the page of that order's customer; head office records who was given it.

        Problem(PERMISSION_DENIED | PAGES_NOT_SERVED | NO_ANSWER | NOT_JSON …), and as `refuse_page`.
        """
        operator.need(SHOW)
        refuse_page(order, self.station.store)
        told = await self.office.customer_page(order.id, actor=operator.id)
        if told.order != order.id:
            raise Problem(Code.NOT_JSON)
        return checked_link(told.url)
