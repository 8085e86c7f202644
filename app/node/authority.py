"""Who this node is, under which epoch it may answer, and how a successor earns that right."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import msgspec

from app.contract.rows import StoreConfig
from app.domain.errors import Code, Problem
from app.node.ports import NodeTx


class Phase(StrEnum):
    """WAITING: not named yet. ROLL_CALL: named, but terminals may still hold yeses of the predecessor.

    GRANTING: answers. STOOD_DOWN: another node has a higher epoch; never answers again.
    """

    WAITING = "waiting"
    ROLL_CALL = "roll_call"
    GRANTING = "granting"
    STOOD_DOWN = "stood_down"


@dataclass(frozen=True, slots=True)
class Authority:
    """A store node's right to answer; `awaited` are terminals whose journals are still to come."""

    store: str
    device: str
    epoch: int = 0
    phase: Phase = Phase.WAITING
    awaited: tuple[str, ...] = ()


_decode = msgspec.json.Decoder(Authority)


def load_authority(tx: NodeTx) -> Authority:
    """This node's authority; Problem(NOT_FOUND) before `put_authority`."""
    body = tx.get("authority", "self")
    if body is None:
        raise Problem(Code.NOT_FOUND, what="authority")
    return _decode.decode(body)


def put_authority(tx: NodeTx, authority: Authority) -> None:
    """Write this node's authority."""
    tx.put("authority", "self", msgspec.json.encode(authority))


@dataclass(frozen=True, slots=True)
class Named:
    """Central's word who answers for a store: last row of its allocations, so all of those are here before it.

    `heard` is, by stream, the last command central had then: what a successor is asked about again and central has
    an answer to is central's to answer, because the predecessor may have decided it. `visits` says of those it was
    told of how far they go: the epoch and the rev of the predecessor's last word that is in them.
    """

    epoch: int
    edge_device: str
    heard: dict[str, int] = field(default_factory=dict)
    visits: dict[str, tuple[int, int]] = field(default_factory=dict)


NAMED = "named"
_names = msgspec.json.Decoder(Named)


def load_named(tx: NodeTx, store: str) -> Named | None:
    """Central's last word about a store, as a store's node keeps it."""
    body = tx.get(NAMED, store)
    return None if body is None else _names.decode(body)


def heard_at_central(tx: NodeTx, store: str, stream: str) -> int:
    """The last command of a stream that central had when it named this node; 0 for none."""
    named = load_named(tx, store)
    return 0 if named is None else named.heard.get(stream, 0)


def is_in_told(tx: NodeTx, store: str, visit_id: str, mark: tuple[int, int]) -> bool:
    """Whether a word of that epoch and rev was in the visit already, as central told of it when it named this
    node."""
    named = load_named(tx, store)
    return named is not None and mark <= named.visits.get(visit_id, (0, 0))


def follow(authority: Authority, named: Named, config: StoreConfig) -> Authority:
    """The authority after central named somebody; the roster is the configuration's.

    Named with a first epoch: answers at once. Named with a later one: roll-call of the terminals on the roster
    first, because the predecessor may have said yes to them. Another one named under a higher epoch: stands down
    for good; who never answered goes on waiting, and may be named next. Epochs never go back.
    """
    is_mine = named.edge_device == authority.device
    if authority.phase is Phase.WAITING and not is_mine:
        return authority
    if named.epoch <= authority.epoch or authority.phase is Phase.STOOD_DOWN:
        return authority
    if not is_mine:
        return replace(authority, epoch=named.epoch, phase=Phase.STOOD_DOWN, awaited=())
    terminals = tuple(d.id for d in config.devices if not d.is_revoked and d.mode != "edge")
    awaited = terminals if named.epoch > 1 and authority.epoch == 0 else ()
    phase = Phase.ROLL_CALL if awaited else Phase.GRANTING
    return replace(authority, epoch=named.epoch, phase=phase, awaited=awaited)


def strike_off(authority: Authority, config: StoreConfig) -> Authority:
    """The authority without waiting for terminals that were revoked meanwhile."""
    revoked = {d.id for d in config.devices if d.is_revoked}
    return _heard(authority, revoked)


def heard(authority: Authority, device: str) -> Authority:
    """The authority after a terminal's journal was taken in."""
    return _heard(authority, {device})


def _heard(authority: Authority, devices: set[str]) -> Authority:
    awaited = tuple(d for d in authority.awaited if d not in devices)
    if authority.phase is Phase.ROLL_CALL and not awaited:
        return replace(authority, phase=Phase.GRANTING, awaited=())
    return replace(authority, awaited=awaited)


def stand_down(authority: Authority, epoch: int) -> Authority:
    """The authority after learning of a higher epoch."""
    if epoch <= authority.epoch:
        return authority
    return replace(authority, epoch=epoch, phase=Phase.STOOD_DOWN, awaited=())


def refuse_epoch(authority: Authority, epoch: int) -> None:
    """Problem(EPOCH_STALE | EPOCH_AHEAD | BUSY) unless this node answers under exactly that epoch."""
    if authority.phase in (Phase.STOOD_DOWN, Phase.WAITING):
        raise Problem(Code.EPOCH_AHEAD, epoch=authority.epoch)
    if epoch < authority.epoch:
        raise Problem(Code.EPOCH_STALE, epoch=authority.epoch)
    if epoch > authority.epoch:
        raise Problem(Code.EPOCH_AHEAD, epoch=authority.epoch)
    if authority.phase is Phase.ROLL_CALL:
        raise Problem(Code.BUSY, epoch=authority.epoch)
