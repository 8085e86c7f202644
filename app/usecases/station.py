"""Where a job is done: the station, its store and what the store works by."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec

from app.contract.rows import RosterStaff, StoreConfig
from app.domain.errors import Code, Problem
from app.domain.staff import Role, refuse_not_permitted, role_of
from app.domain.values import StoreId
from app.usecases.ports import TerminalTx

_configs = msgspec.json.Decoder(StoreConfig)


@dataclass(frozen=True, slots=True)
class Station:
    """This terminal: its device id, its store, and the printer its receipts come out of."""

    device: str
    store: StoreId
    printer: str = "receipt"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who is signed in at a station."""

    id: str
    name: str
    number: str
    role: Role | None

    def need(self, action: str, *, is_approved: bool = False) -> None:
        """Problem(PERMISSION_DENIED | APPROVAL_REQUIRED) unless the operator may."""
        refuse_not_permitted(self.role, action, is_approved=is_approved)


def document_number(tx: TerminalTx, station: Station) -> str:
    """The next number of this station's papers."""
    return f"{station.device}-{tx.take_number('document'):06d}"


def load_config(tx: TerminalTx, store: str) -> StoreConfig:
    """The store's configuration as last pulled; Problem(WAITING_FOR_CENTRAL) before the first pull."""
    row = tx.base_get("config", store)
    if row is None:
        raise Problem(Code.WAITING_FOR_CENTRAL, store=store)
    return _config_of(row.body)


@lru_cache(maxsize=4)
def _config_of(body: bytes) -> StoreConfig:
    """Every look-up asks for it: decoding it takes three times as long as reading it."""
    return _configs.decode(body)


def operator_of(staff: RosterStaff) -> Operator:
    """The operator a roster entry describes."""
    return Operator(staff.id, staff.name, staff.number, role_of(staff.role))
