"""A shop's settings as files at one station: written for whoever changes them, and read before they count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.setting_kinds import Fault
from app.domain.shop_settings import ShopSettings
from app.domain.shop_settings_file import LineFault, read_file, unfit, written
from app.usecases.shop_setup import CHANGE, ShopSetup
from app.usecases.station import Operator


class Exchange(Protocol):
    """The folder the files are in; its words are hostile."""

    @property
    def where(self) -> str:
        """The folder, for people."""

    async def names(self) -> tuple[str, ...]:
        """Names of the files there, the newest first; never raises."""

    async def read(self, name: str) -> str | None:
        """What stands in one of them; None when that cannot be read as text."""

    async def write(self, stem: str, text: str) -> str:
        """The name it was given, no file written over. Problem(FOLDER_UNUSABLE)."""


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What a file would make of the shop; with faults it can make nothing."""

    name: str
    settings: ShopSettings
    faults: tuple[LineFault, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingFiles:
    """Export and import at a station; lives on the loop. Nothing here changes a setting."""

    exchange: Exchange

    async def names(self, operator: Operator) -> tuple[str, ...]:
        """Files to choose from. Problem(PERMISSION_DENIED)."""
        operator.need(CHANGE)
        return await self.exchange.names()

    async def export(self, base: ShopSetup, explain: Callable[[str], str], operator: Operator) -> str:
        """Write the settings as the shop has them; `explain` as in `written`. The file's name.

        Problem(PERMISSION_DENIED | FOLDER_UNUSABLE).
        """
        operator.need(CHANGE)
        text = written(base.store, base.rev, base.settings, explain)
        return await self.exchange.write(f"{base.store}-v{base.rev}", text)

    async def read(self, name: str, base: ShopSetup, operator: Operator) -> ReadSettings:
        """What that file says, checked against the shop's settings. Problem(PERMISSION_DENIED)."""
        operator.need(CHANGE)
        text = await self.exchange.read(name)
        if text is None:
            return ReadSettings(name, base.settings, (LineFault(0, Fault("", "unreadable")),))
        found = read_file(text)
        return ReadSettings(name, found.settings, unfit(found, base.store, base.rev, base.settings))
