"""What a shop decides for itself, changed at one of its terminals."""

from litestar import Response, post
from litestar.params import JSONBody

from app.contract.scopes import Scope
from app.contract.shop_rows import KeptSettings, SettingsChange
from app.hosting.answers import Host, Sender, answer
from app.hosting.identity import reader_of

MAX_SETTINGS_BYTES = 128 * 1024


@post(
    "/v1/settings",
    status_code=200,
    opt={"scopes": (Scope.COMMANDS,)},
    request_max_body_size=MAX_SETTINGS_BYTES,
)
async def change_settings(host: Host, sender: Sender, data: JSONBody[SettingsChange]) -> Response[KeptSettings]:
    """The shop's settings as they are then; refused when somebody changed them since."""
    return answer(await host.change_settings(reader_of(sender, data.actor, data.origin), data))


SETTINGS_ROUTES = (change_settings,)
