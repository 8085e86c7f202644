"""The small parts of a host: batches, content codings, files by pieces, the thread, the marks, the statuses."""

import gzip
import hashlib
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from litestar.response import Stream

from app.contract.commands import MAX_BATCH, MAX_BATCH_BYTES, MAX_BODY_BYTES
from app.contract.rows import ProblemBody
from app.domain.errors import Code, Problem
from app.hosting.dbthread import DbThread
from app.hosting.files import send_file
from app.hosting.marks import StoredMarks
from app.hosting.ndjson import is_deeper, read_lines
from app.hosting.packing import choose, pack
from app.hosting.problems import problem_response, status_of
from app.hosting.replay import BLOCK, ReplayGuard
from tests.contract.gateway.scripted import MemoryMarks, command
from tests.fakes.node_memory import MemoryNodeStore

CONTENT = bytes(range(250)) * 4_000


@pytest.fixture
def work() -> Iterator[DbThread]:
    """A thread, ended after the test."""
    thread = DbThread("work")
    yield thread
    thread.close()


def line(number: int = 1, body: bytes = b"{}") -> bytes:
    """A command line as sent."""
    return msgspec.json.encode(command(number, body=body)) + b"\n"


def batch_problem(body: bytes) -> Problem:
    """Why a batch is refused."""
    with pytest.raises(Problem) as caught:
        read_lines(body)
    return caught.value


def test_a_batch_is_read_line_by_line() -> None:
    assert read_lines(line(1) + b"\n" + line(2)) == [command(1), command(2)]
    assert read_lines(b"") == []


def test_a_batch_has_limits() -> None:
    assert len(read_lines(line() * MAX_BATCH)) == MAX_BATCH
    assert batch_problem(line() * (MAX_BATCH + 1)).code is Code.TOO_LARGE
    assert batch_problem(b" " * (MAX_BATCH_BYTES + 1)).code is Code.TOO_LARGE


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b'{"cmd":{}}',
        b'{"cmd":' + b"[" * 50_000,
        line().replace(b'"kind"', b'"kinds"'),
        line().replace(b'"epoch":1', b'"epoch":1,"more":2'),
        line().replace(b'"epoch":1', b'"epoch":"1"'),
        line(body=b"[" * 40 + b"]" * 40),
        line(body=b"[" * 30_000 + b"]" * 30_000),
        line(body=b'"' + b"x" * MAX_BODY_BYTES + b'"'),
    ],
)
def test_the_bad_line_is_named(bad: bytes) -> None:
    problem = batch_problem(line() + bad)
    assert (problem.code, problem.details) == (Code.BAD_COMMAND, {"line": 2})


@given(st.binary(max_size=300))
def test_any_bytes_are_a_batch_or_a_reason(body: bytes) -> None:
    try:
        read_lines(body)
    except Problem as problem:
        assert problem.code is Code.BAD_COMMAND


def test_brackets_in_texts_are_not_depth() -> None:
    assert not is_deeper(b'["' + b"[" * 100 + b'","\\"[[[["]', 32)
    assert is_deeper(b"[" * 33 + b"]" * 33, 32)
    assert not is_deeper(b"[" * 32 + b"]" * 32, 32)
    assert not is_deeper(b"[[]," * 20 + b"[]" + b"]" * 20, 32)


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("zstd, gzip", "zstd"),
        ("gzip;q=1.0, deflate", "gzip"),
        ("zstd;q=0, gzip;q=0.5", "gzip"),
        ("zstd; q=0", "identity"),
        ("", "identity"),
        ("br, " * 1000 + "gzip", "identity"),
    ],
)
def test_the_best_coding_both_know(accept: str, coding: str) -> None:
    assert choose(accept) == coding


@pytest.mark.parametrize("size", [10, 5_000, 500_000])
async def test_bodies_are_packed(work: DbThread, size: int) -> None:
    body = b"x" * size
    packed, headers = await pack(work, body, "zstd")
    is_packed = headers.get("Content-Encoding") == "zstd"
    assert is_packed == (size >= 1_024)
    if is_packed:
        assert zstandard.ZstdDecompressor().decompress(packed) == body
        zipped, _ = await pack(work, body, "gzip")
        assert gzip.decompress(zipped) == body


