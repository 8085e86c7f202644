"""A customer's page that a counter of their shop shows them, because the message with its link did not arrive."""

from datetime import datetime

from app.central.devices import find_device
from app.central.pages.links import Links
from app.contract.rows import StoreConfig
from app.contract.scopes import Scope
from app.contract.shop_rows import PageLink
from app.domain.errors import Code, Problem
from app.domain.page_links import SHOW, refuse_page
from app.domain.values import StoreId
from app.hosting import audit
from app.hosting.identity import need_scope
from app.hosting.ports import Reader
from app.node.documents import get_order
from app.node.permits import refuse_operator
from app.node.ports import NodeTx


def open_page(
    tx: NodeTx, links: Links | None, reader: Reader, order_id: str, *, config: StoreConfig, now_at: datetime
) -> PageLink:
    """The link to the page of a live order of the store `config` describes; the page is open for as long as by a
    message. Recorded: who was given whose, at which device. The link itself is not.

    Problem(SCOPE_MISSING | OPERATOR_UNKNOWN | PERMISSION_DENIED | ORDER_UNKNOWN | PAGES_NOT_SERVED), and as
    `refuse_page`.
    """
    _refuse_device(tx, reader, config.store)
    refuse_operator(config, reader.actor, SHOW)
    order = get_order(tx, order_id)
    refuse_page(order, StoreId(config.store))
    if links is None:
        raise Problem(Code.PAGES_NOT_SERVED)
    subject = links.give(tx, order, now_at)
    audit.note(tx, now_at, SHOW, reader, (order.customer,), purpose=order.id)
    return PageLink(order.id, links.url(subject))


def _refuse_device(tx: NodeTx, reader: Reader, store: str) -> None:
    """Problem(SCOPE_MISSING) unless it is a terminal of that store's staff: no kiosk, whoever asks for it, and no
    edge for itself."""
    record = find_device(tx, reader.origin or reader.device.id)
    if record is None or record.store != store or record.device.is_revoked:
        raise Problem(Code.SCOPE_MISSING)
    if Scope.RELAY.value in record.device.scopes:
        raise Problem(Code.SCOPE_MISSING)
    need_scope(record.device, Scope.ORDERS_SEARCH)
