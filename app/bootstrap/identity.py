"""Who a device is on disk: its enrolment and its keys, side by side in its folder."""

from pathlib import Path

import msgspec

from app.adapters.keys import DeviceKeys, KeyProvider, credentials_folder
from app.bootstrap.device_folder import DEVICE_FILE
from app.contract.rows import EnrolAnswer
from app.domain.errors import Code, Problem


class Enrolled(msgspec.Struct, frozen=True):
    """What enrolment made of this folder. `authority_url` is where the next hop answers."""

    device: str
    generation: int
    store: str
    mode: str
    authority_url: str


def key_provider(folder: Path, environment: dict[str, str]) -> KeyProvider:
    """Keys sealed by a service credential where there is one, else by a private file."""
    return KeyProvider(folder, credentials_folder(environment))


def load_identity(folder: Path, environment: dict[str, str]) -> tuple[Enrolled, DeviceKeys]:
    """Who this device is. Problem(DEVICE_UNKNOWN): not enrolled yet, `bancone enrol` makes it one.

    Problem(IDENTITY_DAMAGED): what was written down then cannot be read any more.
    """
    keys = key_provider(folder, environment).load()
    path = folder / DEVICE_FILE
    if keys is None or not path.exists():
        raise Problem(Code.DEVICE_UNKNOWN, path=str(folder))
    try:
        return msgspec.json.decode(path.read_bytes(), type=Enrolled), keys
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError) as exc:
        raise Problem(Code.IDENTITY_DAMAGED, path=str(path)) from exc


def save_identity(folder: Path, answer: EnrolAnswer, authority_url: str) -> Enrolled:
    """Write down what enrolment answered; `authority_url` wins over what central proposes."""
    enrolled = Enrolled(
        answer.device, answer.generation, answer.store, answer.mode, authority_url or answer.edge_url
    )
    path = folder / DEVICE_FILE
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(enrolled))
    return enrolled


def kept_mode(folder: Path) -> str:
    """As what this device was enrolled; empty when nobody can read that: opening it tells why."""
    try:
        return msgspec.json.decode((folder / DEVICE_FILE).read_bytes(), type=Enrolled).mode
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError):
        return ""
