"""`/v1/feeds`: the way down, as pages, snapshots, sums and pokes."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, QueryParameter, SkipValidation
from litestar.response import Stream

from app.contract.feeds import MAX_PAGE_ROWS, SCHEMA, Digest, FeedRef
from app.contract.reads import HEADER_FEED_ID, HEADER_FEED_REV
from app.contract.scopes import FEED_SCOPES
from app.domain.errors import Code, Problem
from app.hosting.answers import FeedName, FeedNames, Host, IfRange, Range, Sender, Work, answer
from app.hosting.files import send_file
from app.hosting.identity import need_feed
from app.hosting.ndjson import MEDIA_TYPE
from app.hosting.packing import pack
from app.hosting.streams import PokeStreams

MAX_FEEDS = 16
_FEEDS = {"scopes": tuple(FEED_SCOPES.values())}
_MAX_REV = (1 << 62) - 1

Cursor = Annotated[int, QueryParameter(ge=0, le=_MAX_REV, description="the last rev the reader has")]
FeedId = Annotated[str, QueryParameter(max_length=64, description="the history the cursor is of")]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_ROWS)]
Schema = Annotated[int, QueryParameter(ge=0, le=1_000_000)]
Form = Annotated[str, QueryParameter(pattern="^rows$", max_length=8)]
AcceptEncoding = Annotated[str, HeaderParameter(name="accept-encoding", max_length=1_000)]
Streams = NamedDependency[SkipValidation[PokeStreams]]


@get("/v1/feeds/{feed:str}/changes", opt=_FEEDS, media_type=MEDIA_TYPE, include_in_schema=False)
async def changes(
    host: Host,
    sender: Sender,
    work: Work,
    feed: FeedName,
    *,
    cursor: Cursor = 0,
    feed_id: FeedId = "",
    limit: Limit = MAX_PAGE_ROWS,
    schema: Schema = SCHEMA,
    accept_encoding: AcceptEncoding = "",
) -> Response[bytes]:
    """The page after the cursor; 410 when the reader has to load a snapshot first."""
    need_feed(sender, feed)
    if schema != SCHEMA:
        raise Problem(Code.SNAPSHOT_DUE, reason="schema", schema=SCHEMA)
    page = await host.page(sender, FeedRef(feed, feed_id, cursor), limit)
    body, headers = await pack(work, page, accept_encoding)
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


@get("/v1/feeds/{feed:str}/snapshot", opt=_FEEDS, media_type="application/octet-stream")
async def snapshot(
    host: Host,
    sender: Sender,
    work: Work,
    feed: FeedName,
    *,
    form: Form = "rows",
    range_: Range = "",
    if_range: IfRange = "",
) -> Response[bytes] | Stream:
    """The feed's newest artefact, named by its hash (`ETag`), with the cursor it was cut at in the headers."""
    file = await host.snapshot(sender, need_feed(sender, feed))
    extra = {HEADER_FEED_ID: file.feed_id, HEADER_FEED_REV: str(file.rev)}
    return await send_file(
        work, file.path, file.sha256, file.media_type, range_=range_, if_range=if_range, extra=extra
    )


@get("/v1/feeds/{feed:str}/digest", opt=_FEEDS)
async def digest(host: Host, sender: Sender, feed: FeedName) -> Response[Digest]:
    """Sums over the feed's live rows, to compare one's own with."""
    return answer(await host.digest(sender, need_feed(sender, feed)))


@get("/v1/feeds/events", opt=_FEEDS, media_type="text/event-stream")
async def events(host: Host, sender: Sender, streams: Streams, feeds: FeedNames) -> Stream:
    """Pokes: that a feed moved, nothing else. `Last-Event-ID` needs no answer: pulling is what catches up."""
    names = [need_feed(sender, name) for name in dict.fromkeys(feeds.split(","))]
    if len(names) > MAX_FEEDS:
        raise Problem(Code.TOO_LARGE, limit=MAX_FEEDS)
    frames = streams.frames(host.pokes(sender, names))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(frames, media_type="text/event-stream", headers=headers)


FEED_ROUTES = (changes, snapshot, digest, events)
