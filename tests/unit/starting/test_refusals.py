"""A start that cannot be says in one line what is wrong, where, and the next step; it never shows a traceback."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.__main__ import INTERRUPTED, main
from app.adapters.keys import KeyProvider
from app.bootstrap import sim
from app.bootstrap.words import language_of
from app.domain.errors import Code
from tests.strictness import send_structlog_to_logging

TILL = ("terminal", "--headless", "--data")


@pytest.fixture(autouse=True)
def logs_stay_ours() -> Iterator[None]:
    """A start sends its log to a file of its own."""
    yield
    send_structlog_to_logging()


@pytest.fixture(autouse=True)
def italian(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that names no language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def refused(capsys: pytest.CaptureFixture[str], code: Code, *words: str) -> str:
    """The one line that is said; the status is not success."""
    assert main(words) == 1
    said = capsys.readouterr()
    [line] = said.err.splitlines()
    assert said.out == ""
    assert line.startswith("bancone: ")
    assert line.endswith(f"[{code}]")
    return line


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ((*TILL, "{}", "--printer", "banana"), "--printer"),
        ((*TILL, "{}", "--printer", "127.0.0.1:x"), "--printer"),
        ((*TILL, "{}", "--printer", "127.0.0.1:70000"), "--printer"),
        ((*TILL, "{}", "--printer", "serial:COM1"), "--printer"),
        ((*TILL, "{}", "--printer", "127.0.0.1:9100,tm-t88,again"), "--printer"),
        ((*TILL, "{}", "--wedge-prefix", "a"), "--wedge-prefix"),
        ((*TILL, "{}", "--edge", "banana"), "--edge"),
        (("terminal", "--data", "{}", "--scanner", "{}"), "--scanner"),
        (("central", "--data", "{}", "--listen", "banana"), "--listen"),
        (("central", "--data", "{}", "--database", "foo://x"), "--database"),
        (("central", "--data", "{}", "--database", "banana"), "--database"),
        (("edge", "--data", "{}", "--central", "http://"), "--central"),
        (("enrol", "X", "--data", "{}", "--central", "ftp://x"), "--central"),
        (("demo-shop", "--data", "{}", "--port", "-1"), "--port"),
        (("sim", "--out", "{}", "--port", "65536"), "--port"),
    ],
)
def test_an_option_that_cannot_be_is_named_with_its_form(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], option: str
) -> None:
    given = [word.format(tmp_path) for word in words]
    line = refused(capsys, Code.OPTION_INVALID, *given)
    assert f"{option} non può essere «" in line
    assert f"Scrivi {option} così: " in line


@pytest.mark.parametrize(
    "words",
    [
        (*TILL, "{}"),
        ("central", "--data", "{}"),
        ("edge", "--data", "{}"),
        ("enrol", "X", "--central", "http://127.0.0.1:9", "--data", "{}"),
        ("demo-shop", "--data", "{}"),
        ("sim", "--out", "{}"),
    ],
)
@pytest.mark.parametrize("place", ["a file", "no place to write"])
def test_a_folder_that_cannot_be_one_is_named(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    place: str,
) -> None:
    path = tmp_path / "here"
    if place == "a file":
        path.touch()
    else:
        path.mkdir()
        monkeypatch.setattr(os, "access", lambda path, mode: False)
    line = refused(capsys, Code.FOLDER_UNUSABLE, *(word.format(path) for word in words))
    assert f"Nella cartella {path}"[:60] in line
    assert words[-2] in line


def test_the_language_is_the_systems(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for option in ("--port", "--control-port", "--card"):
        line = refused(capsys, Code.OPTION_INVALID, "sim", "--out", str(tmp_path / "x"), option, "-1")
        assert f"Write {option} like this" in line
        assert not (tmp_path / "x").exists()
    assert language_of({"LANG": "C.UTF-8"}) == "it"
    assert language_of({"LANG": "en_US", "LC_ALL": "it_IT.UTF-8"}) == "it"


def test_a_damaged_enrolment_is_told_with_its_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    KeyProvider(tmp_path, None).create()
    for damaged in (b"", b'{"device": 3}', b"\xff\xfe{", b'{"device": "T1AA"}'):
        (tmp_path / "device.json").write_bytes(damaged)
        assert "bancone enrol" in refused(capsys, Code.IDENTITY_DAMAGED, *TILL, str(tmp_path))


def test_a_folder_without_a_terminal_is_told_and_not_made(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "bancone enrol" in refused(capsys, Code.DEVICE_UNKNOWN, *TILL, str(tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []


def test_without_windows_the_way_to_start_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "--headless" in refused(capsys, Code.WINDOWS_MISSING, "terminal", "--data", str(tmp_path))


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("central", "--data", "{}", "--listen", "127.0.0.1:{}"), "--listen"),
        (("demo-shop", "--data", "{}", "--port", "{}"), "--port"),
        (("sim", "--out", "{}", "--port", "{}"), "--port"),
        (("sim", "--out", "{}", "--control-port", "{}"), "--control-port"),
    ],
)
def test_a_port_in_use_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, taken: int, words: tuple[str, ...], option: str
) -> None:
    given = [*words[:2], str(tmp_path), *(word.format(taken) for word in words[3:])]
    line = refused(capsys, Code.PORT_IN_USE, *given)
    assert str(taken) in line
    assert line.count(option) == 1


@pytest.mark.parametrize("option", ["--scanner", "--display"])
@pytest.mark.parametrize("place", ["file", "file/port", "none/port"])
def test_a_simulated_port_is_made_only_where_there_is_room_for_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str, place: str
) -> None:
    (tmp_path / "file").write_text("mine")
    line = refused(
        capsys, Code.OPTION_INVALID, "sim", "--out", str(tmp_path / "out"), option, str(tmp_path / place)
    )
    assert option in line
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "none").exists()


def test_an_address_that_is_not_ours(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("central", "--data", str(tmp_path), "--listen", "nowhere.invalid:0")
    assert main(words) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_database_that_does_not_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    url = "postgresql+psycopg://sede:segreto@127.0.0.1:1/bancone"
    line = refused(capsys, Code.DATABASE_UNREACHABLE, "central", "--data", str(tmp_path), "--database", url)
    assert "segreto" not in line


def test_head_office_that_does_not_answer_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("enrol", "X", "--central", "http://127.0.0.1:1", "--data", str(tmp_path / "till"))
    assert "http://127.0.0.1:1 non risponde" in refused(capsys, Code.NO_ANSWER, *words)


def test_a_line_that_is_not_safe_is_told_with_the_option_that_mends_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    line = refused(capsys, Code.TLS_REQUIRED, "central", "--data", str(tmp_path), "--listen", "0.0.0.0:0")
    assert "0.0.0.0" in line
    assert "--tls-cert FILE" in line
    words = ("enrol", "X", "--central", "http://sede.example", "--data", str(tmp_path / "till"))
    line = refused(capsys, Code.TLS_REQUIRED, *words)
    assert "http://sede.example non è cifrato" in line
    assert "--central" in line


def test_a_scanner_is_for_the_window(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    line = refused(capsys, Code.OPTION_INVALID, *TILL, str(tmp_path), "--scanner", "port")
    assert "--scanner non può essere «port»" in line
    assert "--help" in line


def test_an_edge_without_a_code_is_told_what_it_lacks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "--enrol CODE" in refused(capsys, Code.ENROLMENT_CODE_INVALID, "edge", "--data", str(tmp_path))


def test_a_fault_of_ours_is_told_by_its_place_and_without_its_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(args: object) -> int:
        raise LookupError("Giulia Bianchi")

    monkeypatch.setattr(sim, "run", fail)
    assert main(["sim", "--out", "x"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "[internal] LookupError test_refusals.fail:" in line
    assert "Giulia" not in line


def test_ctrl_c_ends_without_a_word(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(sim, "run", stop)
    assert main(["sim", "--out", "x"]) == 130
    assert capsys.readouterr().err == ""


class _Interrupted:
    """Somebody presses Ctrl-C while a module is looked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == self.name:
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_while_a_command_is_still_read_ends_it_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "app.bootstrap.audit", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Interrupted("app.bootstrap.audit"), *sys.meta_path])
    assert main(["audit", "--help"]) == INTERRUPTED
