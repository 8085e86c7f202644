"""Who an edge is: its keys, its enrolment, and the numbers of its requests, all kept in its own folder."""

import os
import socket
from pathlib import Path

import msgspec

from app.adapters.clock import SystemClock
from app.adapters.keys import DeviceKeys, KeyProvider, credentials_folder
from app.contract.rows import EnrolRequest
from app.domain.errors import Code, Problem
from app.hosting.node_access import NodeAccess
from app.node.ports import NodeTx
from app.sync.gateway import SequenceBlock, Trust, enrol

_KIND = "identity"
_NUMBERS = "request_number"
_SELF = "self"


class EdgeIdentity(msgspec.Struct, frozen=True):
    """What central made of this machine, and where central answers."""

    device: str
    store: str
    central: str


_decode = msgspec.json.Decoder(EdgeIdentity).decode


def open_keys(data: Path) -> DeviceKeys:
    """This machine's keys, made at the first start. Problem(STORE_DAMAGED)."""
    provider = KeyProvider(data / "keys", credentials_folder(dict(os.environ)))
    return provider.load() or provider.create()


async def become(access: NodeAccess, keys: DeviceKeys, *, central: str, code: str, trust: Trust) -> EdgeIdentity:
    """Who this edge is; enrolled with the code when it is nobody yet.

    A crash between central's answer and its record here does no harm: the same key gets the same answer again.
    Problem(ENROLMENT_CODE_INVALID | NO_ANSWER …).
    """
    known = await access.read(_known)
    if known is not None:
        if central and central != known.central:
            known = msgspec.structs.replace(known, central=central)
            await access.write(lambda tx: _keep(tx, known))
        return known
    if not code or not central:
        raise Problem(Code.ENROLMENT_CODE_INVALID, reason="missing", missing="--central URL --enrol CODE")
    request = EnrolRequest(code, keys.signing.public_hex, socket.gethostname()[:60], is_edge=True)
    answer = await enrol(central, request, sign=keys.signing.sign, now_at=SystemClock().now_at, trust=trust)
    if answer.mode != "edge":
        raise Problem(Code.ENROLMENT_CODE_INVALID, mode=answer.mode)
    identity = EdgeIdentity(answer.device, answer.store, central)
    await access.write(lambda tx: _keep(tx, identity))
    return identity


def _known(tx: NodeTx) -> EdgeIdentity | None:
    body = tx.get(_KIND, _SELF)
    return None if body is None else _decode(body)


def _keep(tx: NodeTx, identity: EdgeIdentity) -> None:
    tx.put(_KIND, _SELF, msgspec.json.encode(identity))


def numbers(access: NodeAccess) -> SequenceBlock:
    """The numbers of this edge's requests, reserved in its own file before they are used."""

    async def reserve(after: int, count: int) -> int:
        def work(tx: NodeTx) -> int:
            first = max(after, int(tx.get(_NUMBERS, _SELF) or b"0")) + 1
            tx.put(_NUMBERS, _SELF, str(first + count - 1).encode())
            return first

        return await access.write(work)

    return SequenceBlock(reserve)
