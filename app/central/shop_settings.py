"""What a shop decides for itself, as central keeps it: one version after the other, never over another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.contract.rows import Place, StoreConfig
from app.contract.shop_rows import KeptSettings, SettingsChange, SettingValue
from app.domain.errors import Code, Problem
from app.domain.setting_kinds import Value
from app.domain.shop_settings import PLACES, ShopPlace, ShopSettings, checked, fields_of, settings_of
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.custody import publish_config
from app.node.documents import get_config
from app.node.ports import NodeTx

EVENT = "settings.change"


class AskSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The settings an administrator wants for a store, made from version `base_rev`; `by` is their name."""

    base_rev: int
    by: str
    values: dict[str, SettingValue]
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Settings as they shall be, made from version `base_rev`, by the operator or administrator `by`."""

    settings: ShopSettings
    base_rev: int
    by: str


def kept_settings(tx: NodeTx, store: str) -> KeptSettings:
    """The store's settings. Problem(NOT_FOUND)."""
    return _kept(get_config(tx, store))


def asked(change: SettingsChange | AskSettings, by: str) -> Wanted:
    """What was asked for, in the domain's words; not checked."""
    values: dict[str, Value] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in change.values.items()
    }
    places = tuple(ShopPlace(place.code, place.kind, place.name) for place in change.places)
    return Wanted(ShopSettings(values, places), change.base_rev, by)


def change_settings(tx: NodeTx, store: str, wanted: Wanted, reader: Reader, at: datetime) -> KeptSettings:
    """Keep the settings and tell the store's terminals; the same once more changes nothing.

    Problem(SETTINGS_UNFIT) with the first fault and how many there are; SETTINGS_CHANGED when somebody changed
    them since the version they were made from; NOT_FOUND.
    """
    settings, faults = checked(wanted.settings)
    if faults:
        raise Problem(Code.SETTINGS_UNFIT, key=faults[0].key[:80], what=faults[0].what, count=len(faults))
    tx.lock(f"config:{store}")
    config = get_config(tx, store)
    before = settings_of(config)
    if settings == before:
        return _kept(config)
    if wanted.base_rev != config.settings_rev:
        raise Problem(Code.SETTINGS_CHANGED, by=_name(config, config.settings_by), rev=config.settings_rev)
    places = [Place(place.code, place.kind, place.name) for place in settings.places]
    told = msgspec.structs.replace(
        config,
        **fields_of(settings),
        places=places,
        settings_rev=config.settings_rev + 1,
        settings_by=wanted.by,
        settings_at=at,
    )
    publish_config(tx, told)
    audit.note(tx, at, EVENT, reader, purpose=f"{store}:{told.settings_rev}:{','.join(_moved(before, settings))}")
    return _kept(told)


def _moved(before: ShopSettings, after: ShopSettings) -> Sequence[str]:
    """What is not as it was, by key."""
    moved = [key for key, value in after.values.items() if before.values.get(key) != value]
    return moved if before.places == after.places else [*moved, PLACES]


def _kept(config: StoreConfig) -> KeptSettings:
    settings = settings_of(config)
    return KeptSettings(
        store=config.store,
        name=config.name,
        rev=config.settings_rev,
        values={k: list(value) if isinstance(value, tuple) else value for k, value in settings.values.items()},
        places=config.places,
        by=_name(config, config.settings_by),
        at=config.settings_at,
    )


def _name(config: StoreConfig, who: str) -> str:
    """The name of who is on the roster; an administrator gave theirs."""
    return next((staff.name for staff in config.staff if staff.id == who), who)
