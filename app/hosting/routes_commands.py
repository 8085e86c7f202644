"""`POST /v1/commands`: the way up."""

from litestar import Response, post
from litestar.params import RawBody

from app.contract.commands import MAX_BATCH_BYTES
from app.contract.scopes import Scope
from app.hosting.answers import Host, Sender
from app.hosting.identity import need_own_commands
from app.hosting.ndjson import MEDIA_TYPE, read_lines, write_results


@post(
    "/v1/commands",
    status_code=200,
    opt={"scopes": (Scope.COMMANDS, Scope.COMMANDS_KIOSK, Scope.RELAY)},
    request_max_body_size=MAX_BATCH_BYTES,
    media_type=MEDIA_TYPE,
    operation_id="sendCommands",
    include_in_schema=False,
)
async def send_commands(host: Host, sender: Sender, body: RawBody) -> Response[bytes]:
    """One result line for each command line, in order; the results are durable when they are sent."""
    lines = read_lines(body)
    need_own_commands(sender, lines)
    results = await host.commands(sender, lines)
    return Response(write_results(results), media_type=MEDIA_TYPE)
