"""Runs a host's application on a socket: plain HTTP on this machine only, TLS everywhere else."""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import uvicorn
from litestar import Litestar

from app.domain.errors import Code, Problem
from app.hosting.streams import PokeStreams

GRACE_S = 5
KEEP_ALIVE_S = 60
MAX_HEAD_BYTES = 32 * 1024


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """A certificate chain and its key, PEM."""

    certificate: Path
    key: Path


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers (the process has its own), saying when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_listening.set()


class ServerRunner:
    """Owns the listening socket and the server's task; lives on the event loop that enters it.

    `async with ServerRunner(app, streams, host="127.0.0.1", port=0) as running: running.url`
    """

    def __init__(
        self,
        app: Litestar,
        streams: PokeStreams,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: TlsFiles | None = None,
    ) -> None:
        refuse_plain(host, tls)
        self._streams = streams
        self._address = (host, port)
        self._tls = tls
        self._server = _Server(_config(app, tls))
        self._socket: socket.socket | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; returns when requests are answered. OSError when the address is taken."""
        self._socket = listen(self._address)
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        listening = asyncio.create_task(self._server.is_listening.wait())
        await asyncio.wait({self._task, listening}, return_when=asyncio.FIRST_COMPLETED)
        if not listening.done():
            listening.cancel()
            await self._task
            raise Problem(Code.INTERNAL)

    async def stop(self) -> None:
        """End open streams, let running requests finish (5 s), close the socket."""
        self._streams.close()
        self._server.should_exit = True
        if self._task is not None:
            await self._task
        if self._socket is not None:
            self._socket.close()

    async def wait(self) -> None:
        """Return when the server has ended."""
        if self._task is not None:
            await asyncio.shield(self._task)

    @property
    def port(self) -> int:
        """The port listened on; 0 before the start."""
        return int(self._socket.getsockname()[1]) if self._socket is not None else 0

    @property
    def url(self) -> str:
        """`http://127.0.0.1:41234`."""
        name = f"[{self._address[0]}]" if ":" in self._address[0] else self._address[0]
        return f"{'https' if self._tls else 'http'}://{name}:{self.port}"

    async def __aenter__(self) -> "ServerRunner":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


def refuse_plain(host: str, tls: TlsFiles | None) -> None:
    """Problem(TLS_REQUIRED) for an address others can reach without a certificate."""
    if tls is not None:
        return
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise Problem(Code.TLS_REQUIRED, listen=host)


def listen(address: tuple[str, int]) -> socket.socket:
    """A bound socket. It names TCP as its protocol, else asyncio leaves Nagle's algorithm on: 40 ms an answer."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening


def _config(app: Litestar, tls: TlsFiles | None) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    config.load()
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    return config
