"""Carries changed carts to the shop platform: absolute quantities, repeated until the platform has them."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from app.central.carts import OwedCart, owed_carts, paid_off
from app.central.connectors.guard_pace import Pace
from app.central.connectors.guard_ports import Clock
from app.central.connectors.guard_right import WriteRight
from app.central.connectors.port import (
    CartQuantity,
    HandedCarts,
    PlatformRefused,
    PlatformUnavailable,
    PlatformUnknown,
    ShopPlatform,
)
from app.central.connectors.port_inward import PlatformCart
from app.central.intake.desk import IntakeDesk
from app.central.intake.take_carts import forget_seen, is_other, note_written
from app.domain.errors import Code
from app.hosting.node_access import NodeAccess
from app.node.custody import publish_attention
from app.node.documents import Attention, find_cart
from app.node.ports import NodeTx

IDLE_S = 30.0
# So many carts in a row that cannot be written: it is the shop, and not the carts.
ENOUGH = 3
LONGEST_PAUSE_S = 60.0
_log = structlog.stdlib.get_logger("central.carts")


@dataclass(slots=True)
class CartWriter:
    """Owns nothing but its place in the work; lives on the host's event loop. A repeat does no harm.

    `pace` is the budget of calls it shares, `right` whether carts may be written at all. `handed`: the platform
    again, where carts have to be handed over.
    """

    platform: ShopPlatform
    access: NodeAccess
    desk: IntakeDesk
    clock: Clock
    pace: Pace
    right: WriteRight
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
        if not owed:
            return self.idle_s
        for one in sorted(owed, key=lambda one: one.cart in self._failed):
            if (wait_s := self._wait_s()) > 0:
                self._failed |= failed
                return wait_s
            try:
                await self._send(one)
                in_a_row = 0
            except (PlatformUnavailable, PlatformUnknown, PlatformRefused) as exc:
                failed.add(one.cart)
                in_a_row += 1
                if exc.code is Code.PERMISSION_DENIED:
                    await self.right.denied()
            if in_a_row >= ENOUGH:
                break
        self._failed = failed
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2) if failed else 1.0
        return max(self._pause_s, self._wait_s()) if failed else self.idle_s

    def _wait_s(self) -> float:
        """Seconds until a cart may be written."""
        return max(self.pace.wait_s(self.clock.monotonic_s()), self.right.wait_s())

    async def _send(self, owed: OwedCart) -> None:
        """Send one cart; what the customer changed there meanwhile comes back with the answer.

        What the platform refuses is not tried again: the cart is what it is there, and here it becomes that. One
        that was there already what it should become was only read, which says nothing of the right to write.
        """
        wanted = [CartQuantity(sku, quantity) for sku, quantity in owed.quantities.items()]
        try:
            told = await self.platform.write_cart(owed.customer_ref, wanted)
        except PlatformRefused as exc:
            _log.warning("cart_refused", cart=owed.cart, reason=exc.reason)
            await self._give_up(owed)
            return
        now_at = self.clock.now_at()

        def work(tx: NodeTx) -> bool:
            is_written = is_other(tx, owed.cart, owed.quantities)
            paid_off(tx, owed)
            note_written(tx, owed.cart, owed.quantities)
            self.desk.take_cart(tx, told, now_at)
            return is_written

        if await self.access.write(work):
            await self.right.given()

    async def _give_up(self, owed: OwedCart) -> None:
        """Whoever changed it believes that its customer sees it: their store is told what is not so."""
        is_shown = self.handed is None or self.handed.has_cart(owed.customer_ref)
        told = await self.platform.read_cart(owed.customer_ref) if is_shown else None
        now_at = self.clock.now_at()

        def work(tx: NodeTx) -> None:
            paid_off(tx, owed)
            _tell(tx, owed, told, now_at)
            if told is not None or not is_shown:
                forget_seen(tx, owed.cart)
            if told is not None:
                self.desk.take_cart(tx, told, now_at)
            elif is_shown:
                note_written(tx, owed.cart, owed.quantities)
                self.desk.take_no_cart(tx, owed.customer_ref, now_at)

        await self.access.write(work)


def _tell(tx: NodeTx, owed: OwedCart, there: PlatformCart | None, now_at: datetime) -> None:
    """Put before the store that changed the cart what the platform does not have of it, if anything."""
    pieces = {} if there is None else {line.sku: line.quantity for line in there.lines}
    missing = {sku: wanted for sku, wanted in owed.quantities.items() if wanted != pieces.get(sku, 0)}
    cart = find_cart(tx, owed.cart)
    if not missing or cart is None:
        return
    sku, wanted = next(iter(missing.items()))
    article = next((line.name for line in cart.lines if line.sku == sku), sku)
    details: dict[str, str | int | bool] = {"article": article, "wanted": wanted}
    if len(missing) > 1:
        details["others"] = len(missing) - 1
    item_id, subject = f"{Code.CART_NOT_TAKEN}:{owed.cart}", f"customer:{cart.customer}"
    publish_attention(tx, Attention(item_id, Code.CART_NOT_TAKEN, owed.store, subject, now_at, details))
