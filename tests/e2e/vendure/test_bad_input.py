"""What people do in Vendure's own admin while a bag is being packed, and settings that do not fit the shop."""

from collections.abc import AsyncIterator
from dataclasses import replace

import msgspec
import pytest

from app.central.connectors.intents import (
    Effect,
    IntentState,
    intents_for_handover,
    intents_for_payment,
    put_intents,
)
from app.central.connectors.port import (
    PlatformNotYet,
    PlatformRefused,
    PlatformState,
    PlatformUnavailable,
    PlatformUnknown,
)
from app.central.connectors.vendure.settings import VendurePlace
from app.central.connectors.vendure.shop import VendureShop
from app.central.intake.orders import gone_there, payment
from app.demo.vendure.market import CARD, IN_STORE
from app.demo.vendure.sales import Newcomer, create_customers
from app.domain.commands import ShortenOrder
from app.domain.errors import Code
from app.domain.fulfilment import shorten
from app.domain.handover import amount_due
from app.domain.values import LineId, LineQuantity
from tests.contract.connectors.suite import read_all
from tests.e2e.guard.lives import Lives
from tests.e2e.vendure.life import EFFECTS, ours, start_life
from tests.e2e.vendure.world import STORES, World
from tests.unit.connectors.samples import sample_handover

pytestmark = pytest.mark.vendure


@pytest.fixture
async def shop(shop_world: World) -> AsyncIterator[VendureShop]:
    """A connector; plenty on the shelves, no cart in the way."""
    settings = shop_world.settings()
    for sku in ("SKU-1", "SKU-2"):
        shop_world.stock_up(sku, [settings.places[store].location for store in STORES], 100)
    shop_world.fill_cart({})
    connector = VendureShop(settings)
    yield connector
    await connector.close()


async def test_an_order_cancelled_in_vendure_is_not_handed_over_there_any_more(
    shop_world: World, shop: VendureShop
) -> None:
    ref = shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01")
    packed = await shop.read_order(ref)
    shop_world.cancel(ref)
    assert (await shop.read_order(ref)).state is PlatformState.CANCELLED
    lives = Lives(shop, patience_s=60)
    with lives.store.store.write() as tx:
        start_life(tx, packed, "ST02", 1)
    await lives.live_until(EFFECTS, "central")
    ended = {name.partition("/")[2]: state for name, state in lives.states.items()}
    assert ended[Effect.COLLECTED] is IntentState.PARKED
    order = shop_world.order(ref)
    assert (order["fulfillments"], order["state"]) == ([], "Cancelled")


async def test_a_piece_cancelled_in_vendure_while_the_bag_is_packed(shop_world: World, shop: VendureShop) -> None:
    ref = shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01")
    shoe, shirt = (line.id for line in (await shop.read_order(ref)).lines)
    await shop.mark_ready(ref, "ready")
    shop_world.cancel(ref, {shoe: 1})
    told = await shop.read_order(ref)
    assert [(line.quantity, line.returned) for line in told.lines] == [(1, 0), (1, 0)]
    everything = [LineQuantity(LineId(shoe), 2), LineQuantity(LineId(shirt), 1)]
    with pytest.raises(PlatformRefused):
        await shop.mark_collected(ref, [*everything, LineQuantity(LineId("999999"), 1)], "out-0")
    left = [LineQuantity(LineId(shoe), 1), LineQuantity(LineId(shirt), 1)]
    await shop.mark_collected(ref, left, "out-1")
    assert (await shop.read_order(ref)).state is PlatformState.COLLECTED


async def test_a_customer_who_was_deleted_still_collects(shop_world: World, shop: VendureShop) -> None:
    email = "addio@example.invalid"
    customer = shop_world.newcomer(email)
    ref = shop_world.buy({"SKU-2": 1}, "ST01", email=email)
    shop_world.admin.call("mutation($i:ID!){deleteCustomer(id:$i){result}}", i=customer)
    told = await shop.read_order(ref)
    assert told.customer_name == "Anna Addio"
    found, _ = await read_all(shop.customers)
    assert customer not in [known.ref for known in found]
    assert await shop.read_cart(customer) is None
    await shop.mark_collected(ref, [LineQuantity(LineId(told.lines[0].id), 1)], "out")
    assert (await shop.read_order(ref)).state is PlatformState.COLLECTED


