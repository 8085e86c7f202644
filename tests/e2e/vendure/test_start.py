"""A real Vendure that cannot be made ready says so, and why; it does not wait for what will not come."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path


def test_without_a_registry_the_start_ends_with_what_npm_said(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        registry = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    ended = subprocess.run(
        [sys.executable, "-m", "app", "demo-vendure", "--data", str(tmp_path / "data"), "--kept", str(tmp_path)],
        env={**os.environ, "npm_config_registry": registry, "npm_config_cache": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    *before, last = ended.stderr.strip().splitlines()
    made = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, [(one["event"], one["what"]) for one in made]) == (1, [("making", "packages")])
    assert "ECONNREFUSED" in "".join(before)
    assert "npm" in last
    assert last.endswith("[shop_not_made]")
