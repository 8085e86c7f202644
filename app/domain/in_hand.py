"""What somebody has in hand for a while: a line they walk for, an order they took along."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.values import LineId, OperatorId, StationId


@dataclass(frozen=True, slots=True)
class Lease:
    """Who walks for a line since when: soft, so that a colleague takes another one; it ends by itself."""

    line: LineId
    operator: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class Carry:
    """An order entrusted to one device and its operator: nobody else hands it over until the grant has ended.

    `grant` is the id of the command it was asked for by. `until_at` says when they are expected back; no clock
    ends the grant. It stands under the epoch it was given in only.
    """

    grant: str
    device: StationId
    operator: OperatorId
    epoch: int
    at: datetime
    until_at: datetime
