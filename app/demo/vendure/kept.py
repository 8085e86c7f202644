"""What a real Vendure needs and takes long to make, kept between runs: its packages, and its filled shop."""

import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from app.demo.postgres import PostgresCluster, ProgramFailed, find_binaries
from app.demo.vendure.api import VendureApi
from app.demo.vendure.server import NODE, PROGRAM, VendureServer

LIMIT_S, REGISTRY_S = 900.0, 60.0
_NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_ONE_TRY = ("--prefer-offline", "--fetch-retries=0", "--fetch-timeout=30000")
Told = Callable[[str, int, int], None]
"""Hears what is being made, how much of it is there, and how much there will be; 0 where nothing is counted."""
Fill = Callable[[VendureApi, str, Path], None]
"""Fills the empty shop, given a session of its staff and its address; may leave files of its own in the folder."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Owns a folder and what is kept in it; any process may, one at a time makes something, and says so."""

    home: Path
    told: Told = lambda what, done, total: None

    def packages(self) -> Path:
        """The folder with Vendure's packages, installed once for each lock file. ProgramFailed.

        A registry that says nothing makes npm wait for minutes, package by package, so one is asked for first.
        """
        files = [PROGRAM / name for name in ("package.json", "package-lock.json")]

        def make(folder: Path) -> None:
            self.told("packages", 0, 0)
            for path in files:
                shutil.copy(path, folder)
            npm = [str(NODE), str(_NPM), "--loglevel=error"]
            _run("npm", [*npm, "view", "pg", "name", *_ONE_TRY], folder, REGISTRY_S)
            _run("npm", [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)

        return self.made("packages", (path.read_bytes() for path in files), make)

    def filled(self, cluster: PostgresCluster, packages: Path, name: str, fill: Fill, *marks: bytes) -> Path:
        """The folder of the shop of that name: its database as text, its pictures and what `fill` left.

        It is made anew when one of the `marks`, Vendure's packages or its configuration change. ProgramFailed.
        """

        def make(folder: Path) -> None:
            self.told("shop", 0, 0)
            (folder / "assets").mkdir()
            database = _quick(cluster)
            server = VendureServer(cluster, database, packages, folder / "assets")
            try:
                server.start(is_new=True)
                admin = server.admin()
                fill(admin, server.url, folder)
                admin.close()
            finally:
                server.stop()
            _postgres(cluster, "pg_dump", "--no-owner", "--file", str(folder / "shop.sql"), database)
            cluster.drop_database(database)

        files = (PROGRAM / "package-lock.json", PROGRAM / "config.js")
        return self.made(f"shop-{name}", (*(path.read_bytes() for path in files), *marks), make)

    def made(self, what: str, marks: Iterable[bytes], make: Callable[[Path], None]) -> Path:
        """The folder that `make` fills, made once for each state of the marks; older ones go.

        A folder gets its name when it is complete: what a killed run began is never taken for finished, and is
        cleared away.
        """
        mark = hashlib.sha256(b"\0".join(marks)).hexdigest()[:16]
        folder = self.home / f"{what}-{mark}"
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                for old in (*self.home.glob("making-*"), *self.home.glob(f"{what}-*")):
                    shutil.rmtree(old)
                making = Path(tempfile.mkdtemp(prefix="making-", dir=self.home))
                make(making)
                making.rename(folder)
        return folder


def restored(cluster: PostgresCluster, folder: Path) -> str:
    """A database with what `Kept.filled` kept; its name. ProgramFailed."""
    database = _quick(cluster)
    _postgres(cluster, "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--file", str(folder / "shop.sql"), database)
    return database


def _quick(cluster: PostgresCluster) -> str:
    """An empty database that does not wait for the disk: what a power cut does to Vendure is not our question."""
    database = cluster.create_database()
    words = f"ALTER DATABASE {database} SET synchronous_commit = off"
    _postgres(cluster, "psql", "--quiet", "--command", words, database)
    return database


def _postgres(cluster: PostgresCluster, program: str, *words: str) -> None:
    line = [str(find_binaries() / program), "--host", str(cluster.folder), "--username", cluster.role, *words]
    _run(program, line)


def _run(name: str, words: list[str], cwd: Path | None = None, limit_s: float = LIMIT_S) -> None:
    """ProgramFailed with what the program said, or when it has not ended after so long."""
    try:
        done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, timeout=limit_s)
    except subprocess.TimeoutExpired as exc:
        raise ProgramFailed(name, f"{' '.join(words)}: no end after {limit_s:.0f} s") from exc
    if done.returncode:
        raise ProgramFailed(name, f"{done.stdout}{done.stderr}".strip())
