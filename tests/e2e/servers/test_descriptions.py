"""The servers' descriptions of themselves, and that nothing a device or an administrator sends breaks them."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, SerializationContext
from schemathesis.core.result import Ok

from app.hosting.ndjson import MEDIA_TYPE
from app.sync.gateway import Signer
from tests.e2e.servers.floor import Floor, Template, open_floor
from tests.e2e.servers.till import Till, memory_numbers, now_at

EXAMPLES = 3
# A stream of events has no end to wait for; its frames are tried elsewhere.
ENDLESS = "GET /v1/feeds/events"


@schemathesis.serializer(MEDIA_TYPE)
def serialize_line(context: SerializationContext, value: object) -> bytes:
    """Tells the drawing library what a line of NDJSON is."""
    return msgspec.json.encode(value) + b"\n"


async def described(url: str) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    """The OpenAPI document of a server."""
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.get(f"{url}/v1/openapi.json")
    assert answer.status_code == 200
    document: dict[str, dict[str, dict[str, dict[str, object]]]] = answer.json()
    return document


async def test_both_servers_describe_what_they_answer(floor: Floor) -> None:
    central, edge = await described(floor.central.url), await described(floor.edge.url)
    shared = {"/v1/commands", "/v1/roll-call", "/v1/feeds/{feed}/changes", "/v1/customers", "/v1/health"}
    assert shared <= set(central["paths"])
    assert shared <= set(edge["paths"])
    assert "/v1/enrol" in central["paths"]
    assert "/v1/enrol" not in edge["paths"]
    admin = central["paths"]["/v1/admin/codes"]["post"]
    assert admin["security"] == [{"admin": []}]
    assert set(central["components"]["securitySchemes"]) == {"device", "admin"}
    assert not [path for path in edge["paths"] if path.startswith("/v1/admin")]


@dataclass
class Asker:
    """A running server of this process, asked by a device and with the administrators' token."""

    runner: asyncio.Runner
    url: str
    token: str
    signer: Signer

    def send(self, prepared: requests.PreparedRequest) -> httpx.Response:
        """The answer to the request, signed."""
        return self.runner.run(self._send(prepared))

    async def _send(self, prepared: requests.PreparedRequest) -> httpx.Response:
        body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
        assert body is None or isinstance(body, bytes)
        headers = {name: str(value) for name, value in prepared.headers.items()}
        headers["Authorization"] = f"Bearer {self.token}"
        async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
            request = http.build_request(
                prepared.method or "GET", prepared.url or "", headers=headers, content=body
            )
            target = request.url.raw_path.decode()
            request.headers.update(await self.signer.headers(request.method, target, body or b""))
            return await http.send(request)


@contextmanager
def asking(folder: Path, template: Template, *, is_edge: bool) -> Iterator[Asker]:
    """The edge asked by a clerk's terminal, or central by a device of the same rights."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        floor = runner.run(stack.enter_async_context(open_floor(folder, template)))
        try:
            till: Till = runner.run(floor.till(at_central=not is_edge))
            url = floor.edge.url if is_edge else floor.central.url
            runner.run(till.gateway.close())
            signer = Signer(till.answer.device, till.key.sign, memory_numbers(), now_at)
            yield Asker(runner, url, floor.central.token, signer)
        finally:
            runner.run(stack.aclose())


@pytest.mark.parametrize("is_edge", [True, False])
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_it_is_sent_makes_a_server_fail(
    template: Template, tmp_path: Path, is_edge: bool, mode: GenerationMode
) -> None:
    asked = []
    with asking(tmp_path, template, is_edge=is_edge) as asker:
        document = asker.runner.run(described(asker.url))
        for found in schemathesis.openapi.from_dict(document).get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(max_examples=EXAMPLES)
            def run(case: Case[Any]) -> None:
                answer = asker.send(requests.Request(**case.as_transport_kwargs(base_url=asker.url)).prepare())
                assert answer.status_code < 500, (case.operation.label, answer.text)

            with suppress(Unsatisfiable):
                if operation.label != ENDLESS:
                    run()
                    asked.append(operation.label)
    assert len(asked) > 10
