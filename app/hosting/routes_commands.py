"""The way up: batches of commands, a roll-call, and the last words of a revoked device."""

from litestar import Response, post
from litestar.params import RawBody

from app.contract.commands import MAX_BATCH_BYTES, Welcome
from app.contract.roll_call import MAX_BYTES, MAX_LINES, Quarantined
from app.contract.scopes import Scope
from app.hosting.answers import Host, Sender, answer
from app.hosting.identity import need_own_commands
from app.hosting.ndjson import MEDIA_TYPE, read_lines, write_results

_SENDERS = (Scope.COMMANDS, Scope.COMMANDS_KIOSK, Scope.RELAY)


@post(
    "/v1/commands",
    status_code=200,
    opt={"scopes": _SENDERS},
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


@post(
    "/v1/roll-call",
    status_code=200,
    opt={"scopes": _SENDERS},
    request_max_body_size=MAX_BYTES,
    include_in_schema=False,
)
async def roll_call(host: Host, sender: Sender, body: RawBody) -> Response[Welcome]:
    """Everything a suspended terminal holds, for the successor of its edge."""
    lines = read_lines(body, MAX_LINES, MAX_BYTES)
    need_own_commands(sender, lines, is_roll_call=True)
    return answer(await host.roll_call(sender, lines))


@post(
    "/v1/quarantine",
    status_code=200,
    opt={"revoked": True},
    request_max_body_size=MAX_BYTES,
    include_in_schema=False,
)
async def quarantine(host: Host, sender: Sender, body: RawBody) -> Response[Quarantined]:
    """What a revoked device still had; kept and not applied. The only request such a device may make."""
    lines = read_lines(body, MAX_LINES, MAX_BYTES)
    need_own_commands(sender, lines, is_roll_call=True)
    return answer(Quarantined(await host.quarantine(sender, lines)))


COMMAND_ROUTES = (send_commands, roll_call, quarantine)
