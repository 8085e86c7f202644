"""What a real Vendure needs is made once and taken for finished only when it is; a missing registry is told."""

import socket
from pathlib import Path

import pytest

from app.demo.postgres import ProgramFailed
from app.demo.vendure.kept import Kept


def test_a_registry_that_is_not_there_is_told_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{port}/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    kept = Kept(tmp_path / "kept")
    for _ in range(2):
        with pytest.raises(ProgramFailed, match="ECONNREFUSED") as told:
            kept.packages()
        assert told.value.program == "npm"
    assert [path.name for path in kept.home.glob("packages-*")] == []


def test_what_is_made_is_made_once_and_anew_when_what_it_is_made_of_changes(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    made: list[str] = []

    def make(folder: Path) -> None:
        made.append(folder.name)
        (folder / "whole").touch()

    first = kept.made("shop-a", [b"1"], make)
    assert kept.made("shop-a", [b"1"], make) == first
    assert len(made) == 1
    other = kept.made("shop-b", [b"1"], make)
    second = kept.made("shop-a", [b"2"], make)
    assert (first.exists(), other.exists(), second.exists()) == (False, True, True)


def test_what_was_interrupted_is_not_taken_for_finished(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")

    def stop(folder: Path) -> None:
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.made("shop-a", [b"1"], stop)
    folder = kept.made("shop-a", [b"1"], lambda folder: (folder / "whole").touch())
    assert [path.name for path in folder.iterdir()] == ["whole"]
    assert sorted(path.name for path in kept.home.iterdir()) == ["lock", folder.name]
