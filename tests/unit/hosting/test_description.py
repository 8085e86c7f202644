"""The description of the interface says what the host takes, and nothing it can be sent makes it fail."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias, cast

import httpx
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis import Case, GenerationMode, SerializationContext
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from app.contract.commands import CommandLine, Result
from app.contract.feeds import FeedRow, PageEnd, PageHead, Poke
from app.contract.rows import ProblemBody, RosterDevice
from app.domain.errors import Code
from app.hosting.app import build_app
from app.hosting.ndjson import MEDIA_TYPE, read_lines
from app.sync.gateway import Signer
from tests.contract.gateway.scripted import ScriptedHost, parts, signer

BASE = "http://127.0.0.1"


# Its own classes are generic over what a transport brings; here it only draws.
Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
Drawn: TypeAlias = Case[Any]


@schemathesis.serializer(MEDIA_TYPE)
def serialize_line(context: SerializationContext, value: object) -> bytes:
    """Tells the drawing library what a line of NDJSON is."""
    return as_line(value)


def as_line(value: object) -> bytes:
    """One line, whatever its content."""
    return msgspec.json.encode(value) + b"\n"


class BriefHost(ScriptedHost):
    """Ends its streams, so that an answer has an end."""

    async def pokes(self, sender: RosterDevice, feeds: Sequence[str]) -> AsyncIterator[Poke]:
        for feed in feeds:
            yield Poke(feed, 1)


class Asker:
    """Owns a host in this process and a loop to ask it on."""

    def __init__(self, app: Litestar, runner: asyncio.Runner, device: Signer) -> None:
        self._app = app
        self._runner = runner
        self._device = device

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        """The answer to a signed request."""
        return self._runner.run(self._send(method, url, headers, body))

    async def _send(self, method: str, url: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        app = cast("Any", self._app)  # the two libraries write the same interface in different types
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            request = client.build_request(method, url, headers=headers, content=body)
            target = request.url.raw_path.decode()
            request.headers.update(await self._device.headers(method, target, body))
            return await client.send(request)

    def document(self) -> dict[str, object]:
        """What the host says of itself."""
        document: dict[str, object] = msgspec.json.decode(self.send("GET", "/v1/openapi.json", {}, b"").content)
        return document

    def operations(self) -> Iterator[Operation]:
        """Everything that can be asked of it."""
        for found in schemathesis.openapi.from_dict(self.document()).get_all_operations():
            assert isinstance(found, Ok)
            yield found.ok()


@contextmanager
def asking(folder: Path, device: str = "E1AA") -> Iterator[Asker]:
    """A host, ended afterwards."""
    app = build_app(BriefHost(folder), parts())
    with asyncio.Runner() as runner:
        yield Asker(app, runner, signer(device))
        for end in app.on_shutdown:
            end()  # type: ignore[call-arg]  # ours take nothing


def check_answer(asker: Asker, case: Drawn) -> None:
    """Send what was drawn: no fault, and a reason with a known code for every refusal."""
    prepared = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    assert body is None or isinstance(body, bytes)
    headers = {name: str(value) for name, value in prepared.headers.items()}
    answer = asker.send(prepared.method or "GET", prepared.url or BASE, headers, body or b"")
    assert answer.status_code < 500, (case.operation.label, answer.text)
    if answer.status_code >= 400 and answer.status_code != 416:
        assert Code(msgspec.json.decode(answer.content, type=ProblemBody).code)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_it_is_sent_makes_it_fail(tmp_path: Path, mode: GenerationMode) -> None:
    asked = []
    with asking(tmp_path) as asker:
        for operation in asker.operations():

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(max_examples=12)
            def run(case: Drawn) -> None:
                check_answer(asker, case)

            # Where nothing can be wrong (health takes nothing), nothing wrong can be drawn.
            with suppress(Unsatisfiable):
                run()
                asked.append(operation.label)
    assert len(asked) > 10


def test_what_the_description_permits_is_read(tmp_path: Path) -> None:
    with asking(tmp_path) as asker:
        operation = next(found for found in asker.operations() if found.label == "POST /v1/commands")

    @given(case=operation.as_strategy())
    def run(case: Drawn) -> None:
        assert len(read_lines(as_line(case.body))) == 1

    run()


def test_lines_are_described_as_they_are(tmp_path: Path) -> None:
    with asking(tmp_path) as asker:
        document = asker.document()
    schemas = msgspec.convert(document, dict[str, object])["components"]
    described = msgspec.convert(schemas, dict[str, dict[str, dict[str, object]]])["schemas"]
    for line in (CommandLine, Result, PageHead, FeedRow, PageEnd, ProblemBody):
        names = {field.encode_name for field in msgspec.structs.fields(line)}
        assert set(msgspec.convert(described[line.__name__]["properties"], dict[str, object])) == names


def test_every_route_is_described(tmp_path: Path) -> None:
    with asking(tmp_path) as asker:
        paths = msgspec.convert(asker.document()["paths"], dict[str, object])
        routes = {route.path_format for route in build_app(BriefHost(tmp_path), parts()).routes}
    hidden = {"/v1/openapi.json", *(route for route in routes if route.startswith("/v1/description"))}
    assert set(paths) == {route.replace(":str}", "}") for route in routes - hidden}
