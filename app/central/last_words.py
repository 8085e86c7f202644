"""What was kept apart and decided nowhere: last words of revoked devices, commands under a number used twice."""

from collections.abc import Iterable

import msgspec

from app.contract.commands import Command, CommandLine
from app.domain.commands import (
    ChangeConsent,
    HoldCart,
    MoveVisit,
    NoteCustomer,
    ReleaseCart,
    ReserveCart,
    SellCart,
    WithdrawNote,
)
from app.domain.errors import Problem
from app.node.documents import find_cart, find_order
from app.node.intake import QUARANTINE, decode_body
from app.node.ports import NodeTx

_lines = msgspec.json.Decoder(CommandLine)


class KeptCommand(msgspec.Struct, frozen=True):
    """One of them. `body` is the JSON as the device wrote it; `key` is what the next list begins `after`."""

    key: str
    id: str
    kind: str
    about: str
    actor: str
    hlc: str
    body: str


def kept_apart(tx: NodeTx, device: str, after: str, limit: int) -> tuple[list[KeptCommand], list[str]]:
    """Those of a device, or of all, whose key comes after `after`; and the customers they are about."""
    first = f"{device}." if device else ""
    found = [
        (key, _lines.decode(raw).cmd)
        for key, raw in tx.scan(QUARANTINE, max(after, first), limit)
        if key.startswith(first)
    ]
    return [_shown(key, command) for key, command in found], _people(tx, (command for _, command in found))


def _shown(key: str, command: Command) -> KeptCommand:
    body = bytes(command.body).decode(errors="replace")
    return KeptCommand(key, command.id, command.kind, command.key, command.actor, command.hlc, body)


def _people(tx: NodeTx, commands: Iterable[Command]) -> list[str]:
    return list(dict.fromkeys(who for command in commands for who in _customers(tx, command)))


def _customers(tx: NodeTx, command: Command) -> list[str]:
    """Whom a command is about; nobody when that cannot be told: it was checked by no one."""
    try:
        body = decode_body(command)
    except Problem:
        return []
    match body:
        case NoteCustomer() | WithdrawNote() | ChangeConsent():
            return [body.customer]
        case ReserveCart() | SellCart() | HoldCart() | ReleaseCart():
            cart = find_cart(tx, body.cart)
            return [] if cart is None else [cart.customer]
        case MoveVisit():
            orders = body.orders
        case _:
            orders = tuple(id_ for id_ in [getattr(body, "order", None)] if id_)
    return [order.customer for id_ in orders if (order := find_order(tx, id_)) is not None]
