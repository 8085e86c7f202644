"""What is changed of the chain's operators after their stores were opened."""

from collections.abc import Callable

import msgspec

from app.central.devices import all_configs
from app.contract.rows import RosterStaff, StoreConfig
from app.domain.errors import Code, Problem
from app.domain.keyed import badge_hash
from app.node.custody import publish_config
from app.node.documents import get_config
from app.node.ports import NodeTx


class PinGiven(msgspec.Struct, frozen=True):
    """Whose PIN is a new one, and in which stores."""

    id: str
    name: str
    number: str
    stores: list[str]


class BadgeGiven(PinGiven, frozen=True):
    """Whose badge is a new one, and in which stores; `has_badge`: not when it was taken away."""

    has_badge: bool


def give_pin(tx: NodeTx, number: str, verifier: str) -> PinGiven:
    """The operator with that number has the PIN of that verifier in every store; their terminals are told.

    Problem(OPERATOR_UNKNOWN).
    """
    person, stores = _change(tx, number, lambda _, before: msgspec.structs.replace(before, verifier=verifier))
    return PinGiven(person.id, person.name, number, stores)


def give_badge(tx: NodeTx, number: str, badge: str) -> BadgeGiven:
    """The operator with that number has the badge with that text in every store, or none; terminals are told.

    Problem(OPERATOR_UNKNOWN | BADGE_TAKEN).
    """

    def changed(config: StoreConfig, before: RosterStaff) -> RosterStaff:
        key = badge_hash(config.code_secret, badge)
        other = next((one for one in config.staff if key and one.badge_key == key and one.id != before.id), None)
        if other is not None:
            raise Problem(Code.BADGE_TAKEN, operator=other.name)
        return msgspec.structs.replace(before, badge_key=key)

    person, stores = _change(tx, number, changed)
    return BadgeGiven(person.id, person.name, number, stores, bool(badge))


def _change(
    tx: NodeTx, number: str, changed: Callable[[StoreConfig, RosterStaff], RosterStaff]
) -> tuple[RosterStaff, list[str]]:
    """Whoever has that number, and the stores in which they are changed now. Problem(OPERATOR_UNKNOWN)."""
    stores = [config.store for config in all_configs(tx)]
    tx.lock(*(f"config:{store}" for store in sorted(stores)))
    found: RosterStaff | None = None
    told: list[str] = []
    for store in stores:
        config = get_config(tx, store)
        person = next((person for person in config.staff if person.number == number), None)
        if person is None:
            continue
        found = changed(config, person)
        staff = [found if other is person else other for other in config.staff]
        publish_config(tx, msgspec.structs.replace(config, staff=staff))
        told.append(store)
    if found is None:
        raise Problem(Code.OPERATOR_UNKNOWN, number=number)
    return found, told
