"""What routes share: the parameters they take, and answers out of what a node or somebody else wrote."""

from typing import Annotated, TypeAlias, TypeVar, cast

import msgspec
from litestar import MediaType, Response
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, PathParameter, QueryParameter, SkipValidation

from app.contract.reads import ASSET_ID, FEED_NAME, OBJECT_ID, SEARCH_MAX_CHARS, SEARCH_MIN_CHARS
from app.contract.rows import RosterDevice
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.pickup_code import MAX_READ_CHARS
from app.hosting.dbthread import DbThread
from app.hosting.ports import JsonBytes, NodeHost

T = TypeVar("T")
_encode = msgspec.json.Encoder()

Host: TypeAlias = NamedDependency[SkipValidation[NodeHost]]
Sender: TypeAlias = NamedDependency[SkipValidation[RosterDevice]]
Work: TypeAlias = NamedDependency[SkipValidation[DbThread]]

# What follows `schema_extra` is told, not checked: the routes refuse with a code of their own.
_ID: dict[str, object] = {"pattern": f"^{OBJECT_ID.pattern}$"}
_FEED: dict[str, object] = {"pattern": f"^{FEED_NAME.pattern}$"}
_FEEDS: dict[str, object] = {"pattern": f"^{FEED_NAME.pattern}(,{FEED_NAME.pattern})*$"}
_ASSET: dict[str, object] = {"pattern": f"^{ASSET_ID.pattern}$"}
_SEARCH: dict[str, object] = {"minLength": SEARCH_MIN_CHARS, "maxLength": SEARCH_MAX_CHARS}

ObjectId = Annotated[str, PathParameter(schema_extra=_ID)]
FeedName = Annotated[str, PathParameter(schema_extra=_FEED)]
AssetHash = Annotated[str, PathParameter(schema_extra=_ASSET)]
FeedNames = Annotated[str, QueryParameter(max_length=2_000, schema_extra=_FEEDS)]
Search = Annotated[str, QueryParameter(max_length=80, schema_extra=_SEARCH)]
Word = Annotated[str, QueryParameter(max_length=80)]
ShownCode = Annotated[str, QueryParameter(max_length=MAX_READ_CHARS)]
Why = Annotated[str, QueryParameter(max_length=20, schema_extra={"enum": [purpose.value for purpose in Purpose]})]
Actor = Annotated[
    str, QueryParameter(min_length=1, max_length=80, description="the operator who asks", schema_extra=_ID)
]
Origin = Annotated[str, QueryParameter(max_length=80, description="the device an edge asks for")]
Range = Annotated[str, HeaderParameter(name="range", max_length=100)]
IfRange = Annotated[str, HeaderParameter(name="if-range", max_length=100)]
Count = Annotated[int, QueryParameter(ge=1, le=100)]


def object_id(text: str) -> str:
    """An id that may stand in a path; Problem(NOT_FOUND) for anything else."""
    if not OBJECT_ID.fullmatch(text):
        raise Problem(Code.NOT_FOUND)
    return text


def answer(value: T | JsonBytes) -> Response[T]:
    """The value as JSON. The type is the one the description of the interface shows; the body is bytes."""
    body = value if isinstance(value, bytes) else _encode.encode(value)
    return Response(cast(T, body), media_type=MediaType.JSON)
