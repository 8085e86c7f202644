"""The connector to Vendure keeps the contract of a shop platform, on the real one."""

from collections.abc import AsyncIterator

import pytest

from app.central.connectors.vendure.shop import VendureShop
from app.demo.vendure.market import IN_STORE
from tests.contract.connectors.suite import Break, PlatformRig, ShopPlatformContract
from tests.e2e.vendure.breaking import BreakingLine
from tests.e2e.vendure.world import STORES, World

pytestmark = pytest.mark.vendure


class TestVendure(ShopPlatformContract):
    """Vendure 3.7.2 on PostgreSQL."""

    @pytest.fixture
    async def rig(self, shop_world: World) -> AsyncIterator[PlatformRig]:
        """A fresh order of the one customer, ready; what earlier tests left is cancelled."""
        shop_world.clear(STORES)
        settings = shop_world.settings()
        places = {store: settings.places[store].location for store in STORES}
        for sku in ("SKU-1", "SKU-2", "SKU-9"):
            shop_world.stock_up(sku, [*places.values()], 50)
        shop_world.fill_cart({})
        ref = shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01")
        shop_world.fill_cart({"SKU-9": 1})
        line = BreakingLine()
        shop = VendureShop(settings, transport=line)
        await shop.mark_ready(ref, "made-ready")
        shop_world.set_stock("SKU-1", dict.fromkeys(places.values(), 10))
        order = await shop.read_order(ref)

        async def break_next(how: Break) -> None:
            line.breaks = how

        async def buy() -> str:
            shop_world.fill_cart({})
            return shop_world.buy({"SKU-9": 1}, "ST02")

        async def owe() -> str:
            shop_world.fill_cart({})
            return shop_world.buy({"SKU-9": 1}, "ST02", payment=IN_STORE)

        shoe, shirt = (sold.id for sold in order.lines)
        yield PlatformRig(
            shop, ref, break_next, shoe=shoe, shirt=shirt, customer=order.customer_ref, buy=buy, owe=owe
        )
        await shop.close()
