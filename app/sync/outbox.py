"""Commands of this terminal: written before anybody hears of them, kept until the end-to-end answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from app.contract.commands import (
    MAX_BATCH,
    MAX_BATCH_BYTES,
    NO_REV,
    CommandLine,
    Outcome,
    Result,
    RowCopy,
    Welcome,
)
from app.contract.ids import parse_command_id
from app.domain.attention import COMMAND, PARKED
from app.domain.errors import Code
from app.sync import lost_numbers
from app.sync.row_terms import terms_of
from app.usecases.ports import (
    EPOCH,
    GENERATION,
    SUSPENDED,
    AttentionItem,
    BaseRow,
    OutboxEntry,
    OutboxState,
    TerminalTx,
)

MAX_TRIES = 5
MAX_OPEN = 1_000_000


def epoch(tx: TerminalTx) -> int:
    """The authority's epoch as this terminal knows it; 0 before the first answer."""
    return int(tx.meta(EPOCH) or 0)


def is_suspended(tx: TerminalTx) -> bool:
    """Whether this terminal heard of a higher epoch and waits for its new authority's welcome."""
    return tx.meta(SUSPENDED) == "1"


def next_lines(tx: TerminalTx) -> list[CommandLine]:
    """The oldest commands without an answer, at most a batch; nothing while suspended."""
    if is_suspended(tx):
        return []
    current = epoch(tx)
    lines = lost_numbers.lines(tx, current)
    size = 0
    for entry in tx.outbox_list((OutboxState.INTENT, OutboxState.PARKED), MAX_BATCH - len(lines)):
        is_parked = entry.state is OutboxState.PARKED
        if is_parked and entry.result is not None:
            continue
        size += len(entry.command.body) + 600
        if lines and size > MAX_BATCH_BYTES:
            break
        command = msgspec.structs.replace(entry.command, epoch=current)
        lines.append(CommandLine(cmd=command, parked=is_parked))
    return lines


def take_results(tx: TerminalTx, results: Sequence[Result], now_at: datetime) -> list[str]:
    """The authority's answers to a batch, in one transaction; the ids of those that had none before.

    Answers of another epoch are ignored, and so are all while suspended: a late yes of a dead edge must not be
    acted on, because its successor decides the same command again.
    """
    first_answers: list[str] = []
    if is_suspended(tx):
        return first_answers
    current = epoch(tx)
    for result in results:
        if result.epoch > current:
            suspend(tx, result.epoch)
            break
        if result.epoch == current:
            lost_numbers.answered(tx, result)
            if _take(tx, result, now_at):
                first_answers.append(result.id)
    return first_answers


def _take(tx: TerminalTx, result: Result, now_at: datetime) -> bool:
    """Take one answer in; whether the command had no yes and no no before."""
    entry = tx.outbox_get(result.id)
    if entry is None or entry.state not in (OutboxState.INTENT, OutboxState.PARKED):
        return False
    match result.outcome:
        case Outcome.OK:
            state = OutboxState.FINAL if result.final else OutboxState.ACCEPTED
            if result.row is not None:
                _take_copy(tx, result.row)
            tx.outbox_set(result.id, state, msgspec.structs.replace(result, row=None))
        case Outcome.REJECTED:
            _refused(tx, entry, result, now_at)
        case Outcome.PARKED:
            tx.outbox_set(result.id, OutboxState.PARKED, result)
        case Outcome.RETRY:
            _retried(tx, entry, result, now_at)
    if result.outcome in (Outcome.OK, Outcome.REJECTED):
        _no_longer(tx, f"{PARKED}{result.id}", now_at)
        return True
    return entry.state is OutboxState.INTENT


def _retried(tx: TerminalTx, entry: OutboxEntry, result: Result, now_at: datetime) -> None:
    """What "not taken" comes to: mostly the same again, but some of them would stay so for ever."""
    match result.code:
        case Code.SEQ_FORK:
            _refused(tx, entry, _forked(result), now_at)
        case Code.BAD_COMMAND if entry.state is OutboxState.INTENT:
            park(tx, result.id, result.code, now_at)
        case Code.SEQ_GAP:
            lost_numbers.missed(tx, result, now_at)


def _forked(result: Result) -> Result:
    """The number is another command's: ours is in the authority's quarantine, and was decided nowhere."""
    return msgspec.structs.replace(result, outcome=Outcome.REJECTED, final=True)


def _refused(tx: TerminalTx, entry: OutboxEntry, result: Result, now_at: datetime) -> None:
    """Write a no down and tell a person, once. A number that was used twice is the last of its generation."""
    is_known = entry.state is OutboxState.REJECTED
    tx.outbox_set(result.id, OutboxState.REJECTED, result)
    if not is_known:
        _notice(tx, entry, result, now_at)
    if result.code == Code.SEQ_FORK:
        used = parse_command_id(result.id).generation
        if int(tx.meta(GENERATION) or 1) <= used:
            tx.set_meta(GENERATION, str(used + 1))


