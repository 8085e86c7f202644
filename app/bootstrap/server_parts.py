"""What the server processes share: clock, files, databases, work that is kept running, start and end."""

import argparse
import asyncio
import json
import os
import signal
import ssl
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.bootstrap.options import bound, host_and_port
from app.domain.errors import Code, Problem
from app.hosting.dbthread import DbThread
from app.hosting.server import ServerRunner, TlsFiles, refuse_plain
from app.node.ports import NodeStore

MIN_TOKEN_CHARS = 32
_TOKEN_FILE, _TOKEN = "admin.token", "BANCONE_ADMIN_TOKEN"


@dataclass(frozen=True, slots=True)
class Listen:
    """Where a server listens; port 0 takes a free one. Without `tls` on this machine only."""

    host: str = "127.0.0.1"
    port: int = 0
    tls: TlsFiles | None = None


def program_version() -> str:
    """The installed version, `0` in a bare checkout."""
    try:
        return version("bancone")
    except PackageNotFoundError:
        return "0"


def add_server_arguments(parser: argparse.ArgumentParser) -> None:
    """`--data --listen --tls-cert --tls-key`."""
    parser.add_argument("--data", type=Path)
    parser.add_argument("--listen", default="127.0.0.1:0")
    parser.add_argument("--tls-cert", type=Path)
    parser.add_argument("--tls-key", type=Path)


def listen_of(args: argparse.Namespace) -> Listen:
    """The address of the command line. Problem(OPTION_INVALID | TLS_REQUIRED)."""
    host, port = host_and_port(str(args.listen), "--listen")
    tls = tls_files(args.tls_cert, args.tls_key)
    refuse_plain(host, tls)
    return Listen(host, port, tls)


def tls_files(certificate: Path | None, key: Path | None) -> TlsFiles | None:
    """A certificate with its key, or neither. Problem(OPTION_INVALID) for one alone, or what cannot be read."""
    if certificate is None and key is None:
        return None
    for option, path in (("--tls-cert", certificate), ("--tls-key", key)):
        if path is None or not os.access(path, os.R_OK):
            raise Problem(Code.OPTION_INVALID, option=option, value=str(path or ""), form="/etc/bancone/tls.pem")
    assert certificate is not None
    assert key is not None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ValueError) as exc:
        option, form = "--tls-cert", "/etc/bancone/tls.pem"
        raise Problem(Code.OPTION_INVALID, option=option, value=str(certificate), form=form) from exc
    return TlsFiles(certificate, key)


@asynccontextmanager
async def serving(runner: ServerRunner, listen: Listen) -> AsyncIterator[ServerRunner]:
    """The server, answering until the block ends. Problem(PORT_IN_USE | OPTION_INVALID | TLS_REQUIRED)."""
    with bound(listen.host, listen.port, "--listen"):
        await runner.start()
    try:
        yield runner
    finally:
        await runner.stop()


@contextmanager
def file_store(path: Path, key: bytes) -> Iterator[NodeStore]:
    """A node's store in an encrypted file, made or migrated. Problem(STORE_DAMAGED | FILE_TOO_NEW …)."""
    from app.store.database import NODE, Database
    from app.store.migrate import prepare
    from app.store.node_store import SqlNodeStore

    prepare(path, key, NODE)
    database = Database(path, key, NODE, readers=2)
    try:
        yield SqlNodeStore(database)
    finally:
        database.close()


@contextmanager
def postgres_store(url: str) -> Iterator[NodeStore]:
    """A node's store in PostgreSQL, brought to today's schema. Problem(OPTION_INVALID | DATABASE_UNREACHABLE)."""
    from app.central.persistence.engine import make_engine
    from app.central.persistence.schema import upgrade
    from app.store.database import EngineTransactions
    from app.store.node_store import SqlNodeStore

    try:
        engine = make_engine(url)
    except ValueError as exc:
        # No more than its beginning: the rest may hold a password.
        form, value = "postgresql+psycopg://sede@localhost/bancone", url.partition(":")[0]
        raise Problem(Code.OPTION_INVALID, option="--database", value=value, form=form) from exc
    try:
        upgrade(engine)
        yield SqlNodeStore(EngineTransactions(engine))
    finally:
        engine.dispose()


@contextmanager
def thread(name: str) -> Iterator[DbThread]:
    """A thread of its own for work that blocks; ended, its work done, with the block."""
    made = DbThread(name)
    try:
        yield made
    finally:
        made.close()


def admin_token(folder: Path, environment: dict[str, str]) -> tuple[str, Path]:
    """The administrators' token and its file (0600), made at the first start; raises as `read_admin_token`."""
    path = folder / _TOKEN_FILE
    if not environment.get(_TOKEN, "") and not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(os.urandom(32).hex())
    return read_admin_token(folder, environment), path


def read_admin_token(folder: Path, environment: dict[str, str]) -> str:
    """The administrators' token as it stands in central's folder; BANCONE_ADMIN_TOKEN wins.

    Problem(OPTION_INVALID) where there is none, PERMISSION_DENIED for a file others may read, or a token too short
    to be one.
    """
    path, token = folder / _TOKEN_FILE, environment.get(_TOKEN, "")
    if not token and not path.is_file():
        form = "~/.local/share/bancone/central"
        raise Problem(Code.OPTION_INVALID, option="--data", value=str(folder), form=form)
    if not token:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise Problem(Code.PERMISSION_DENIED, file=path.name, reason="mode")
        token = path.read_text("ascii").strip()
    if len(token) < MIN_TOKEN_CHARS:
        raise Problem(Code.PERMISSION_DENIED, file=path.name, reason="short")
    return token


def say_ready(**facts: object) -> None:
    """One line of JSON on standard output: this process answers from now on."""
    print(json.dumps({"event": "ready", **facts}), flush=True)


def say_making(**facts: object) -> None:
    """One line of JSON on standard output: it will answer, but something has to be made before."""
    print(json.dumps({"event": "making", **facts}), flush=True)


async def until_told() -> None:
    """Return when the process is asked to end (SIGTERM, SIGINT)."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()
