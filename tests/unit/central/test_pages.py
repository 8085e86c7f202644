"""What a customer's page shows as time goes by, and what is left of what they said."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from app.adapters.pickup_codes import PickupSigner
from app.bootstrap.central_pages import words_of
from app.central.pages.desk import PagesDesk, Stage
from app.central.pages.links import Links
from app.central.pages.view import Frame, page
from app.contract.commands import CommandLine, Outcome
from app.contract.rows import Place
from app.domain.commands import MoveVisit
from app.domain.dropped import Cause, Drop, Shortage
from app.domain.orders import Progress
from app.domain.values import ByWeight, LineId, OrderId, StoreId
from app.domain.visits import VisitState
from app.domain.weighing import WeighedLine
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.documents import get_order, put_order
from app.node.store_node import store_feed
from app.node.visitors import find_word, forget_vehicles, visit_for
from tests.unit.domain.samples import NOW_AT, STORE, act, line, pieces, ready_order
from tests.unit.node.shop import Shop, command, hand_over_line, shop_config

ORDER = OrderId("o-4821")
LINKS = Links(b"k" * 32, "http://127.0.0.1")


@dataclass
class Parked:
    """A customer, their page, and the shop; `at` is the time everywhere."""

    shop: Shop
    thread: DbThread
    at: datetime = NOW_AT
    desk: PagesDesk = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        access = NodeAccess(self.shop.central, self.thread, PokeHub())
        self.desk = PagesDesk(access, lambda: self.at, PickupSigner(1, bytes(32)))
        with self.shop.central.write() as tx:
            self.token = LINKS.token(LINKS.give(tx, get_order(tx, ORDER), self.at))

    async def stage(self) -> tuple[Stage, bool]:
        """Where the page says they are, and whether the shop knows."""
        shown = await self.desk.show(self.token)
        assert shown is not None
        return shown.stage, shown.is_known

    async def say(self, act: str, **fields: str) -> None:
        """Press that on the page as it is now, and let it reach the shop and come back."""
        shown = await self.desk.show(self.token)
        assert shown is not None
        assert await self.desk.say(self.token, {"act": act, "n": str(shown.n), **fields})

    def travel(self) -> None:
        """Words go down, the shop's moves come up."""
        self.shop.follow(self.at)
        self.shop.relay(self.at)

    def tick(self) -> None:
        """The shop does what it does by itself."""
        with self.shop.edge.write() as tx:
            self.shop.node.tick(tx, self.at)
            forget_vehicles(tx, lambda _: store_feed(STORE), self.at)


@pytest.fixture
def parked() -> Iterator[Parked]:
    """Nothing said yet."""
    thread = DbThread()
    bays = [Place(f"P{number}", "bay") for number in range(1, 5)]
    yield Parked(Shop((ready_order(),), shop_config(places=bays)), thread)
    thread.close()


async def test_the_page_follows_the_customer_first_and_then_the_shop(parked: Parked) -> None:
    assert await parked.stage() == (Stage.COMING, True)
    await parked.say("on_the_way", minutes="15")
    assert await parked.stage() == (Stage.ON_THE_WAY, False)
    parked.travel()
    assert await parked.stage() == (Stage.ON_THE_WAY, True)
    await parked.say("here", bay="P4")
    assert await parked.stage() == (Stage.HERE, False)
    parked.travel()
    assert await parked.stage() == (Stage.HERE, True)
    await parked.say("leave")
    assert await parked.stage() == (Stage.COMING, False)
    parked.travel()
    assert await parked.stage() == (Stage.COMING, True)


async def test_who_left_is_served_again_when_they_come_back(parked: Parked) -> None:
    await parked.say("here", bay="P4")
    parked.travel()
    with parked.shop.edge.read() as tx:
        visit = visit_for(tx, ORDER)
    assert visit is not None
    parked.at += timedelta(minutes=5)
    left = MoveVisit(visit.id, STORE, visit.orders, VisitState.LEFT, parked.at)
    [told] = parked.shop.receive(CommandLine(cmd=command(left, 1)), now_at=parked.at)
    assert told.outcome is Outcome.OK
    parked.travel()
    assert await parked.stage() == (Stage.COMING, True)
    await parked.say("here", bay="P1")
    parked.travel()
    assert await parked.stage() == (Stage.HERE, True)


@pytest.mark.parametrize("act", ["on_the_way", "here"])
async def test_nobody_is_expected_or_here_through_a_night(parked: Parked, act: str) -> None:
    await parked.say(act, words="furgone")
    parked.travel()
    parked.at += timedelta(days=1)
    assert await parked.stage() == (Stage.COMING, True)
    parked.tick()
    with parked.shop.edge.read() as tx:
        visit = visit_for(tx, ORDER)
    assert visit is not None
    assert visit.state is VisitState.LEFT


