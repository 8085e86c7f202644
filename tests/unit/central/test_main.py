"""The command line: each command imports its own module, and says so when it has none."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import COMMANDS, main


def said(*words: str) -> subprocess.CompletedProcess[str]:
    """What `bancone WORDS` says."""
    return subprocess.run([sys.executable, "-m", "app", *words], capture_output=True, text=True, check=False)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize(
    ("spoken", "parts"),
    [
        ("it_IT.UTF-8", ("uso: bancone", "opzioni:", "mostra questo aiuto", "il programma di un banco")),
        ("en_GB.UTF-8", ("usage: bancone", "options:", "show this help", "the program of a counter")),
    ],
)
def test_help_is_in_the_language_of_whoever_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, spoken: str, parts: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LC_ALL", spoken)
    for words in (["--help"], ["terminal", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
        out = capsys.readouterr().out
        assert [part for part in parts if part not in out] == []


def assert_one_line(said_there: str, code: str) -> None:
    """One sentence with its code and no trace."""
    assert re.fullmatch(rf"bancone: [^\n]+ \[{code}\]\n", said_there), said_there


def test_a_refusal_is_a_code_and_no_trace(tmp_path: Path) -> None:
    answer = said("edge", "--data", str(tmp_path / "edge"))
    assert answer.returncode == 1
    assert_one_line(answer.stderr, "enrolment_code_invalid")


def test_a_server_is_not_opened_to_others_without_tls(tmp_path: Path) -> None:
    answer = said("central", "--data", str(tmp_path / "central"), "--listen", "0.0.0.0:0")
    assert answer.returncode == 1
    assert_one_line(answer.stderr, "tls_required")


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    for wrong in ("8080", "host:", ":1", "host:70000", "host:x"):
        answer = said("central", "--data", str(tmp_path / "central"), "--listen", wrong)
        assert answer.returncode == 1
        assert_one_line(answer.stderr, "option_invalid")


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["launch"])
    assert ended.value.code == 2
    assert "launch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "italian", "english"),
    [
        ("launch", "COMANDO non può essere «launch».", "COMMAND cannot be “launch”."),
        ("", "Manca COMANDO.", "COMMAND is missing."),
        ("terminal", "Manca --data.", "--data is missing."),
        ("terminal --data", "Dopo --data manca il valore.", "The value after --data is missing."),
        ("terminal --data x --what", "Non conosco «--what».", "“--what” is not known."),
        ("demo-shop --port banana", "--port non può essere «banana»:", "--port cannot be “banana”:"),
    ],
)
def test_a_wrong_command_line_is_told_in_the_language_of_who_typed_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str, italian: str, english: str
) -> None:
    for spoken, wanted in (("it_IT.UTF-8", italian), ("en_GB.UTF-8", english)):
        monkeypatch.setenv("LC_ALL", spoken)
        with pytest.raises(SystemExit) as ended:
            main(words.split())
        [line] = capsys.readouterr().err.splitlines()
        assert (ended.value.code, wanted in line) == (2, True), line
        assert line.endswith("--help")


def test_a_wrong_command_line_that_names_a_language_is_told_in_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
    with pytest.raises(SystemExit):
        main(["terminal", "--language", "en"])
    assert "--data is missing" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["set-pin", "set-badge"])
def test_nothing_is_asked_for_where_there_is_no_head_office(tmp_path: Path, command: str) -> None:
    answer = said(command, "03", "--central", "http://127.0.0.1:9", "--data", str(tmp_path))
    assert answer.returncode == 1
    assert_one_line(answer.stderr, "option_invalid")
