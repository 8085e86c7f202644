"""Who may sign in, kept for the next start: sealed by the device's keys, as the store it is read from is.

Opening that store takes most of a start. Names and roles in the clear beside it would be personal data for whoever
takes the disk along; sealed they say no more than the store does, and they go with the keys of a revoked device.
What enrolment made of the folder is part of the seal: a folder that became another device's, maybe one in front of
which customers stand, has nobody.
"""

import os
import threading
from contextlib import suppress
from pathlib import Path

import msgspec

from app.adapters.crypto import Sealer
from app.adapters.keys import KeyProvider, credentials_folder
from app.bootstrap.device_folder import DEVICE_FILE
from app.domain.errors import Problem
from app.presentation.operators import LockedFace

FILE = "people"
_MAX_BYTES = 256 * 1024
_writing = threading.Lock()


def kept_people(folder: Path) -> LockedFace | None:
    """The locked screen this terminal had last; None when there is none, or none that can be read."""
    try:
        path, sealer = folder / FILE, _sealer(folder)
        if sealer is None or path.stat().st_size > _MAX_BYTES:
            return None
        return msgspec.msgpack.decode(sealer.open(path.read_bytes(), _place(folder)), type=LockedFace)
    except (OSError, Problem, msgspec.MsgspecError):
        return None


def keep_people(folder: Path, face: LockedFace) -> None:
    """For the next start; any thread, blocking. Without room for it that begins without people: no reason to stop
    anybody."""
    with _writing, suppress(OSError, Problem):
        sealer = _sealer(folder)
        if sealer is not None and kept_people(folder) != face:
            fresh = folder / f"{FILE}.new"
            fresh.unlink(missing_ok=True)
            fresh.touch(mode=0o600)
            fresh.write_bytes(sealer.seal(msgspec.msgpack.encode(face), _place(folder)))
            fresh.replace(folder / FILE)


def _sealer(folder: Path) -> Sealer | None:
    keys = KeyProvider(folder, credentials_folder(dict(os.environ))).load()
    return None if keys is None else Sealer(keys.for_purpose(FILE))


def _place(folder: Path) -> bytes:
    """What is sealed along: `device.json` as it is. OSError without one."""
    return b"bancone people " + (folder / DEVICE_FILE).read_bytes()
