"""JSON over HTTP to a shop platform, with every way to fail told apart by whether it may have happened."""

import asyncio
from collections.abc import Mapping
from typing import NoReturn, TypeVar

import httpx
import msgspec

from app.central.connectors.guard_pace import Pace
from app.central.connectors.port import PlatformRefused, PlatformUnavailable, PlatformUnknown
from app.domain.errors import Code

T = TypeVar("T")
MAX_ANSWER_BYTES = 8 * 1024 * 1024
_CONNECT_S = 5.0
_LONGEST_RETRY_AFTER_S = 3600


class _ErrorBody(msgspec.Struct, frozen=True):
    """What an error answer may carry; the text beside the code is not read."""

    code: str | int = ""


class PlatformHttp:
    """Owns the connections to one platform; lives on the host's event loop. `close` it.

    Redirects are not followed (keys must not travel to another host), answers are read up to a limit, and the
    proxy settings of the environment are not used. `refused_5xx` names error codes that come with a 5xx and yet
    mean no. Every call is counted in `pace`, whatever becomes of it.
    """

    def __init__(
        self,
        base_url: str,
        headers: dict[str, str],
        *,
        timeout_s: float,
        pace: Pace,
        refused_5xx: frozenset[str] = frozenset(),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers={"accept": "application/json", **headers},
            timeout=httpx.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)),
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )
        self._refused_5xx = refused_5xx
        self._pace = pace

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def turn(self) -> None:
        """Wait for the budget to allow a call: between the calls of a list, of which nobody knows the length."""
        wait_s = self._pace.wait_s(asyncio.get_running_loop().time())
        if wait_s > 0:
            await asyncio.sleep(wait_s)

    async def read(self, path: str, answer: type[T], params: dict[str, str] | None = None) -> T:
        """GET; PlatformRefused | PlatformUnavailable."""
        return await self._call(self._client.build_request("GET", path, params=params), answer, is_effect=False)

    async def read_headed(
        self,
        path: str,
        answer: type[T],
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[T, httpx.Headers]:
        """As `read`, with headers of the question's own and those of the answer."""
        request = self._client.build_request("GET", path, params=params, headers=headers)
        return await self._headed(request, answer, is_effect=False)

    async def write(
        self, method: str, path: str, body: object, answer: type[T], headers: dict[str, str] | None = None
    ) -> T:
        """Send an effect once; PlatformRefused | PlatformUnavailable | PlatformUnknown."""
        content = msgspec.json.encode(body)
        headers = {"content-type": "application/json", **(headers or {})}
        request = self._client.build_request(method, path, content=content, headers=headers)
        return await self._call(request, answer, is_effect=True)

    async def post(
        self, path: str, body: object, answer: type[T], *, is_effect: bool, headers: Mapping[str, str]
    ) -> tuple[T, httpx.Headers]:
        """POST what may be a question as well, and tell the answer's headers; raises as `read` or `write` does."""
        kind = {"content-type": "application/json", **headers}
        request = self._client.build_request("POST", path, content=msgspec.json.encode(body), headers=kind)
        return await self._headed(request, answer, is_effect=is_effect)

    async def file(self, url: str, max_bytes: int) -> bytes:
        """The file at a path, or at an address of the platform itself; PlatformRefused | PlatformUnavailable."""
        try:
            there = self._client.base_url.join(url)
        except httpx.InvalidURL as exc:
            raise PlatformRefused("no_address", Code.NOT_FOUND) from exc
        here = self._client.base_url
        if (there.scheme, there.host, there.port) != (here.scheme, here.host, here.port):
            raise PlatformRefused("elsewhere", Code.NOT_FOUND)
        response, body = await self._exchange(
            self._client.build_request("GET", there), is_effect=False, max_bytes=max_bytes
        )
        if not response.is_success:
            self._refuse(response, body, is_effect=False)
        return body

    async def _call(self, request: httpx.Request, answer: type[T], *, is_effect: bool) -> T:
        return (await self._headed(request, answer, is_effect=is_effect))[0]

    async def _headed(
        self, request: httpx.Request, answer: type[T], *, is_effect: bool
    ) -> tuple[T, httpx.Headers]:
        response, body = await self._exchange(request, is_effect=is_effect)
        if not response.is_success:
            self._refuse(response, body, is_effect=is_effect)
        try:
            return msgspec.json.decode(body, type=answer), response.headers
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
            _lost(Code.NOT_JSON, is_effect=is_effect, cause=exc)

    async def _exchange(
        self, request: httpx.Request, *, is_effect: bool, max_bytes: int = MAX_ANSWER_BYTES
    ) -> tuple[httpx.Response, bytes]:
        """The answer, whatever it says, read up to a limit."""
        self._pace.take()
        try:
            response = await self._client.send(request, stream=True)
            try:
                body = await _body(response, max_bytes)
            finally:
                await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as exc:
            raise PlatformUnavailable(Code.NO_ANSWER) from exc
        except httpx.RequestError as exc:
            _lost(Code.NO_ANSWER, is_effect=is_effect, cause=exc)
        if body is None:
            _lost(Code.TOO_LARGE, is_effect=is_effect)
        return response, body

    def _refuse(self, response: httpx.Response, body: bytes, *, is_effect: bool) -> NoReturn:
        """Tell an error answer apart. 401 and 403 are our key, not the order:
        nothing happened, and it may be put right."""
        retry_after_s, reason = _retry_after_s(response), _reason(response.status_code, body)
        if response.status_code in (401, 403, 429):
            raise PlatformUnavailable(
                Code.BUSY if response.status_code == 429 else Code.PERMISSION_DENIED, retry_after_s
            )
        is_no = 400 <= response.status_code < 500 and response.status_code != 408
        if is_no or reason in self._refused_5xx:
            raise PlatformRefused(reason, Code.NOT_FOUND if response.status_code == 404 else Code.SERVER_ERROR)
        code = Code.NOT_JSON if response.is_redirect else Code.SERVER_ERROR
        _lost(code, is_effect=is_effect, retry_after_s=retry_after_s)


async def _body(response: httpx.Response, max_bytes: int) -> bytes | None:
    """The whole answer, or None when it is larger than allowed."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > max_bytes:
            return None
        parts.append(part)
    return b"".join(parts)


def _lost(
    code: Code, *, is_effect: bool, retry_after_s: float | None = None, cause: Exception | None = None
) -> NoReturn:
    """No usable answer: a read failed, an effect may have happened."""
    if is_effect:
        raise PlatformUnknown(code, retry_after_s) from cause
    raise PlatformUnavailable(code, retry_after_s) from cause


def _reason(status: int, body: bytes) -> str:
    """The platform's own code, cut to what a log may carry, else `http_<status>`."""
    try:
        code = str(msgspec.json.decode(body, type=_ErrorBody).code)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        code = ""
    return code[:80] if code.isascii() and code.isprintable() and code else f"http_{status}"


def _retry_after_s(response: httpx.Response) -> float | None:
    """Seconds of Retry-After (RFC 9110, 10.2.3); the form with a date is left out, few send it."""
    text = response.headers.get("retry-after", "").strip()
    return float(min(int(text), _LONGEST_RETRY_AFTER_S)) if text.isascii() and text.isdigit() else None
