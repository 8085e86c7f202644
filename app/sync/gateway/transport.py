"""One HTTP exchange with one authority: verified TLS, no redirects, bounded answers, foreign errors translated."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

from app.contract.signing import HEADER_SKEW
from app.domain.errors import Code, Problem

T = TypeVar("T")
CONNECT_S = 3.0
READ_S = 10.0
HEARTBEAT_READ_S = 40.0


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom TLS believes: the system's authorities, or a private one in `ca_file`. It cannot be switched off."""

    ca_file: Path | None = None

    def context(self) -> ssl.SSLContext:
        """A context that checks certificates and names, TLS 1.2 at least."""
        context = ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; `body` still has its content coding."""

    status: int
    headers: httpx.Headers
    body: bytes


class Transport:
    """Owns the connections to one authority, the thread `gateway-work`, and the clock skew last told.

    Lives on one event loop.
    """

    def __init__(self, base_url: str, trust: Trust | None = None) -> None:
        self.skew_s: int | None = None
        self._work = ThreadPoolExecutor(1, thread_name_prefix="gateway-work")
        self._client = httpx.AsyncClient(
            base_url=checked_origin(base_url),
            verify=(trust or Trust()).context(),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=4),
            headers={"Accept-Encoding": "identity", "User-Agent": "bancone"},
        )

    def request(self, method: str, target: str, body: bytes, params: dict[str, str] | None) -> httpx.Request:
        """The request as it will be sent; its `url.raw_path` is what has to be signed."""
        return self._client.build_request(method, target, content=body, params=params or None)

    @asynccontextmanager
    async def stream(self, request: httpx.Request, read_s: float = READ_S) -> AsyncIterator[httpx.Response]:
        """The answer's head, its body to be read inside; Problem(NO_ANSWER | TLS_REQUIRED)."""
        request.extensions["timeout"] = httpx.Timeout(read_s, connect=CONNECT_S).as_dict()
        with translated(server=str(self._client.base_url)):
            response = await self._client.send(request, stream=True)
        try:
            self._note_skew(response.headers)
            yield response
        finally:
            await response.aclose()

    async def exchange(self, request: httpx.Request, cap: int) -> Answer:
        """The whole answer, `cap` bytes at most (Problem(TOO_LARGE)); a body cut off is Problem(PAGE_DAMAGED)."""
        async with self.stream(request) as response:
            body = await read_capped(response, cap)
            return Answer(response.status_code, response.headers, body)

    async def off_loop(self, work: Callable[[], T]) -> T:
        """The result of `work`, done on the gateway's own thread: files, and what takes longer than a frame."""
        return await asyncio.get_running_loop().run_in_executor(self._work, work)

    async def close(self) -> None:
        """Give the connections back and end the thread."""
        await self._client.aclose()
        self._work.shutdown(wait=True)

    def _note_skew(self, headers: httpx.Headers) -> None:
        text = headers.get(HEADER_SKEW, "")
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) <= 12:
            self.skew_s = int(text)


@asynccontextmanager
async def raw_pieces(response: httpx.Response) -> AsyncIterator[AsyncIterator[bytes]]:
    """The body as it comes over the wire, closed when it is left before its end."""
    pieces = response.aiter_raw()
    try:
        yield pieces
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()


async def read_capped(response: httpx.Response, cap: int) -> bytes:
    """The raw body, read piece by piece so that nobody can make us hold more than `cap` bytes."""
    body = bytearray()
    async with raw_pieces(response) as pieces:
        with translated(Code.PAGE_DAMAGED):
            async for piece in pieces:
                body += piece
                if len(body) > cap:
                    raise Problem(Code.TOO_LARGE, limit=cap)
    return bytes(body)


@contextmanager
def translated(cut: Code = Code.NO_ANSWER, server: str = "") -> Iterator[None]:
    """Foreign errors of one exchange with `server` as Problems; `cut` is what an answer means that ends early."""
    try:
        yield
    except httpx.TimeoutException as exc:
        raise Problem(Code.NO_ANSWER, reason="timeout") from exc
    except (httpx.RemoteProtocolError, httpx.ReadError) as exc:
        raise Problem(cut) from exc
    except httpx.TransportError as exc:
        if _is_tls(exc):
            raise Problem(Code.TLS_REQUIRED, **({"server": server} if server else {})) from exc
        raise Problem(Code.NO_ANSWER) from exc
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as exc:
        raise Problem(Code.NO_ANSWER) from exc


def checked_origin(base_url: str) -> str:
    """The URL, if it is `https://host[:port]`, or `http://` to this very machine; else Problem.

    TLS_REQUIRED for plain HTTP to anywhere else, BAD_REQUEST for what is no such URL.
    """
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, TypeError) as exc:
        raise Problem(Code.BAD_REQUEST) from exc
    if not url.host or url.userinfo or url.query or url.fragment or url.path not in ("", "/"):
        raise Problem(Code.BAD_REQUEST)
    if url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host)):
        return base_url
    raise Problem(Code.TLS_REQUIRED, plain=base_url)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this very machine; a name other than `localhost` is never taken for it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_tls(exc: BaseException) -> bool:
    seen: BaseException | None = exc
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
