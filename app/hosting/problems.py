"""Errors as they leave a host: a status, a code and flat details; never a text, a trace or a path of ours."""

import secrets
import traceback
from collections.abc import Callable
from pathlib import PurePath

import msgspec
import structlog
from litestar import MediaType, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from app.contract.feeds import SnapshotDue
from app.contract.rows import ProblemBody, RosterDevice
from app.domain.errors import Code, Problem

HostRequest = Request[RosterDevice | None, None, State]
NewIncident = Callable[[], str]

_log = structlog.stdlib.get_logger("hosting.problems")

_STATUS: dict[int, tuple[Code, ...]] = {
    400: (Code.BAD_REQUEST, Code.BAD_COMMAND, Code.SEARCH_TOO_SHORT, Code.PURPOSE_REQUIRED),
    401: (Code.DEVICE_UNKNOWN, Code.SIGNATURE_INVALID, Code.REQUEST_REPLAYED, Code.ENROLMENT_CODE_INVALID),
    403: (
        Code.DEVICE_REVOKED,
        Code.SCOPE_MISSING,
        Code.PERMISSION_DENIED,
        Code.APPROVAL_REQUIRED,
        Code.APPROVAL_INVALID,
        Code.TLS_REQUIRED,
    ),
    404: (
        Code.NOT_FOUND,
        Code.ORDER_UNKNOWN,
        Code.CUSTOMER_UNKNOWN,
        Code.CART_UNKNOWN,
        Code.ARTICLE_UNKNOWN,
        Code.VISIT_UNKNOWN,
        Code.RETURN_UNKNOWN,
        Code.LINE_UNKNOWN,
        Code.CODE_UNKNOWN,
    ),
    405: (Code.METHOD_NOT_ALLOWED,),
    410: (Code.SNAPSHOT_DUE, Code.SCHEMA_MISMATCH),
    413: (Code.TOO_LARGE,),
    429: (Code.BUSY,),
    500: (Code.INTERNAL, Code.STORE_DAMAGED),
    503: (
        Code.NO_ANSWER,
        Code.SERVER_ERROR,
        Code.NOT_JSON,
        Code.PAGE_DAMAGED,
        Code.WAITING_FOR_CENTRAL,
        Code.DISK_FULL,
        Code.DISK_READ_ONLY,
        Code.SERVER_FULL,
    ),
}
_STATUS_OF = {code: status for status, codes in _STATUS.items() for code in codes}
_CODE_OF_STATUS = {404: Code.NOT_FOUND, 405: Code.METHOD_NOT_ALLOWED, 413: Code.TOO_LARGE, 429: Code.BUSY}
# What the domain refuses, and everything else that is nobody's fault here.
CONFLICT = 409
RETRY_AFTER_S = 2


def status_of(code: Code) -> int:
    """The HTTP status a code travels under; 409 for every refusal of a rule."""
    return _STATUS_OF.get(code, CONFLICT)


def problem_response(problem: Problem, incident: str = "") -> Response[bytes]:
    """The answer that carries a problem; `retry_after_s` in its details becomes the header too."""
    status = status_of(problem.code)
    body = msgspec.json.encode(ProblemBody(str(problem.code), dict(problem.details), incident))
    headers = {}
    if status in (429, 503):
        headers["Retry-After"] = str(problem.details.get("retry_after_s", RETRY_AFTER_S))
    return Response(body, status_code=status, media_type=MediaType.JSON, headers=headers)


def on_problem(request: HostRequest, exc: Problem) -> Response[bytes]:
    """A refusal of ours."""
    return problem_response(exc)


def on_snapshot_due(request: HostRequest, exc: SnapshotDue) -> Response[bytes]:
    """A cursor nobody can go on from."""
    return problem_response(Problem(Code.SNAPSHOT_DUE))


def on_http_error(request: HostRequest, exc: HTTPException) -> Response[bytes]:
    """What the framework refuses: no such path, another method, parameters of another type, a body too large."""
    if exc.status_code >= 500:
        return problem_response(Problem(Code.INTERNAL))
    response = problem_response(Problem(_CODE_OF_STATUS.get(exc.status_code, Code.BAD_REQUEST)))
    for name, value in (exc.headers or {}).items():
        response.headers[name] = value
    return response


class Incidents:
    """Turns a fault of ours into a 500 with a number that the log knows; no state beyond the source of numbers."""

    def __init__(self, new_incident: NewIncident = lambda: secrets.token_hex(4)) -> None:
        self._new_incident = new_incident

    def on_fault(self, request: HostRequest, exc: Exception) -> Response[bytes]:
        """The answer to a request that met a fault."""
        return problem_response(Problem(Code.INTERNAL), self.note(exc))

    def note(self, exc: BaseException) -> str:
        """Log a fault by its kind and place and return its number.

        The message of a foreign exception may hold personal data, so it is not logged.
        """
        incident = self._new_incident()
        frames = traceback.extract_tb(exc.__traceback__)[-3:]
        places = [f"{PurePath(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in frames]
        _log.error("fault", incident=incident, kind=type(exc).__name__, places=places)
        return incident