async def fetch(work: DbThread, path: Path, range_: str, if_range: str = "") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    answer = await send_file(work, path, digest, "x/y", range_=range_, if_range=if_range, extra={})
    if not isinstance(answer, Stream):
        return answer.status_code or 200, dict(answer.headers), answer.content
    chunks = answer.iterator
    assert isinstance(chunks, AsyncIterator)
    body = b""
    async for chunk in chunks:
        assert isinstance(chunk, bytes)
        body += chunk
    return answer.status_code or 200, dict(answer.headers), body


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of a million bytes."""
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    return file


@pytest.mark.parametrize(
    ("range_", "part"),
    [
        ("bytes=10-", slice(10, None)),
        ("bytes=10-19", slice(10, 20)),
        ("bytes=999999-2000000", slice(999_999, None)),
    ],
)
async def test_a_part_of_a_file(work: DbThread, path: Path, range_: str, part: slice) -> None:
    status, headers, body = await fetch(work, path, range_)
    assert (status, body) == (206, CONTENT[part])
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Range"].endswith("/1000000")


@pytest.mark.parametrize("range_", ["", "bytes=-5", "bytes=1-2,4-5", "lines=1-2", "bytes=x-"])
async def test_the_whole_file_when_the_range_is_none(work: DbThread, path: Path, range_: str) -> None:
    status, _, body = await fetch(work, path, range_)
    assert (status, body) == (200, CONTENT)


async def test_the_whole_file_when_it_is_another_one_now(work: DbThread, path: Path) -> None:
    status, _, body = await fetch(work, path, "bytes=10-", f'"{"0" * 64}"')
    assert (status, len(body)) == (200, 1_000_000)


async def test_a_range_behind_the_end(work: DbThread, path: Path) -> None:
    status, headers, body = await fetch(work, path, "bytes=1000000-")
    assert (status, headers["Content-Range"], body) == (416, "bytes */1000000", b"")


async def test_a_file_that_is_gone(work: DbThread, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        await send_file(work, tmp_path / "none", "0" * 64, "x/y", extra={})
    assert caught.value.code is Code.NOT_FOUND


async def test_work_runs_on_its_thread_only(work: DbThread) -> None:
    assert await work.run(lambda: threading.current_thread().name) == "work_0"
    await work.run(work.check)
    with pytest.raises(RuntimeError, match="belongs to work_0"):
        work.check()


async def test_what_work_raises_comes_back(work: DbThread) -> None:
    def fail() -> None:
        raise Problem(Code.DISK_FULL)

    with pytest.raises(Problem):
        await work.run(fail)


async def test_marks_are_kept_among_the_nodes_documents(work: DbThread) -> None:
    store = MemoryNodeStore()
    await StoredMarks(work, store).save("T1AA", 2_000)
    await StoredMarks(work, store).save("T1AA", 1_500)
    assert await StoredMarks(work, store).load("T1AA") == 2_000
    assert await StoredMarks(work, store).load("T2AA") == 0


async def heard(guard: ReplayGuard, seq: int) -> int | None:
    """Where the device is told to go on; None when the request was fresh."""
    try:
        await guard.accept("T1AA", seq)
    except Problem as problem:
        assert problem.code is Code.REQUEST_REPLAYED
        return int(problem.details["after"])
    return None


async def test_a_request_is_heard_once() -> None:
    guard = ReplayGuard(MemoryMarks())
    assert [await heard(guard, seq) for seq in (3, 1, 2)] == [None, None, None]
    assert await heard(guard, 2) == 3


async def test_after_a_restart_what_may_have_been_heard_was_heard() -> None:
    marks = MemoryMarks()
    before = ReplayGuard(marks)
    for seq in (1, 2, BLOCK):
        await before.accept("T1AA", seq)
    assert marks.saves == 1
    after = ReplayGuard(marks)
    assert await heard(after, 2) == BLOCK + 1
    assert await heard(after, BLOCK + 1) == BLOCK + 1
    assert await heard(after, BLOCK + 2) is None


def test_every_code_has_a_status_that_is_no_success() -> None:
    assert all(400 <= status_of(code) < 600 for code in Code)
    assert status_of(Code.ALREADY_HANDED_OVER) == 409


def test_a_problem_travels_as_code_and_details_only() -> None:
    response = problem_response(Problem(Code.BUSY, retry_after_s=9))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "9")
    assert msgspec.json.decode(response.content, type=ProblemBody) == ProblemBody("busy", {"retry_after_s": 9})
