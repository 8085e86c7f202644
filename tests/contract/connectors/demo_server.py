"""The demo shop on a port of its own, seeded with one order of Corsaviva, for as long as a test needs it."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.demo.shop import serve_shop
from tests.contract.connectors.suite import PNG

SEED_ORDER = {
    "number": "1001",
    "location": "ST01",
    "customer": "C-1",
    "currency": "EUR",
    "total": "119.80",
    "placed_at": "2026-03-02T09:00:00Z",
    "lines": [
        {"id": "l1", "sku": "SKU-1", "name": "Scarpa", "quantity": 2, "unit_price": "49.90"},
        {"id": "l2", "sku": "SKU-2", "name": "Maglia", "quantity": 1, "unit_price": "20.00"},
    ],
    "state": "ready",
}
SEED_ARTICLES = [
    {"id": "a1", "sku": "SKU-1", "name": "Scarpa", "price": "49.90", "picture": "/pictures/a1.png", "size": "42"},
    {"id": "a2", "sku": "SKU-2", "name": "Maglia", "price": "20.00"},
    {"id": "a9", "sku": "SKU-9", "name": "Calza", "price": "9.90"},
]
SEED_CUSTOMER = {
    "id": "C-1",
    "given_name": "Giulia",
    "family_name": "Bianchi",
    "since_at": "2025-01-01T00:00:00Z",
    "email": "giulia@example.invalid",
    "phone": "+39 333 1234567",
}
SEED_CART = {
    "customer": "C-1",
    "currency": "EUR",
    "lines": [{"sku": "SKU-9", "name": "Calza", "quantity": 1, "unit_price": "9.90"}],
}


@dataclass
class DemoServer:
    """A running demo shop; `admin` talks to it past any fault."""

    url: str
    admin: httpx.AsyncClient

    async def seed(self, refs: list[str]) -> None:
        """Start anew with one such order for each reference."""
        orders = [{**SEED_ORDER, "id": ref} for ref in refs]
        places = ("ST01", "ST02")
        body = {
            "orders": orders,
            "carts": [SEED_CART],
            "stock": [{"sku": "SKU-1", "location": place, "quantity": 10} for place in places],
            "locations": [{"id": place, "name": f"Negozio {place}"} for place in places],
            "articles": [{**article, "currency": "EUR"} for article in SEED_ARTICLES],
            "customers": [SEED_CUSTOMER],
            "pictures": {"/pictures/a1.png": b64encode(PNG).decode()},
        }
        answer = await self.admin.post("/seed", json=body)
        answer.raise_for_status()

    async def faults(self, *faults: dict[str, str | int | float], seed: int = 0) -> list[str]:
        """Replace the faults; returns what struck since the last time."""
        answer = await self.admin.post("/faults", json={"faults": list(faults), "seed": seed})
        answer.raise_for_status()
        return [str(kind) for kind in answer.json()["struck"]]


@asynccontextmanager
async def demo_server(data_dir: Path, token: str = "") -> AsyncIterator[DemoServer]:
    """Serve on this loop until the block ends."""
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve_shop("127.0.0.1", 0, data_dir, ready.set_result, token=token))
    serving.add_done_callback(lambda _: ready.done() or ready.cancel())
    try:
        port = await ready
    except asyncio.CancelledError:
        await serving
        raise
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(
            base_url=url, trust_env=False, headers={"x-shop-token": token}, timeout=10
        ) as admin:
            yield DemoServer(url, admin)
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
