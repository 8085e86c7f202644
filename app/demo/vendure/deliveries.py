"""Brings the sample's orders at Vendure to where they stand in the sample: packed, collected or cancelled."""

from app.demo.vendure.api import VendureApi
from app.demo.vendure.sales import Bought
from app.domain.orders import Order

_FULFIL = "mutation($i:FulfillOrderInput!){addFulfillmentToOrder(input:$i){... on Fulfillment{id} ERR}}"
_CANCEL = "mutation($i:CancelOrderInput!){cancelOrder(input:$i){__typename ERR}}"
_MOVE = 'm{n}:transitionFulfillmentToState(id:$f,state:"{state}"){{__typename ERR}}'
_WAY_OUT = ("Shipped", "Delivered")


def bring_on(admin: VendureApi, order: Order, bought: Bought, lines: list[str]) -> None:
    """What left is a fulfilment that was delivered; what is packed and ready, one that was shipped.

    `lines` are Vendure's ids of the order's lines, in their order.
    """
    if order.cancelled_at is not None:
        admin.call(
            "mutation($i:CancelOrderInput!){cancelOrder(input:$i){__typename ERR}}", i={"orderId": bought.id}
        )
        return
    gone = [line.progress.handed_over for line in order.lines]
    packed = [line.progress.packed if order.ready_at is not None else 0 for line in order.lines]
    for counts, states in ((gone, _WAY_OUT), (packed, _WAY_OUT[:1])):
        _fulfil(admin, dict(zip(lines, counts, strict=True)), states)


def _fulfil(admin: VendureApi, pieces: dict[str, int], states: tuple[str, ...]) -> None:
    wanted = [{"orderLineId": line, "quantity": count} for line, count in pieces.items() if count]
    if not wanted:
        return
    arguments = [{"name": "method", "value": "ritiro"}, {"name": "trackingCode", "value": ""}]
    told = {"lines": wanted, "handler": {"code": "manual-fulfillment", "arguments": arguments}}
    made = admin.call(_FULFIL, i=told)["addFulfillmentToOrder"]["id"]
    moves = " ".join(_MOVE.format(n=n, state=state) for n, state in enumerate(states))
    admin.call(f"mutation($f:ID!){{{moves}}}", f=made)
