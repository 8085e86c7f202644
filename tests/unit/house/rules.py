"""The rules of the house as pure functions from a syntax tree or a text to what is wrong with it."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePath

FILE_LINES, TEST_FILE_LINES, SCREEN_LINES = 400, 600, 200
FUNCTION_LINES, INIT_LINES = 45, 25
MEDIAN_FILE_LINES, MEDIAN_FUNCTION_LINES = 120, 12

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_LIMBO_NAMES = {"utils", "util", "misc", "helpers", "helper", "common", "manager"}
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_BARE_EXCUSE = re.compile(r"#\s*(?:type:\s*ignore(?!\[)|noqa(?!:))")
_REGISTRY = re.compile(
    r"\b(?:pypi\.|files\.pythonhosted|registry\.npm|deb\.debian|[-\w]+\.pkg\.dev|artifactory\.|nexus\.)"
)
_INDEX_OPTION = re.compile(r"(?:--|\b)(?<!no-emit-)(?:extra[-_])?index[-_]url\b|--find-links\b|--trusted-host\b")
_MACHINE_PATH = re.compile(r"(?<![\w.~}])/(?:home|root|Users|work|mnt)/[\w.]")
_WALL_CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}
_CHANCE = {"uuid4", "uuid7", "random", "randint", "choice", "urandom", "token_bytes", "token_hex", "getrandbits"}
_CHANCE_HOMES = {"random", "secrets", "uuid", "uuid_utils", "os"}


def functions(tree: ast.Module) -> Iterator[_Function]:
    """Every function and method, nested ones included."""
    yield from (node for node in ast.walk(tree) if isinstance(node, _Function))


def length(function: _Function) -> int:
    """Lines from `def` to the last one, docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def too_long(tree: ast.Module, lines: int, cap: int) -> list[str]:
    """A file above its cap, functions above 45 lines, constructors above 25."""
    found = [f"{lines} lines, {cap} allowed"] if lines > cap else []
    for function in functions(tree):
        allowed = INIT_LINES if function.name == "__init__" else FUNCTION_LINES
        if length(function) > allowed:
            found.append(f"{function.name} has {length(function)} lines, {allowed} allowed")
    return found


def no_purpose(tree: ast.Module) -> list[str]:
    """A module whose first statement is not a sentence that says why it exists."""
    first = (ast.get_docstring(tree) or "").split("\n\n")[0].strip()
    return [] if first.endswith((".", ":")) and " " in first else ["does not open with a sentence"]


def limbo_name(path: PurePath) -> list[str]:
    """A module or package named for what nobody could place."""
    parts = [part.removesuffix(".py") for part in path.parts]
    bad = [part for part in parts if part in _LIMBO_NAMES or part.startswith("base_")]
    return [f"named {part}" for part in bad]


def relative_imports(tree: ast.Module) -> list[str]:
    """Imports that begin with a dot."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level)
    return [f"line {node.lineno}: relative import" for node in nodes]


def _called(node: ast.AST) -> str:
    """Name of what is called, as far as it is written with dots."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def nested_loops(tree: ast.Module) -> list[str]:
    """Calls that start a second event loop inside Qt's, after which another task never wakes again."""
    bad = ("exec", "exec_", "processEvents")
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [
        f"line {node.lineno}: {_called(node)}()"
        for node in nodes
        if isinstance(node.func, ast.Attribute) and node.func.attr in bad
    ]


def read_from_the_air(tree: ast.Module) -> list[str]:
    """Clock readings and random numbers; in rules both are handed in."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [f"line {node.lineno}: {_called(node)}()" for node in calls if _is_from_the_air(_called(node))]


def _is_from_the_air(name: str) -> bool:
    *homes, last = name.split(".")
    is_clock = ".".join([*homes[-1:], last]) in _WALL_CLOCK
    return is_clock or (last in _CHANCE and (not homes or homes[0] in _CHANCE_HOMES))


def idle_test(tree: ast.Module) -> list[str]:
    """Tests that sleep, skip, expect to fail or replace our own code by a mock."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _called(node)
            is_yield = name == "asyncio.sleep" and [ast.unparse(word) for word in node.args] == ["0"]
            if name in {"time.sleep", "asyncio.sleep"} and not is_yield:
                found.append(f"line {node.lineno}: sleeps")
            if name in {"pytest.skip", "pytest.importorskip", "pytest.xfail"}:
                found.append(f"line {node.lineno}: {name}")
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith(
            ("pytest.mark.skip", "pytest.mark.xfail")
        ):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Import | ast.ImportFrom) and "unittest" in ast.unparse(node):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


def unfinished(text: str) -> list[str]:
    """Marks of work put off."""
    return _hits(_UNFINISHED, text)


def bare_excuses(text: str) -> list[str]:
    """Silenced checkers that do not say which finding they silence."""
    return _hits(_BARE_EXCUSE, text)


def names_a_machine(text: str) -> list[str]:
    """Hosts of package registries, options that point at one, absolute paths of somebody's machine."""
    return _hits(_REGISTRY, text) + _hits(_INDEX_OPTION, text) + _hits(_MACHINE_PATH, text)


def _hits(pattern: re.Pattern[str], text: str) -> list[str]:
    lines = enumerate(text.splitlines(), start=1)
    return [f"line {number}: {hit.group()}" for number, line in lines if (hit := pattern.search(line))]
