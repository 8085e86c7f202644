"""Signing in at a station: who, then the PIN; failures count for the operator and for the device."""

import asyncio
from dataclasses import dataclass

import msgspec

from app.contract.rows import RosterStaff
from app.domain.errors import Code, Problem
from app.domain.keyed import badge_hash
from app.domain.lockout import Attempts, Moment, failed, refuse_locked
from app.usecases.ports import AuditEntry, Clock, Pins, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config, operator_of

_attempts = msgspec.json.Decoder(Attempts)
DEVICE = "*"
_NONE = msgspec.json.encode(Attempts()).decode()


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
        staff = await self.prove(number, pin, "signed_in")
        return operator_of(staff)

    async def sign_in_among_strangers(self, number: str, pin: str) -> Operator:
        """As `sign_in`, where anybody may try: which numbers there are is not to be found out. One that nobody has
        is counted, and takes as long as anybody's. Problem(PIN_LOCKED | PIN_WRONG)."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        people = [staff for staff in config.staff if staff.is_active]
        if people and not any(staff.number == number for staff in people):
            # What was typed may be somebody's PIN.
            await self._is_right(people[0], pin, badge_hash(config.code_secret, number), "signed_in")
            raise Problem(Code.PIN_WRONG, number=number)
        return await self.sign_in(number, pin)

    async def unlock(self, number: str, *, by: str, pin: str) -> RosterStaff:
        """Lift the lock of an operator and of the device, by the PIN of somebody who may; both are recorded.

        Only the supervisor's own wrong PINs stand in the way. Problem(OPERATOR_UNKNOWN | PIN_LOCKED | PIN_WRONG |
        PERMISSION_DENIED).
        """
        locked = await self.staff(number)
        supervisor = operator_of(await self.staff(by))
        supervisor.need("staff.unlock")
        await self.prove(by, pin, "supervisor_proven", is_at_device=False)
        entry = AuditEntry(self.clock.now_at(), "pin_unlocked", supervisor.id, locked.id, {})

        def lift(tx: TerminalTx) -> None:
            for name in (locked.id, DEVICE):
                tx.set_meta(_key(name), _NONE)
            tx.audit(entry)

        await self.door.write(lift)
        return locked

    async def staff(self, number: str) -> RosterStaff:
        """The operator with that staff number. Problem(OPERATOR_UNKNOWN)."""
        staff = next((s for s in await self.operators() if s.number == number), None)
        if staff is None:
            raise Problem(Code.OPERATOR_UNKNOWN, number=number)
        return staff

    async def by_badge(self, badge: str) -> RosterStaff:
        """Whose badge it is, which proves nothing: it can be photographed. Problem(BADGE_UNKNOWN | BADGE_LEFT)."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        wanted = badge_hash(config.code_secret, badge)
        staff = next((s for s in config.staff if s.badge_key and s.badge_key == wanted), None)
        if staff is None:
            raise Problem(Code.BADGE_UNKNOWN)
        if not staff.is_active:
            raise Problem(Code.BADGE_LEFT)
        return staff

    async def prove(self, number: str, pin: str, event: str, *, is_at_device: bool = True) -> RosterStaff:
        """The operator, once the PIN is theirs; counted for them and, unless it is an unlock, for the device.

        Recorded as `event`. Problem(OPERATOR_UNKNOWN | PIN_LOCKED | PIN_WRONG).
        """
        staff = await self.staff(number)
        if not await self._is_right(staff, pin, staff.id, event, is_at_device=is_at_device):
            raise Problem(Code.PIN_WRONG, number=number)
        return staff

    async def _is_right(
        self, staff: RosterStaff, pin: str, who: str, event: str, *, is_at_device: bool = True
    ) -> bool:
        """Whether it is the operator's PIN, and `who` is that operator; counted for `who`. Problem(PIN_LOCKED)."""
        moment, counted = Moment(self.boot, self.clock.monotonic_s()), (who, *([DEVICE] * is_at_device))
        named = staff.id if who == staff.id else ""

        def refuse(tx: TerminalTx) -> None:
            refuse_locked(_load(tx, who), _load(tx, DEVICE) if is_at_device else Attempts(), moment)

        def count(tx: TerminalTx) -> None:
            for name in counted:
                attempts = Attempts() if is_right else failed(_load(tx, name), moment)
                tx.set_meta(_key(name), msgspec.json.encode(attempts).decode())
            tx.audit(AuditEntry(now_at, event if is_right else "sign_in_failed", named, named, {}))

        await self.door.read(refuse)
        is_right = await asyncio.to_thread(self.pins.is_right, staff.id, staff.verifier, pin) and bool(named)
        now_at = self.clock.now_at()
        await self.door.write(count)
        return is_right


def _key(who: str) -> str:
    return f"pin.{who}"


def _load(tx: TerminalTx, who: str) -> Attempts:
    text = tx.meta(_key(who))
    return _attempts.decode(text) if text else Attempts()
