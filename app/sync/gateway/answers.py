"""Turns what came back over HTTP, good or hostile, into bytes of a known kind or a Problem with a stable code."""

import io
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

import msgspec
import zstandard

from app.contract.feeds import SnapshotDue
from app.contract.rows import ProblemBody
from app.domain.errors import Code, Problem

T = TypeVar("T")

MAX_JSON_BYTES = 5 * 1024 * 1024
MAX_PROBLEM_BYTES = 64 * 1024
MAX_RETRY_AFTER_S = 3_600
JSON_TYPES = ("application/json", "application/problem+json", "application/vnd.litestar+json")
NDJSON_TYPES = ("application/x-ndjson",)

# What says nothing about the request itself: the same request may be sent again, later.
RETRYABLE: frozenset[Code] = frozenset(
    {
        Code.NO_ANSWER,
        Code.SERVER_ERROR,
        Code.BUSY,
        Code.NOT_JSON,
        Code.PAGE_DAMAGED,
        Code.WAITING_FOR_CENTRAL,
        Code.SERVER_FULL,
    }
)
_DETAILS_MAX = 16
_DETAIL_CHARS = 200


def kind_of(content_type: str) -> str:
    """`text/html` of `text/html; charset=utf-8`."""
    return content_type.partition(";")[0].strip().lower()


def unpack(body: bytes, encoding: str, cap: int) -> bytes:
    """The body without its content coding; Problem(TOO_LARGE) above `cap` bytes, Problem(PAGE_DAMAGED) when cut.

    Decoders stop at the cap, so a small body cannot unfold into a memory full of zeros.
    """
    try:
        match encoding.strip().lower():
            case "" | "identity":
                plain = body
            case "zstd":
                plain = _unzstd(body, cap)
            case "gzip":
                plain = _ungzip(body, cap)
            case _:
                raise Problem(Code.PAGE_DAMAGED)
    except (zlib.error, zstandard.ZstdError) as exc:
        raise Problem(Code.PAGE_DAMAGED) from exc
    if len(plain) > cap:
        raise Problem(Code.TOO_LARGE, limit=cap)
    return plain


def _unzstd(body: bytes, cap: int) -> bytes:
    expander = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024)
    with expander.stream_reader(io.BytesIO(body)) as reader:
        return bytes(reader.read(cap + 1))


def _ungzip(body: bytes, cap: int) -> bytes:
    expander = zlib.decompressobj(wbits=31)
    plain = expander.decompress(body, cap + 1)
    if len(plain) <= cap and not expander.eof:
        raise Problem(Code.PAGE_DAMAGED)
    return plain


def decode(body: bytes, type_: type[T]) -> T:
    """The JSON document as `type_`; Problem(NOT_JSON) when it is none, or tells a time without its zone."""
    try:
        value = msgspec.json.decode(body, type=type_)
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
        raise Problem(Code.NOT_JSON) from exc
    if _has_naive_time(value):
        raise Problem(Code.NOT_JSON)
    return value


def _has_naive_time(value: object) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is None
    if isinstance(value, str | int | float | bytes | None):
        return False
    if isinstance(value, list | tuple):
        return any(_has_naive_time(item) for item in value)
    if isinstance(value, dict):
        return any(_has_naive_time(item) for item in value.values())
    names: Iterable[str] = getattr(value, "__struct_fields__", ()) or getattr(value, "__dataclass_fields__", ())
    return any(_has_naive_time(getattr(value, name)) for name in names)


def refuse(status: int, content_type: str, retry_after: str, body: bytes) -> None:
    """Raise what a status other than success means; nothing for 2xx.

    429 is BUSY with `retry_after_s`; 5xx what its body says if that is a reason to wait, else SERVER_ERROR; 410 is
    SnapshotDue or SCHEMA_MISMATCH; another 4xx the code in its body. A redirect or a page for people is NOT_JSON.
    """
    if 200 <= status < 300:
        return
    problem = _read_problem(content_type, body)
    wait = _seconds(retry_after)
    if status == 429:
        raise Problem(Code.BUSY, **wait)
    if status >= 500:
        raise _unavailable(status, problem, wait)
    if problem is None:
        raise Problem(Code.NOT_JSON, status=status)
    code = _known(problem.code)
    details = _clean(problem.details)
    if code is Code.SNAPSHOT_DUE:
        if details.get("reason") == "schema":
            raise Problem(Code.SCHEMA_MISMATCH)
        raise SnapshotDue
    if code is None:
        raise Problem(Code.BAD_REQUEST, status=status)
    raise Problem(code, **details)


def _unavailable(status: int, problem: ProblemBody | None, wait: dict[str, int]) -> Problem:
    code = _known(problem.code) if problem else None
    if code in (Code.DISK_FULL, Code.DISK_READ_ONLY):
        # Theirs, not ours: the same code would send a person to the wrong machine.
        code = Code.SERVER_FULL
    if code in RETRYABLE and code is not None:
        return Problem(code, **wait)
    incident = {"incident": problem.incident[:32]} if problem and problem.incident.isalnum() else {}
    return Problem(Code.SERVER_ERROR, status=status, **wait, **incident)


def _read_problem(content_type: str, body: bytes) -> ProblemBody | None:
    if kind_of(content_type) not in JSON_TYPES:
        return None
    try:
        return msgspec.json.decode(body, type=ProblemBody)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _known(code: str) -> Code | None:
    try:
        return Code(code)
    except ValueError:
        return None


def _clean(details: dict[str, str | int | bool]) -> dict[str, str | int | bool]:
    kept: dict[str, str | int | bool] = {}
    for name, value in list(details.items())[:_DETAILS_MAX]:
        if not name.isidentifier() or name in ("self", "code"):
            continue
        kept[name] = (
            value if not isinstance(value, str) else "".join(filter(str.isprintable, value))[:_DETAIL_CHARS]
        )
    return kept


def _seconds(retry_after: str) -> dict[str, int]:
    text = retry_after.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return {}
    return {"retry_after_s": min(int(text), MAX_RETRY_AFTER_S)}
