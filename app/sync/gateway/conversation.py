"""Signed requests to one authority and their answers as checked bytes, a decoded page, or a file."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import httpx

from app.contract.signing import MAX_SEQ
from app.domain.errors import Code, Problem
from app.sync.gateway.answers import JSON_TYPES, MAX_JSON_BYTES, MAX_PROBLEM_BYTES, kind_of, refuse, unpack
from app.sync.gateway.downloads import PIECE_BYTES, PartFile, Resume, read_content_range, read_etag
from app.sync.gateway.signer import Signer
from app.sync.gateway.transport import Answer, Transport, raw_pieces, read_capped, translated

# A whole exchange, however slowly its bytes drip.
DEADLINE_S = 60.0
NDJSON_TYPES = ("application/x-ndjson",)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to be: `accept` are the kinds of body a success may have, `packings` the content codings."""

    method: str
    path: str
    params: dict[str, str] | None = None
    body: bytes = b""
    kind: str = NDJSON_TYPES[0]
    accept: tuple[str, ...] = JSON_TYPES
    packings: str = "identity"
    cap: int = MAX_JSON_BYTES


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that arrived whole, its hash checked; `size` in bytes."""

    headers: httpx.Headers
    sha256: str
    size: int


class Conversation:
    """Owns the connection and the numbers of requests to one authority; lives on one event loop."""

    def __init__(self, transport: Transport, signer: Signer) -> None:
        self.transport = transport
        self._signer = signer

    async def ask(self, ask: Ask) -> Answer:
        """The whole answer of a success; anything else is a Problem or SnapshotDue."""
        try:
            return await self._once(ask)
        except Problem as problem:
            if not self._can_renumber(problem):
                raise
        return await self._once(ask)

    async def signed(self, ask: Ask) -> httpx.Request:
        """The request with its signature, ready to be sent once."""
        request = self.transport.request(ask.method, ask.path, ask.body, ask.params)
        target = request.url.raw_path.decode()
        request.headers.update(await self._signer.headers(ask.method, target, ask.body))
        request.headers["Accept"] = ", ".join(ask.accept)
        request.headers["Accept-Encoding"] = ask.packings
        if ask.body:
            request.headers["Content-Type"] = ask.kind
        return request

    async def download(self, ask: Ask, goal: Path, must_be: str = "") -> Fetched:
        """The content as `goal`, going on from the part an earlier call left; replaces what is there when whole.

        With `must_be` (SHA-256) nothing else is written.
        """
        part = PartFile(goal, ask.cap)
        resume = await self.transport.off_loop(part.resume)
        request = await self.signed(ask)
        if resume is not None:
            request.headers["Range"] = f"bytes={resume.offset}-"
            request.headers["If-Range"] = f'"{resume.sha256}"'
        async with self.transport.stream(request) as response:
            if response.status_code == 416 and resume is not None:
                await self.transport.off_loop(partial(part.begin, resume.sha256, 0))
                raise Problem(Code.PAGE_DAMAGED)
            await refuse_early(response)
            digest = read_etag(response.headers.get("ETag", ""))
            if must_be and digest != must_be:
                raise Problem(Code.PAGE_DAMAGED)
            await self._receive(response, digest, part, resume)
        size = await self.transport.off_loop(part.finish)
        return Fetched(response.headers, digest, size)

    async def _receive(self, response: httpx.Response, digest: str, part: PartFile, resume: Resume | None) -> None:
        offset = 0
        if response.status_code == 206:
            offset = read_content_range(response.headers.get("Content-Range", ""))
            if resume is None or (digest, offset) != (resume.sha256, resume.offset):
                raise Problem(Code.PAGE_DAMAGED)
        await self.transport.off_loop(partial(part.begin, digest, offset))
        pending = bytearray()
        try:
            async with raw_pieces(response) as pieces:
                with translated():
                    async for piece in pieces:
                        pending += piece
                        if len(pending) >= PIECE_BYTES:
                            await self.transport.off_loop(partial(part.add, bytes(pending)))
                            pending.clear()
        finally:
            # What arrived before the connection broke is kept: the next call goes on behind it.
            if pending:
                part.add(bytes(pending))

    async def _once(self, ask: Ask) -> Answer:
        request = await self.signed(ask)
        try:
            async with asyncio.timeout(DEADLINE_S):
                answer = await self.transport.exchange(request, ask.cap)
        except TimeoutError as exc:
            raise Problem(Code.NO_ANSWER, reason="timeout") from exc
        content_type = answer.headers.get("Content-Type", "")
        refuse(answer.status, content_type, answer.headers.get("Retry-After", ""), answer.body)
        if kind_of(content_type) not in ask.accept:
            raise Problem(Code.NOT_JSON, status=answer.status)
        encoding = answer.headers.get("Content-Encoding", "")
        if encoding and ask.packings == "identity":
            # A proxy on the way packed it unasked.
            return replace(answer, body=unpack(answer.body, encoding, ask.cap))
        return answer

    def _can_renumber(self, problem: Problem) -> bool:
        """Whether the receiver has heard our numbers already (it or we were restored) and said where to go on."""
        after = problem.details.get("after")
        if problem.code is not Code.REQUEST_REPLAYED or not isinstance(after, int) or after > MAX_SEQ:
            return False
        return self._signer.numbers.skip_past(after)


async def refuse_early(response: httpx.Response) -> None:
    """`refuse` for an answer whose body is not read yet."""
    if not response.is_success:
        body = await read_capped(response, MAX_PROBLEM_BYTES)
        headers = response.headers
        refuse(response.status_code, headers.get("Content-Type", ""), headers.get("Retry-After", ""), body)
