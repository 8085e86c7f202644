"""The first transaction of every act: the command with its number, durable before anybody hears of it."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.contract.commands import COMMAND_VERSION, Command, command_hash
from app.contract.ids import CommandId
from app.domain.commands import KIND_OF, Body, HandOverOrder, ReceiveReturn, ReverseHandover, key_of
from app.domain.order_commands import DeclineOrder, EndHold, GiveUpGoods, PutAway, RefuseGoods, SubstituteGoods
from app.usecases.ports import EPOCH, OutboxEntry, OutboxState, TerminalTx

ACTS = (
    HandOverOrder,
    ReverseHandover,
    ReceiveReturn,
    DeclineOrder,
    SubstituteGoods,
    GiveUpGoods,
    RefuseGoods,
    EndHold,
    PutAway,
)
"""Commands about goods or money: they also go to the journal."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes commands: the station's device id and the operator signed in."""

    device: str
    operator: str


def write_intent(tx: TerminalTx, body: Body, author: Author, now_at: datetime) -> Command:
    """Number a command and write it.

    The caller commits (FULL), appends acts to the journal, and only then lets it be sent.
    """
    generation, seq = tx.next_command_number()
    raw = msgspec.json.encode(body)
    kind, key = KIND_OF[type(body)], key_of(body)
    command = Command(
        id=str(CommandId(author.device, generation, seq)),
        kind=kind,
        key=key,
        epoch=int(tx.meta(EPOCH) or 0),
        actor=author.operator,
        hlc=f"{int(now_at.timestamp() * 1000)}-{seq}-{author.device}",
        body=msgspec.Raw(raw),
        hash=command_hash(kind, COMMAND_VERSION, key, author.operator, raw),
    )
    tx.outbox_add(OutboxEntry(command, OutboxState.INTENT, isinstance(body, ACTS), now_at))
    return command
