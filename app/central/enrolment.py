"""How a device gets onto a roster and off it: one-time codes, enrolment, revocation, the naming of an edge."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from app.central.devices import DeviceRecord, find_device, put_device
from app.contract.rows import EnrolAnswer, EnrolRequest, RosterDevice, StoreConfig
from app.contract.scopes import SCOPES_OF_MODE
from app.domain.errors import Code, Problem
from app.domain.ids import Ids, read_enrolment_code
from app.hosting.node_access import NodeAccess
from app.node.custody import name_edge, publish_config, succeed
from app.node.documents import get_config
from app.node.ports import NodeTx

KIND = "enrol_code"
CODE_LIFE = timedelta(minutes=10)
MAX_NAME = 60
TILL = "till"
_BESIDE = ":node"
_DEVICE_DRAWS = 100


class _Issued(msgspec.Struct, frozen=True):
    """What a code is for; `used_by` is the public key (hex) that used it and `device` what it became."""

    store: str
    mode: str
    name: str
    expires_at: datetime
    edge_url: str = ""
    used_by: str = ""
    device: str = ""


class EnrolCode(msgspec.Struct, frozen=True):
    """A fresh code, shown once; only its hash is kept."""

    code: str
    store: str
    mode: str
    expires_at: datetime


_decode = msgspec.json.Decoder(_Issued).decode


def create_code(
    tx: NodeTx, ids: Ids, now_at: datetime, *, store: str, mode: str, name: str = "", edge_url: str = ""
) -> EnrolCode:
    """A code for one device of a store, good for ten minutes, once. Problem(NOT_FOUND | BAD_REQUEST).

    `edge_url` is where an edge will answer its terminals. A code of mode `till` makes two devices of one machine:
    the first key becomes the terminal, the second the node it carries.
    """
    get_config(tx, store)
    if mode not in SCOPES_OF_MODE:
        raise Problem(Code.BAD_REQUEST, what="mode")
    code = ids.new_enrolment_code()
    issued = _Issued(store, mode, name[:MAX_NAME], now_at + CODE_LIFE, edge_url)
    tx.put(KIND, _key(code), msgspec.json.encode(issued))
    return EnrolCode(code, store, mode, issued.expires_at)


def _key(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def enrol(tx: NodeTx, ids: Ids, request: EnrolRequest, now_at: datetime) -> EnrolAnswer:
    """A device for a code. The same key with the same code again gets the same answer: the first one may be lost.

    Problem(ENROLMENT_CODE_INVALID) for a code that was never given, is used by another key, is too old, or was
    given for another kind of program. A refused code is not spent.
    """
    tx.lock(KIND)
    code = read_enrolment_code(request.code)
    if code is None or not _is_key(request.public_key):
        raise Problem(Code.ENROLMENT_CODE_INVALID)
    place, issued = _meant(tx, _key(code), request.public_key)
    if issued is None:
        raise Problem(Code.ENROLMENT_CODE_INVALID)
    if now_at > issued.expires_at:
        # Who holds the whole code may know; so long that it cannot be tells of a wrong clock.
        raise Problem(Code.ENROLMENT_CODE_INVALID, expired_s=round((now_at - issued.expires_at).total_seconds()))
    if request.is_edge is not (issued.mode == "edge"):
        raise Problem(Code.ENROLMENT_CODE_INVALID, mode=issued.mode)
    if issued.used_by:
        return _again(tx, issued, request)
    record = _new_device(tx, ids, issued, request)
    config = put_device(tx, record)
    used = msgspec.structs.replace(issued, used_by=request.public_key, device=record.device.id)
    tx.put(KIND, place, msgspec.json.encode(used))
    if issued.mode == TILL:
        node = _Issued(issued.store, "edge", "", issued.expires_at, issued.edge_url)
        tx.put(KIND, f"{place}{_BESIDE}", msgspec.json.encode(node))
    if issued.mode == "edge" and not config.edge_device:
        config = _first_edge(tx, config, record.device.id, issued.edge_url)
    return _answer(record, config)


def _meant(tx: NodeTx, place: str, public_key: str) -> tuple[str, _Issued | None]:
    """Where the record stands that this key may use: a used code of a till is good for the node beside it.

    Not when the till was revoked meanwhile: then somebody else had the code, and must not become the authority.
    """
    issued = _issued_at(tx, place)
    if issued is None or issued.mode != TILL or issued.used_by in ("", public_key):
        return place, issued
    till = find_device(tx, issued.device)
    if till is None or till.device.is_revoked:
        return place, None
    return f"{place}{_BESIDE}", _issued_at(tx, f"{place}{_BESIDE}")


def _issued_at(tx: NodeTx, place: str) -> _Issued | None:
    body = tx.get(KIND, place)
    return None if body is None else _decode(body)


def _is_key(public_key: str) -> bool:
    try:
        return len(bytes.fromhex(public_key)) == 32
    except ValueError:
        return False


def _again(tx: NodeTx, issued: _Issued, request: EnrolRequest) -> EnrolAnswer:
    record = find_device(tx, issued.device)
    if issued.used_by != request.public_key or record is None or record.device.is_revoked:
        raise Problem(Code.ENROLMENT_CODE_INVALID)
    return _answer(record, get_config(tx, record.store))


def _new_device(tx: NodeTx, ids: Ids, issued: _Issued, request: EnrolRequest) -> DeviceRecord:
    scopes = sorted(scope.value for scope in SCOPES_OF_MODE[issued.mode])
    name = issued.name or "".join(char for char in request.name if char.isprintable())[:MAX_NAME]
    for _ in range(_DEVICE_DRAWS):
        device_id = ids.new_device()
        if find_device(tx, device_id) is None:
            device = RosterDevice(device_id, request.public_key.lower(), issued.mode, scopes, name)
            return DeviceRecord(device, issued.store)
    raise Problem(Code.BUSY)


def _first_edge(tx: NodeTx, config: StoreConfig, device_id: str, url: str) -> StoreConfig:
    config = msgspec.structs.replace(config, edge_device=device_id, edge_url=url)
    publish_config(tx, config)
    name_edge(tx, config)
    return config


def _answer(record: DeviceRecord, config: StoreConfig) -> EnrolAnswer:
    device = record.device
    return EnrolAnswer(
        device=device.id,
        generation=record.generation,
        store=record.store,
        mode=device.mode,
        scopes=device.scopes,
        edge_url=config.edge_url,
    )


def revoke(tx: NodeTx, device_id: str) -> DeviceRecord:
    """Take a device off: from its next contact it gets nothing any more. Problem(DEVICE_UNKNOWN)."""
    record = find_device(tx, device_id)
    if record is None:
        raise Problem(Code.DEVICE_UNKNOWN, device=device_id)
    revoked = msgspec.structs.replace(record.device, is_revoked=True)
    record = msgspec.structs.replace(record, device=revoked)
    put_device(tx, record)
    return record


def set_edge(tx: NodeTx, store: str, device_id: str, url: str) -> StoreConfig:
    """Say where the store's edge answers, or name another one under the next epoch.

    Problem(DEVICE_UNKNOWN) unless it is an edge of this store; the successor answers after its roll-call.
    """
    tx.lock(f"config:{store}")
    config = get_config(tx, store)
    record = find_device(tx, device_id)
    if record is None or record.store != store or record.device.mode != "edge" or record.device.is_revoked:
        raise Problem(Code.DEVICE_UNKNOWN, device=device_id)
    if config.edge_device and config.edge_device != device_id:
        return succeed(tx, store, device_id, url)
    if not config.edge_device:
        return _first_edge(tx, config, device_id, url)
    config = msgspec.structs.replace(config, edge_url=url)
    publish_config(tx, config)
    return config


@dataclass(frozen=True, slots=True)
class EnrolmentDesk:
    """The `Enrolment` of central's host; lives on its event loop."""

    access: NodeAccess
    ids: Ids
    now_at: Callable[[], datetime]

    async def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """See the port."""
        return await self.access.write(lambda tx: enrol(tx, self.ids, request, self.now_at()))
