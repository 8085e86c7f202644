"""Holds every file of the project against the rules of the house."""

import statistics
from collections.abc import Iterable
from pathlib import Path

from tests.unit.house import rules, tree

# The rules themselves and their planted offences are written out there.
_RULES = {Path("tests/unit/house/rules.py"), Path("tests/unit/house/test_rules.py")}


def _texts(*tops: str) -> list[tuple[Path, str]]:
    paths = tree.modules(*tops) if tops else tree.files()
    return [(path, tree.text(path)) for path in paths if path not in _RULES]


def _report(findings: Iterable[tuple[Path, list[str]]]) -> str:
    return "\n".join(f"{path}: {finding}" for path, found in findings for finding in found)


def _cap(path: Path) -> int:
    if path.parts[0] == "tests":
        return rules.TEST_FILE_LINES
    return rules.SCREEN_LINES if path.parts[:3] == ("app", "ui", "screens") else rules.FILE_LINES


def test_nothing_is_too_long() -> None:
    findings = []
    for path in tree.modules(*tree.CODE):
        findings.append((path, rules.too_long(tree.syntax(path), len(tree.text(path).splitlines()), _cap(path))))
    assert _report(findings) == ""


def test_a_screen_has_the_shortest_cap() -> None:
    assert [_cap(Path(name)) for name in ("app/ui/screens/home.py", "app/ui/bridge.py", "tests/ui/bench.py")] == [
        rules.SCREEN_LINES,
        rules.FILE_LINES,
        rules.TEST_FILE_LINES,
    ]


def test_the_ordinary_file_and_function_are_short() -> None:
    paths = [path for path in tree.modules(*tree.PROGRAM) if path.name != "__init__.py"]
    lines = [len(tree.text(path).splitlines()) for path in paths]
    functions = [rules.length(function) for path in paths for function in rules.functions(tree.syntax(path))]
    assert statistics.median(lines) <= rules.MEDIAN_FILE_LINES
    assert statistics.median(functions) <= rules.MEDIAN_FUNCTION_LINES


def test_every_module_says_why_it_exists() -> None:
    paths = [path for path in tree.modules(*tree.CODE) if "versions" not in path.parts]
    assert _report((path, rules.no_purpose(tree.syntax(path))) for path in paths) == ""


def test_every_folder_of_code_is_a_package() -> None:
    folders = {parent for path in tree.modules(*tree.CODE) for parent in path.parents if parent.parts}
    missing = sorted(str(folder) for folder in folders if not (tree.ROOT / folder / "__init__.py").is_file())
    assert missing == []


def test_no_module_is_a_limbo() -> None:
    assert _report((path, rules.limbo_name(path)) for path in tree.modules(*tree.CODE)) == ""


def test_imports_are_absolute() -> None:
    assert _report((path, rules.relative_imports(tree.syntax(path))) for path in tree.modules(*tree.CODE)) == ""


def test_no_event_loop_is_nested() -> None:
    screens = [path for path in tree.modules("app") if path.parts[1] == "ui"]
    assert screens
    assert _report((path, rules.nested_loops(tree.syntax(path))) for path in screens) == ""


def test_rules_are_handed_the_time_and_the_numbers() -> None:
    pure = [path for path in tree.modules("app") if path.parts[1] in {"domain", "contract", "node", "usecases"}]
    assert len(pure) > 4
    assert _report((path, rules.read_from_the_air(tree.syntax(path))) for path in pure) == ""


def test_tests_neither_sleep_nor_skip_nor_mock() -> None:
    assert _report((path, rules.idle_test(tree.syntax(path))) for path in tree.modules("tests")) == ""


def test_nothing_is_marked_as_unfinished() -> None:
    assert _report((path, rules.unfinished(text)) for path, text in _texts()) == ""


def test_every_silenced_checker_says_what_it_silences() -> None:
    assert _report((path, rules.bare_excuses(text)) for path, text in _texts(*tree.CODE)) == ""


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert _report((path, rules.names_a_machine(text)) for path, text in _texts()) == ""


def test_nothing_belongs_to_one_hosting_site() -> None:
    assert [str(path) for path in tree.files() if path.parts[0] in {".github", ".gitlab"}] == []


def test_the_listing_sees_the_tree() -> None:
    names = {str(path) for path in tree.files()}
    assert {"Makefile", "app/__main__.py", "requirements.lock", "tests/unit/house/test_tree.py"} <= names
