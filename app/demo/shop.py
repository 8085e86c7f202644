"""The demo shop platform as a process: a simulated outside, which therefore knows nothing of this program."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from litestar import post
from litestar.params import JSONBody

from app.demo.shop_api import shop_app
from app.demo.shop_data import ShopData
from app.demo.shop_faults import FaultPlan, OpenLine, Weather

_DATABASE = "shop.db"


def _now() -> datetime:
    return datetime.now(UTC)


class _Server(uvicorn.Server):
    """uvicorn that says when it listens; on the loop it is served on."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._on_listening()


def _weathered_app(shop: ShopData, token: str) -> Weather:
    @post("/faults", status_code=200, sync_to_thread=False)
    def set_faults(data: JSONBody[FaultPlan]) -> dict[str, list[str]]:
        """Replace the plan of faults and tell what struck so far."""
        struck = [kind.value for kind in weather.struck]
        weather.set(data)
        return {"struck": struck}

    weather = Weather(shop_app(shop, [set_faults], token=token))
    return weather


async def serve_shop(
    host: str,
    port: int,
    data_dir: Path,
    ready: Callable[[int], None],
    *,
    token: str = "",
    now: Callable[[], datetime] = _now,
) -> None:
    """Serve until cancelled (or a signal comes); `ready` gets the bound port, useful when `port` is 0.

    The file in `data_dir` keeps what was sold and done over a restart. With a `token` every request needs it.
    """
    with closing(ShopData(data_dir / _DATABASE, now)) as shop, socket.create_server((host, port)) as sock:
        bound_port: int = sock.getsockname()[1]
        server = _Server(_config(_weathered_app(shop, token)), lambda: ready(bound_port))
        serving = asyncio.create_task(server.serve([sock]), name="demo shop")
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            server.should_exit = True
            await serving
            raise


def _config(app: Weather) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=OpenLine,
        ws="none",
        loop="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
    )
