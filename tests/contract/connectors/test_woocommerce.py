"""The connector to WooCommerce keeps the contract before a shop made of recordings, over real HTTP."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.connectors.suite import Break, PlatformRig, ShopPlatformContract
from tests.contract.connectors.woo.rig import OTHER_STORE, STORE, woo_rig
from tests.contract.connectors.woo.server import Fault

_FAULTS = {
    Break.LOST_BEFORE: Fault.CUT_BEFORE,
    Break.LOST_AFTER: Fault.CUT_AFTER,
    Break.THROTTLED: Fault.THROTTLED,
    Break.READ_FAILS: Fault.HTML,
}


class TestWooCommerce(ShopPlatformContract):
    """Over HTTP on the loopback."""

    @pytest.fixture
    async def rig(self) -> AsyncIterator[PlatformRig]:
        """A served shop and a connector with its key."""
        async with woo_rig() as woo:

            async def break_next(how: Break) -> None:
                woo.server.faults.append(_FAULTS[how])

            yield PlatformRig(
                woo.connector,
                "12",
                break_next,
                shoe="1",
                shirt="2",
                store=STORE,
                other_store=OTHER_STORE,
                customer=str(woo.customer),
            )
