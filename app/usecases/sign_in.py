"""Signing in at a station: who, then the PIN; failures count for the operator and for the device."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.contract.rows import RosterStaff
from app.domain.errors import Code, Problem
from app.domain.lockout import Attempts, Moment, failed, refuse_locked
from app.usecases.ports import AuditEntry, Clock, Pins, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config, operator_of

_attempts = msgspec.json.Decoder(Attempts)
DEVICE = "*"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Checks operators against the roster of the store; `boot` names this start of the machine."""

    door: StoreDoor
    clock: Clock
    pins: Pins
    station: Station
    boot: str

    async def operators(self) -> list[RosterStaff]:
        """Who may sign in here, by name."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return sorted((s for s in config.staff if s.is_active), key=lambda staff: staff.name)

    async def sign_in(self, number: str, pin: str) -> Operator:
        """The operator with that staff number. Problem(OPERATOR_UNKNOWN | PIN_LOCKED | PIN_WRONG)."""
        staff = next((s for s in await self.operators() if s.number == number), None)
        if staff is None:
            raise Problem(Code.OPERATOR_UNKNOWN, number=number)
        moment = Moment(self.boot, self.clock.monotonic_s())
        await self.door.read(lambda tx: refuse_locked(_load(tx, staff.id), _load(tx, DEVICE), moment))
        is_right = await asyncio.to_thread(self.pins.is_right, staff.id, staff.verifier, pin)
        now_at = self.clock.now_at()
        await self.door.write(lambda tx: _count(tx, staff.id, now_at, moment, is_right=is_right))
        if not is_right:
            raise Problem(Code.PIN_WRONG, number=number)
        return operator_of(staff)


def _key(who: str) -> str:
    return f"pin.{who}"


def _load(tx: TerminalTx, who: str) -> Attempts:
    text = tx.meta(_key(who))
    return _attempts.decode(text) if text else Attempts()


def _count(tx: TerminalTx, who: str, now_at: datetime, moment: Moment, *, is_right: bool) -> None:
    for name in (who, DEVICE):
        attempts = Attempts() if is_right else failed(_load(tx, name), moment)
        tx.set_meta(_key(name), msgspec.json.encode(attempts).decode())
    event = "signed_in" if is_right else "sign_in_failed"
    tx.audit(AuditEntry(now_at, event, who, who, {}))
