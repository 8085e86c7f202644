"""Builds answers out of what a node returned: a typed value, or JSON that somebody else wrote already."""

from typing import Annotated, TypeAlias, TypeVar, cast

import msgspec
from litestar import MediaType, Response
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, QueryParameter, SkipValidation

from app.contract.rows import RosterDevice
from app.hosting.dbthread import DbThread
from app.hosting.ports import JsonBytes, NodeHost

T = TypeVar("T")
_encode = msgspec.json.Encoder()

Host: TypeAlias = NamedDependency[SkipValidation[NodeHost]]
Sender: TypeAlias = NamedDependency[SkipValidation[RosterDevice]]
Work: TypeAlias = NamedDependency[SkipValidation[DbThread]]

Word = Annotated[str, QueryParameter(max_length=80)]
Actor = Annotated[str, QueryParameter(min_length=1, max_length=80, description="the operator who asks")]
Origin = Annotated[str, QueryParameter(max_length=80, description="the device an edge asks for")]
Range = Annotated[str, HeaderParameter(name="range", max_length=100)]
IfRange = Annotated[str, HeaderParameter(name="if-range", max_length=100)]
Count = Annotated[int, QueryParameter(ge=1, le=100)]


def answer(value: T | JsonBytes) -> Response[T]:
    """The value as JSON. The type is the one the description of the interface shows; the body is bytes."""
    body = value if isinstance(value, bytes) else _encode.encode(value)
    return Response(cast(T, body), media_type=MediaType.JSON)
