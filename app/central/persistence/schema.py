"""Brings the chain's database to today's schema with Alembic; several processes may start at once."""

from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory

from app.domain.errors import Code, Problem

_SCRIPTS = Path(__file__).parent / "migrations"
# The advisory lock that lets one process migrate at a time; any number nobody else uses.
_LOCK = 0x62616E636F6E65


def upgrade(engine: sa.Engine) -> None:
    """Apply what is missing, in one transaction; the others wait and then find nothing to do.

    Problem(DATABASE_UNREACHABLE).
    """
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    scripts = ScriptDirectory.from_config(config)

    def steps(revision: object, _: MigrationContext) -> list[RevisionStep]:
        return list(scripts._upgrade_revs("head", revision))  # type: ignore[arg-type]  # as alembic.command does

    with _reached(engine) as connection, connection.begin():
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        with EnvironmentContext(config, scripts, fn=steps) as environment:
            environment.configure(connection=connection)
            environment.run_migrations()


def _reached(engine: sa.Engine) -> sa.Connection:
    try:
        return engine.connect()
    except sa.exc.OperationalError as exc:
        raise Problem(Code.DATABASE_UNREACHABLE) from exc
