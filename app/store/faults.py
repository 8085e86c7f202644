"""Translates what SQLite and PostgreSQL raise into problems with stable codes; nothing else here does."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from app.domain.errors import Code, Problem, StoreFailed

# Primary result codes, https://sqlite.org/rescode.html
_SQLITE = {
    5: Code.BUSY,
    6: Code.BUSY,
    8: Code.DISK_READ_ONLY,
    10: Code.DISK_READ_ONLY,  # IOERR: a write or fsync failed; the file is not to be trusted with more
    11: Code.STORE_DAMAGED,
    13: Code.DISK_FULL,
    14: Code.DISK_READ_ONLY,  # CANTOPEN: the folder is not ours or the journal cannot be made
    26: Code.STORE_DAMAGED,
}
# Extended codes of IOERR that speak of what is stored, not of the device: SHORT_READ, DATA, CORRUPTFS.
_SQLITE_DAMAGE = {522, 8202, 8458}
_SQLITE_INTERRUPT = 9
# What a statement is to blame for; anything else is the store's own failure.
_OF_A_STATEMENT = (Code.INTERNAL, Code.BAD_REQUEST)

# SQLSTATE, PostgreSQL appendix A. A unique key taken meanwhile by another process is a lost race: try again.
_POSTGRES = {
    "53100": Code.DISK_FULL,
    "25006": Code.DISK_READ_ONLY,
    "40001": Code.BUSY,
    "40P01": Code.BUSY,
    "55P03": Code.BUSY,
    "23505": Code.BUSY,
    "XX001": Code.STORE_DAMAGED,
    "XX002": Code.STORE_DAMAGED,
}
# Connection lost, resources short, shut down by an operator.
_POSTGRES_AWAY = ("08", "53", "57")


class Interrupted(Exception):
    """A reading statement was stopped: a newer one wants the thread, or it took too long."""


class WrittenWhileReading(RuntimeError):
    """Our bug: a writing statement in a reading transaction."""


@contextmanager
def translated(*, is_reader: bool = False) -> Iterator[None]:
    """Run database work; its foreign exceptions come out as Problem, Interrupted or WrittenWhileReading.

    StoreFailed, which is a Problem, when the whole transaction is over with it.
    """
    try:
        yield
    except sa.exc.TimeoutError as exc:
        raise StoreFailed(Code.BUSY, reason="pool") from exc
    except sa.exc.DBAPIError as exc:
        raise _translate(exc.orig if exc.orig is not None else exc, is_reader=is_reader) from exc
    except dbapi2.Error as exc:
        raise _translate(exc, is_reader=is_reader) from exc


def _translate(exc: BaseException, *, is_reader: bool) -> Exception:
    extended = getattr(exc, "sqlite_errorcode", None)
    if isinstance(extended, int):
        return _from_sqlite(extended, is_reader=is_reader)
    return _from_postgres(exc, is_reader=is_reader)


def _from_sqlite(extended: int, *, is_reader: bool) -> Exception:
    primary = extended & 0xFF
    if primary == _SQLITE_INTERRUPT:
        return Interrupted()
    code = Code.STORE_DAMAGED if extended in _SQLITE_DAMAGE else _SQLITE.get(primary, Code.INTERNAL)
    if is_reader and primary == 8:
        return WrittenWhileReading()
    return _problem(code, sqlite=extended)


def _from_postgres(exc: BaseException, *, is_reader: bool) -> Exception:
    state = getattr(exc, "sqlstate", None)
    if not isinstance(state, str):
        is_bad_text = isinstance(exc, ValueError) or type(exc).__name__ == "DataError"
        return _problem(Code.BAD_REQUEST if is_bad_text else Code.BUSY)
    if is_reader and state == "25006":
        return WrittenWhileReading()
    if state in _POSTGRES:
        return _problem(_POSTGRES[state], sqlstate=state)
    if state[:2] == "22":
        return _problem(Code.BAD_REQUEST, sqlstate=state)
    return _problem(Code.BUSY if state[:2] in _POSTGRES_AWAY else Code.INTERNAL, sqlstate=state)


def _problem(code: Code, **details: str | int) -> Problem:
    kind = Problem if code in _OF_A_STATEMENT else StoreFailed
    return kind(code, **details)
