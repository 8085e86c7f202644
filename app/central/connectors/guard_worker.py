"""Carries intents to the shop platform: reads, writes down, calls, writes down; crash-safe between any two.

Times that protect (how long a call may still commit) count on the monotonic clock of this process and start anew
after a restart, so no wall clock that jumps can shorten them.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import structlog

from app.central.connectors.guard import (
    LOOK_AGAIN_S,
    after_blocked,
    after_denied,
    after_done,
    after_failed_read,
    after_moot,
    after_no_answer,
    after_not_offered,
    after_not_yet,
    after_nothing,
    after_read,
    after_refusal,
    is_due,
    is_offered,
    next_of,
    parked,
)
from app.central.connectors.guard_calls import Link, no_link, send
from app.central.connectors.guard_pace import Pace
from app.central.connectors.guard_ports import Clock, StoreAccess
from app.central.connectors.guard_right import WriteRight
from app.central.connectors.guard_store import Report, write_step
from app.central.connectors.intents import (
    OPEN_STATES,
    Effect,
    IntentState,
    OutwardIntent,
    intents_of,
    is_held_up,
    open_intents,
)
from app.central.connectors.port import (
    PlatformNotYet,
    PlatformOrder,
    PlatformRefused,
    PlatformUnavailable,
    PlatformUnknown,
    ShopPlatform,
)
from app.domain.errors import Code
from app.domain.values import OrderId

_log = structlog.stdlib.get_logger("central.guard")
_LOOK_AHEAD = 1_000


@dataclass(frozen=True, slots=True)
class GuardRules:
    """`parallel`: orders at once. `grace_s`: how long after its record a call may start."""

    parallel: int = 4
    grace_s: float = 5.0
    idle_s: float = 30.0


class GuardWorker:
    """Owns the calls to one platform; lives on the host's event loop, one instance per process. `pace` is shared.

    `rights`: whether it lets us write, by kind of effect; where it does not, one of that kind is tried now and
    then.

    `owner` names the process and is new at each start. Several processes may run on one database: who commits
    the step to CALLING makes the call. A process that stands still between that commit and the call for longer
    than the others wait cannot be fenced, as no platform offers a fence; `grace_s` keeps that window small.
    """

    def __init__(
        self,
        platform: ShopPlatform,
        store: StoreAccess,
        *,
        clock: Clock,
        report: Report,
        owner: str,
        pace: Pace,
        rights: Mapping[Effect, WriteRight],
        rules: GuardRules | None = None,
        link: Link = no_link,
    ) -> None:
        traits, self._rules = platform.traits, rules or GuardRules()
        self._pace, self._rights = pace, rights
        self._platform, self._traits = platform, traits
        self._store, self._clock = store, clock
        self._report, self._link = report, link
        self._owner = owner
        self._doubts: dict[tuple[str, int, str], float] = {}
        self._good_reads = 0
        self._good_reads_at_miss: dict[str, int] = {}
        self._taken = 0
        self._taken_at_denial: dict[str, int] = {}
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Say that new intents may be there; called on the loop after the commit."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled. A store that fails is waited for; what was in flight is then read back."""
        while True:
            self._wake.clear()
            try:
                wait_s = await self.step()
            except Exception:
                _log.exception("step_failed")
                wait_s = self._rules.idle_s
            with suppress(TimeoutError):
                async with asyncio.timeout(max(wait_s, 0.01)):
                    await self._wake.wait()

    async def step(self) -> float:
        """Do what is due now and return the seconds until something may be due again."""
        if (wait_s := self._wait_s()) > 0:
            return wait_s
        now_at = self._clock.now_at()
        intents = await self._store.run_read(lambda tx: open_intents(tx, _LOOK_AHEAD))
        due = dict.fromkeys(intent.order for intent in intents if is_due(intent, now_at))
        later_s = [(intent.due_at - now_at).total_seconds() for intent in intents if not is_due(intent, now_at)]
        gate = asyncio.Semaphore(self._rules.parallel)

        async def one(order: OrderId) -> float:
            async with gate:
                return await self._work_on_safely(order)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(order), name=f"guard {order}") for order in due]
        wait_s = min([self._rules.idle_s, *later_s, *(task.result() for task in tasks)])
        return max(wait_s, self._wait_s() if due else 0.0)

    def _wait_s(self) -> float:
        """Seconds until an order may be looked at and called for."""
        return self._pace.wait_s(self._clock.monotonic_s())

    async def _work_on_safely(self, order: OrderId) -> float:
        """One order that fails in an unforeseen way must not stop the calls of others halfway."""
        try:
            return await self._work_on(order)
        except Exception:
            _log.exception("order_failed", order=order)
            return self._pace.hold(self._clock.monotonic_s(), None)

    async def _work_on(self, order: OrderId) -> float:
        """Move the order's intents on, one after the other; returns the seconds until the next may move."""
        while (wait_s := self._wait_s()) <= 0:
            next_ = next_of(await self._store.run_read(lambda tx: intents_of(tx, order)))
            now_at = self._clock.now_at()
            if next_.moot is not None:
                await self._write(next_.moot, after_moot(next_.moot))
            elif next_.blocked is not None:
                await self._write(next_.blocked, after_blocked(next_.blocked, now_at))
                return self._rules.idle_s
            elif next_.head is None:
                return self._rules.idle_s
            elif not is_due(next_.head, now_at):
                return (next_.head.due_at - now_at).total_seconds()
            elif (denied_s := self._rights[next_.head.effect].wait_s()) > 0:
                return denied_s
            elif await self._is_held_up(next_.head):
                await self._prove(next_.head)
                return LOOK_AGAIN_S
            else:
                await self._advance(next_.head)
        return wait_s

    async def _is_held_up(self, intent: OutwardIntent) -> bool:
        """Whether it has to wait for what is being done for another order."""
        if intent.effect is not Effect.RESTOCK or not self._traits.sets_stock:
            return False
        return await self._store.run_read(lambda tx: is_held_up(tx, intent))

    async def _prove(self, held_up: OutwardIntent) -> None:
        """Read the order of a restock that waits, when another order could not be read and nothing was since: else
        nobody would ever learn that the fault lies with that one, and this would wait for it for ever."""
        if self._good_reads in self._good_reads_at_miss.values():
            await self._read(held_up)

    async def _advance(self, intent: OutwardIntent) -> None:
        """One read and, when it says so, one call; neither for what the platform cannot do."""
        if not is_offered(intent, self._traits):
            await self._write(intent, after_not_offered(intent))
            return
        doubt_s = self._doubt_s(intent)
        found = await self._read(intent)
        if found is None:
            return
        decided_s, now_at = self._clock.monotonic_s(), self._clock.now_at()
        new = after_read(intent, found, self._traits, doubt_s=doubt_s, owner=self._owner, now_at=now_at)
        if not await self._write(intent, new) or new.state is not IntentState.CALLING:
            return
        if self._clock.monotonic_s() - decided_s > self._rules.grace_s:
            await self._write(new, after_nothing(new, 0.0, self._clock.now_at()))
            return
        await self._call(new)

    def _doubt_s(self, intent: OutwardIntent) -> float:
        """How long an earlier call of this intent may still commit; another's call may not even have ended."""
        if intent.state is IntentState.WAITING or intent.is_put_off:
            return 0.0
        now_s = self._clock.monotonic_s()
        until_s = now_s + self._traits.call_timeout_s + self._traits.settle_s
        return self._doubts.setdefault(_doubt_key(intent), until_s) - now_s

    async def _read(self, intent: OutwardIntent) -> tuple[PlatformOrder, ...] | None:
        """The order as it stands, for one to be made all that carry its reference; None when it could not be had
        and that is written down."""
        try:
            async with asyncio.timeout(self._traits.call_timeout_s):
                if intent.effect is Effect.CREATE:
                    found = await self._platform.orders_marked(intent.reference)
                else:
                    found = (await self._platform.read_order(intent.platform_ref),)
        except PlatformRefused as exc:
            await self._write(intent, parked(intent, f"refused:{exc.reason}"))
            return None
        except (PlatformUnavailable, TimeoutError) as exc:
            await self._read_failed(intent, exc)
            return None
        self._good_reads += 1
        self._pace.went_well()
        return found

    async def _read_failed(self, intent: OutwardIntent, exc: Exception) -> None:
        """Wait; when other orders can be read in between, the fault lies with this one."""
        before = self._good_reads_at_miss.get(intent.id, self._good_reads)
        self._good_reads_at_miss[intent.id] = self._good_reads
        wait_s = self._pace.hold(self._clock.monotonic_s(), _retry_after_s(exc))
        is_miss = before != self._good_reads
        now_at = self._clock.now_at()
        await self._write(intent, after_failed_read(intent, is_miss=is_miss, wait_s=wait_s, now_at=now_at))

    async def _call(self, intent: OutwardIntent) -> None:
        """Make the call that the store has recorded as made, and record what came of it."""
        is_taken = False
        try:
            async with asyncio.timeout(self._traits.call_timeout_s):
                ref = await send(self._platform, intent, self._link)
            new = after_done(intent, ref, self._clock.now_at())
            is_taken = True
        except PlatformRefused as exc:
            new = after_refusal(intent, exc.reason, self._clock.now_at())
        except PlatformNotYet as exc:
            new = after_not_yet(intent, exc.reason, self._clock.now_at())
        except PlatformUnavailable as exc:
            new = await self._after_nothing(intent, exc)
        except (PlatformUnknown, TimeoutError) as exc:
            if (asked_s := _retry_after_s(exc)) is not None:
                self._pace.hold(self._clock.monotonic_s(), asked_s)
            new = after_no_answer(intent, self._clock.now_at())
        self._doubts[_doubt_key(intent)] = self._clock.monotonic_s() + self._traits.settle_s
        _log.info("called", intent=intent.id, state=new.state.value)
        await self._write(intent, new)
        if is_taken:
            self._taken += 1
            await self._rights[intent.effect].given()

    async def _after_nothing(self, intent: OutwardIntent, exc: PlatformUnavailable) -> OutwardIntent:
        """The intent after a call that surely had no effect, just behind a read that went well: without the right
        to write only that kind of effect waits."""
        if exc.code is not Code.PERMISSION_DENIED:
            wait_s = self._pace.hold(self._clock.monotonic_s(), exc.retry_after_s)
            return after_nothing(intent, wait_s, self._clock.now_at())
        is_try = self._taken_at_denial.get(intent.id, self._taken) != self._taken
        self._taken_at_denial[intent.id] = self._taken
        wait_s = await self._rights[intent.effect].denied()
        return after_denied(intent, wait_s, self._clock.now_at(), is_try=is_try)

    async def _write(self, old: OutwardIntent, new: OutwardIntent) -> bool:
        """Write the step; False when another process was faster and the intent must be looked at anew."""
        at = self._clock.now_at()
        sets_stock = self._traits.sets_stock
        is_written = await self._store.run_write(
            lambda tx: write_step(tx, old, new, self._report, at, sets_stock=sets_stock)
        )
        if is_written and new.state not in OPEN_STATES:
            if sets_stock and new.effect is Effect.RESTOCK:
                self.wake()
            self._doubts = {key: until_s for key, until_s in self._doubts.items() if key[0] != new.id}
            self._good_reads_at_miss.pop(new.id, None)
            self._taken_at_denial.pop(new.id, None)
            if new.state is IntentState.PARKED:
                _log.info("parked", intent=new.id, reason=new.reason)
        return is_written


def _doubt_key(intent: OutwardIntent) -> tuple[str, int, str]:
    """One call of one intent: its number and the process that made it."""
    return intent.id, intent.tries, intent.owner


def _retry_after_s(exc: Exception) -> float | None:
    return exc.retry_after_s if isinstance(exc, PlatformUnavailable | PlatformUnknown) else None
