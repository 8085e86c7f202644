"""What a terminal's sync engine asks of its authority, every failure a Problem with a stable code."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import msgspec

from app.contract.commands import MAX_BATCH, MAX_BATCH_BYTES, CommandLine, Result, Welcome
from app.contract.feeds import (
    MAX_PAGE_BYTES,
    MAX_PAGE_ROWS,
    SCHEMA,
    BadPage,
    Digest,
    FeedRef,
    Page,
    Poke,
    SnapshotDue,
    decode_page,
)
from app.contract.reads import HEADER_FEED_ID, HEADER_FEED_REV
from app.contract.roll_call import MAX_BYTES, MAX_LINES, Quarantined
from app.contract.signing import is_clock_off
from app.domain.errors import Code, Problem
from app.sync.gateway.answers import decode, unpack
from app.sync.gateway.conversation import NDJSON_TYPES, Ask, Conversation, refuse_early
from app.sync.gateway.downloads import MAX_ASSET_BYTES, MAX_SNAPSHOT_BYTES
from app.sync.gateway.events import read_pokes
from app.sync.gateway.reads import Reads
from app.sync.gateway.signer import Signer
from app.sync.gateway.transport import HEARTBEAT_READ_S, Answer, Transport, Trust

_encode = msgspec.json.Encoder()
# Above this many bytes unpacking and reading a page would be felt on the screen's own thread.
OFF_LOOP_BYTES = 32 * 1024
PACKINGS = "zstd, gzip"
FILE_TYPES = ("*/*",)


@dataclass(frozen=True, slots=True)
class FetchedSnapshot:
    """An artefact on disk, its hash checked (`size` in bytes); `ref` is where the feed goes on."""

    path: Path
    ref: FeedRef
    sha256: str
    size: int


class Gateway:
    """Owns the conversation with one authority; lives on one event loop, no call blocks it.

    Everything raises Problem: NO_ANSWER, SERVER_ERROR, BUSY (`retry_after_s`), NOT_JSON, PAGE_DAMAGED, TOO_LARGE,
    TLS_REQUIRED, or the code the authority refused with. Nothing is tried again here: that is the engine's.
    """

    def __init__(self, base_url: str, signer: Signer, trust: Trust | None = None) -> None:
        self._transport = Transport(base_url, trust)
        self._conversation = Conversation(self._transport, signer)
        self.reads = Reads(self._conversation)

    @property
    def skew_s(self) -> int | None:
        """Seconds this device's clock is ahead of the authority's, as last told; None before the first answer."""
        return self._transport.skew_s

    @property
    def warning(self) -> Code | None:
        """CLOCK_OFF while the clock is more than five minutes off: to be told to a person, stops nothing."""
        skew = self._transport.skew_s
        return Code.CLOCK_OFF if skew is not None and is_clock_off(skew) else None

    async def close(self) -> None:
        """Give the connections back."""
        await self._transport.close()

    async def send_commands(self, lines: Sequence[CommandLine]) -> list[Result]:
        """One result per line, in order. At most 200 lines and 256 KiB, else Problem(TOO_LARGE).

        Any Problem means *unknown*: treat as `retry`, do not act.
        """
        body = _lines(lines, MAX_BATCH, MAX_BATCH_BYTES)
        answer = await self._conversation.ask(Ask("POST", "/v1/commands", body=body, accept=NDJSON_TYPES))
        results = [decode(line, Result) for line in answer.body.split(b"\n") if line]
        if [result.id for result in results] != [line.cmd.id for line in lines]:
            raise Problem(Code.PAGE_DAMAGED)
        return results

    async def roll_call(self, lines: Sequence[CommandLine]) -> Welcome:
        """Hand in what is open to the successor of a dead edge; who it is. Problem(EPOCH_AHEAD)."""
        body = _lines(lines, MAX_LINES, MAX_BYTES)
        answer = await self._conversation.ask(Ask("POST", "/v1/roll-call", body=body))
        return decode(answer.body, Welcome)

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        """Hand in what is open after a revocation, before the keys are destroyed; how many commands were kept."""
        body = _lines(lines, MAX_LINES, MAX_BYTES)
        answer = await self._conversation.ask(Ask("POST", "/v1/quarantine", body=body))
        return decode(answer.body, Quarantined).taken

    async def pull(self, ref: FeedRef, limit: int = MAX_PAGE_ROWS) -> Page:
        """The page after `ref`, whole or not at all; SnapshotDue when the authority cannot go on from there."""
        params = {"cursor": str(ref.rev), "feed_id": ref.id, "limit": str(limit), "schema": str(SCHEMA)}
        path = _feed_path(ref.feed, "changes")
        ask = Ask("GET", path, params, accept=NDJSON_TYPES, packings=PACKINGS, cap=MAX_PAGE_BYTES)
        answer = await self._conversation.ask(ask)
        is_large = len(answer.body) > OFF_LOOP_BYTES
        page = await self._transport.off_loop(partial(_page, answer)) if is_large else _page(answer)
        if ref.id and page.head.id != ref.id:
            raise SnapshotDue
        if page.head.feed != ref.feed or page.head.from_rev != ref.rev:
            raise Problem(Code.PAGE_DAMAGED)
        return page

    async def digest(self, feed: str) -> Digest:
        """The authority's sums over a feed's live rows."""
        return decode((await self._conversation.ask(Ask("GET", _feed_path(feed, "digest")))).body, Digest)

    async def events(self, feeds: Sequence[str]) -> AsyncGenerator[Poke]:
        """Pokes until the connection breaks, which is Problem(NO_ANSWER); silence of 40 s breaks it too.

        A generator: close it (`aclose`) when it is left before its end.
        """
        ask = Ask("GET", "/v1/feeds/events", {"feeds": ",".join(feeds)}, accept=("text/event-stream",))
        request = await self._conversation.signed(ask)
        async with self._transport.stream(request, HEARTBEAT_READ_S) as response:
            await refuse_early(response)
            async with aclosing(read_pokes(response)) as pokes:
                async for poke in pokes:
                    yield poke
        raise Problem(Code.NO_ANSWER)

    async def fetch_snapshot(self, feed: str, to_path: Path) -> FetchedSnapshot:
        """The feed's newest artefact as a file; a broken fetch is taken up where it stopped by the next call."""
        ask = Ask("GET", _feed_path(feed, "snapshot"), {"form": "rows"}, accept=FILE_TYPES, cap=MAX_SNAPSHOT_BYTES)
        fetched = await self._conversation.download(ask, to_path)
        rev = fetched.headers.get(HEADER_FEED_REV, "")
        feed_id = fetched.headers.get(HEADER_FEED_ID, "")
        if not (rev.isascii() and rev.isdigit() and len(rev) < 19 and 0 < len(feed_id) <= 64):
            raise Problem(Code.PAGE_DAMAGED)
        return FetchedSnapshot(to_path, FeedRef(feed, feed_id, int(rev)), fetched.sha256, fetched.size)

    async def fetch_asset(self, sha256: str, to_path: Path) -> int:
        """A picture by its hash, as a file; its size in bytes. Problem(NOT_FOUND | PAGE_DAMAGED)."""
        ask = Ask("GET", f"/v1/assets/{quote(sha256, safe='')}", accept=FILE_TYPES, cap=MAX_ASSET_BYTES)
        return (await self._conversation.download(ask, to_path, must_be=sha256)).size


def _lines(lines: Sequence[CommandLine], max_lines: int, max_bytes: int) -> bytes:
    body = b"".join(_encode.encode(line) + b"\n" for line in lines)
    if len(lines) > max_lines or len(body) > max_bytes:
        raise Problem(Code.TOO_LARGE, limit=max_bytes)
    return body


def _feed_path(feed: str, what: str) -> str:
    return f"/v1/feeds/{quote(feed, safe=':')}/{what}"


def _page(answer: Answer) -> Page:
    body = unpack(answer.body, answer.headers.get("Content-Encoding", ""), MAX_PAGE_BYTES)
    try:
        return decode_page(body)
    except BadPage as exc:
        raise Problem(Code.SCHEMA_MISMATCH if exc.args == ("schema",) else Code.PAGE_DAMAGED) from exc
