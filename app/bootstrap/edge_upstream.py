"""Central as the edge's host asks it: the gateway's calls, and whether they get answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.contract.commands import CommandLine
from app.contract.rows import CartChange, HandedCart, TakenCart
from app.contract.shop_rows import KeptSettings, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.orders import Order
from app.sync.engine import Link
from app.sync.gateway import Gateway
from app.usecases.ports import Clock


@dataclass(frozen=True, slots=True)
class GatewayUpstream:
    """The edge's `Upstream`; on the host's event loop."""

    gateway: Gateway
    link: Link
    clock: Clock

    async def relay(self, path: str, params: dict[str, str]) -> bytes:
        """See the port."""
        return await self.gateway.reads.relay(path, params)

    async def change_cart(self, cart_id: str, change: CartChange) -> Cart:
        """See the port."""
        return await self.gateway.reads.change_cart(cart_id, change)

    async def take_cart(self, handed: HandedCart) -> TakenCart:
        """See the port."""
        return await self.gateway.reads.take_cart(handed)

    async def change_settings(self, change: SettingsChange) -> KeptSettings:
        """See the port."""
        return await self.gateway.reads.change_settings(change)

    async def transfer_order(self, order_id: str, ask: TransferAsk) -> Order:
        """See the port."""
        return await self.gateway.reads.transfer_order(order_id, ask)

    async def fetch_asset(self, sha256: str, to_path: Path) -> int:
        """See the port."""
        return await self.gateway.fetch_asset(sha256, to_path)

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        """See the port."""
        return await self.gateway.quarantine(lines)

    @property
    def is_linked(self) -> bool:
        """See the port."""
        return self.link.is_up

    @property
    def age_s(self) -> float | None:
        """See the port."""
        since = self.link.last_delta_at_s
        return None if since is None else self.clock.monotonic_s() - since
