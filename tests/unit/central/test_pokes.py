"""A poke of the platform wakes; a stranger's gets the same answer and wakes nothing."""

from collections.abc import Mapping
from typing import Any, cast

import httpx
from litestar import Litestar

from app.central.pokes import MAX_BODY, poke_route


async def test_only_what_the_platform_signed_wakes() -> None:
    woken: list[str] = []

    def is_poke(headers: Mapping[str, str], body: bytes) -> bool:
        return headers.get("x-signature") == "right" and body == b"{}"

    route = poke_route(is_poke, lambda: woken.append("woken"))
    app = cast(
        "Any", Litestar([route], openapi_config=None, logging_config=None)
    )  # the two write the same interface in different types
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://central") as http:
        for signature, body in (("right", b"{}"), ("wrong", b"{}"), ("right", b"{ }"), ("", b"webhook_id=1")):
            headers = {"x-signature": signature, "content-type": "application/x-www-form-urlencoded"}
            answer = await http.post("/v1/platform/poke", content=body, headers=headers)
            assert (answer.status_code, answer.content) == (200, b"")
        assert woken == ["woken"]
        large = await http.post("/v1/platform/poke", content=b"0" * (MAX_BODY + 1))
        assert large.status_code == 413
    assert woken == ["woken"]
