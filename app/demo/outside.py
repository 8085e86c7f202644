"""The tour's own eyes: head office through its administration, the web shop through its own interface."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias, TypeVar

import httpx

from app.demo.crew import Facts, Json, TourFailed

WAIT_S = 45.0
LOOK_S = 0.2
Rows: TypeAlias = "list[Facts]"
T = TypeVar("T")


class Outside:
    """One HTTP interface, read and asked; lives on one event loop."""

    def __init__(self, url: str, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.AsyncClient(base_url=url, headers=headers, timeout=15.0)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def get(self, path: str, **params: str) -> Json:
        """An answer. TourFailed for anything but a success."""
        return self._body(await self._client.get(path, params=params), path)

    async def text(self, path: str) -> str:
        """An answer that is no JSON. TourFailed for anything but a success."""
        return self._succeeded(await self._client.get(path), path).text

    async def post(self, path: str, body: "Facts | None" = None, **params: str) -> Json:
        """An answer. TourFailed for anything but a success."""
        return self._body(await self._client.post(path, json=body or {}, params=params), path)

    async def put(self, path: str, body: Facts) -> Json:
        """An answer. TourFailed for anything but a success."""
        return self._body(await self._client.put(path, json=body), path)

    async def send(self, path: str, body: bytes) -> Json:
        """An answer to a body that is JSON already. TourFailed for anything but a success."""
        headers = {"Content-Type": "application/json"}
        return self._body(await self._client.post(path, content=body, headers=headers), path)

    def _body(self, answer: httpx.Response, path: str) -> Json:
        body: Json = self._succeeded(answer, path).json()
        return body

    def _succeeded(self, answer: httpx.Response, path: str) -> httpx.Response:
        if answer.is_error:
            raise TourFailed(f"{path}: {answer.status_code} {answer.text[:200]}")
        return answer

    async def until(self, path: str, is_so: Callable[[Facts], bool], what: str) -> Facts:
        """The answer once it is as wished. TourFailed when it does not become so in time."""

        async def look() -> Facts:
            return as_facts(await self.get(path))

        return await until(look, is_so, what)


async def until(
    look: Callable[[], Awaitable[T]], is_so: Callable[[T], bool], what: str, patience_s: float = WAIT_S
) -> T:
    """What is seen once it is as wished. TourFailed when it does not become so in time."""
    found = await look()
    for _ in range(int(patience_s / LOOK_S)):
        if is_so(found):
            return found
        await asyncio.sleep(LOOK_S)
        found = await look()
    raise TourFailed(f"{what}: {str(found)[:600]}")


def as_facts(value: Json) -> Facts:
    """An object; TourFailed when it is something else."""
    if not isinstance(value, dict):
        raise TourFailed(f"not an object: {str(value)[:200]}")
    return value


def rows_of(facts: Facts, key: str) -> Rows:
    """The objects in a list of an answer."""
    found = facts.get(key)
    if not isinstance(found, list):
        raise TourFailed(f"no list {key}: {str(facts)[:300]}")
    return [as_facts(row) for row in found]
