"""Whether a platform lets us write, each kind of effect apart. Reading may go well while it does not, so nothing
else would notice.

What is to be written waits meanwhile and counts as no failure; a person at head office is told, and the first
thing that is taken again ends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from app.central.connectors.guard import backoff_s
from app.central.connectors.guard_ports import Clock, StoreAccess
from app.central.connectors.intents import Effect
from app.domain.errors import Code
from app.domain.values import CENTRAL
from app.node.documents import Attention, find_attention, put_attention
from app.node.ports import NodeTx

WRITES = {effect: f"writes_{effect}" for effect in Effect}
CART_WRITES = "cart_writes"
LONGEST_S = 60.0
_log = structlog.stdlib.get_logger("central.guard")


class Health(Protocol):
    """Who is told how it goes, for the status page; on the same loop."""

    def went_well(self, name: str, at: datetime) -> None:
        """It was written."""

    def failed(self, name: str, code: str) -> None:
        """It could not be."""


@dataclass(slots=True)
class WriteRight:
    """Owns how long to wait with one kind of writing (`name`); lives on the host's event loop, one per process."""

    name: str
    store: StoreAccess
    clock: Clock
    health: Health
    _failures: int = 0
    _until_s: float = 0.0
    _is_given: bool | None = None

    def wait_s(self) -> float:
        """Seconds until it may be tried; 0 for now."""
        return max(0.0, self._until_s - self.clock.monotonic_s()) if self._failures else 0.0

    async def denied(self) -> float:
        """The platform did not let us: the seconds to wait, longer each time. A person is told once."""
        if not self.wait_s():
            self._failures += 1
            self._until_s = self.clock.monotonic_s() + backoff_s(self._failures, LONGEST_S)
        self.health.failed(self.name, Code.WRITE_DENIED)
        if self._is_given is not False:
            await self.store.run_write(self._tell)
            self._is_given = False
            _log.warning("write_denied", what=self.name)
        return self.wait_s()

    async def given(self) -> None:
        """The platform took something: nobody need look after it any more."""
        self._failures = 0
        self.health.went_well(self.name, self.clock.now_at())
        if self._is_given is not True:
            await self.store.run_write(self._settle)
            self._is_given = True

    @property
    def _item_id(self) -> str:
        return f"{Code.WRITE_DENIED}:{self.name}"

    def _tell(self, tx: NodeTx) -> None:
        known = find_attention(tx, self._item_id)
        if known is None or known.settled_at is not None:
            item = Attention(self._item_id, Code.WRITE_DENIED, "", self.name, self.clock.now_at())
            put_attention(tx, item)

    def _settle(self, tx: NodeTx) -> None:
        known = find_attention(tx, self._item_id)
        if known is not None and known.settled_at is None:
            put_attention(tx, replace(known, settled_at=self.clock.now_at(), settled_by=CENTRAL))


def write_rights(store: StoreAccess, clock: Clock, health: Health) -> Mapping[Effect, WriteRight]:
    """One for each kind of effect: a platform may let us hand over and not give money back."""
    return {effect: WriteRight(name, store, clock, health) for effect, name in WRITES.items()}
