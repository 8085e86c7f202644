"""Where a shop platform says that something changed: it wakes the intake, and nothing it says is believed."""

from collections.abc import Callable, Mapping

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler

MAX_BODY = 1024 * 1024


def poke_route(is_poke: Callable[[Mapping[str, str], bytes], bool], wake: Callable[[], None]) -> HTTPRouteHandler:
    """`POST /v1/platform/poke`. Everybody gets the same answer; only what the platform signed wakes anything.

    A platform that hears *no* a few times stops calling, and its first call may carry no signature yet; that one
    WooCommerce wants answered with 200 and nothing else.
    """

    @post("/v1/platform/poke", opt={"public": True}, status_code=200, request_max_body_size=MAX_BODY)
    async def poke(request: Request[object, object, State]) -> Response[bytes]:
        """The platform says that something changed."""
        if is_poke(dict(request.headers), await request.body()):
            wake()
        return Response(b"", status_code=200)

    return poke
