"""The engine over the chain's PostgreSQL: where it points and what a connection may not do."""

import sqlalchemy as sa

# A lock nobody gives back within this time means a process hangs; the command is retried by its sender.
_LOCK_TIMEOUT_MS = 5_000
_STATEMENT_TIMEOUT_MS = 30_000
_IDLE_TIMEOUT_MS = 60_000


def make_engine(url: str, *, connections: int = 10) -> sa.Engine:
    """An engine for `postgresql+psycopg://…`; ValueError for any other database. Any thread may use it."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as exc:
        raise ValueError("not the address of a database") from exc
    if parsed.drivername != "postgresql+psycopg":
        raise ValueError("the chain's database is postgresql+psycopg://…")
    options = " ".join(
        (
            f"-c lock_timeout={_LOCK_TIMEOUT_MS}",
            f"-c statement_timeout={_STATEMENT_TIMEOUT_MS}",
            f"-c idle_in_transaction_session_timeout={_IDLE_TIMEOUT_MS}",
            "-c timezone=UTC",
        )
    )
    return sa.create_engine(
        parsed,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"options": options, "application_name": "bancone central"},
    )
