"""The process of a Vendure may say as much as it likes."""

from pathlib import Path

import pytest

from app.demo.postgres import PostgresCluster
from app.demo.vendure import server as vendure
from app.demo.vendure.server import VendureServer

_TALKATIVE = """
console.log("READY");
for (let n = 0; n < 4000; n += 1) console.log(`${n} ${"x".repeat(100)}`);
"""


def test_a_server_that_says_much_does_not_stand_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "serve.js").write_text(_TALKATIVE)
    monkeypatch.setattr(vendure, "PROGRAM", tmp_path)
    cluster = PostgresCluster(tmp_path)
    server = VendureServer(cluster, "none", tmp_path, tmp_path / "assets")
    server.start()
    server.wait()
    server.stop()
    cluster.stop()
    assert (tmp_path / "assets.log").read_text().splitlines()[-1].startswith("3999 ")