async def test_who_has_their_goods_sees_only_that(parked: Parked) -> None:
    await parked.say("here", bay="P4")
    parked.travel()
    [handed] = parked.shop.receive(hand_over_line(1))
    assert handed.outcome is Outcome.OK
    parked.travel()
    shown = await parked.desk.show(parked.token)
    assert shown is not None
    assert (shown.stage, shown.code, shown.place) == (Stage.DONE, "", "")
    await parked.say("here", bay="P1")
    with parked.shop.central.read() as tx:
        word = find_word(tx, ORDER)
    assert word is not None
    assert word.place == "P4"


async def test_who_waits_for_an_order_that_went_to_another_shop_can_leave(parked: Parked) -> None:
    await parked.say("here", bay="P4")
    parked.travel()
    with parked.shop.central.write() as tx:
        order = get_order(tx, ORDER)
        put_order(tx, replace(order, store=StoreId("mi02")))
        tx.put("config", "mi02", tx.get("config", STORE) or b"")
    await parked.say("leave")
    parked.travel()
    with parked.shop.edge.read() as tx:
        visit = visit_for(tx, ORDER)
    assert visit is not None
    assert visit.state is VisitState.LEFT


async def test_of_the_car_nothing_is_left_after_a_day_whatever_the_line_does(parked: Parked) -> None:
    await parked.say("on_the_way", colour="red", plate="AB122KT")
    await parked.say("here", words="furgone giallo")
    parked.travel()
    shown = await parked.desk.show(parked.token)
    assert shown is not None
    assert shown.has_car
    for node in (parked.shop.central, parked.shop.edge):
        assert "2KT" in repr(vars(node))
        assert "AB122KT" not in repr(vars(node))
    parked.at += timedelta(hours=24)
    await parked.desk.forget()
    parked.tick()
    for node in (parked.shop.central, parked.shop.edge):
        assert "2KT" not in repr(vars(node))
        assert "furgone" not in repr(vars(node))


async def test_with_its_page_goes_the_last_word(parked: Parked) -> None:
    await parked.say("here", bay="P4")
    parked.at += timedelta(days=60)
    await parked.desk.forget()
    assert await parked.desk.show(parked.token) is None
    assert not await parked.desk.say(parked.token, {"act": "here", "n": "1", "bay": "P4"})
    with parked.shop.central.read() as tx:
        assert find_word(tx, ORDER) is None


async def test_who_comes_reads_what_they_get_instead(parked: Parked) -> None:
    """By the article's name and nothing more, escaped, and only while there is something to say."""
    shown = await parked.desk.show(parked.token)
    assert shown is not None
    assert shown.changes == ()
    instead = line("x", Progress(packed=1), name="Maglia <b>blu</b>", replaces=LineId("b"))
    with parked.shop.central.write() as tx:
        before = get_order(tx, ORDER)
        lines = tuple(replace(item, name=f"Maglia {item.id}") for item in before.lines)
        gone = Drop(act(), Cause.SHORTENED, Shortage.GIVEN_UP, pieces(a=1))
        put_order(tx, replace(before, lines=(*lines, instead), drops=(gone,)))
    shown = await parked.desk.show(parked.token)
    assert shown is not None
    assert shown.changes == (("Maglia b", "Maglia <b>blu</b>"), ("Maglia a", ""))
    for language, told in (("it", "sostituito con"), ("en", "replaced by")):
        text = page(Frame(language, "/p/x", ""), words_of(language, "Europe/Rome"), shown)
        assert told in text
        assert "<b>blu" not in text


async def test_who_comes_reads_what_was_weighed_and_what_it_costs(parked: Parked) -> None:
    """By the article's name, escaped; nothing before it was weighed."""
    half = line("w", Progress(packed=1), name="Formaggio <b>", unit_price=1245, weight=ByWeight(500))
    for grams, told in ((0, ()), (486, (WeighedLine("Formaggio <b>", 500, 486, 1210),))):
        weighed = replace(half, weight=ByWeight(500, grams))
        with parked.shop.central.write() as tx:
            before = get_order(tx, ORDER)
            others = tuple(item for item in before.lines if item.id != "w")
            put_order(tx, replace(before, lines=(*others, weighed)))
        shown = await parked.desk.show(parked.token)
        assert shown is not None
        assert shown.weights == told
    for language, words in (("it", "ordinati 500 g, pesati 486 g"), ("en", "ordered 500 g, weighed 486 g")):
        text = page(Frame(language, "/p/x", ""), words_of(language, "Europe/Rome"), shown)
        assert words in text
        assert "12" in text
        assert "Formaggio <b>" not in text
