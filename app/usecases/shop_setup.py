"""The shop's set-up at one station: read as it was pulled, changed by head office's yes only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.contract.rows import Place, StoreConfig
from app.contract.shop_rows import KeptSettings, SettingsChange, SettingValue
from app.domain.errors import Code, Problem
from app.domain.setting_kinds import Value
from app.domain.shop_settings import ShopPlace, ShopSettings, checked, settings_of
from app.usecases.ports import StoreDoor
from app.usecases.station import Operator, Station, load_config

READ, CHANGE = "settings.read", "settings.change"


class SettingsOffice(Protocol):
    """Who keeps the settings: asked over the line. Problem(NO_ANSWER) without one."""

    async def change_settings(self, change: SettingsChange) -> KeptSettings:
        """The settings as they are then. Problem(SETTINGS_CHANGED | SETTINGS_UNFIT | PERMISSION_DENIED)."""


@dataclass(frozen=True, slots=True)
class ShopSetup:
    """The settings, their version, who changed them last, when."""

    settings: ShopSettings
    rev: int = 0
    by: str = ""
    at: datetime | None = None
    store: str = ""
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class SetUpShop:
    """The set-up as one station sees it; lives on the loop."""

    door: StoreDoor
    station: Station
    office: SettingsOffice

    async def read(self, operator: Operator) -> ShopSetup:
        """As this terminal has it, also without a line. Problem(PERMISSION_DENIED)."""
        operator.need(READ)
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return _setup_of(config)

    async def change(self, wanted: ShopSettings, base: ShopSetup, operator: Operator) -> ShopSetup:
        """The set-up as head office keeps it then: nothing is queued, and nobody's change is written over.

        Problem(PERMISSION_DENIED | SETTINGS_UNFIT | SETTINGS_CHANGED | NO_ANSWER …).
        """
        operator.need(CHANGE)
        settings, faults = checked(wanted)
        if faults:
            raise Problem(Code.SETTINGS_UNFIT, key=faults[0].key, what=faults[0].what, count=len(faults))
        kept = await self.office.change_settings(
            SettingsChange(
                base_rev=base.rev,
                actor=operator.id,
                values=plain_values(settings),
                places=[Place(place.code, place.kind, place.name) for place in settings.places],
            )
        )
        return ShopSetup(read_kept(kept), kept.rev, kept.by, kept.at, kept.store, base.currency)


def read_kept(kept: KeptSettings) -> ShopSettings:
    """Settings as head office tells them."""
    values: Mapping[str, Value] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in kept.values.items()
    }
    return ShopSettings(values, tuple(ShopPlace(place.code, place.kind, place.name) for place in kept.places))


def plain_values(settings: ShopSettings) -> dict[str, SettingValue]:
    """The values as they go over a line."""
    return {k: list(value) if isinstance(value, tuple) else value for k, value in settings.values.items()}


def _setup_of(config: StoreConfig) -> ShopSetup:
    names = {staff.id: staff.name for staff in config.staff}
    by = names.get(config.settings_by, config.settings_by)
    settings = settings_of(config)
    return ShopSetup(settings, config.settings_rev, by, config.settings_at, config.store, config.currency)
