"""Guards on a real clock that live one after the other on one store, until everything asked for has ended."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from app.adapters.clock import SystemClock
from app.central.connectors.guard_pace import Pace
from app.central.connectors.guard_right import write_rights
from app.central.connectors.guard_store import report_to_case
from app.central.connectors.guard_worker import GuardRules, GuardWorker
from app.central.connectors.intents import IntentState, OutwardIntent
from app.central.connectors.port import ShopPlatform
from app.central.intake.health import Health
from app.node.ports import NodeTx
from tests.unit.connectors.samples import KillableStore


@dataclass
class Lives:
    """Guards that follow one another on one store; `ended` wakes whenever an intent ended or was parked."""

    shop: ShopPlatform
    store: KillableStore = field(default_factory=KillableStore)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    states: dict[str, IntentState] = field(default_factory=dict)
    patience_s: float = 30.0

    def report(self, tx: NodeTx, intent: OutwardIntent, at: datetime) -> None:
        """See `Report`."""
        report_to_case(tx, intent, at)
        self.states[intent.id] = intent.state
        self.ended.set()

    async def live_until(self, count: int, owner: str) -> None:
        """Run one worker until so many intents ended or were parked, then stop it dead, whatever it is doing."""
        traits, clock = self.shop.traits, SystemClock()
        worker = GuardWorker(
            self.shop,
            self.store,
            clock=clock,
            report=self.report,
            owner=owner,
            pace=Pace(traits.calls_per_s, traits.burst, 0.05, clock.monotonic_s()),
            rights=write_rights(self.store, clock, Health(traits.name)),
            rules=GuardRules(parallel=16),
        )
        running = asyncio.create_task(worker.run())
        while len(self.states) < count:
            self.ended.clear()
            async with asyncio.timeout(self.patience_s):
                await self.ended.wait()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
