"""Commands arriving at a node: each once, in order, with one durable result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import msgspec

from app.contract.commands import (
    COMMAND_VERSION,
    MAX_BODY_BYTES,
    Command,
    CommandLine,
    Outcome,
    Result,
    is_intact,
)
from app.contract.ids import CommandId, parse_command_id
from app.domain.commands import KINDS, Body, key_of
from app.domain.errors import Code, Problem, StoreFailed
from app.domain.values import Act, OperatorId, StationId, StoreId
from app.node.documents import Attention, put_attention
from app.node.ports import Logged, NodeTx

QUARANTINE = "quarantine"
_results = msgspec.json.Decoder(Result)
_lines = msgspec.json.Decoder(CommandLine)
_bodies = {kind: msgspec.json.Decoder(cls) for kind, cls in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Sender:
    """The authenticated device a request came from; `is_relay` for a store's edge, speaking for its terminals."""

    device: str
    store: str
    is_relay: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A new command, checked and decoded, with who acted and when."""

    line: CommandLine
    id: CommandId
    body: Body
    act: Act
    now_at: datetime

    @property
    def command(self) -> Command:
        """The envelope."""
        return self.line.cmd


class Apply(Protocol):
    """What a node does with a new command: returns its result or raises Problem to refuse it."""

    def __call__(self, tx: NodeTx, received: Received) -> Result:
        """Apply within the transaction of the log entry."""


Tell = Callable[[NodeTx, Attention], object]
"""Brings something to the person it waits for."""
Note = Callable[[Exception], str]
"""Takes down a fault of ours; the number it is found by, empty for none."""


def no_note(exc: Exception) -> str:
    """Nobody keeps faults here."""
    return ""


def _no_base(tx: NodeTx, stream: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Intake:
    """The receiving side of the command log.

    `is_top`: results are final here (central). `is_gapless` is off only while a successor takes over what
    terminals hold, because their earlier commands are with central already. `base_of` says up to which command
    of a stream the next hop up has the answers. `note` is told of a fault of ours and says under which number,
    `tell` says to a person what could not be taken.
    """

    apply: Apply
    is_top: bool
    is_deduplicating: bool = True
    is_gapless: bool = True
    base_of: Callable[[NodeTx, str], int] = _no_base
    note: Note = no_note
    tell: Tell = put_attention

    def receive(self, tx: NodeTx, sender: Sender, lines: Sequence[CommandLine], now_at: datetime) -> list[Result]:
        """One result a line, in order. `retry` means: not taken, nothing changed, send it again later."""
        blocked: set[str] = set()
        results: list[Result] = []
        for line in lines:
            result = self._one(tx, sender, line, now_at, blocked)
            results.append(result)
            if result.outcome is Outcome.RETRY:
                blocked.add(_stream_of(line.cmd.id))
        return results

    def _one(self, tx: NodeTx, sender: Sender, line: CommandLine, now_at: datetime, blocked: set[str]) -> Result:
        try:
            arrival = _Arrival(sender, line, parse_command_id(line.cmd.id), now_at)
        except ValueError:
            return _retry(line, Code.BAD_COMMAND)
        if arrival.id.stream in blocked:
            return _retry(line, Code.SEQ_GAP)
        unfit = _unfit(arrival)
        if unfit is not None:
            return _retry(line, unfit)
        last = max(tx.last_seq(arrival.id.stream), self.base_of(tx, arrival.id.stream))
        if arrival.id.seq > last + 1 and self.is_gapless:
            return _retry(line, Code.SEQ_GAP, {"last": last})
        if arrival.id.seq <= last and self.is_deduplicating:
            return self._again(tx, arrival)
        return self._new(tx, arrival, is_held=arrival.id.seq <= last)

    def _again(self, tx: NodeTx, arrival: "_Arrival") -> Result:
        line = arrival.line
        logged = tx.logged(arrival.id.stream, arrival.id.seq)
        if logged is None:
            return self._hold(tx, arrival)
        if logged.hash != line.cmd.hash:
            self._alarm_fork(tx, arrival)
            return _retry(line, Code.SEQ_FORK)
        stored = _results.decode(logged.result)
        if stored.outcome is not Outcome.PARKED or line.parked:
            return stored
        if arrival.id.seq <= self.base_of(tx, arrival.id.stream):
            return _retry(line, Code.BUSY)
        return self._new(tx, arrival, is_held=True)

    def _alarm_fork(self, tx: NodeTx, arrival: "_Arrival") -> None:
        """Two commands under one number (a clone, a restored file): kept apart, and a person is told once."""
        cmd, sender = arrival.line.cmd, arrival.sender
        key = f"{cmd.id}#{cmd.hash}"
        if tx.get(QUARANTINE, key) is None:
            tx.put(QUARANTINE, key, msgspec.json.encode(arrival.line))
            item = Attention(f"fork:{cmd.id}", Code.SEQ_FORK, sender.store, cmd.id, arrival.now_at)
            self.tell(tx, replace(item, details={"device": arrival.id.device}))

    def _hold(self, tx: NodeTx, arrival: "_Arrival") -> Result:
        """The next hop up has an answer to it and we have not: hold its place, which brings that answer."""
        self._new(tx, replace(arrival, line=msgspec.structs.replace(arrival.line, parked=True)), is_held=False)
        return _retry(arrival.line, Code.BUSY)

    def _new(self, tx: NodeTx, arrival: "_Arrival", *, is_held: bool) -> Result:
        line, cid = arrival.line, arrival.id
        try:
            with tx.part():
                result = self._decide(tx, arrival)
        except StoreFailed:
            raise
        except Problem as problem:
            if problem.code in RETRY_CODES:
                return _retry(line, problem.code, problem.details)
            result = _rejected(line, problem)
        except Exception as exc:
            # A fault of ours over one command must not keep the others of its batch from being answered.
            return _retry(line, Code.INTERNAL, {"incident": self.note(exc)})
        result = msgspec.structs.replace(result, final=self.is_top)
        encoded = msgspec.json.encode(result)
        if is_held:
            tx.settle(cid.stream, cid.seq, encoded, is_settled=self.is_top)
        else:
            command = msgspec.json.encode(line)
            tx.log(cid.stream, cid.seq, line.cmd.hash, command, encoded, is_settled=self.is_top)
        return result

    def _decide(self, tx: NodeTx, arrival: "_Arrival") -> Result:
        line = arrival.line
        if line.parked:
            return Result(id=line.cmd.id, outcome=Outcome.PARKED, code=Code.COMMAND_PARKED)
        body = decode_body(line.cmd)
        if key_of(body) != line.cmd.key:
            raise Problem(Code.BAD_COMMAND, kind=line.cmd.kind)
        decided_us = line.decided.at_us if line.decided is not None else 0
        act = Act(
            id=line.cmd.id,
            at=EPOCH + decided_us * MICROSECOND if decided_us else credible(body.at, arrival.now_at),
            operator=OperatorId(line.cmd.actor),
            station=StationId(arrival.id.device),
            store=StoreId(arrival.sender.store),
        )
        result = self.apply(tx, Received(line, arrival.id, body, act, arrival.now_at))
        return msgspec.structs.replace(result, at_us=(act.at - EPOCH) // MICROSECOND)


OFFLINE_S = 72 * 3600.0
AHEAD_S = 300.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def credible(claimed_at: datetime, now_at: datetime) -> datetime:
    """When something happened: the device's word while it can have waited that long offline, else now.

    No window of money or undo may hang on a till's own clock.
    """
    age_s = (now_at - claimed_at).total_seconds()
    return claimed_at if -AHEAD_S <= age_s <= OFFLINE_S else now_at


@dataclass(frozen=True, slots=True)
class _Arrival:
    sender: Sender
    line: CommandLine
    id: CommandId
    now_at: datetime


def _unfit(arrival: _Arrival) -> Code | None:
    """Why this line cannot be taken at all: not the sender's to send, or damaged. A place may be held by any."""
    sender, line = arrival.sender, arrival.line
    is_relayed = line.decided is not None or bool(line.rows)
    if not sender.is_relay and (arrival.id.device != sender.device or is_relayed):
        return Code.SCOPE_MISSING
    if not line.parked and (not is_intact(line.cmd) or len(line.cmd.body) > MAX_BODY_BYTES):
        return Code.BAD_COMMAND
    return None


