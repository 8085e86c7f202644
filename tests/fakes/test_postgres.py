"""Shows that the PostgreSQL the other tests rely on is real, private, durable and clean."""

from pathlib import Path

import psycopg
import pytest

from app.demo.postgres import PostgresCluster, PostgresMissingError, find_binaries


def test_each_test_gets_its_own_database(postgres_cluster: PostgresCluster) -> None:
    first, second = postgres_cluster.create_database(), postgres_cluster.create_database()
    with psycopg.connect(host=str(postgres_cluster.folder), user="bancone", dbname=first) as connection:
        connection.execute("CREATE TABLE bag (id int)")
    with psycopg.connect(host=str(postgres_cluster.folder), user="bancone", dbname=second) as connection:
        assert connection.execute("SELECT to_regclass('bag')").fetchone() == (None,)
    postgres_cluster.drop_database(first)
    postgres_cluster.drop_database(second)


def test_the_server_is_durable_and_not_on_the_network(postgres_cluster: PostgresCluster) -> None:
    with psycopg.connect(host=str(postgres_cluster.folder), user="bancone", dbname="postgres") as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert postgres_cluster.folder.stat().st_mode & 0o077 == 0


def test_the_address_opens_the_database(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT lower('CITTÀ')").fetchone() == ("città",)


def test_a_missing_server_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PostgresMissingError, match="apt-get install"):
        find_binaries(tmp_path)


def test_an_open_connection_forbids_the_drop(postgres_cluster: PostgresCluster) -> None:
    name = postgres_cluster.create_database()
    with (
        psycopg.connect(host=str(postgres_cluster.folder), user="bancone", dbname=name),
        pytest.raises(psycopg.errors.ObjectInUse),
    ):
        postgres_cluster.drop_database(name)
    postgres_cluster.drop_database(name)
