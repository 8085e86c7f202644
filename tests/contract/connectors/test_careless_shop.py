"""The fake platform of the guard's tests keeps the contract, so what it proves holds for a real one."""

import pytest

from app.central.connectors.port_inward import PlatformCart, PlatformCartLine, PlatformLocation
from tests.contract.connectors.suite import PNG, Break, PlatformRig, ShopPlatformContract
from tests.unit.connectors.careless import (
    START_AT,
    CarelessShop,
    FakeClock,
    Mishap,
    sample_article,
    sample_customer,
    sample_platform_order,
)

_MISHAPS = {
    Break.LOST_BEFORE: Mishap.LOST,
    Break.LOST_AFTER: Mishap.DONE_AND_LOST,
    Break.THROTTLED: Mishap.THROTTLED,
    Break.READ_FAILS: Mishap.LOST,
}


class TestCarelessShop(ShopPlatformContract):
    """In memory."""

    @pytest.fixture
    def rig(self) -> PlatformRig:
        """A fresh fake."""
        shop = CarelessShop(FakeClock(), sold={"S-1001": sample_platform_order()})
        shop.places = (PlatformLocation("ST01", "Negozio 1"), PlatformLocation("ST02", "Negozio 2"))
        shop.goods = (
            sample_article("SKU-1", "Scarpa", 4990),
            sample_article("SKU-2", "Maglia", 2000),
            sample_article("SKU-9", "Calza", 990),
        )
        shop.people = (sample_customer(),)
        shop.pictures = {"/SKU-1.png": PNG}
        line = PlatformCartLine("SKU-9", "Calza", 1, 990)
        shop.open_carts = {"C-1": PlatformCart("cart-1", "C-1", "EUR", (line,), START_AT)}

        async def break_next(how: Break) -> None:
            shop.script = [_MISHAPS[how]]

        return PlatformRig(shop, "S-1001", break_next)