def _no_longer(tx: TerminalTx, item_id: str, now_at: datetime) -> None:
    """What a person was asked for happened by itself."""
    item = tx.attention_get(item_id)
    if item is not None and item.settled_at is None:
        tx.attention_put(replace(item, settled_at=now_at))


def _take_copy(tx: TerminalTx, copy: RowCopy) -> None:
    """Show the row as the answer has it; one that cannot be read is left to the feed."""
    row = BaseRow(copy.t, copy.id, copy.rev, bytes(copy.d))
    try:
        terms = terms_of(row.kind, row.body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return
    tx.base_put(copy.feed, row, terms)


def take_ack(tx: TerminalTx, result: Result, now_at: datetime) -> None:
    """The end-to-end answer, from this device's own feed: the terminal's copy may go.

    An answer to another command, which once had the same number, is none.
    """
    entry = tx.outbox_get(result.id)
    if entry is None or entry.state is OutboxState.FINAL or result.hash not in ("", entry.command.hash):
        return
    if result.outcome is Outcome.PARKED:
        # The shop's authority put it aside and told everybody; here it stays accepted.
        return
    _no_longer(tx, f"{PARKED}{result.id}", now_at)
    if result.outcome is Outcome.REJECTED:
        _refused(tx, entry, result, now_at)
        return
    known = entry.result
    rev = known.feed_rev if known is not None else result.feed_rev
    tx.outbox_set(result.id, OutboxState.FINAL, msgspec.structs.replace(result, final=True, feed_rev=rev))


def tried(tx: TerminalTx, command_id: str, code: Code, now_at: datetime) -> bool:
    """Count a failure of which this command alone is the cause; True when it is parked now (after five)."""
    entry = tx.outbox_get(command_id)
    if entry is None or entry.state is not OutboxState.INTENT:
        return False
    if entry.tries + 1 >= MAX_TRIES:
        park(tx, command_id, code, now_at)
        return True
    tx.outbox_set(command_id, OutboxState.INTENT, entry.result, tries=entry.tries + 1)
    return False


def park(tx: TerminalTx, command_id: str, code: str, now_at: datetime) -> None:
    """Put a command aside for a person; its place in the sequence is kept, those behind it go on."""
    entry = tx.outbox_get(command_id)
    if entry is None:
        return
    tx.outbox_set(command_id, OutboxState.PARKED, None)
    item = AttentionItem(f"{PARKED}{command_id}", Code.COMMAND_PARKED, entry.command.key, {"why": code}, now_at)
    tx.attention_put(item)


def suspend(tx: TerminalTx, seen_epoch: int) -> None:
    """Durably stop listening to the authority of before; only a higher epoch's welcome lifts it."""
    if seen_epoch > epoch(tx):
        tx.set_meta(SUSPENDED, "1")


def roll_call_lines(tx: TerminalTx) -> list[CommandLine]:
    """Everything without an end-to-end answer, in order, with the answer this terminal has of it."""
    states = (OutboxState.INTENT, OutboxState.ACCEPTED, OutboxState.REJECTED, OutboxState.PARKED)
    entries = tx.outbox_list(states, MAX_OPEN)
    return [
        CommandLine(cmd=e.command, decided=e.result) for e in entries if e.result is None or not e.result.final
    ]


def joined(tx: TerminalTx, welcome: Welcome) -> bool:
    """An authority's welcome; False when it is of an epoch this terminal has left behind."""
    current = epoch(tx)
    if welcome.epoch < current or (welcome.epoch == current and is_suspended(tx)):
        return False
    if welcome.epoch > current > 0:
        _forget_revs(tx, welcome)
    tx.set_meta(EPOCH, str(welcome.epoch))
    tx.set_meta(SUSPENDED, "")
    return True


def _forget_revs(tx: TerminalTx, welcome: Welcome) -> None:
    """The successor's feed counts anew: what the predecessor's revs said is pending until it ages out."""
    if tx.cursor(welcome.feed).id != welcome.feed_id:
        tx.base_outdate(welcome.feed)
    for entry in tx.outbox_list((OutboxState.ACCEPTED,), MAX_OPEN):
        if entry.result is not None:
            tx.outbox_set(entry.command.id, entry.state, msgspec.structs.replace(entry.result, feed_rev=NO_REV))


def _notice(tx: TerminalTx, entry: OutboxEntry, result: Result, now_at: datetime) -> None:
    item = AttentionItem(
        id=f"{COMMAND}{entry.command.id}",
        code=result.code or Code.COMMAND_REJECTED_LATER,
        subject=entry.command.key,
        details=dict(result.details),
        at=now_at,
    )
    tx.attention_put(item)