RETRY_CODES = frozenset(
    {
        Code.EPOCH_STALE,
        Code.EPOCH_AHEAD,
        Code.BUSY,
        Code.DISK_FULL,
        Code.DISK_READ_ONLY,
        Code.SERVER_ERROR,
        Code.INTERNAL,
        Code.BAD_REQUEST,
        Code.KIND_UNKNOWN,
        Code.VERSION_UNKNOWN,
    }
)

Upcaster = Callable[[bytes], bytes]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}


def decode_body(command: Command) -> Body:
    """What a command asks for, older versions lifted to today's shape.

    Problem(KIND_UNKNOWN | VERSION_UNKNOWN): a newer sender, the command waits for our update.
    Problem(BAD_COMMAND): it never will be understood.
    """
    decoder = _bodies.get(command.kind)
    if decoder is None:
        raise Problem(Code.KIND_UNKNOWN, kind=command.kind)
    if command.v > COMMAND_VERSION:
        raise Problem(Code.VERSION_UNKNOWN, kind=command.kind, v=command.v)
    raw = bytes(command.body)
    for version in range(command.v, COMMAND_VERSION):
        raw = UPCASTERS[(command.kind, version)](raw)
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, ValueError) as exc:
        raise Problem(Code.BAD_COMMAND, kind=command.kind) from exc


def decode_line(logged: Logged) -> CommandLine:
    """The line as it was received."""
    return _lines.decode(logged.command)


def decode_result(logged: Logged) -> Result:
    """The stored result."""
    return _results.decode(logged.result)


def relabel(line: CommandLine, *, decided: Result, epoch: int) -> CommandLine:
    """The line as an edge relays it upwards, with its own answer and epoch."""
    return CommandLine(cmd=line.cmd, decided=decided, parked=line.parked, epoch=epoch)


def _stream_of(command_id: str) -> str:
    return command_id.rpartition(":")[0]


def _retry(line: CommandLine, code: Code, details: dict[str, str | int | bool] | None = None) -> Result:
    epoch = int((details or {}).get("epoch", 0))
    return Result(id=line.cmd.id, outcome=Outcome.RETRY, code=code, details=details or {}, epoch=epoch)


def _rejected(line: CommandLine, problem: Problem) -> Result:
    return Result(id=line.cmd.id, outcome=Outcome.REJECTED, code=problem.code, details=dict(problem.details))
