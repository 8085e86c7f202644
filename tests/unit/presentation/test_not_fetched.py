"""What is done with an order instead of handing it over, and what is put back, as screens show it."""

from app.domain.order_table import WAYS, Way
from app.domain.orders import Order
from app.presentation.order_ways import INSTEAD
from app.presentation.routes import HomeRoute, InsteadRoute, OrderRoute, PrepareRoute, PutBackRoute
from app.presentation.viewmodels.home import PUT_BACK, HomeModel
from app.presentation.viewmodels.instead import DO, InsteadModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.prepare import PrepareModel
from app.presentation.viewmodels.put_back import DONE, SPOILT, PutBackModel
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.wording.catalogues import wording

NAMES = {
    "it": ("accetta", "Rifiutato", "Non voluto", "tiene", "Scaduto", "Mancato", "Non pronto", "auto", "Andato"),
    "en": ("accepted", "Declined", "Refused", "held", "Expired", "No-show", "Not ready", "wrong car", "Left"),
}
READY, FRESH = "o-4821", "o-4900"


async def instead(at: CounterDesk, order: str) -> InsteadModel:
    model = InsteadModel(at.desk, InsteadRoute(order))
    await model.open()
    return model


def offered(model: InsteadModel | PutBackModel) -> list[str]:
    return [choice.value for choice in model.state.choices]


async def prepared(at: CounterDesk) -> None:
    """The order nobody had begun stands ready in its bag `4900-1`."""
    floor, who = at.desk.jobs.prepare, at.desk.session.who

    async def now() -> Order:
        return (await floor.orders([FRESH]))[0]

    await floor.take_on([await now()], who)
    for stop in await floor.stops([await now()], who):
        await floor.pick(await now(), stop.line, stop.quantity, who)
    bag = await floor.pack(await now(), (), who)
    await floor.stage(await now(), bag, "R01", who)
    await floor.ready(await now(), who)


async def test_what_can_be_done_depends_on_how_far_it_is(at: CounterDesk) -> None:
    assert offered(await instead(at, FRESH)) == [Way.ACCEPTED, Way.DECLINED, Way.TRANSFERRED]
    assert offered(await instead(at, READY)) == [Way.REFUSED, Way.EXTENDED, Way.TRANSFERRED]
    gone = await instead(at, "o-4790")
    assert (offered(gone), gone.foot.primary.is_enabled) == ([], False)


async def test_the_way_there_is_on_both_screens_of_an_order(at: CounterDesk) -> None:
    order = OrderModel(at.desk, OrderRoute(READY))
    await order.open()
    await order.press(INSTEAD)
    assert at.desk.navigator.at == InsteadRoute(READY)
    prepare = PrepareModel(at.desk, PrepareRoute((FRESH,)))
    await prepare.open()
    await prepare.press("instead")
    assert at.desk.navigator.at == InsteadRoute(FRESH)


async def test_what_the_customer_does_not_want_lies_about_until_it_is_put_back(at: CounterDesk) -> None:
    model = await instead(at, READY)
    model.take_digit("1")
    assert (model.foot.primary.is_enabled, model.foot.enter) == (False, "ways")
    model.tap("a")
    part = model.foot.primary.words
    model.take_digit("3")
    assert model.state.notes[0].title.startswith("Tornano")
    await at.press(model, DO)
    assert part != wording("it").text("instead.button.refused")
    lies = PutBackModel(at.desk)
    await lies.open()
    assert len(lies.state.rows) >= 1
    home = HomeModel(at.desk)
    await home.open()
    assert PUT_BACK in [button.id for button in home.foot.secondary]
    await at.press(home, PUT_BACK)
    assert at.desk.navigator.at == PutBackRoute()
    for _ in range(len(lies.state.rows)):
        await at.press(lies, DONE)
    assert (lies.state.rows, lies.foot.primary.id) == ((), "home")
    await lies.press("home")
    assert isinstance(at.desk.navigator.at, HomeRoute)


async def test_goods_are_found_by_their_bag_and_may_be_spoilt(at: CounterDesk) -> None:
    await prepared(at)
    model = await instead(at, FRESH)
    model.choose(Way.REFUSED)
    model.choose("damaged")
    await at.press(model, DO)
    assert at.desk.navigator.at == PutBackRoute()
    lies = PutBackModel(at.desk)
    await lies.open()
    tasks = await at.desk.jobs.not_fetched.tasks(at.desk.session.who)
    bag = next(task.bag for task in tasks if task.bag)
    assert await lies.take_scan(at.read(bag))
    assert any("Codice giusto" in note.title for note in lies.state.notes)
    lies.choose(SPOILT)
    await at.press(lies, DONE)
    left = await at.desk.jobs.not_fetched.tasks(at.desk.session.who)
    assert bag not in [task.bag for task in left]


async def test_an_order_is_taken_on_and_held_for_longer(at: CounterDesk) -> None:
    fresh = await instead(at, FRESH)
    fresh.choose(Way.ACCEPTED)
    await at.press(fresh, DO)
    assert offered(await instead(at, FRESH)) == [Way.DECLINED, Way.TRANSFERRED]
    held = await instead(at, READY)
    held.choose(Way.EXTENDED)
    until = offered(held)[-1]
    held.choose(until)
    await at.press(held, DO)
    (order,) = await at.desk.jobs.prepare.orders([READY])
    assert order.hold_until is not None
    assert order.hold_until.isoformat() == until


async def test_a_clerk_asks_for_a_yes_before_the_shop_declines(at: CounterDesk) -> None:
    model = await instead(at, FRESH)
    model.choose(Way.DECLINED)
    model.choose("no_time")
    await model.press(DO)
    await let_pass(0.1)
    at.desk.approvals.answer(at.desk.approvals.pending, None)
    await at.settled()
    assert model.state.notes[0].title
    (order,) = await at.desk.jobs.prepare.orders([FRESH])
    assert order.cancelled_at is None


async def test_nothing_is_written_while_nobody_answers(at: CounterDesk) -> None:
    model = await instead(at, READY)
    at.counter.cut()
    model.choose(Way.REFUSED)
    model.choose("damaged")
    await at.press(model, DO)
    (order,) = await at.desk.jobs.prepare.orders([READY])
    assert order.drops == ()


def test_every_way_has_a_name_in_the_help() -> None:
    for language in ("it", "en"):
        said = wording(language).text("help.words.body") + wording(language).text("help.instead.body")
        assert all(name in said for name in NAMES[language])
    assert {row.way for row in WAYS} == set(Way)
