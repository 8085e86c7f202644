"""The chain's enrolled devices as central keeps them: which store each belongs to, beside what rosters say."""

from collections.abc import Iterator

import msgspec

from app.contract.rows import RosterDevice, StoreConfig
from app.node.custody import publish_config
from app.node.documents import get_config
from app.node.ports import NodeTx

KIND = "device"


class DeviceRecord(msgspec.Struct, frozen=True):
    """A device of the chain; `generation` is the one its command numbers begin with."""

    device: RosterDevice
    store: str
    generation: int = 1


_decode = msgspec.json.Decoder(DeviceRecord).decode


def find_device(tx: NodeTx, device_id: str) -> DeviceRecord | None:
    """The device, revoked ones included, or None."""
    body = tx.get(KIND, device_id)
    return None if body is None else _decode(body)


def put_device(tx: NodeTx, record: DeviceRecord) -> StoreConfig:
    """Write the device and its place on the store's roster; the store is told. Problem(NOT_FOUND)."""
    tx.lock(f"config:{record.store}")
    config = get_config(tx, record.store)
    others = [device for device in config.devices if device.id != record.device.id]
    config = msgspec.structs.replace(config, devices=[*others, record.device])
    tx.put(KIND, record.device.id, msgspec.json.encode(record), [f"store:{record.store}"])
    publish_config(tx, config)
    return config


def devices_of(tx: NodeTx, store: str, limit: int = 10_000) -> Iterator[DeviceRecord]:
    """Devices of a store (`""` for all), by id within a store."""
    for found in tx.find(KIND, f"store:{store}", limit):
        record = _decode(found.body)
        if not store or record.store == store:
            yield record


def all_configs(tx: NodeTx, limit: int = 10_000) -> list[StoreConfig]:
    """Every store's configuration, by store."""
    return [get_config(tx, store) for store, _ in tx.scan("config", "", limit)]
