"""What a shop asks of central over the line: its settings, a transfer, the link to a customer's page."""

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from app.contract.rows import Place

SettingValue: TypeAlias = bool | int | str | list[int | str]


class SettingsChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /v1/settings`: all settings as they shall be, made from version `base_rev` of them.

    `origin` is the device an edge asks for.
    """

    base_rev: int
    actor: str
    values: dict[str, SettingValue]
    places: list[Place]
    origin: str = ""


class TransferAsk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /v1/orders/{id}/transfer`: the shop of `actor` is to let the order go to the store `target`.

    `approved_by`: another person, where the operator may not alone. `origin` is the device an edge asks for.
    """

    target: str
    actor: str
    approved_by: str = ""
    origin: str = ""


class PageLink(Struct, frozen=True):
    """`GET /v1/orders/{id}/page`: the page of the order's customer. Who has the link has all it shows."""

    order: str
    url: str

    def __repr__(self) -> str:
        """Without the link, wherever it is printed."""
        return f"PageLink(order={self.order!r})"


class KeptSettings(Struct, frozen=True, kw_only=True):
    """The settings of a store as central keeps them: their version, and who changed them last, when."""

    store: str
    name: str
    rev: int
    values: dict[str, SettingValue]
    places: list[Place]
    by: str = ""
    at: datetime | None = None