async def test_an_article_without_a_code_is_told_without_one(shop_world: World, shop: VendureShop) -> None:
    ref = shop_world.article("", "Senza codice")
    found, _ = await read_all(shop.articles)
    [bare] = [article for article in found if article.ref == ref]
    assert (bare.sku, bare.gtin, bare.name) == ("", "", "Senza codice")


async def test_articles_of_the_chain_come_with_all_that_a_counter_shows(shop: VendureShop) -> None:
    found, _ = await read_all(shop.articles)
    shirt = next(article for article in found if article.sku == "MC-2210-NE-M")
    assert (shirt.gtin, shirt.name, shirt.brand) == ("8399990000278", "Maglia Corsa", "Vento Alto")
    assert (shirt.category, shirt.colour, shirt.size, shirt.price) == ("Maglie", "nera", "M", 3490)
    assert {stock.location for stock in shirt.stock} >= {"MI01", "BO01", "TO01"}


async def test_a_place_that_does_not_exist(shop_world: World, shop: VendureShop) -> None:
    ref = shop_world.buy({"SKU-1": 1}, "ST01")
    one = [LineQuantity(LineId((await shop.read_order(ref)).lines[0].id), 1)]
    with pytest.raises(PlatformRefused) as refused:
        await shop.restock(ref, one, "ST99", "back")
    assert refused.value.reason == "no_such_location"
    settings = shop_world.settings()
    lost = {**settings.places, "ST02": VendurePlace("999999", settings.places["ST02"].methods)}
    connector = VendureShop(msgspec.structs.replace(settings, places=lost))
    assert "ST02" not in [place.ref for place in await connector.locations()]
    with pytest.raises(PlatformRefused):
        await connector.restock(ref, one, "ST02", "back")
    await connector.close()


async def test_a_password_that_is_wrong(shop_world: World) -> None:
    connector = VendureShop(msgspec.structs.replace(shop_world.settings(), password="wrong"))
    with pytest.raises(PlatformUnavailable) as failed:
        await connector.locations()
    assert failed.value.code is Code.PERMISSION_DENIED
    await connector.close()


@pytest.mark.parametrize("payment", [CARD, IN_STORE])
async def test_more_was_ordered_in_vendure_before_the_bag_was_ready(
    shop_world: World, shop: VendureShop, payment: str
) -> None:
    ref = shop_world.buy({"SKU-1": 1, "SKU-2": 1}, "ST01", payment=payment)
    shoe, shirt = (line.id for line in (await shop.read_order(ref)).lines)
    shop_world.change(ref, {shoe: 1, shirt: 2})
    told = await shop.read_order(ref)
    assert (told.is_paid, told.owed, told.total) == (False, 2000 if payment == CARD else 8990, 8990)
    for effect in (
        shop.mark_ready(ref, "ready"),
        shop.mark_collected(ref, [LineQuantity(LineId(shoe), 1)], "part"),
    ):
        with pytest.raises(PlatformNotYet) as put_off:
            await effect
        assert (put_off.value.reason, shop_world.order(ref)["fulfillments"]) == ("payment_is_owed", [])
    everything = [LineQuantity(LineId(shoe), 1), LineQuantity(LineId(shirt), 2)]
    await shop.mark_collected(ref, everything, "out")
    await shop.settle(ref, told.owed, "paid")
    assert shop_world.order(ref)["state"] == "Delivered"


