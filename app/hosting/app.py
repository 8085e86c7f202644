"""Puts a host together: routes, identity, errors and description, over whatever node is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ControllerRouterHandler

from app.contract.feeds import SnapshotDue
from app.contract.rows import RosterDevice
from app.domain.errors import Problem
from app.hosting import description
from app.hosting.dbthread import DbThread
from app.hosting.identity import DeviceGuard, tell_skew
from app.hosting.ports import Enrolment, NodeHost, NowAt, SeqMarks, Verify
from app.hosting.problems import Incidents, on_http_error, on_problem, on_snapshot_due
from app.hosting.replay import ReplayGuard
from app.hosting.routes_commands import COMMAND_ROUTES
from app.hosting.routes_enrol import enrol
from app.hosting.routes_feeds import FEED_ROUTES
from app.hosting.routes_reads import READ_ROUTES
from app.hosting.routes_settings import SETTINGS_ROUTES
from app.hosting.streams import PokeStreams

MAX_BODY_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class HostParts:
    """What a host is made of besides its node. `verify` checks Ed25519; `enrolment` makes it enrol devices."""

    verify: Verify
    now_at: NowAt
    marks: SeqMarks
    version: str = "0"
    enrolment: Enrolment | None = None
    incidents: Incidents = field(default_factory=Incidents)
    streams: PokeStreams | None = None
    more_routes: Sequence[ControllerRouterHandler] = ()


def build_app(host: NodeHost, parts: HostParts) -> Litestar:
    """The ASGI application of an edge or of central; each call makes an independent one.

    `more_routes` are checked like all others: a route says `opt={"scopes": (…,)}` or `opt={"public": True}`; one
    that says neither is refused to everybody.
    """
    streams = parts.streams or PokeStreams(parts.incidents)
    work = DbThread("host-work")
    guard = DeviceGuard(host, parts.verify, ReplayGuard(parts.marks), parts.now_at)
    routes: list[ControllerRouterHandler] = [description.describe, *COMMAND_ROUTES, *FEED_ROUTES, *READ_ROUTES]
    routes += SETTINGS_ROUTES
    routes.extend(parts.more_routes)
    dependencies = {
        "host": _given(host),
        "sender": Provide(_sender),
        "streams": _given(streams),
        "work": _given(work),
    }
    if parts.enrolment is not None:
        routes.append(enrol)
        dependencies |= {"enrolment": _given(parts.enrolment), "verify": _given(parts.verify)}
    return Litestar(
        routes,
        guards=[guard],
        dependencies=dependencies,
        exception_handlers={
            Problem: on_problem,
            SnapshotDue: on_snapshot_due,
            HTTPException: on_http_error,
            Exception: parts.incidents.on_fault,
        },
        before_send=[tell_skew],
        on_shutdown=[streams.close, work.close],
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=description.config(parts.version),
        logging_config=None,
        debug=False,
        pdb_on_exception=False,
    )


def _given(value: object) -> Provide:
    async def provide() -> object:
        return value

    return Provide(provide)


async def _sender(request: Request[RosterDevice, None, State]) -> RosterDevice:
    return request.user
