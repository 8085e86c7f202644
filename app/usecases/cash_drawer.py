"""Opening the cash drawer: by name, for a reason, written down before it opens, and tried once."""

from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.domain.errors import Problem
from app.usecases.ports import AuditEntry, Clock, StoreDoor, TerminalTx
from app.usecases.spool import DrawerKick
from app.usecases.station import Operator, Station


class DrawerReason(StrEnum):
    """Why a drawer is opened outside a sale; a closed list, because free text ends in records."""

    CHANGE = "change"
    COUNT = "count"
    CHECK = "check"


class Drawer(Protocol):
    """The drawer at the receipt printer of this station."""

    async def kick(self) -> DrawerKick:
        """Opens it once, now or not at all."""


class NoDrawer:
    """Where there is no printer there is no drawer."""

    async def kick(self) -> DrawerKick:
        """Not now."""
        return DrawerKick.NOT_NOW


@dataclass(frozen=True, slots=True)
class CashDrawer:
    """The only way to the drawer; lives on the loop. `_unwritten`: what became of it, where that could not be
    written down at the time."""

    door: StoreDoor
    drawer: Drawer
    clock: Clock
    station: Station
    _unwritten: list[AuditEntry] = field(default_factory=list)

    async def open(self, reason: DrawerReason, operator: Operator) -> DrawerKick:
        """What became of it. Problem(PERMISSION_DENIED), or what keeps the record from being written before.

        Once it was tried nothing is refused any more: whoever reads of a refusal would have it opened again.
        """
        operator.need("drawer.open")
        await self._record("drawer_asked", operator, {"reason": reason.value})
        outcome = await self.drawer.kick()
        with suppress(Problem):
            await self._record("drawer", operator, {"outcome": outcome.value})
        return outcome

    async def left_open(self, for_s: int, operator: Operator) -> None:
        """Whoever works here was told that it stands open, so many seconds by now. Problem: not written down."""
        await self._record("drawer_left_open", operator, {"seconds": for_s})

    async def _record(self, event: str, operator: Operator, details: dict[str, str | int | bool]) -> None:
        """With what could not be written before it. An outcome alone is kept for the next time."""
        entry = AuditEntry(self.clock.now_at(), event, operator.id, self.station.device, details)
        entries = [*self._unwritten, entry]

        def write(tx: TerminalTx) -> None:
            for one in entries:
                tx.audit(one)

        try:
            await self.door.write(write)
        except Problem:
            if event == "drawer":
                self._unwritten.append(entry)
            raise
        self._unwritten.clear()
