"""Keeps this device's keys: sealed by a secret of the service manager, or by a file marked as weaker.

A secret the service manager hands over (systemd credentials, which a TPM can seal) is used when there is one. An
OS keystore is not: a headless terminal has none, and its library is not among the dependencies.
"""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from app.adapters.crypto import KEY_BYTES, Sealer, SigningKey, derive, new_key
from app.domain.errors import Code, Problem

CREDENTIAL = "bancone.key"
_MACHINE_FILE = "machine.key"
_KEYS_FILE = "device.keys"
_PLACE = b"bancone device keys"
_MAX_BYTES = 64 * 1024


class Protection(StrEnum):
    """What the keys are sealed by. REDUCED: whoever can read the user's files can read the keys too."""

    SERVICE = "service"
    REDUCED = "reduced"


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seed: bytes
    data_key: bytes


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The keys of an enrolled device, in memory. Never logged: its parts have no readable form."""

    signing: SigningKey
    protection: Protection
    _data_key: bytes

    def __repr__(self) -> str:
        return f"DeviceKeys({self.protection})"

    def for_purpose(self, purpose: str) -> bytes:
        """A key of 32 bytes for one file or use (`store.db`, `journal`, `pins`)."""
        return derive(self._data_key, purpose)


class KeyProvider:
    """Owns the key files in one folder (0700); blocking, one caller at a time.

    `credentials` is the folder the service manager names in CREDENTIALS_DIRECTORY, or None.
    """

    def __init__(self, folder: Path, credentials: Path | None = None) -> None:
        self._folder = folder
        self._credentials = credentials

    def load(self) -> DeviceKeys | None:
        """The keys, None when there are none yet.

        Problem(STORE_DAMAGED) when they are there and do not open: lost secret, damaged or foreign file, or one
        that others may read.
        """
        path = self._folder / _KEYS_FILE
        if not path.exists():
            return None
        secret, protection = self._secret()
        plain = Sealer(secret).open(_read_private(path), _PLACE)
        try:
            stored = msgspec.msgpack.decode(plain, type=_Stored)
        except msgspec.MsgspecError as exc:
            raise Problem(Code.STORE_DAMAGED, file=_KEYS_FILE) from exc
        return DeviceKeys(SigningKey(stored.seed), protection, stored.data_key)

    def create(self) -> DeviceKeys:
        """New keys, durable when it returns; Problem(ALREADY_RUNNING) when there are some already."""
        if (self._folder / _KEYS_FILE).exists():
            raise Problem(Code.ALREADY_RUNNING, what="keys")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._credentials is None and not (self._folder / _MACHINE_FILE).exists():
            _write_private(self._folder / _MACHINE_FILE, new_key())
        secret, protection = self._secret()
        stored = _Stored(new_key(), new_key())
        _write_private(self._folder / _KEYS_FILE, Sealer(secret).seal(msgspec.msgpack.encode(stored), _PLACE))
        return DeviceKeys(SigningKey(stored.seed), protection, stored.data_key)

    def destroy(self) -> None:
        """Make everything sealed by these keys unreadable: after a revocation, when the outbox was handed in."""
        for name in (_KEYS_FILE, _MACHINE_FILE):
            path = self._folder / name
            if path.exists():
                with path.open("r+b") as file:
                    file.write(os.urandom(path.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()
        _sync_folder(self._folder)

    def _secret(self) -> tuple[bytes, Protection]:
        if self._credentials is not None:
            secret = _read_bounded(self._credentials / CREDENTIAL)
            if len(secret) < KEY_BYTES:
                raise Problem(Code.STORE_DAMAGED, file=CREDENTIAL)
            return derive(secret, "credential"), Protection.SERVICE
        return derive(_read_private(self._folder / _MACHINE_FILE), "file"), Protection.REDUCED


def credentials_folder(environment: dict[str, str]) -> Path | None:
    """Where the service manager put secrets (systemd.exec(5)), if one of them is ours."""
    named = environment.get("CREDENTIALS_DIRECTORY", "")
    return Path(named) if named and (Path(named) / CREDENTIAL).is_file() else None


def _read_private(path: Path) -> bytes:
    try:
        is_open_to_others = bool(path.stat().st_mode & 0o077)
    except OSError as exc:
        raise Problem(Code.STORE_DAMAGED, file=path.name) from exc
    if is_open_to_others:
        raise Problem(Code.STORE_DAMAGED, file=path.name, reason="mode")
    return _read_bounded(path)


def _read_bounded(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES)
    except OSError as exc:
        raise Problem(Code.STORE_DAMAGED, file=path.name) from exc


def _write_private(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
