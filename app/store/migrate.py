"""Brings a file to today's schema: numbered steps, on a verified copy that replaces the old file or does not."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from sqlcipher3 import dbapi2

from app.domain.errors import Code, Problem
from app.store.database import FileRules, connect, refuse_old_sqlite
from app.store.faults import translated
from app.store.files import drop_database, make_private_file, put_in_place


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered script; after it the file's user_version is `number`."""

    number: int
    sql: str


def steps_of(kind: str) -> list[Step]:
    """The steps of a kind of file, in order: `NNNN_what.sql` in its folder."""
    folder = files("app.store").joinpath("migrations", kind)
    scripts = sorted(
        (item.name, item.read_text("utf-8")) for item in folder.iterdir() if item.name.endswith(".sql")
    )
    return [Step(int(name[:4]), sql) for name, sql in scripts]


def prepare(path: Path, key: bytes | None, rules: FileRules, steps: list[Step] | None = None) -> None:
    """Make the file when it is missing, migrate it when it is older.

    Problem(FILE_TOO_NEW) when a newer program wrote it: it may be read, never written, by this one.
    Problem(STORE_DAMAGED) when it does not read with this key. Kill us anywhere: the old file or the new is there.
    """
    refuse_old_sqlite()
    steps = steps_of(rules.kind) if steps is None else steps
    make_private_file(path)
    copy = path.with_name(f"{path.name}.migrating")
    drop_database(copy)
    with translated():
        version = _version(path, key, rules)
        newest = steps[-1].number
        if version > newest:
            raise Problem(Code.FILE_TOO_NEW, file=path.name, version=version, newest=newest)
        if version == newest:
            return
        if version == 0:
            _apply(path, key, rules, steps)
            return
        _copy(path, copy, key, rules)
        _apply(copy, key, rules, [step for step in steps if step.number > version])
    put_in_place(copy, path)


def _version(path: Path, key: bytes | None, rules: FileRules) -> int:
    connection = connect(path, key, rules, is_writer=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _copy(path: Path, copy: Path, key: bytes | None, rules: FileRules) -> None:
    """A compact copy under the same key; the old file's WAL is folded into it first."""
    connection = connect(path, key, rules, is_writer=True)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        make_private_file(copy)
        connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()


def _apply(path: Path, key: bytes | None, rules: FileRules, steps: list[Step]) -> None:
    connection = connect(path, key, rules, is_writer=True)
    try:
        for step in steps:
            _run(connection, step)
        if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise Problem(Code.STORE_DAMAGED, file=path.name)
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise Problem(Code.STORE_DAMAGED, file=path.name)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _run(connection: dbapi2.Connection, step: Step) -> None:
    script = f"BEGIN IMMEDIATE;\n{step.sql}\nPRAGMA user_version = {step.number};\nCOMMIT;"
    try:
        connection.executescript(script)
    except dbapi2.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
