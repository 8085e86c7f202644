"""The shop floor walked through for the camera: from the first shelf to *ready*, and what comes in between."""

from collections.abc import Sequence
from dataclasses import fields, replace

from app.bootstrap.screen_studio import Studio
from app.domain.orders import Order
from app.domain.preparing import Phase
from app.domain.values import ByWeight, Sku, Substitution
from app.presentation.routes import HomeRoute, PrepareRoute
from app.presentation.viewmodels.home import ALL, TO_PREPARE
from app.presentation.viewmodels.prepare import PrepareModel
from app.usecases.prepare import Prepare, shelves_of
from hardware.symbology.reading import scan_read

TOGETHER = 3
CHEESE, ORDERED_G, FITS, FAR_OFF = Sku("sample-cheese"), 500, "486", "380"
"""The sample chain sells nothing by weight; what a shop that does would see."""


async def preparing(studio: Studio) -> None:
    """Several orders in one walk, and one of them to its end."""
    jobs, who = studio.desk.jobs, studio.desk.session.who
    queue = await jobs.queues.pickups(who)
    fresh = [item.order for item in queue if all(line.progress.reserved for line in item.order.lines)]
    chosen = sorted(fresh, key=lambda order: -len(order.lines))[:TOGETHER]
    studio.counter.go(HomeRoute())
    await studio.settled()
    studio.model.choose_filter(TO_PREPARE)
    await studio.picture("02-home-to-prepare")
    studio.model.choose_filter(ALL)
    orders = [order.id for order in chosen]
    await _walk(studio, orders)
    await _to_the_end(studio, orders[0])
    await _waits(studio, orders[1])
    await _weighed(studio, orders[2])


async def _walk(studio: Studio, orders: Sequence[str]) -> None:
    await studio.loading("18-prepare-loading", PrepareRoute((orders[0],)))
    await studio.place("18-prepare-begin", PrepareRoute(tuple(orders)))
    await _press(studio, "begin")
    await studio.picture("18-prepare-walk")
    await _press(studio, "let_go")


async def _to_the_end(studio: Studio, order: str) -> None:
    await studio.place("18-prepare-one", PrepareRoute((order,)))
    await _press(studio, "begin")
    await _press(studio, "pick")
    await studio.picture("18-prepare-picked")
    await _press(studio, "ask")
    studio.model.choose(studio.model.state.choices[0].value)
    await studio.picture("18-prepare-missing")
    await _press(studio, "not_now")
    while studio.model.state.phase is Phase.PICK:
        await _press(studio, "pick")
    studio.desk.notices.tell(None)
    studio.model.tap(studio.model.state.rows[-1].id)
    await studio.picture("18-prepare-pack")
    studio.model.tap(studio.model.state.rows[-1].id)
    await _press(studio, "pack")
    await studio.picture("18-prepare-stage")
    await _stage(studio)
    studio.desk.notices.tell(None)
    await studio.picture("18-prepare-ready")
    await _press(studio, "ready")
    await studio.picture("18-prepare-done")


async def _waits(studio: Studio, order: str) -> None:
    studio.counter.go(PrepareRoute((order,)))
    await studio.settled()
    await _press(studio, "begin")
    await _with_rule(studio, order)
    await _press(studio, "ask")
    studio.model.choose(studio.model.state.choices[0].value)
    await _press(studio, "miss")
    await _settle(studio)
    while studio.model.state.phase is Phase.PICK:
        await _press(studio, "pick")
    await _press(studio, "pack")
    await _stage(studio)
    studio.desk.notices.tell(None)
    await studio.picture("18-prepare-waits")


class _CheeseShop(Prepare):
    """One whose orders begin with half a kilo of cheese."""

    async def orders(self, ids: Sequence[str]) -> tuple[Order, ...]:
        """As they are, but for the first line of each."""
        return tuple(_with_cheese(order) for order in await super().orders(ids))

    async def lies(self, orders: Sequence[Order]) -> dict[Sku, str]:
        """The cheese lies before everything else."""
        return {**await super().lies(orders), CHEESE: "A1"}


def _with_cheese(order: Order) -> Order:
    first, *others = order.lines
    one = replace(first.progress, reserved=min(1, first.progress.reserved), picking=min(1, first.progress.picking))
    half = ByWeight(ORDERED_G)
    cheese = replace(
        first, sku=CHEESE, name="Formaggio di malga", variant="", unit_price=1245, progress=one, weight=half
    )
    return replace(order, lines=(cheese, *others))


async def _weighed(studio: Studio, order: str) -> None:
    """Goods sold by weight: before the scale, with a weight that fits, and with one that is asked about."""
    route, jobs = PrepareRoute((order,)), studio.desk.jobs
    studio.counter.go(route)
    await studio.settled()
    await _press(studio, "begin")
    shop = _CheeseShop(*(getattr(jobs.prepare, field.name) for field in fields(Prepare)))
    model = PrepareModel(replace(studio.desk, jobs=replace(jobs, prepare=shop)), route)
    await model.open()

    def shown() -> None:
        model.refresh()
        studio.window.screen_shown.draw(model.state)
        studio.window.screen_shown.panel.show_foot(model.foot)

    await studio.picture("18-prepare-weigh", shown)
    for name, grams in (("weighed", FITS), ("weighed-off", FAR_OFF)):
        model.clear()
        for digit in grams:
            model.take_digit(digit)
        await studio.picture(f"18-prepare-{name}", shown)
    await model.press("weigh")
    await studio.settled()
    await studio.picture("18-prepare-weighed-why", shown)
    await _press(studio, "let_go")


async def _with_rule(studio: Studio, order_id: str) -> None:
    """Walk on to a line whose customer takes something else."""
    [order] = await studio.desk.jobs.prepare.orders([order_id])
    for _ in order.lines:
        stop = studio.model.stop
        if order.line(stop.line).substitution is not Substitution.NONE:
            break
        await _press(studio, "skip")


async def _settle(studio: Studio) -> None:
    """It is asked what becomes of what is missing; then it stays missing."""
    studio.desk.notices.tell(None)
    await studio.picture("18-prepare-short")
    await _press(studio, "not_now")


async def _press(studio: Studio, button: str) -> None:
    studio.counter.press_foot(button)
    await studio.settled()


async def _stage(studio: Studio) -> None:
    """The label of the shelf is read."""
    shelf = shelves_of(await studio.desk.jobs.prepare.places())[2].code
    studio.counter.scanned(scan_read(shelf.encode(), "", studio.desk.now_at))
    await studio.settled()
