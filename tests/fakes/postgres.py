"""A real PostgreSQL for the tests: one private server for each pytest process, a fresh database for each test."""

from collections.abc import Iterator

import psycopg
import pytest

from app.demo.postgres import PostgresCluster, PostgresMissingError, find_binaries


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """The server of this pytest process; each worker of a parallel run has its own."""
    try:
        cluster = PostgresCluster(find_binaries())
    except PostgresMissingError as missing:
        pytest.fail(str(missing), pytrace=False)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def postgres_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """Address of an empty database; the test fails when it leaves a connection to it open."""
    name = postgres_cluster.create_database()
    yield postgres_cluster.url(name)
    try:
        postgres_cluster.drop_database(name)
    except psycopg.errors.ObjectInUse:
        pytest.fail("a connection to PostgreSQL is still open after the test", pytrace=False)
