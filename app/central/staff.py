"""What is changed of the chain's operators after their stores were opened."""

import msgspec

from app.central.devices import all_configs
from app.domain.errors import Code, Problem
from app.node.custody import publish_config
from app.node.documents import get_config
from app.node.ports import NodeTx


class PinGiven(msgspec.Struct, frozen=True):
    """Whose PIN is a new one, and in which stores."""

    id: str
    name: str
    number: str
    stores: list[str]


def give_pin(tx: NodeTx, number: str, verifier: str) -> PinGiven:
    """The operator with that number has the PIN of that verifier in every store; their terminals are told.

    Problem(OPERATOR_UNKNOWN).
    """
    stores = [config.store for config in all_configs(tx)]
    tx.lock(*(f"config:{store}" for store in sorted(stores)))
    given: PinGiven | None = None
    for store in stores:
        config = get_config(tx, store)
        person = next((person for person in config.staff if person.number == number), None)
        if person is None:
            continue
        changed = msgspec.structs.replace(person, verifier=verifier)
        staff = [changed if other is person else other for other in config.staff]
        publish_config(tx, msgspec.structs.replace(config, staff=staff))
        known = [] if given is None else given.stores
        given = PinGiven(person.id, person.name, number, [*known, store])
    if given is None:
        raise Problem(Code.OPERATOR_UNKNOWN, number=number)
    return given
