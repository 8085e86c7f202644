"""The cars customers said they come in, as a terminal has them of its shop: to be found by, and soon gone."""

from datetime import datetime

import msgspec

from app.domain.announcing import Vehicle
from app.usecases.ports import TerminalTx

VEHICLE = "vehicle"
_UNTIL = "until:"
_MOST = 500
_vehicles = msgspec.json.Decoder(Vehicle | None)


def vehicle_for(tx: TerminalTx, order_id: str, now_at: datetime) -> Vehicle | None:
    """The car whoever comes for an order waits in; None when it is not known, or not to be known any more."""
    row = tx.base_get(VEHICLE, order_id)
    car = None if row is None else _vehicles.decode(row.body)
    return None if car is None or car.is_over(now_at) else car


def forget_vehicles(tx: TerminalTx, now_at: datetime) -> None:
    """Forget every car whose time is over, whether or not the shop's authority can be heard."""
    for row in tx.base_find(VEHICLE, _UNTIL, _MOST):
        car = _vehicles.decode(row.body)
        if car is None or car.is_over(now_at):
            tx.base_drop(VEHICLE, row.key, row.rev)
