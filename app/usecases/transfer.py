"""An order that is to be fetched in another shop: asked of head office, which asks this shop to let it go."""

from dataclasses import dataclass
from typing import Protocol

from app.contract.rows import StoreConfig
from app.contract.shop_rows import TransferAsk
from app.domain.orders import Order
from app.domain.staff import Approval, Ask
from app.domain.values import OperatorId, StoreId
from app.usecases.approve import Approve
from app.usecases.ports import StoreDoor
from app.usecases.station import Operator, Station, load_config

ACTION = "order.transfer"


class TransferOffice(Protocol):
    """Who moves orders from shop to shop: asked over the line. Problem(NO_ANSWER) without one."""

    async def transfer_order(self, order_id: str, ask: TransferAsk) -> Order:
        """The order with what is asked. Problem(ORDER_OTHER_STORE | ALREADY_HANDED_OVER | STORE_TAKES_NONE …)."""


@dataclass(frozen=True, slots=True)
class TransferOrders:
    """The transfers one station asks for; lives on the loop."""

    door: StoreDoor
    station: Station
    approve: Approve
    office: TransferOffice

    async def targets(self) -> dict[StoreId, str]:
        """The other shops of the chain, by name."""
        return other_stores(await self.door.read(lambda tx: load_config(tx, self.station.store)))

    async def ask(
        self, order: Order, target: StoreId, operator: Operator, approval: Approval | None = None
    ) -> None:
        """Ask for it; nothing is queued. The shop's own authority may still say that it is too late.

        Problem(PERMISSION_DENIED | APPROVAL_REQUIRED | APPROVAL_INVALID | NO_ANSWER …).
        """
        approver = self.approve.allow(transfer_ask(order, operator), operator, approval)
        operator.need(ACTION, is_approved=bool(approver))
        await self.office.transfer_order(
            order.id, TransferAsk(target=target, actor=operator.id, approved_by=approver)
        )


def transfer_ask(order: Order, operator: Operator) -> Ask:
    """What is asked for when an order is to go to another shop."""
    return Ask(ACTION, order.id, OperatorId(operator.id))


def other_stores(config: StoreConfig) -> dict[StoreId, str]:
    """The chain's other stores with their names, in the order of these; public numbers are no ids."""
    found = {StoreId(store): name for store, name in config.stores.items() if not store.isdecimal()}
    return dict(sorted((item for item in found.items() if item[0] != config.store), key=lambda item: item[1]))
