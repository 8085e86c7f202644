"""Migrations run on a verified copy; whoever is killed leaves the old file or the new one."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlcipher3 import dbapi2

import app.store.migrate as migrate_module
from app.central.persistence.engine import make_engine
from app.central.persistence.schema import upgrade
from app.domain.errors import Code, Problem
from app.store.database import CATALOG, NODE, STORE, Database, FileRules, connect
from app.store.migrate import Step, prepare, steps_of
from app.store.node_tables import metadata
from tests.store.conftest import KEY

STEPS = [Step(1, "CREATE TABLE a (x INTEGER PRIMARY KEY, y TEXT);"), Step(2, "ALTER TABLE a ADD COLUMN z TEXT;")]


def rows(path: Path) -> list[tuple[int | str | None, ...]]:
    connection = connect(path, KEY, STORE, is_writer=True)
    try:
        return connection.execute("SELECT * FROM a").fetchall()
    finally:
        connection.close()


def fill(path: Path) -> None:
    prepare(path, KEY, STORE, STEPS[:1])
    connection = connect(path, KEY, STORE, is_writer=True)
    connection.execute("INSERT INTO a VALUES (7, 'kept')")
    connection.close()


@pytest.mark.parametrize("rules", [STORE, CATALOG, NODE])
def test_each_kind_of_file_is_made_once(tmp_path: Path, rules: FileRules) -> None:
    prepare(tmp_path / "f.db", KEY, rules)
    before = (tmp_path / "f.db").read_bytes()
    prepare(tmp_path / "f.db", KEY, rules)
    assert (tmp_path / "f.db").read_bytes() == before
    assert [step.number for step in steps_of(rules.kind)] == list(range(1, len(steps_of(rules.kind)) + 1))


def test_an_older_file_is_migrated_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    fill(path)
    prepare(path, KEY, STORE, STEPS)
    assert rows(path) == [(7, "kept", None)]
    assert not list(tmp_path.glob("*.migrating*"))
    assert b"kept" not in path.read_bytes()


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    fill(path)
    prepare(path, KEY, STORE, STEPS)
    before = path.read_bytes()
    with pytest.raises(Problem) as raised:
        prepare(path, KEY, STORE, STEPS[:1])
    assert raised.value.code is Code.FILE_TOO_NEW
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "broken",
    ["ALTER TABLE nothing ADD COLUMN z TEXT;", "CREATE TABLE b (x REFERENCES a); INSERT INTO b VALUES (99);"],
)
def test_a_step_that_fails_leaves_the_old_file(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "store.db"
    fill(path)
    steps = [STEPS[0], Step(2, f"PRAGMA defer_foreign_keys = ON; {broken}")]
    with pytest.raises(Problem):
        prepare(path, KEY, STORE, steps)
    assert rows(path) == [(7, "kept")]
    prepare(path, KEY, STORE, STEPS)
    assert rows(path) == [(7, "kept", None)]


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", ["_copy", "_apply", "put_in_place"])
@pytest.mark.parametrize("is_after", [False, True])
def test_killed_at_any_step_it_is_the_old_file_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, is_after: bool
) -> None:
    path = tmp_path / "store.db"
    fill(path)
    real = getattr(migrate_module, step)

    def killed(*args: object) -> None:
        if is_after:
            real(*args)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(migrate_module, step, killed)
        prepare(path, KEY, STORE, STEPS)
    assert rows(path) in ([(7, "kept")], [(7, "kept", None)])
    prepare(path, KEY, STORE, STEPS)
    assert rows(path) == [(7, "kept", None)]


def differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [found for found in compare_metadata(context, metadata) if "alembic_version" not in repr(found)]


def test_the_authority_s_tables_are_the_same_by_sql_and_in_code(tmp_path: Path) -> None:
    prepare(tmp_path / "node.db", KEY, NODE)
    database = Database(tmp_path / "node.db", KEY, NODE)
    with database.read() as connection:
        assert differences(connection) == []
    database.close()


def test_the_chain_s_tables_are_the_same_by_alembic_and_in_code(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert differences(connection) == []
        collations = "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' "
        collations += "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
        assert connection.exec_driver_sql(collations).scalar_one() == 0
    engine.dispose()


def test_the_chain_s_database_is_postgresql() -> None:
    with pytest.raises(ValueError, match="postgresql"):
        make_engine("sqlite://")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(Problem) as raised:
        prepare(path, KEY, STORE)
    assert raised.value.code is Code.STORE_DAMAGED
    assert isinstance(raised.value.__cause__, dbapi2.Error)
