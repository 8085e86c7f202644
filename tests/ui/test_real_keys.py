"""Scanners that type, and people, by keys of the real platform: every code on every screen arrives whole."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ui.places import PLACES
from tests.ui.scan_cases import CODES, TYPES
from tests.ui.typist import Typist
from tests.ui.x_screen import set_layout, x_screen

Case = tuple[str, str, str]
CASES: list[Case] = [
    *((place, kind, "") for place in PLACES for kind in CODES),
    *((place, kind, "palette") for place in PLACES for kind in TYPES),
    *(("home", kind, cover) for kind in CODES for cover in ("results", "unread")),
    *(("return", kind, cover) for kind in CODES for cover in ("menu", "question")),
    *(("customer", kind, "yes") for kind in CODES),
]
# Of one scanner after the other, a key.
PACES_MS = (1, 2, 1, 5)
HOME = [case for case in CASES if case[::2] == ("home", "")]
MIXED = random.Random("real keys").sample(CASES, len(CASES))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("layout", "half"), [("us", 0), ("it", 1)])
def test_every_code_arrives_whole_and_a_person_is_no_scanner(layout: str, half: int, tmp_path: Path) -> None:
    """Half of the cases in each layout: both tests together have them all."""
    check(MIXED[half::2], list(PLACES)[half::2], layout, layout, tmp_path)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("layout", ["us", "it"])
def test_every_case_in_both_layouts(layout: str, tmp_path: Path) -> None:
    check(CASES, list(PLACES), layout, layout, tmp_path)


def test_an_american_scanner_presses_keys_of_an_italian_keyboard(tmp_path: Path) -> None:
    check([case for case in CASES if case[0] == "home"], ["home"], "us", "it", tmp_path)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("layout", "paces_ms"), [("us", (0, 20, 5, 10)), ("it", (10, 5, 20, 0))])
def test_every_code_is_read_at_the_paces_of_scanners(
    layout: str, paces_ms: tuple[int, ...], tmp_path: Path
) -> None:
    """Milliseconds a key, from one code to the next, on the screen most scans are read on."""
    check([*HOME, *HOME[:1], *HOME], [], layout, layout, tmp_path, paces_ms=paces_ms)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("layout", ["us", "it"])
@pytest.mark.parametrize("pace_ms", [0, 5, 10, 20])
def test_every_case_at_every_pace(layout: str, pace_ms: int, tmp_path: Path) -> None:
    check(CASES, [], layout, layout, tmp_path, paces_ms=(pace_ms,))


def check(
    cases: list[Case],
    people: list[str],
    scanner: str,
    computer: str,
    folder: Path,
    *,
    paces_ms: tuple[int, ...] = PACES_MS,
) -> None:
    """Those scans, and a person at those places, with a scanner for one layout and a computer with another."""
    with x_screen() as screen:
        set_layout(screen, scanner)
        with Typist(screen) as typist:
            set_layout(screen, computer)
            typed, faults = work_at(screen, typist, [cases, people, paces_ms], folder)
    assert not faults, "\n".join(faults)
    assert len(typed) >= len(cases) + len(people)


def work_at(screen: str, typist: Typist, told: list[Any], folder: Path) -> tuple[list[str], list[str]]:
    """What was typed at a window there, and what should not have come of it."""
    said: dict[str, list[str]] = {"type": [], "fault": []}
    surroundings = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.ui.keyed_window"]
    complained, pipe = folder / "stderr", subprocess.PIPE
    with (
        complained.open("w") as stderr,
        subprocess.Popen(command, env=surroundings, stdin=pipe, stdout=pipe, stderr=stderr, text=True) as window,
    ):
        assert window.stdin is not None
        assert window.stdout is not None
        try:
            window.stdin.write(f"{json.dumps(told)}\n")
            window.stdin.flush()
            for line in window.stdout:
                what, text, *pace = json.loads(line)
                said[what].append(text)
                if pace:
                    typist.type(text, *pace)
                    window.stdin.write("\n")
                    window.stdin.flush()
        finally:
            window.stdin.close()
    assert (window.returncode, complained.read_text()) == (0, "")
    return said["type"], said["fault"]
