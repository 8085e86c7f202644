"""Answers no honest host gives: each ends in one code, in bounded time and memory, and nothing of it is used."""

import asyncio
import gzip
import hashlib
import tracemalloc
from contextlib import aclosing
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from app.contract.feeds import FeedRef, SnapshotDue
from app.domain.errors import Code, Problem
from app.sync.gateway import Gateway
from app.sync.gateway.answers import decode, refuse, unpack
from app.sync.gateway.transport import checked_origin
from tests.contract.gateway.conftest import Talk, raw_server, says
from tests.contract.gateway.scripted import FEED, ORDER, command, names, signer

JSON = b"Content-Type: application/json\r\n"
NDJSON = b"Content-Type: application/x-ndjson\r\n"
ODD_DETAILS = b'{"code":"cart_changed","details":{"code":"x","self":1,"a b":1}}'
STREAM = b"Content-Type: text/event-stream\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def http(status: bytes, headers: bytes, body: bytes) -> bytes:
    """An answer whose length is told."""
    return b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, headers, len(body), body)


async def problem_of(talk: Talk) -> Problem:
    """What a pull ends in."""
    async with raw_server(talk) as gateway:
        with pytest.raises(Problem) as caught:
            await gateway.pull(FeedRef(FEED))
    return caught.value


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", Code.NO_ANSWER),
        (b"SSH-2.0-nonsense\r\n", Code.NO_ANSWER),
        (http(b"200 OK", HTML, b"<h1>Wi-Fi login</h1>"), Code.NOT_JSON),
        (http(b"404 Not Found", HTML, b"<h1>nginx</h1>"), Code.NOT_JSON),
        (http(b"502 Bad Gateway", HTML, b"<h1>nginx</h1>"), Code.SERVER_ERROR),
        (http(b"503 Busy", JSON, b"{"), Code.SERVER_ERROR),
        (http(b"302 Found", b"Location: https://portal.example/\r\n", b""), Code.NOT_JSON),
        (http(b"307 Go", b"Location: /v1/elsewhere\r\n", b""), Code.NOT_JSON),
        (http(b"200 OK", NDJSON, b""), Code.PAGE_DAMAGED),
        (http(b"200 OK", NDJSON + b"Content-Encoding: br\r\n", b"x"), Code.PAGE_DAMAGED),
        (http(b"200 OK", NDJSON + b"Content-Encoding: zstd\r\n", b"x"), Code.PAGE_DAMAGED),
        (http(b"400 No", JSON, b'{"code":"of_tomorrow"}'), Code.BAD_REQUEST),
        (
            http(b"409 No", JSON, ODD_DETAILS),
            Code.CART_CHANGED,
        ),
        (b"HTTP/1.1 200 OK\r\n" + NDJSON + b"Content-Length: 999\r\n\r\n{", Code.PAGE_DAMAGED),
    ],
)
async def test_every_answer_has_one_meaning(answer: bytes, code: Code) -> None:
    assert (await problem_of(says(answer))).code is code


async def test_retry_after_is_bounded() -> None:
    problem = await problem_of(says(http(b"429 Slow", HTML + b"Retry-After: 999999\r\n", b"")))
    assert (problem.code, problem.details) == (Code.BUSY, {"retry_after_s": 3600})


