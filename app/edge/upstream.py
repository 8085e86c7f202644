"""What the edge needs of central besides commands and feeds: questions passed on, and the last words of others."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.contract.commands import CommandLine
from app.contract.rows import CartChange, HandedCart, TakenCart
from app.contract.shop_rows import KeptSettings, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.errors import Code
from app.domain.orders import Order

UNREACHED = frozenset(
    {Code.NO_ANSWER, Code.SERVER_ERROR, Code.BUSY, Code.NOT_JSON, Code.PAGE_DAMAGED, Code.TLS_REQUIRED}
)
"""Codes that mean: central said nothing usable, so what is here may answer instead."""


class Upstream(Protocol):
    """Central as the edge asks it; on the host's event loop. Every failure is a Problem."""

    async def relay(self, path: str, params: dict[str, str]) -> bytes:
        """The JSON of an answer, unread."""

    async def change_cart(self, cart_id: str, change: CartChange) -> Cart:
        """The cart after the change."""

    async def take_cart(self, handed: HandedCart) -> TakenCart:
        """Whose cart it is, once it is taken in."""

    async def change_settings(self, change: SettingsChange) -> KeptSettings:
        """The shop's settings after the change."""

    async def transfer_order(self, order_id: str, ask: TransferAsk) -> Order:
        """The order, its shop being asked to let it go."""

    async def fetch_asset(self, sha256: str, to_path: Path) -> int:
        """A picture by its hash, as a file; its size in bytes."""

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        """Pass on what a revoked device still had."""

    @property
    def is_linked(self) -> bool:
        """Whether central answered lately."""

    @property
    def age_s(self) -> float | None:
        """Seconds since everything central knows was pulled; None: never in this run."""
