"""Shows each rule of the house its planted offence and its innocent neighbour: a rule must be able to fail."""

import ast
from collections.abc import Callable
from pathlib import PurePath
from textwrap import indent

import pytest

from tests.unit.house import rules

_LONG_BODY = indent("\n".join(f"x = {n}" for n in range(45)), "    ")

_OFFENCES: list[tuple[Callable[[ast.Module], list[str]], str]] = [
    (rules.no_purpose, "x = 1"),
    (rules.no_purpose, '"""Things."""'),
    (rules.relative_imports, "from . import values"),
    (rules.relative_imports, "def f():\n    from ..domain import values"),
    (rules.nested_loops, "dialog.exec()"),
    (rules.nested_loops, "QApplication.processEvents()"),
    (rules.read_from_the_air, "datetime.now(UTC)"),
    (rules.read_from_the_air, "datetime.datetime.now(UTC)"),
    (rules.read_from_the_air, "time.monotonic()"),
    (rules.read_from_the_air, "uuid_utils.uuid7()"),
    (rules.read_from_the_air, "uuid4()"),
    (rules.idle_test, "time.sleep(1)"),
    (rules.idle_test, "async def f():\n    await asyncio.sleep(0.1)"),
    (rules.idle_test, "pytest.skip('later')"),
    (rules.idle_test, "@pytest.mark.skipif(True, reason='x')\ndef f(): ..."),
    (rules.idle_test, "from unittest.mock import Mock"),
]

_INNOCENT: list[tuple[Callable[[ast.Module], list[str]], str]] = [
    (rules.no_purpose, '"""Says why it is here."""'),
    (rules.relative_imports, "from app.domain import values"),
    (rules.nested_loops, "dialog.open()"),
    (rules.read_from_the_air, "clock.now()"),
    (rules.read_from_the_air, "chance.random()"),
    (rules.idle_test, "async def f():\n    await asyncio.sleep(0)"),
]

_BAD_TEXTS: list[tuple[Callable[[str], list[str]], str]] = [
    (rules.unfinished, "# TODO: later"),
    (rules.unfinished, "FIXME"),
    (rules.bare_excuses, "x = y  # type: ignore"),
    (rules.bare_excuses, "x = y  # noqa"),
    (rules.names_a_machine, "pip install -i https://pypi.example/simple"),
    (rules.names_a_machine, 'index-url = "x"'),
    (rules.names_a_machine, "--find-links wheels"),
    (rules.names_a_machine, 'open("/home/anna/bancone")'),
]

_GOOD_TEXTS: list[tuple[Callable[[str], list[str]], str]] = [
    (rules.unfinished, "the todos of a person"),
    (rules.bare_excuses, "x = y  # type: ignore[arg-type]  # the stub is wrong"),
    (rules.names_a_machine, "GET /v1/assets, /usr/lib/postgresql, url/home/page, {base}/jobs/1"),
]


@pytest.mark.parametrize(("rule", "source"), _OFFENCES)
def test_a_planted_offence_is_found(rule: Callable[[ast.Module], list[str]], source: str) -> None:
    assert rule(ast.parse(source))


@pytest.mark.parametrize(("rule", "source"), _INNOCENT)
def test_innocent_code_is_left_alone(rule: Callable[[ast.Module], list[str]], source: str) -> None:
    assert rule(ast.parse(source)) == []


@pytest.mark.parametrize(("rule", "sample"), _BAD_TEXTS)
def test_a_bad_text_is_found(rule: Callable[[str], list[str]], sample: str) -> None:
    assert rule(sample)


@pytest.mark.parametrize(("rule", "sample"), _GOOD_TEXTS)
def test_a_good_text_is_left_alone(rule: Callable[[str], list[str]], sample: str) -> None:
    assert rule(sample) == []


def test_a_function_of_46_lines_is_too_long_and_one_of_45_is_not() -> None:
    assert rules.too_long(ast.parse(f"def f():\n{_LONG_BODY}"), 46, 400)
    assert rules.too_long(ast.parse(f"def f():\n{_LONG_BODY.rpartition(chr(10))[0]}"), 45, 400) == []


def test_a_constructor_of_26_lines_is_too_long() -> None:
    body = "\n".join(_LONG_BODY.splitlines()[:25])
    source = f"class A:\n{indent('def __init__(self):' + chr(10) + body, '    ')}"
    assert rules.too_long(ast.parse(source), 27, 400)


def test_a_file_above_its_cap_is_too_long() -> None:
    assert rules.too_long(ast.parse(""), 401, rules.FILE_LINES)


@pytest.mark.parametrize("name", ["app/utils.py", "app/ui/base_screen.py", "hardware/common/__init__.py"])
def test_a_limbo_name_is_found(name: str) -> None:
    assert rules.limbo_name(PurePath(name))


def test_a_name_with_a_meaning_is_left_alone() -> None:
    assert rules.limbo_name(PurePath("app/sync/gateway.py")) == []
