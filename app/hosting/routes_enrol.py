"""`POST /v1/enrol`: how a device gets onto the roster; central's hosts only."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import RawBody, SkipValidation

from app.contract.rows import EnrolAnswer
from app.hosting.answers import answer
from app.hosting.identity import check_enrolment
from app.hosting.ports import Enrolment, Verify
from app.hosting.problems import HostRequest

MAX_ENROL_BYTES = 4 * 1024

Logic = NamedDependency[SkipValidation[Enrolment]]
Check = NamedDependency[SkipValidation[Verify]]


@post(
    "/v1/enrol",
    status_code=200,
    opt={"public": True},
    request_max_body_size=MAX_ENROL_BYTES,
    include_in_schema=False,
)
async def enrol(enrolment: Logic, verify: Check, request: HostRequest, body: RawBody) -> Response[EnrolAnswer]:
    """A device for a one-time code; the request is signed by the very key it brings."""
    return answer(await enrolment.enrol(check_enrolment(verify, request, body)))
