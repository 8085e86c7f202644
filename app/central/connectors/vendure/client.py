"""GraphQL with Vendure's admin API: who we are, and every way it says no, told apart by what may have happened."""

import asyncio
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NoReturn, TypeVar

import httpx
import msgspec
from msgspec import Raw, Struct, field

from app.central.connectors.guard_pace import Pace
from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import PlatformRefused, PlatformUnavailable, PlatformUnknown
from app.central.connectors.vendure.settings import VendureSettings
from app.domain.errors import Code

T = TypeVar("T")
_PATH = "/admin-api"
_LOGIN = "mutation($u:String!,$p:String!){login(username:$u,password:$p){... on ErrorResult{errorCode}}}"
_STRANGER = frozenset({"FORBIDDEN", "UNAUTHORIZED"})
_FIRST_FIELD = re.compile(r"mutation(?:\([^)]*\))?\s*\{\s*(\w+)")
# Said before anything is done, or with all of it undone: asking again brings the same answer.
_NO = frozenset(
    {
        "BAD_USER_INPUT",
        "CHANNEL_NOT_FOUND",
        "ENTITY_NOT_FOUND",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "ILLEGAL_OPERATION",
        "USER_INPUT_ERROR",
    }
)


class _Extensions(Struct, frozen=True):
    code: str = ""


class _GraphError(Struct, frozen=True):
    extensions: _Extensions = _Extensions()
    path: list[str | int] | None = None


class _Told(Struct, frozen=True):
    data: dict[str, Raw] | None = None
    errors: list[_GraphError] = field(default_factory=list)


class _Result(Struct, frozen=True, rename="camel"):
    error_code: str = ""


class VendureClient:
    """Owns the connections and the session with one Vendure; lives on the host's event loop. `close` it.

    The session is opened when it is first needed and again when Vendure has forgotten it.
    """

    def __init__(
        self,
        settings: VendureSettings,
        *,
        timeout_s: float,
        pace: Pace,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        headers = {"vendure-token": settings.channel} if settings.channel else {}
        self._http = PlatformHttp(settings.url, headers, timeout_s=timeout_s, pace=pace, transport=transport)
        self._settings = settings
        self._path = f"{_PATH}?languageCode={settings.language}"
        self._session = ""
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def turn(self) -> None:
        """See `PlatformHttp.turn`."""
        await self._http.turn()

    async def file(self, url: str, max_bytes: int) -> bytes:
        """A file Vendure serves; PlatformRefused | PlatformUnavailable."""
        return await self._http.file(url, max_bytes)

    async def query(self, document: str, answer: type[T], variables: object = None) -> T:
        """Read; PlatformRefused | PlatformUnavailable."""
        return (await self.query_dated(document, answer, variables))[0]

    async def query_dated(
        self, document: str, answer: type[T], variables: object = None
    ) -> tuple[T, datetime | None]:
        """Read, with Vendure's own time of the answer; PlatformRefused | PlatformUnavailable."""
        data, headers = await self._ask(document, variables, is_effect=False)
        return _decoded(data, answer, is_effect=False), _date(headers)

    async def effect(self, document: str, answer: type[T], variables: object) -> T:
        """Send a mutation once; PlatformRefused | PlatformUnavailable | PlatformUnknown.

        A missing right to a later field of it than the first is unknown: what came before that field is done.
        PlatformRefused also when the result is an error of Vendure's own; its code is the reason.
        """
        data, _ = await self._ask(document, variables, is_effect=True)
        for result in _decoded(data, dict[str, _Result | list[Raw] | None], is_effect=True).values():
            if isinstance(result, _Result) and result.error_code:
                raise PlatformRefused(result.error_code.lower())
        return _decoded(data, answer, is_effect=True)

    async def _ask(
        self, document: str, variables: object, *, is_effect: bool
    ) -> tuple[dict[str, Raw], httpx.Headers]:
        """Ask as ourselves; a second time when Vendure no longer knew us, as then it had done nothing."""
        session = await self._opened()
        told, headers = await self._post(document, variables, session, is_effect=is_effect)
        is_stranger = _code(told) in _STRANGER and not _has_begun(told, document)
        if is_stranger and not self._settings.api_key:
            if self._session == session:
                self._session = ""
            session = await self._opened()
            told, headers = await self._post(document, variables, session, is_effect=is_effect)
        if told.errors or told.data is None:
            _refuse(_code(told), is_effect=is_effect, has_begun=_has_begun(told, document))
        return told.data, headers

    async def _opened(self) -> str:
        """The token of the session; PlatformUnavailable(PERMISSION_DENIED) when Vendure does not let us in."""
        if self._settings.api_key:
            return ""
        async with self._opening:
            if not self._session:
                names = {"u": self._settings.user, "p": self._settings.password}
                told, headers = await self._post(_LOGIN, names, "", is_effect=False)
                self._session = headers.get("vendure-auth-token", "")
                if told.errors or not self._session:
                    raise PlatformUnavailable(Code.PERMISSION_DENIED)
            return self._session

    async def _post(
        self, document: str, variables: object, session: str, *, is_effect: bool
    ) -> tuple[_Told, httpx.Headers]:
        body = {"query": document, "variables": variables or {}}
        key = self._settings.api_key
        who = {"vendure-api-key": key} if key else {"authorization": f"Bearer {session}"} if session else {}
        return await self._http.post(self._path, body, _Told, is_effect=is_effect, headers=who)


def _code(told: _Told) -> str:
    return told.errors[0].extensions.code if told.errors else ""


def _has_begun(told: _Told, document: str) -> bool:
    """Whether some of a mutation was carried out before it was answered with errors: its fields run one after the
    other, so all that is not an error of the first field itself comes after that one."""
    first = _FIRST_FIELD.match(document)
    if first is None:
        return False
    is_first = all(error.path in (None, [], [first[1]]) for error in told.errors)
    return not is_first or any(bytes(value) != b"null" for value in (told.data or {}).values())


def _refuse(code: str, *, is_effect: bool, has_begun: bool) -> NoReturn:
    """What an error outside a result means; an unknown one may have come after the effect."""
    if code in _STRANGER and has_begun:
        raise PlatformUnknown(Code.PERMISSION_DENIED)
    if code in _STRANGER:
        raise PlatformUnavailable(Code.PERMISSION_DENIED)
    if code in _NO:
        raise PlatformRefused(code.lower())
    if is_effect:
        raise PlatformUnknown(Code.SERVER_ERROR)
    raise PlatformUnavailable(Code.SERVER_ERROR)


def _decoded(data: dict[str, Raw], answer: type[T], *, is_effect: bool) -> T:
    try:
        return msgspec.json.decode(msgspec.json.encode(data), type=answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        if is_effect:
            raise PlatformUnknown(Code.NOT_JSON) from exc
        raise PlatformUnavailable(Code.NOT_JSON) from exc


def _date(headers: httpx.Headers) -> datetime | None:
    """Vendure's clock (RFC 9110, 6.6.1), or None when a proxy took it out."""
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except ValueError:
        return None
