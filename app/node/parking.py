"""Commands that stand aside at a store's node, and how a person settles what waits for one."""

from dataclasses import replace

from app.contract.ids import parse_command_id
from app.domain.attention import PARKED, Remedy
from app.domain.commands import SettleItem
from app.domain.errors import Code, Problem
from app.domain.values import Act
from app.node.documents import Attention, find_attention
from app.node.ports import NodeTx

PARKED_UP = "parked_up"


def is_parked(tx: NodeTx, command_id: str) -> bool:
    """Whether the command only holds its place on the way up."""
    return tx.get(PARKED_UP, command_id) is not None


def stand_aside(tx: NodeTx, command_id: str) -> bool:
    """From now on the command holds its place on the way up; False when this node has none of that id."""
    cid = parse_command_id(command_id)
    logged = tx.logged(cid.stream, cid.seq)
    if logged is not None:
        # Central's answer to the place takes the place of ours, which is what counts when it is tried again.
        tx.put(PARKED_UP, command_id, logged.result)
    return logged is not None


def unpark(tx: NodeTx, command_id: str) -> None:
    """A person asked to try again: the command is owed upwards once more, with the answer given here."""
    cid = parse_command_id(command_id)
    decided = tx.get(PARKED_UP, command_id)
    if decided is not None:
        tx.drop(PARKED_UP, command_id)
        tx.settle(cid.stream, cid.seq, decided, is_settled=False)


def settled(tx: NodeTx, body: SettleItem, act: Act) -> Attention:
    """The item after a person's decision, carried out here; to be written and told.

    Problem(NOT_FOUND); STEP_NOT_ALLOWED when somebody settled it before, or it is nothing to be tried again;
    BAD_COMMAND for a dismissal without a reason.
    """
    item = find_attention(tx, body.item)
    if item is None:
        raise Problem(Code.NOT_FOUND, item=body.item)
    if item.settled_at is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, item=body.item, step="settled", by=item.settled_by)
    details: dict[str, str | int | bool] = {**item.details, "how": body.how.value}
    if body.how is Remedy.AGAIN:
        if not body.item.startswith(PARKED):
            raise Problem(Code.STEP_NOT_ALLOWED, item=body.item, step="again")
        unpark(tx, item.subject)
    elif body.reason is None:
        raise Problem(Code.BAD_COMMAND, item=body.item)
    else:
        details["reason"] = body.reason.value
    return replace(item, settled_at=act.at, settled_by=act.operator, details=details)
