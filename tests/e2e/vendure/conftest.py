"""One real Vendure for the tests of this folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.postgres import PostgresCluster
from app.demo.vendure import goods, market, sales
from app.demo.vendure.kept import Kept, restored
from app.demo.vendure.server import VendureServer
from tests.e2e.vendure import world
from tests.e2e.vendure.world import World, fill
from tests.unit.house.tree import ROOT


@pytest.fixture(scope="session")
def vendure(
    postgres_cluster: PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VendureServer]:
    """A Vendure that was filled and has not been sold from."""
    kept = Kept(ROOT / "build" / "vendure")
    packages = kept.packages()
    marks = [Path(module.__file__ or "").read_bytes() for module in (goods, market, sales, world)]
    folder = kept.filled(postgres_cluster, packages, "tests", fill, *marks)
    assets = tmp_path_factory.mktemp("vendure") / "assets"
    shutil.copytree(folder / "assets", assets)
    server = VendureServer(postgres_cluster, restored(postgres_cluster, folder), packages, assets)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def shop_world(vendure: VendureServer) -> Iterator[World]:
    """The running shop with a session of its staff."""
    admin = vendure.admin()
    yield World(vendure.url, admin)
    admin.close()
