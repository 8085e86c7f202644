"""Asks a platform for what it has to tell: all of it once, then what changes, and what waits in every store."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import assert_never

import structlog

from app.central.connectors.guard_pace import Pace
from app.central.connectors.guard_ports import Clock
from app.central.connectors.port import PlatformOrder, PlatformRefused, PlatformUnavailable, ShopPlatform
from app.central.connectors.port_inward import Page, PlatformArticle
from app.central.intake.desk import IntakeDesk, Item
from app.central.intake.health import ALL_ARTICLES, GONE_CUSTOMERS, OPEN_SETS, Health
from app.central.intake.leavers import NOBODY_KNOWN, Turn, some_customers
from app.central.intake.marks import live_refs
from app.central.intake.stages import Progress, Stage, load_progress
from app.domain.errors import Code
from app.hosting.node_access import NodeAccess
from app.node.ports import NodeTx

_log = structlog.stdlib.get_logger("central.intake")
_CHUNK = 50
_IDLE_S, _RETRY_S = 30.0, 10.0
_GIVE_UP = 2
_ROUNDS = (ALL_ARTICLES, GONE_CUSTOMERS)
_SHARE = 0.25
"""Of the budget of calls, for asking once more for what was told already."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How often each is asked for, seconds. A poke has all of it asked for at once."""

    orders_s: float = 5.0
    carts_s: float = 5.0
    customers_s: float = 30.0
    articles_s: float = 60.0
    locations_s: float = 60.0
    open_sets_s: float = 300.0
    all_articles_s: float = 300.0
    gone_customers_s: float = 60.0

    def of(self, name: str) -> float:
        """The period of a stage, of the open sets, from one round of all articles to the next, or
        from one lot of customers to the next."""
        return float(getattr(self, f"{name}_s"))


