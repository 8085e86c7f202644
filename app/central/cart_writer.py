"""Carries changed carts to the shop platform: absolute quantities, repeated until the platform has them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from app.central.carts import OwedCart, owed_carts, paid_off
from app.central.connectors.port import (
    CartQuantity,
    HandedCarts,
    PlatformRefused,
    PlatformUnavailable,
    PlatformUnknown,
    ShopPlatform,
)
from app.central.intake.desk import IntakeDesk
from app.central.intake.take_carts import forget_seen, note_written
from app.hosting.node_access import NodeAccess
from app.node.ports import NodeTx

IDLE_S = 30.0
# So many carts in a row that cannot be written: it is the shop, and not the carts.
ENOUGH = 3
LONGEST_PAUSE_S = 60.0
_log = structlog.stdlib.get_logger("central.carts")


@dataclass(slots=True)
class CartWriter:
    """Owns nothing but its place in the work; lives on the host's event loop. A repeat does no harm.

    `handed`: the platform again, where carts have to be handed over.
    """

    platform: ShopPlatform
    access: NodeAccess
    desk: IntakeDesk
    now_at: Callable[[], datetime]
    handed: HandedCarts | None = None
    idle_s: float = IDLE_S
    _pause_s: float = 1.0
    _failed: set[str] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Say that a cart may have changed."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            wait_s = await self.step()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()

    async def step(self) -> float:
        """Send what is owed, what failed last time after all else; the seconds until the next try."""
        failed, in_a_row = set[str](), 0
        owed = await self.access.read(owed_carts)
        for one in sorted(owed, key=lambda one: one.cart in self._failed):
            try:
                await self._send(one)
                in_a_row = 0
            except (PlatformUnavailable, PlatformUnknown, PlatformRefused):
                failed.add(one.cart)
                in_a_row += 1
            if in_a_row >= ENOUGH:
                break
        self._failed = failed
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2) if failed else 1.0
        return self._pause_s if failed else self.idle_s

    async def _send(self, owed: OwedCart) -> None:
        """Send one cart; what the customer changed there meanwhile comes back with the answer.

        What the platform refuses is not tried again: the cart is what it is there, and here it becomes that.
        """
        wanted = [CartQuantity(sku, quantity) for sku, quantity in owed.quantities.items()]
        try:
            told = await self.platform.write_cart(owed.customer_ref, wanted)
        except PlatformRefused as exc:
            _log.warning("cart_refused", cart=owed.cart, reason=exc.reason)
            await self._give_up(owed)
            return
        now_at = self.now_at()

        def work(tx: NodeTx) -> None:
            paid_off(tx, owed)
            note_written(tx, owed.cart, owed.quantities)
            self.desk.take_cart(tx, told, now_at)

        await self.access.write(work)

    async def _give_up(self, owed: OwedCart) -> None:
        is_shown = self.handed is None or self.handed.has_cart(owed.customer_ref)
        told = await self.platform.read_cart(owed.customer_ref) if is_shown else None
        now_at = self.now_at()

        def work(tx: NodeTx) -> None:
            paid_off(tx, owed)
            if told is not None or not is_shown:
                forget_seen(tx, owed.cart)
            if told is not None:
                self.desk.take_cart(tx, told, now_at)
            elif is_shown:
                note_written(tx, owed.cart, owed.quantities)
                self.desk.take_no_cart(tx, owed.customer_ref, now_at)

        await self.access.write(work)
