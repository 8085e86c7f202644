"""A customer's page at the counter, walked through for the camera: shown, hidden, not served, without a line."""

from dataclasses import replace

from app.bootstrap.screen_studio import Studio
from app.contract.shop_rows import PageLink
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.presentation.places import make_model
from app.presentation.routes import CustomerPageRoute
from app.presentation.viewmodels.customer_page import HIDE
from app.usecases.show_page import ShowPages

SAMPLE_LINK = "https://ritiro.corsaviva.example/p/ZGVtby1wYWdlLW9mLW5vYm9k"


async def customer_page(studio: Studio, order: Order) -> None:
    """Shown, put away, and where head office has none; ends at the order."""
    await studio.place("05-order-page", CustomerPageRoute(order.id))
    studio.counter.press_foot(HIDE)
    await studio.settled()
    await studio.picture("05-order-page-hidden")
    await _not_served(studio, order)
    studio.counter.back()
    await studio.settled()


class _NoPages:
    """A head office without `--pages`."""

    async def customer_page(self, order_id: str, *, actor: str) -> PageLink:
        """See the port."""
        raise Problem(Code.PAGES_NOT_SERVED)


async def _not_served(studio: Studio, order: Order) -> None:
    jobs = studio.desk.jobs
    without = replace(jobs, pages=ShowPages(jobs.station, _NoPages()))
    model = make_model(replace(studio.desk, jobs=without), CustomerPageRoute(order.id))
    await model.open()
    await studio.settled()

    def shown() -> None:
        model.refresh()
        studio.window.screen_shown.draw(model.state)
        studio.window.screen_shown.panel.show_foot(model.foot)

    await studio.picture("05-order-page-not-served", shown)


async def page_without_line(studio: Studio, order: Order) -> None:
    """Head office does not answer."""
    await studio.place("09-page-line-cut", CustomerPageRoute(order.id))
