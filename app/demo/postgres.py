"""A real PostgreSQL in a scratch folder: what the tests store in, and what a real web shop of the demo runs on."""

import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

_ROLE = "bancone"
_START_LIMIT_S = 30.0
_POLL_S = 0.05
_INSTALL = "apt-get install -y --no-install-recommends postgresql"


class ProgramFailed(Exception):
    """A program of others did not do its work: `program` is its name, the text has its own words."""

    def __init__(self, program: str, words: str) -> None:
        super().__init__(words)
        self.program = program


class PostgresMissingError(ProgramFailed):
    """No PostgreSQL server is installed; the text says what to type."""


class PostgresCluster:
    """Owns one PostgreSQL server and its folder; belongs to the process that started it.

    Only its Unix socket is open, in a folder nobody else may enter, so two runs never meet on a port. The
    server refuses to be root: under root it runs as `postgres`, or `nobody`. It dies with its parent.
    Durability is PostgreSQL's default: fsync is on.
    """

    def __init__(self, binaries: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bancone-pg-"))
        self.role = _ROLE
        self._binaries = binaries
        self._log = self.folder / "server.log"
        self._names = itertools.count(1)
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster and return when it answers; ProgramFailed with the server's log if it does not."""
        drop = _drop_root(self.folder)
        data = str(self.folder / "data")
        initdb = [str(self._binaries / "initdb"), "--no-sync", "--auth=trust", "--encoding=UTF8"]
        initdb += ["--locale=C.UTF-8", f"--username={_ROLE}", f"--pgdata={data}"]
        made = subprocess.run([*drop, *initdb], cwd=self.folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise ProgramFailed("initdb", made.stderr)
        options = {"listen_addresses": "", "unix_socket_directories": str(self.folder), "shared_buffers": "32MB"}
        server = [str(self._binaries / "postgres"), "-D", data]
        server += [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                [*drop, *server], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._await_answer(self._server)

    def _await_answer(self, server: subprocess.Popen[bytes]) -> None:
        for _ in range(int(_START_LIMIT_S / _POLL_S)):
            try:
                server.wait(_POLL_S)
                break
            except subprocess.TimeoutExpired:
                try:
                    self._admin().close()
                    return
                except psycopg.OperationalError:
                    continue
        raise ProgramFailed("PostgreSQL", self._log.read_text(errors="replace"))

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=_ROLE, dbname="postgres", autocommit=True)

    def create_database(self) -> str:
        """Create an empty database and return its name."""
        name = f"test_{next(self._names)}"
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
        return name

    def drop_database(self, name: str) -> None:
        """Drop the database; psycopg.errors.ObjectInUse when a connection to it is still open."""
        with self._admin() as admin:
            admin.execute(f"DROP DATABASE {name}".encode())

    def url(self, name: str) -> str:
        """Address of the database, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://{_ROLE}@/{name}?host={self.folder}"

    def stop(self) -> None:
        """End the server without waiting for its clients and remove the folder."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(_START_LIMIT_S)
        shutil.rmtree(self.folder)


def find_binaries(root: Path = Path("/usr/lib/postgresql")) -> Path:
    """Folder of the newest installed server's programs; PostgresMissingError when there is none."""
    homes = sorted(root.glob("*/bin/initdb"), key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))])
    if homes:
        return homes[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise PostgresMissingError("PostgreSQL", f"PostgreSQL is not installed and is needed here. Type: {_INSTALL}")


def _drop_root(folder: Path) -> list[str]:
    """Words to put before a command so that it ends with us and, under root, is somebody else."""
    words = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() != 0:
        return words
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [*words, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
