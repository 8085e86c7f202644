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
