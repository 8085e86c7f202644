"""What people do in Vendure's own admin while a bag is being packed, and settings that do not fit the shop."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from app.central.connectors.intents import Effect, IntentState
from app.central.connectors.port import PlatformRefused, PlatformState, PlatformUnavailable
from app.central.connectors.vendure.settings import VendurePlace
from app.central.connectors.vendure.shop import VendureShop
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity
from tests.contract.connectors.suite import read_all
from tests.e2e.guard.lives import Lives
from tests.e2e.vendure.life import EFFECTS, start_life
from tests.e2e.vendure.world import STORES, World

pytestmark = pytest.mark.vendure


@pytest.fixture
async def shop(shop_world: World) -> AsyncIterator[VendureShop]:
    """A connector; plenty on the shelves, no cart in the way."""
    settings = shop_world.settings()
    for sku in ("SKU-1", "SKU-2"):
        shop_world.set_stock(sku, {settings.places[store].location: 100 for store in STORES})
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
