"""What one of a shop's terminals asks of central: a change of the shop's settings, a transfer of an order."""

from litestar import Response, post
from litestar.params import FromPath, JSONBody

from app.contract.scopes import Scope
from app.contract.shop_rows import KeptSettings, SettingsChange, TransferAsk
from app.domain.orders import Order
from app.hosting.answers import Host, Sender, answer, object_id
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


@post("/v1/orders/{order_id:str}/transfer", status_code=200, opt={"scopes": (Scope.COMMANDS,)})
async def transfer_order(
    host: Host, sender: Sender, order_id: FromPath[str], data: JSONBody[TransferAsk]
) -> Response[Order]:
    """The order with what is asked of its shop, which still may say that it is too late."""
    reader = reader_of(sender, data.actor, data.origin)
    return answer(await host.transfer_order(reader, object_id(order_id), data))


SETTINGS_ROUTES = (change_settings, transfer_order)
