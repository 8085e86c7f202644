"""Opens stores at a central: their feeds, their secrets, and the words of the settings about them."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from app.central.recalls import KIND, goods_called_back
from app.contract.rows import Place, RosterStaff, StoreConfig
from app.domain.errors import Code, Problem
from app.domain.ids import Ids
from app.domain.pin_rules import is_pin, is_trivial
from app.node.custody import alloc_feed, config_feed, publish_config
from app.node.documents import find_config
from app.node.ports import NodeTx

SECRET_BYTES = 32


class NewStore(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A store as the settings say it; what is left out stays as it is. Whoever opens one must give its name.

    `locations` are the platform's references of it; `hold_days` is how long a ready order is kept. For
    `in_store_codes` see the store's configuration; an empty list is none of them.
    """

    id: str
    locations: list[str]
    name: str = ""
    address: str = ""
    timezone: str = ""
    hold_days: int = 0
    places: list[Place] = []
    in_store_codes: list[str] | None = None


class NewChain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of what all stores share."""

    id: str
    market: str
    pricelist: str
    currency: str = "EUR"


class NewOperator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who signs in at stores; the first PIN is a secret and stands with the secrets."""

    id: str
    name: str
    number: str
    role: str
    stores: list[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The stores there shall be. `verifiers` holds, by number, those of operators who may be new."""

    chain: NewChain | None
    stores: Sequence[NewStore]
    staff: Sequence[NewOperator] = ()
    verifiers: Mapping[str, str] = field(default_factory=dict)


def open_store(tx: NodeTx, config: StoreConfig, ids: Ids) -> None:
    """A store's own feeds, and its configuration in them."""
    for feed in (config_feed(config.store), alloc_feed(config.store)):
        tx.open_feed(feed, ids.new_id())
    publish_config(tx, config)


def keep_stores(tx: NodeTx, wanted: Wanted, ids: Ids) -> None:
    """Open the stores that are not open, and bring the others to what the settings say.

    Problem(SETTINGS_INVALID) for a store to be opened without a name, or without a chain to belong to.
    """
    tx.lock(KIND, *(f"config:{store.id}" for store in wanted.stores))
    known = {store.id: find_config(tx, store.id) for store in wanted.stores}
    numbers = {config.public_no for config in known.values() if config is not None}
    secret = next((config.code_secret for config in known.values() if config is not None), "")
    secret = secret or secrets.token_hex(SECRET_BYTES)
    for store in wanted.stores:
        if known[store.id] is None:
            number = next(n for n in range(1, 10_000) if n not in numbers)
            numbers.add(number)
            config = _opened(tx, wanted.chain, store, number, ids)
            known[store.id] = msgspec.structs.replace(config, code_secret=secret)
            open_store(tx, known[store.id] or config, ids)
    configs = {store: config for store, config in known.items() if config is not None}
    names = {store: config.name for store, config in configs.items()}
    names |= {str(config.public_no): config.name for config in configs.values()}
    for store in wanted.stores:
        config = configs[store.id]
        told = msgspec.structs.replace(_told(config, store, wanted), stores={**config.stores, **names})
        if told != find_config(tx, store.id):
            publish_config(tx, told)


def _opened(tx: NodeTx, chain: NewChain | None, store: NewStore, number: int, ids: Ids) -> StoreConfig:
    if chain is None or not store.name:
        raise Problem(Code.SETTINGS_INVALID, where="chain" if chain is None else f"stores.{store.id}.name")
    shared = (f"catalog:{chain.market}", f"price:{chain.pricelist}", f"finder:{chain.id}")
    for feed in (*shared, f"stock:{store.id}"):
        if tx.feed(feed) is None:
            tx.open_feed(feed, ids.new_id())
    return StoreConfig(
        store=store.id,
        name=store.name,
        address=store.address,
        chain=chain.id,
        market=chain.market,
        pricelist=chain.pricelist,
        currency=chain.currency,
        epoch=1,
        public_no=number,
        catalogue_key=secrets.token_hex(SECRET_BYTES),
        recalls=goods_called_back(tx),
    )


def _told(config: StoreConfig, store: NewStore, wanted: Wanted) -> StoreConfig:
    # From the first change made in the shop on, what stands in our own file would undo it at each start.
    is_theirs = config.settings_rev > 0
    return msgspec.structs.replace(
        config,
        name=store.name or config.name,
        address=store.address or config.address,
        timezone=store.timezone or config.timezone,
        hold_days=(not is_theirs and store.hold_days) or config.hold_days,
        places=(not is_theirs and store.places) or config.places,
        in_store_codes=config.in_store_codes if store.in_store_codes is None else store.in_store_codes,
        staff=_staff(config, wanted),
    )


def _staff(config: StoreConfig, wanted: Wanted) -> list[RosterStaff]:
    """Those of the settings with the PIN they have, or their first; who is only known here stays."""
    known = {person.number: person for person in config.staff}
    for person in wanted.staff:
        before = known.get(person.number)
        verifier = wanted.verifiers.get(person.number, "") if before is None else before.verifier
        if config.store not in person.stores:
            known.pop(person.number, None)
        elif verifier:
            row = RosterStaff(person.id, person.name, person.number, person.role, verifier)
            known[person.number] = (
                row if before is None else msgspec.structs.replace(row, badge_key=before.badge_key)
            )
    return list(known.values())


def verifiers_for(
    tx: NodeTx, wanted: Wanted, pins: Mapping[str, str], make_verifier: Callable[[str], str]
) -> dict[str, str]:
    """Verifiers (0.2 s each) of operators that no store knows yet.

    Problem(SETTINGS_INVALID): there is no first PIN of one, or it is none, or too easy to guess.
    """
    configs = [config for store in wanted.stores if (config := find_config(tx, store.id)) is not None]
    known = {person.number for config in configs for person in config.staff}
    made: dict[str, str] = {}
    for person in wanted.staff:
        if person.number not in known:
            pin = pins.get(person.number, "")
            if not is_pin(pin) or is_trivial(pin, staff_number=person.number):
                raise Problem(Code.SETTINGS_INVALID, where=f"pins.{person.number}")
            made[person.number] = make_verifier(pin)
    return made