@pytest.mark.parametrize("is_shortened", [False, True])
async def test_what_the_till_took_reaches_vendure_through_the_guard(
    shop_world: World, shop: VendureShop, is_shortened: bool
) -> None:
    ref = shop_world.buy({"SKU-1": 1, "SKU-2": 1}, "ST01", payment=IN_STORE)
    bought = await shop.read_order(ref)
    known = ours(bought)
    kept = tuple(LineQuantity(LineId(line.id), 1) for line in bought.lines)
    if is_shortened:
        shop_world.cancel(ref, {bought.lines[1].id: 1})
        kept = kept[:1]
    told = await shop.read_order(ref)
    at = sample_handover().act.at
    known = shorten(known, ShortenOrder(known.id, gone_there(known, told), at), at)
    known = replace(known, payment=payment(told, known))
    handover = replace(sample_handover(), lines=kept, is_paid_here=True, amount=amount_due(known))
    closed = replace(known, handovers=(handover,))
    lives = Lives(shop, patience_s=60)
    with lives.store.store.write() as tx:
        put_intents(tx, intents_for_handover(closed, handover))
        put_intents(tx, intents_for_payment(closed, handover.act.id, handover.act.at))
    await lives.live_until(2, "central")
    assert set(lives.states.values()) == {IntentState.CONFIRMED}
    order = shop_world.order(ref)
    settled = [paid["amount"] for paid in order["payments"] if paid["state"] == "Settled"]
    assert (order["state"], settled) == ("Delivered", [4990 if is_shortened else 6990])


async def test_a_key_that_may_only_read_holds_back_what_it_would_write(shop_world: World) -> None:
    reader = shop_world.reader("solo-lettura@example.invalid", "only-to-read")
    settings = msgspec.structs.replace(shop_world.settings(), user=reader, password="only-to-read")
    ref = shop_world.buy({"SKU-1": 1}, "ST01")
    connector = VendureShop(settings)
    order = await connector.read_order(ref)
    assert order.state is PlatformState.OPEN
    with pytest.raises(PlatformUnavailable) as denied:
        await connector.mark_ready(ref, "ready")
    assert denied.value.code is Code.PERMISSION_DENIED
    assert await connector.read_order(ref) == order
    await connector.close()


async def test_a_key_that_may_write_notes_and_set_no_stock_leaves_open_whether_it_was_put_back(
    shop_world: World, shop: VendureShop
) -> None:
    """The note that the restock begins is there by then, and the next one must not be taken for it."""
    reader = shop_world.reader("solo-note@example.invalid", "only-to-note", "UpdateOrder")
    settings = msgspec.structs.replace(shop_world.settings(), user=reader, password="only-to-note")
    ref = shop_world.buy({"SKU-1": 1}, "ST01")
    back = [LineQuantity(LineId(line.id), 1) for line in (await shop.read_order(ref)).lines]
    there = settings.places["ST02"].location
    before = shop_world.on_hand("SKU-1")[there]
    connector = VendureShop(settings)
    with pytest.raises(PlatformUnknown):
        await connector.restock(ref, back, "ST02", "back")
    with pytest.raises(PlatformUnavailable) as denied:
        await connector.restock(ref, back, "ST02", "back")
    assert denied.value.code is Code.PERMISSION_DENIED
    notes = [entry for entry in shop_world.order(ref)["history"]["items"] if entry["type"] == "ORDER_NOTE"]
    assert (len(notes), shop_world.on_hand("SKU-1")[there]) == (1, before)
    await shop.restock(ref, back, "ST02", "back")
    assert shop_world.on_hand("SKU-1")[there] == before + 1
    await connector.close()


async def test_a_customer_deleted_in_vendure_is_missed(shop_world: World, shop: VendureShop) -> None:
    [stays, goes] = create_customers(
        shop_world.admin,
        [Newcomer("Ada", "Resta", "ada@example.invalid", ""), Newcomer("Ugo", "Parte", "ugo@example.invalid", "")],
    )
    assert await shop.gone_customers([stays, goes]) == frozenset()
    shop_world.admin.call("mutation($c:ID!){deleteCustomer(id:$c){result}}", c=goes)
    assert await shop.gone_customers([stays, goes]) == {goes}
