"""Looks at one customer's cart at the platform while somebody has it on a screen: they see it move as it moves.

At a platform that shows nobody's cart unasked, its customer hands it over first.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from app.central.connectors.guard_pace import Pace
from app.central.connectors.guard_ports import Clock
from app.central.connectors.port import HandedCarts, PlatformRefused, PlatformUnavailable, ShopPlatform
from app.central.connectors.port_inward import PlatformCart
from app.central.intake.desk import IntakeDesk
from app.central.intake.people import customer_by_ref
from app.central.intake.take_carts import is_owed
from app.domain.errors import Code, Problem
from app.hosting.node_access import NodeAccess
from app.node.documents import find_customer
from app.node.ports import NodeTx

EVERY_S = 0.8
PATIENCE_S = 0.7
FORGOTTEN_S = 900.0
TAKING_S = 8.0
_log = structlog.stdlib.get_logger("central.carts")


@dataclass(slots=True)
class CartLook:
    """Owns the looks that are under way; lives on the host's event loop. `_looked`: when each began, what it saw.

    One look at a time for each cart, none when the budget of calls is used up: then what is kept is what is shown.
    `handed`: the platform again, where carts have to be handed over.
    """

    platform: ShopPlatform
    access: NodeAccess
    desk: IntakeDesk
    clock: Clock
    pace: Pace
    handed: HandedCarts | None = None
    _looks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _looked: dict[str, tuple[float, PlatformCart | None]] = field(default_factory=dict)

    async def look(self, customer: str) -> None:
        """Take the customer's cart in if the platform tells it soon; what comes later is taken in as well.

        Problem(CART_NOT_SHOWN): it would have to be handed over first.
        """
        if self.handed is not None and not await self._is_handed(customer, self.handed):
            raise Problem(Code.CART_NOT_SHOWN)
        task = self._looks.get(customer)
        if task is None:
            now_s = self.clock.monotonic_s()
            looked = self._looked.get(customer)
            if (looked is not None and now_s - looked[0] < EVERY_S) or self.pace.held_s(now_s) > 0:
                return
            task = asyncio.create_task(self._read(customer), name="cart look")
            self._looks[customer] = task
            task.add_done_callback(lambda _: self._looks.pop(customer, None))
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.shield(task)

    async def _is_handed(self, customer: str, carts: HandedCarts) -> bool:
        known = await self.access.read(lambda tx: find_customer(tx, customer))
        return known is not None and carts.has_cart(known.platform_ref)

    async def take(self, token: str) -> str:
        """Take in the cart its customer shows the token of; whose it is.

        Problem: CART_CODE_NEEDLESS where carts are read without; CART_CODE_REFUSED; CART_WITHOUT_ACCOUNT and
        CART_CUSTOMER_NEW for a cart that is nobody's whom we know, which is not kept; NO_ANSWER.
        """
        carts = self.handed
        if carts is None:
            raise Problem(Code.CART_CODE_NEEDLESS)
        told = await self._told(carts, token)
        now_at, desk = self.clock.now_at(), self.desk

        def work(tx: NodeTx) -> str:
            who = customer_by_ref(tx, told.customer_ref)
            if who is None:
                return ""
            desk.take_cart(tx, told, now_at)
            return who.id

        customer = await self.access.write(work)
        if not customer:
            carts.forget_cart(told.ref)
            raise Problem(Code.CART_CUSTOMER_NEW if told.customer_ref else Code.CART_WITHOUT_ACCOUNT)
        self._note(customer, self.clock.monotonic_s(), told)
        return customer

    async def _told(self, carts: HandedCarts, token: str) -> PlatformCart:
        """What the platform says to a token, within the patience of a person: the budget does not hold it up."""
        if self.pace.held_s(self.clock.monotonic_s()) > PATIENCE_S:
            raise Problem(Code.NO_ANSWER)
        try:
            async with asyncio.timeout(TAKING_S):
                return await carts.take_cart(token)
        except PlatformRefused as exc:
            if exc.code is Code.CART_UNKNOWN:
                raise Problem(Code.CART_CODE_REFUSED) from None
            _log.warning("cart_not_taken", reason=exc.reason)
        except PlatformUnavailable as exc:
            if exc.retry_after_s is not None:
                self.pace.hold(self.clock.monotonic_s(), exc.retry_after_s)
        except TimeoutError:
            pass
        raise Problem(Code.NO_ANSWER)

    async def close(self) -> None:
        """End what is under way."""
        looks = list(self._looks.values())
        for task in looks:
            task.cancel()
        await asyncio.gather(*looks, return_exceptions=True)

    async def _read(self, customer: str) -> None:
        known = await self.access.read(lambda tx: find_customer(tx, customer))
        if known is None or not known.platform_ref:
            return
        before, now_s = self._looked.get(customer), self.clock.monotonic_s()
        try:
            told = await self.platform.read_cart(known.platform_ref)
            self._note(customer, now_s, told)
            if (before is None or told != before[1]) and not await self._take(known.platform_ref, told):
                self._note(customer, now_s, None)
        except (PlatformRefused, PlatformUnavailable, Problem):
            self._note(customer, now_s, None if before is None else before[1])

    def _note(self, customer: str, now_s: float, told: PlatformCart | None) -> None:
        kept = {who: look for who, look in self._looked.items() if now_s - look[0] < FORGOTTEN_S}
        self._looked = kept | {customer: (now_s, told)}

    async def _take(self, ref: str, told: PlatformCart | None) -> bool:
        """Whether that was the last word; what our own change is on its way to must be taken once more."""
        now_at, desk = self.clock.now_at(), self.desk

        def work(tx: NodeTx) -> bool:
            if told is None:
                desk.take_no_cart(tx, ref, now_at)
            else:
                desk.take_cart(tx, told, now_at)
            return not is_owed(tx, ref)

        return await self.access.write(work)
