"""Who sends a request: checks the signature, the roster, the number and the scope before a route is run."""

from typing import TypeVar

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.types import Message
from litestar.types import Scope as AsgiScope

from app.contract.commands import LOST_KIND, CommandLine
from app.contract.ids import parse_command_id
from app.contract.reads import FEED_NAME, OBJECT_ID
from app.contract.rows import EnrolRequest, RosterDevice
from app.contract.scopes import FEED_SCOPES, KIOSK_KINDS, Scope
from app.contract.signing import (
    ENROL_DEVICE,
    HEADER_SKEW,
    BadSigning,
    SignedRequest,
    read_headers,
    skew_s,
)
from app.domain.errors import Code, Problem
from app.hosting.ports import NodeHost, NowAt, Reader, Verify
from app.hosting.problems import HostRequest
from app.hosting.replay import ReplayGuard

Connection = ASGIConnection[BaseRouteHandler, RosterDevice | None, None, State]
_SKEW_KEY = "bancone_skew"


class DeviceGuard:
    """Owns nothing but its parts; called on the host's event loop for every route that has a scope."""

    def __init__(self, host: NodeHost, verify: Verify, replay: ReplayGuard, now_at: NowAt) -> None:
        self._host = host
        self._verify = verify
        self._replay = replay
        self._now_at = now_at

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let the request pass and put the device into `user`, or raise a Problem.

        SIGNATURE_INVALID, DEVICE_UNKNOWN, REQUEST_REPLAYED (401); DEVICE_REVOKED, SCOPE_MISSING (403). A device
        that is revoked learns so only after its signature was good: nobody else can ask about it.
        """
        if handler.opt.get("public"):
            return
        request = as_request(connection)
        signed, signature = read_signed(request)
        body = await request.body()
        device = await self._host.device(signed.device)
        if device is None:
            raise Problem(Code.DEVICE_UNKNOWN)
        check_signature(self._verify, device.public_key, signature, signed, body)
        connection.scope["state"][_SKEW_KEY] = skew_s(signed.time_ms, self._now_at())
        is_for_revoked = bool(handler.opt.get("revoked"))
        if device.is_revoked and not is_for_revoked:
            raise Problem(Code.DEVICE_REVOKED)
        await self._replay.accept(device.id, signed.seq)
        scopes: tuple[Scope, ...] = handler.opt.get("scopes", ())
        if not is_for_revoked:
            need_scope(device, *scopes)
        connection.scope["user"] = device


def as_request(connection: Connection) -> HostRequest:
    """The request a guard is given; its body is read once and kept for the route."""
    if not isinstance(connection, Request):
        raise Problem(Code.NOT_FOUND)
    return connection


def read_signed(request: HostRequest) -> tuple[SignedRequest, bytes]:
    """What the headers claim; Problem(SIGNATURE_INVALID) when they do not."""
    raw_path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope["query_string"]
    target = raw_path + (b"?" + query if query else b"")
    try:
        return read_headers(request.method, target.decode("ascii"), request.headers)
    except (BadSigning, UnicodeDecodeError) as exc:
        raise Problem(Code.SIGNATURE_INVALID) from exc


def check_signature(verify: Verify, public_key: str, signature: bytes, signed: SignedRequest, body: bytes) -> None:
    """Problem(SIGNATURE_INVALID) unless the key (hex) signed exactly this request."""
    try:
        is_good = verify(bytes.fromhex(public_key), signature, signed.message(body))
    except ValueError as exc:
        raise Problem(Code.SIGNATURE_INVALID) from exc
    if not is_good:
        raise Problem(Code.SIGNATURE_INVALID)


def check_enrolment(verify: Verify, request: HostRequest, body: bytes) -> EnrolRequest:
    """The request for enrolment, proved by the very key it brings; Problem(SIGNATURE_INVALID | BAD_REQUEST)."""
    signed, signature = read_signed(request)
    enrolment = decode_body(body, EnrolRequest)
    if signed.device != ENROL_DEVICE:
        raise Problem(Code.SIGNATURE_INVALID)
    check_signature(verify, enrolment.public_key, signature, signed, body)
    return enrolment


T = TypeVar("T")


def decode_body(body: bytes, type_: type[T]) -> T:
    """A JSON body, strictly; Problem(BAD_REQUEST)."""
    try:
        return msgspec.json.decode(body, type=type_)
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
        raise Problem(Code.BAD_REQUEST) from exc


def need_scope(device: RosterDevice, *any_of: Scope) -> None:
    """Problem(SCOPE_MISSING) unless the device has one of the scopes."""
    if not any(scope.value in device.scopes for scope in any_of):
        raise Problem(Code.SCOPE_MISSING)


def need_feed(device: RosterDevice, feed: str) -> str:
    """The feed's name, if it is one and the device may read its family; Problem(NOT_FOUND | SCOPE_MISSING).

    A device's own feed (the answers to its commands) is for that device only.
    """
    if not FEED_NAME.fullmatch(feed):
        raise Problem(Code.NOT_FOUND)
    family, _, name = feed.partition(":")
    need_scope(device, FEED_SCOPES[family])
    if family == "device" and name != device.id:
        raise Problem(Code.SCOPE_MISSING)
    return feed


def need_own_commands(device: RosterDevice, lines: list[CommandLine], *, is_roll_call: bool = False) -> None:
    """Problem(SCOPE_MISSING) when a device brings commands of another, decisions, rows, or kinds its mode
    has not.

    In a roll-call a terminal says itself what was decided.

    An edge relays what its terminals sent, with its own decisions. A kiosk's program makes no other kinds, so one
    that brings them is none, and its whole batch is refused.
    """
    if Scope.RELAY.value in device.scopes:
        return
    for line in lines:
        try:
            maker = parse_command_id(line.cmd.id).device
        except ValueError as exc:
            raise Problem(Code.BAD_COMMAND) from exc
        is_relayed = bool(line.rows) or (line.decided is not None and not is_roll_call)
        if maker != device.id or is_relayed:
            raise Problem(Code.SCOPE_MISSING)
        if Scope.COMMANDS.value not in device.scopes and line.cmd.kind not in (*KIOSK_KINDS, LOST_KIND):
            raise Problem(Code.SCOPE_MISSING)


def reader_of(device: RosterDevice, actor: str, origin: str) -> Reader:
    """Who reads, for the audit; Problem(BAD_REQUEST) without an operator, SCOPE_MISSING for a false origin."""
    if not OBJECT_ID.fullmatch(actor) or (origin and not OBJECT_ID.fullmatch(origin)):
        raise Problem(Code.BAD_REQUEST)
    if origin:
        need_scope(device, Scope.RELAY)
    return Reader(device, actor, origin)


async def tell_skew(message: Message, scope: AsgiScope) -> None:
    """Hook before sending: how far the device's clock is ahead of ours, in seconds. A warning, never a refusal."""
    skew = scope.get("state", {}).get(_SKEW_KEY)
    if skew is not None and message["type"] == "http.response.start":
        headers = list(message["headers"])
        headers.append((HEADER_SKEW.lower().encode(), str(skew).encode()))
        message["headers"] = headers
