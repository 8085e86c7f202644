"""The link to a customer's page: asked of head office for who may, and trusted only as a link to that order."""

from dataclasses import dataclass, replace

import pytest

from app.contract.shop_rows import PageLink
from app.domain.errors import Code, Problem
from app.domain.staff import Role
from app.usecases.show_page import ShowPages
from app.usecases.station import Operator, Station
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import TILL
from tests.unit.usecases.counter import CLERK

LINK = "https://ritiro.corsaviva.example/p/c2VjcmV0"


@dataclass
class Office:
    """Head office; `told` is its answer."""

    told: PageLink
    asked: int = 0

    async def customer_page(self, order_id: str, *, actor: str) -> PageLink:
        self.asked += 1
        assert (order_id, actor) == ("o-4821", CLERK.id)
        return self.told


def pages(told: PageLink) -> tuple[ShowPages, Office]:
    """The job, and head office behind it."""
    office = Office(told)
    return ShowPages(Station(TILL, STORE), office), office


async def refused(job: ShowPages, operator: Operator = CLERK, **changes: object) -> Code:
    """Why there is no link."""
    order = replace(ready_order(), **changes)  # type: ignore[arg-type]  # checked by replace
    with pytest.raises(Problem) as caught:
        await job.link(order, operator)
    return caught.value.code


async def test_a_clerk_is_told_the_link() -> None:
    job, _ = pages(PageLink("o-4821", LINK))
    assert await job.link(ready_order(), CLERK) == LINK


@pytest.mark.parametrize("role", [Role.KIOSK_SERVICE, Role.TECHNICIAN])
async def test_who_may_not_is_not_even_asked_for(role: Role) -> None:
    job, office = pages(PageLink("o-4821", LINK))
    assert await refused(job, replace(CLERK, role=role)) is Code.PERMISSION_DENIED
    assert office.asked == 0


async def test_an_order_that_is_over_is_not_asked_for() -> None:
    job, office = pages(PageLink("o-4821", LINK))
    assert await refused(job, cancelled_at=NOW_AT) is Code.ORDER_CANCELLED
    assert office.asked == 0


@pytest.mark.parametrize("told", [PageLink("o-4822", LINK), PageLink("o-4821", "http://x/p/1\n2")])
async def test_another_orders_page_or_no_link_is_not_shown(told: PageLink) -> None:
    job, _ = pages(told)
    assert await refused(job) is Code.NOT_JSON