async def test_nobody_there() -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    gateway = Gateway(f"http://127.0.0.1:{port}", signer())
    with pytest.raises(Problem) as caught:
        await gateway.send_commands([command(1)])
    await gateway.close()
    assert caught.value.code is Code.NO_ANSWER


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send until nobody reads any more."""
    writer.write(b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n")
    while not writer.is_closing():
        writer.write(b" " * 65_536)
        await writer.drain()


async def test_an_endless_answer_is_cut_off() -> None:
    async with raw_server(endless) as gateway:
        with pytest.raises(Problem) as caught:
            await gateway.reads.health()
    assert caught.value.code is Code.TOO_LARGE


async def test_an_endless_event_is_cut_off() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ")
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()

    async with raw_server(talk) as gateway, aclosing(gateway.events([FEED])) as pokes:
        with pytest.raises(Problem) as caught:
            await anext(pokes)
    assert caught.value.code is Code.TOO_LARGE


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http(b"200 OK", HTML, b"<p>"), Code.NOT_JSON),
        (
            http(b"200 OK", STREAM, b"event: poke\ndata: nonsense\n\n"),
            Code.NOT_JSON,
        ),
        (http(b"200 OK", STREAM, b"event: other\ndata: x\n\n"), Code.NO_ANSWER),
        (http(b"403 No", JSON, b'{"code":"device_revoked"}'), Code.DEVICE_REVOKED),
    ],
)
async def test_a_stream_that_is_none(answer: bytes, code: Code) -> None:
    async with raw_server(says(answer)) as gateway, aclosing(gateway.events([FEED])) as pokes:
        with pytest.raises(Problem) as caught:
            await anext(pokes)
    assert caught.value.code is code


async def test_results_of_other_commands_are_not_taken() -> None:
    body = b'{"id":"T1AA.1:2","outcome":"ok"}\n'
    async with raw_server(says(http(b"200 OK", NDJSON, body))) as gateway:
        with pytest.raises(Problem) as caught:
            await gateway.send_commands([command(1)])
    assert caught.value.code is Code.PAGE_DAMAGED


async def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path) -> None:
    content = bytes(range(256)) * 8_000
    etag = b'ETag: "%s"\r\n' % hashlib.sha256(content).hexdigest().encode()
    ref = b"Bancone-Feed-Id: f1\r\nBancone-Feed-Rev: 88\r\n"
    whole = http(b"200 OK", etag + ref, content)
    async with raw_server(says(whole[: len(whole) // 2])) as gateway:
        with pytest.raises(Problem) as caught:
            await gateway.fetch_snapshot(FEED, tmp_path / "snap")
    assert caught.value.code is Code.NO_ANSWER
    (part,) = names(tmp_path, "snap.*.part")
    have = (tmp_path / part).stat().st_size
    assert 1_000_000 < have < len(content)

    async def rest(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        content_range = b"Content-Range: bytes %d-%d/%d\r\n" % (have, len(content) - 1, len(content))
        writer.write(http(b"206 Partial", etag + ref + content_range, content[have:]))
        await writer.drain()

    async with raw_server(rest) as gateway:
        fetched = await gateway.fetch_snapshot(FEED, tmp_path / "snap")
    assert fetched.path.read_bytes() == content


@pytest.mark.parametrize("etag", ["", 'ETag: "../../evil"\r\n', f'ETag: "{"0" * 64}"\r\n'])
async def test_a_file_that_is_not_what_its_name_says_is_not_kept(tmp_path: Path, etag: str) -> None:
    answer = http(b"200 OK", etag.encode() + b"Bancone-Feed-Id: f1\r\nBancone-Feed-Rev: 1\r\n", b"content")
    async with raw_server(says(answer)) as gateway:
        with pytest.raises(Problem) as caught:
            await gateway.fetch_snapshot(FEED, tmp_path / "snap")
    assert caught.value.code is Code.PAGE_DAMAGED
    assert names(tmp_path) == []


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_bomb_unfolds_to_the_cap_only(pack: object) -> None:
    assert callable(pack)
    name = "gzip" if pack is gzip.compress else "zstd"
    bomb = pack(b"\0" * 50_000_000)
    tracemalloc.start()
    with pytest.raises(Problem) as caught:
        unpack(bomb, name, 1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code is Code.TOO_LARGE
    assert peak < 10_000_000
    assert unpack(pack(b"content"), name, 1_000) == b"content"


@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "zstd", "br"]))
def test_any_body_unfolds_or_is_damaged(body: bytes, encoding: str) -> None:
    try:
        assert len(unpack(body, encoding, 1_000)) <= 1_000
    except Problem as problem:
        assert problem.code in {Code.PAGE_DAMAGED, Code.TOO_LARGE}


@given(st.integers(100, 599), st.text(max_size=30), st.text(max_size=12), st.binary(max_size=80))
def test_any_answer_is_a_success_or_a_known_reason(status: int, kind: str, retry: str, body: bytes) -> None:
    try:
        refuse(status, kind, retry, body)
    except (Problem, SnapshotDue):
        assert not 200 <= status < 300
    else:
        assert 200 <= status < 300


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[" * 100_000, b'{"placed_at":"2026-03-05T08:05:00"}'])
def test_what_is_no_order_is_not_taken_for_one(body: bytes) -> None:
    with pytest.raises(Problem) as caught:
        decode(body, type(ORDER))
    assert caught.value.code is Code.NOT_JSON


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://central.example", Code.TLS_REQUIRED),
        ("http://192.168.1.5:8000", Code.TLS_REQUIRED),
        ("http://localhost.example", Code.TLS_REQUIRED),
        ("ftp://127.0.0.1", Code.TLS_REQUIRED),
        ("https://user:pw@central.example", Code.BAD_REQUEST),
        ("https://central.example/path", Code.BAD_REQUEST),
        ("central.example", Code.BAD_REQUEST),
        ("", Code.BAD_REQUEST),
    ],
)
def test_addresses_that_are_not_used(url: str, code: Code) -> None:
    with pytest.raises(Problem) as caught:
        checked_origin(url)
    assert caught.value.code is code
    assert caught.value.details == ({"plain": url} if code is Code.TLS_REQUIRED else {})


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "http://[::1]:8000", "http://localhost", "https://central.example:8443"]
)
def test_addresses_that_are_used(url: str) -> None:
    assert checked_origin(url) == url
