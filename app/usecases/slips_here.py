"""Return slips at the counter: which pieces somebody chose at a kiosk, as the shop's feed brought it here."""

from dataclasses import dataclass

import msgspec

from app.domain.errors import Code, Problem
from app.domain.return_slips import ReturnSlip
from app.usecases.ports import Clock, StoreDoor, TerminalTx

SLIP = "slip"
_slips = msgspec.json.Decoder(ReturnSlip)


@dataclass(frozen=True, slots=True)
class SlipsHere:
    """The shop's slips as this terminal has them; lives on the loop."""

    door: StoreDoor
    clock: Clock

    async def by_code(self, code: str) -> ReturnSlip:
        """The slip with that code. Problem(SLIP_UNKNOWN | SLIP_USED | SLIP_EXPIRED)."""
        slip = await self.door.read(lambda tx: _by_code(tx, code))
        if slip is None:
            raise Problem(Code.SLIP_UNKNOWN)
        slip.refuse_unfit(self.clock.now_at())
        return slip

    async def by_id(self, slip_id: str) -> ReturnSlip | None:
        """The slip as it stands now; None when it is over, or its last piece has come."""
        row = await self.door.read(lambda tx: tx.base_get(SLIP, slip_id))
        slip = None if row is None else _slips.decode(row.body)
        try:
            if slip is not None:
                slip.refuse_unfit(self.clock.now_at())
        except Problem:
            return None
        return slip


def _by_code(tx: TerminalTx, code: str) -> ReturnSlip | None:
    found = (_slips.decode(row.body) for row in tx.base_find(SLIP, f"code:{code}", 2))
    return next((slip for slip in found if slip.code == code), None)
