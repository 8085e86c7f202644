"""The one request a device makes before it is one: a one-time code for a place on the roster."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from app.contract.rows import EnrolAnswer, EnrolRequest
from app.contract.signing import ENROL_DEVICE
from app.domain.errors import Problem
from app.sync.gateway.answers import MAX_PROBLEM_BYTES, decode, refuse
from app.sync.gateway.signer import SequenceBlock, Sign, Signer
from app.sync.gateway.transport import Transport, Trust


async def enrol(
    base_url: str,
    request: EnrolRequest,
    *,
    sign: Sign,
    now_at: Callable[[], datetime],
    trust: Trust | None = None,
) -> EnrolAnswer:
    """What this device becomes; `sign` uses the key whose public half is in `request`, which proves it is ours.

    Problem(ENROLMENT_CODE_INVALID), and everything a request can meet.
    """
    signer = Signer(ENROL_DEVICE, sign, SequenceBlock(_no_numbers), now_at)
    transport = Transport(base_url, trust)
    try:
        outgoing = transport.request("POST", "/v1/enrol", msgspec.json.encode(request), None)
        target = outgoing.url.raw_path.decode()
        outgoing.headers.update(signer.headers_with(1, "POST", target, outgoing.content))
        outgoing.headers["Content-Type"] = "application/json"
        answer = await transport.exchange(outgoing, MAX_PROBLEM_BYTES)
    except Problem as problem:
        raise Problem(problem.code, **{**problem.details, "url": base_url}) from problem
    finally:
        await transport.close()
    content_type = answer.headers.get("Content-Type", "")
    refuse(answer.status, content_type, answer.headers.get("Retry-After", ""), answer.body)
    return decode(answer.body, EnrolAnswer)


async def _no_numbers(after: int, count: int) -> int:
    raise AssertionError(f"an enrolment takes no numbers ({after}, {count})")