@dataclass(slots=True)
class IntakeWorker:
    """Owns the reading of one platform; lives on the host's event loop. All that must last is in the store.

    `pace` is the budget of calls it shares with whoever writes to the platform.
    """

    platform: ShopPlatform
    access: NodeAccess
    desk: IntakeDesk
    clock: Clock
    pace: Pace
    health: Health
    periods: Periods = field(default_factory=Periods)
    _due_s: dict[str, float] = field(default_factory=dict)
    _round: Page[PlatformArticle] | None = None
    _leavers: Turn = field(default_factory=Turn)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def poke(self) -> None:
        """Somebody says that something changed over there: ask for all of it now, and trust nothing else.

        Only the rounds of all articles and customers keep their pace, as pokes may come by the second.
        """
        self.health.pokes += 1
        self._due_s = {name: at_s for name, at_s in self._due_s.items() if name in _ROUNDS}
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        if not self.platform.traits.reads_carts:
            self.health.leave_out(Stage.CARTS)
        if self.platform.traits.dates_stock:
            self.health.leave_out(ALL_ARTICLES)
        if self.platform.traits.tells_deleted:
            self.health.leave_out(GONE_CUSTOMERS)
        for stage in (Stage.ARTICLES, Stage.CUSTOMERS, Stage.CARTS, Stage.ORDERS):
            if stage in self.health.stages:
                self.health.moved(stage, await self._kept(stage))
        while True:
            self._wake.clear()
            wait_s = await self.step()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()

    async def step(self) -> float:
        """Ask for what is due; the seconds until something is due again.

        One thing that cannot be read does not keep the others out; two in a row are a platform that is not there.
        """
        failures = 0
        for name, work in self._works():
            if self._is_due(name):
                failures = 0 if await self._tried(name, work) else failures + 1
            if failures == _GIVE_UP:
                self.pace.hold(self.clock.monotonic_s(), None)
                return self._pause_s()
        now_s = self.clock.monotonic_s()
        return min((at_s - now_s for at_s in self._due_s.values()), default=0.0)

    def _works(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        """In the order in which one names the other. What waits in the stores comes before the years behind it."""
        carts = [Stage.CARTS] if self.platform.traits.reads_carts else []
        stages = [Stage.ARTICLES, Stage.CUSTOMERS, *carts]
        again = [] if self.platform.traits.dates_stock else [(ALL_ARTICLES, self._all_articles)]
        gone = [] if self.platform.traits.tells_deleted else [(GONE_CUSTOMERS, self._gone_customers)]
        return [
            (Stage.LOCATIONS, self._locations),
            *((stage, partial(self._stage, stage)) for stage in stages),
            (OPEN_SETS, self._open_sets),
            (Stage.ORDERS, partial(self._stage, Stage.ORDERS)),
            *again,
            *gone,
        ]

    async def _kept(self, stage: Stage) -> Progress:
        return await self.access.read(lambda tx: load_progress(tx, stage))

    def _is_due(self, name: str) -> bool:
        return self._due_s.get(name, 0.0) <= self.clock.monotonic_s()

    def _pause_s(self) -> float:
        return max(0.5, min(_IDLE_S, self.pace.wait_s(self.clock.monotonic_s())))

    async def _tried(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Whether the platform answered, be it with a no."""
        try:
            await work()
        except PlatformUnavailable as exc:
            now_s = self.clock.monotonic_s()
            if exc.retry_after_s is not None:
                self.pace.hold(now_s, exc.retry_after_s)
            self._due_s[name] = now_s + min(_RETRY_S, self.periods.of(name))
            self._failed(name, exc.code)
            return False
        except PlatformRefused as exc:
            self._failed(name, exc.reason)
        else:
            if name == GONE_CUSTOMERS and self._leavers.is_doubted:
                self.health.failed(name, NOBODY_KNOWN)
            elif name != ALL_ARTICLES or self._round is None:
                self.health.went_well(name, self.clock.now_at())
        self._due_s[name] = self.clock.monotonic_s() + self._period_s(name)
        return True

    def _period_s(self, name: str) -> float:
        """Until it is asked for again; within a round of all articles, so long that it takes only its share."""
        if name == ALL_ARTICLES and self._round is not None:
            return self._round.calls / (self.platform.traits.calls_per_s * _SHARE)
        return self.periods.of(name)

    def _failed(self, name: str, code: str) -> None:
        self.health.failed(name, code)
        _log.warning("not_taken_in", what=name, code=str(code))

    async def _turn(self) -> None:
        """Wait for the budget to allow a call."""
        wait_s = self.pace.wait_s(self.clock.monotonic_s())
        if wait_s > 0:
            await asyncio.sleep(wait_s)

    async def _stage(self, stage: Stage) -> None:
        progress = await self._kept(stage)
        is_more = True
        while is_more:
            await self._turn()
            page = await self._asked(stage, progress.cursor)
            self.pace.went_well()
            is_more = page.is_more
            if page.items or page.cursor != progress.cursor or not progress.is_loaded:
                progress = await self._take(stage, page, progress)
                self.health.moved(stage, progress)

    async def _asked(self, stage: Stage, cursor: str) -> Page[Item]:
        match stage:
            case Stage.ARTICLES:
                return await self.platform.articles(cursor)
            case Stage.CUSTOMERS:
                return await self.platform.customers(cursor)
            case Stage.CARTS:
                return await self.platform.carts(cursor)
            case Stage.ORDERS:
                return await self.platform.orders(cursor)
            case Stage.LOCATIONS:
                return Page((), cursor)
            case _:
                assert_never(stage)

    async def _take(self, stage: Stage, page: Page[Item], before: Progress) -> Progress:
        await self._meet(page.items, before)
        after = Progress(
            page.cursor,
            before.done + len(page.items),
            before.total if page.total is None else page.total,
            before.is_loaded or not page.is_more,
        )
        now_at = self.clock.now_at()
        taken = await self.access.write(lambda tx: self.desk.take_page(tx, stage, page.items, after, now_at))
        if stage is Stage.ARTICLES and not before.is_loaded and not self.platform.traits.dates_stock:
            self._due_s[ALL_ARTICLES] = self.clock.monotonic_s() + self.periods.all_articles_s
        if stage is Stage.ORDERS and before.is_loaded and page.items:
            moved_at = max(item.updated_at for item in page.items if isinstance(item, PlatformOrder))
            self.health.lag_s = max(0.0, (now_at - moved_at).total_seconds())
        return taken

    async def _meet(self, items: Sequence[Item], progress: Progress) -> None:
        """Somebody who is new there since customers were asked for last."""
        if progress.is_loaded and await self.access.read(lambda tx: self.desk.strangers(tx, items)):
            await self._stage(Stage.CUSTOMERS)

    async def _locations(self) -> None:
        """Hold the settings against the platform: a store whose place is not there gets no orders."""
        await self._turn()
        there = {place.ref for place in await self.platform.locations()}
        rules = self.desk.rules
        before, self.health.missing = self.health.missing, tuple(sorted(set(rules.stores) - there))
        self.health.unmapped = tuple(sorted(there - set(rules.stores) - rules.ignored))
        self.health.moved(Stage.LOCATIONS, Progress(done=len(there), total=len(there), is_loaded=True))
        if self.health.missing and self.health.missing != before:
            _log.warning("location_unknown", places=list(self.health.missing))

    async def _all_articles(self) -> None:
        """One more page of all articles: their stock may have moved without a word. Only what changed is written.

        On the same task as the stage, so that nothing older is written over what that brought.
        """
        if not self.health.stages[Stage.ARTICLES].progress.is_loaded:
            return
        await self._turn()
        page = await self.platform.articles("" if self._round is None else self._round.cursor)
        self.pace.went_well()
        now_at = self.clock.now_at()
        await self.access.write(lambda tx: self.desk.take_articles(tx, page.items, now_at))
        self._round = page if page.is_more else None

    async def _gone_customers(self) -> None:
        """Ask for some more of the customers; of those who are not there any more nothing personal may stay."""
        if not self.health.stages[Stage.CUSTOMERS].progress.is_loaded:
            return
        turn = self._leavers
        refs, after = await self.access.read(lambda tx: some_customers(tx, turn.after))
        gone: frozenset[str] = frozenset()
        if refs:
            await self._turn()
            gone = await self.platform.gone_customers(refs)
            self.pace.went_well()
        may_forget = turn.may_forget
        if not turn.heard(len(refs), len(gone), after):
            raise PlatformRefused(NOBODY_KNOWN)
        if not refs:
            return
        miss = partial(self.desk.miss_customers, asked=refs, gone=gone, may_forget=may_forget)
        now_at = self.clock.now_at()
        await self.access.write(lambda tx: miss(tx, now_at=now_at))

    async def _open_sets(self) -> None:
        """Compare what waits in every store, whole: cursors and pokes are hints, this is the truth.

        A store that the platform says no to does not keep the others from being compared.
        """
        refused: PlatformRefused | None = None
        for location in self.desk.rules.stores:
            try:
                if location not in self.health.missing:
                    await self._open_set(location)
            except PlatformRefused as exc:
                refused = exc
        if refused is not None:
            raise refused

    async def _open_set(self, location: str) -> None:
        known = await self.access.read(partial(live_refs, location=location))
        await self._turn()
        waiting = await self.platform.open_set(location)
        self.pace.went_well()
        await self._take_orders(waiting)
        for ref in set(known) - {order.ref for order in waiting}:
            await self._read_again(ref)

    async def _read_again(self, ref: str) -> None:
        """What waited and waits no more: only the platform knows what became of it."""
        await self._turn()
        try:
            await self._take_orders([await self.platform.read_order(ref)])
        except PlatformRefused as exc:
            if exc.code is not Code.ORDER_UNKNOWN:
                raise
            now_at = self.clock.now_at()
            await self.access.write(lambda tx: self.desk.order_gone(tx, ref, now_at))

    async def _take_orders(self, orders: Sequence[PlatformOrder]) -> None:
        await self._meet(orders, await self._kept(Stage.CUSTOMERS))
        now_at = self.clock.now_at()
        for start in range(0, len(orders), _CHUNK):
            chunk = orders[start : start + _CHUNK]

            def work(tx: NodeTx, chunk: Sequence[PlatformOrder] = chunk) -> None:
                for order in chunk:
                    self.desk.take_order(tx, order, now_at)

            await self.access.write(work)
