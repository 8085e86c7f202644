"""A disk that forgets: a file system shim for SQLite that takes back what was written and not yet synced.

It remembers the former content of every 512-byte sector written since a file's last sync. A cut reverts all of
them, or, torn, a random part, as a disk does that had begun to write.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


class Cut(Exception):
    """The power is gone."""


class ForgetfulFile(apsw.VFSFile):
    """One open file of a ForgetfulDisk."""

    def __init__(self, disk: "ForgetfulDisk", name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self.name = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__("unix", name, flags)
        self.disk = disk
        self.unsynced: dict[int, bytes] = {}
        self.synced_size: int | None = None
        disk.files.append(self)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # apsw's name
        self.disk.tick()
        self._remember(offset, len(data))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  # apsw's name
        self.disk.tick()
        size = super().xFileSize()
        if size > newsize:
            self._remember(newsize, size - newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802  # apsw's name
        self.disk.tick()
        super().xSync(flags)
        self.unsynced.clear()
        self.synced_size = None

    def _remember(self, offset: int, length: int) -> None:
        if self.synced_size is None:
            self.synced_size = super().xFileSize()
        for sector in range(offset // SECTOR, (offset + length - 1) // SECTOR + 1):
            if sector not in self.unsynced:
                start = sector * SECTOR
                known = max(0, min(SECTOR, self.synced_size - start))
                self.unsynced[sector] = super().xRead(known, start) if known else b""


class ForgetfulDisk(apsw.VFS):
    """Registers itself under `name` and cuts the power at the n-th operation."""

    def __init__(self, name: str, cut_at: int) -> None:
        self.files: list[ForgetfulFile] = []
        self.operations = 0
        self.cut_at = cut_at
        super().__init__(name, "unix")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> ForgetfulFile:  # noqa: N802
        return ForgetfulFile(self, name, flags)

    def tick(self) -> None:
        """Count an operation; Cut from the fatal one on."""
        self.operations += 1
        if self.operations >= self.cut_at:
            raise Cut

    def image(self, path: Path, target: Path, dice: random.Random, *, is_torn: bool) -> None:
        """Write what the disk holds after the cut of a database and its WAL to `target`."""
        for suffix in ("", "-wal"):
            source = Path(f"{path}{suffix}")
            if not source.exists():
                continue
            content = bytearray(source.read_bytes())
            for file in self.files:
                if file.name == str(source):
                    content = _after_cut(content, file, dice, is_torn=is_torn)
            Path(f"{target}{suffix}").write_bytes(bytes(content))


def _after_cut(content: bytearray, file: ForgetfulFile, dice: random.Random, *, is_torn: bool) -> bytearray:
    kept = 0
    for sector, former in file.unsynced.items():
        if is_torn and dice.random() < 0.5:
            kept += 1
            continue
        start = sector * SECTOR
        content.extend(bytes(max(0, start - len(content))))
        end = min(start + SECTOR, max(len(content), start + len(former)))
        content[start:end] = former.ljust(end - start, b"\0")
    grew = file.synced_size is not None and len(content) > file.synced_size
    if grew and not kept and file.synced_size is not None:
        del content[file.synced_size :]
    return content


@dataclass(slots=True)
class Outcome:
    """What a run had acknowledged and what was there after the cut."""

    acknowledged: list[int] = field(default_factory=list)
    present: list[int] = field(default_factory=list)
    is_whole: bool = False

    @property
    def lost(self) -> int:
        """Acknowledged and gone."""
        return len(set(self.acknowledged) - set(self.present))


def cut_run(folder: Path, schema: str, synchronous: str, seed: int) -> Outcome:
    """Write commands until the power is cut, then open what the disk still holds."""
    dice = random.Random(seed)
    name = f"cut-{synchronous}-{seed}"
    path, image = folder / f"{name}.db", folder / f"{name}.image.db"
    fresh = apsw.Connection(str(path))
    fresh.execute(f"PRAGMA journal_mode = WAL; {schema}").fetchall()
    fresh.close()
    disk = ForgetfulDisk(name, cut_at=dice.randrange(60, 2500))
    outcome = Outcome()
    connection = apsw.Connection(str(path), vfs=name)
    # The shared-memory file is not the shim's; one connection needs none.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL").fetchall()
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    _write_until_cut(connection, outcome, dice)
    disk.image(path, image, dice, is_torn=bool(seed % 2))
    disk.cut_at = 1 << 60
    connection.close(True)
    disk.unregister()
    _look(image, outcome)
    return outcome


def _write_until_cut(connection: apsw.Connection, outcome: Outcome, dice: random.Random) -> None:
    try:
        for seq in range(1, 100_000):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO series VALUES ('c', 1) ON CONFLICT (name) DO UPDATE SET last = last + 1"
            )
            values = (f"T001.1:{seq}", b"x" * dice.randrange(50, 1500))
            connection.execute(
                "INSERT INTO outbox (id, key, command, state, is_act, created_at, feed_rev, tries) "
                "VALUES (?, 'k', ?, 'intent', 1, '', 0, 0)",
                values,
            )
            connection.execute("COMMIT")
            outcome.acknowledged.append(seq)
    except (Cut, apsw.Error):
        return


def _look(image: Path, outcome: Outcome) -> None:
    connection = apsw.Connection(str(image))
    outcome.is_whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    ids = connection.execute("SELECT id FROM outbox ORDER BY n").fetchall()
    outcome.present = [int(str(command_id).rpartition(":")[2]) for (command_id,) in ids]
    (last,) = connection.execute("SELECT coalesce(max(last), 0) FROM series").fetchall()[0]
    outcome.is_whole = outcome.is_whole and last == len(outcome.present)
    connection.close()
