"""Who may sign in, kept for the next start: sealed by the device's keys, as the store it is read from is.

Opening that store takes most of a start. Names and roles in the clear beside it would be personal data for whoever
takes the disk along; sealed they say no more than the store does, and they go with the keys of a revoked device.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from app.adapters.crypto import Sealer
from app.adapters.keys import KeyProvider, credentials_folder
from app.domain.errors import Problem
from app.presentation.operators import LockedFace

FILE = "people"
_PLACE = b"bancone people"
_MAX_BYTES = 256 * 1024


def kept_people(folder: Path) -> LockedFace | None:
    """The locked screen this terminal had last; None when there is none, or none that can be read."""
    try:
        path, sealer = folder / FILE, _sealer(folder)
        if sealer is None or path.stat().st_size > _MAX_BYTES:
            return None
        return msgspec.msgpack.decode(sealer.open(path.read_bytes(), _PLACE), type=LockedFace)
    except (OSError, Problem, msgspec.MsgspecError):
        return None


def keep_people(folder: Path, face: LockedFace) -> None:
    """For the next start. Blocking. Without room for it that begins without people: no reason to stop anybody."""
    with suppress(OSError, Problem):
        sealer = _sealer(folder)
        if sealer is not None and kept_people(folder) != face:
            fresh = folder / f"{FILE}.new"
            fresh.unlink(missing_ok=True)
            fresh.touch(mode=0o600)
            fresh.write_bytes(sealer.seal(msgspec.msgpack.encode(face), _PLACE))
            fresh.replace(folder / FILE)


def forget_people(folder: Path) -> None:
    """This folder is another device's from now on, maybe one in front of which customers stand."""
    (folder / FILE).unlink(missing_ok=True)


def _sealer(folder: Path) -> Sealer | None:
    keys = KeyProvider(folder, credentials_folder(dict(os.environ))).load()
    return None if keys is None else Sealer(keys.for_purpose(FILE))
