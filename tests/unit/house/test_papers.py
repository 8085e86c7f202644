"""Keeps the papers true: what they name exists, and a decision says why."""

import re
from pathlib import Path

from tests.unit.house import tree

_ARCHITECTURE = Path("app/ARCHITECTURE.md")
_RECORD_NAME = re.compile(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
_TOPS = "app|hardware|tests|resources|packaging"


def _records() -> list[Path]:
    return [path for path in tree.files() if path.parent == Path("app/decisions")]


def _named_paths(text: str) -> set[str]:
    """Every path and every dotted module of the project a text names."""
    paths = re.findall(rf"(?<![\w/.-])((?:{_TOPS})/[\w./-]*\w/?)", text)
    dotted = re.findall(rf"(?<![\w/.-])((?:{_TOPS})(?:\.[a-z_]+)+)(?![\w/*])", text)
    return {path.rstrip("/.") for path in paths} | {name.replace(".", "/") for name in dotted}


def _is_there(name: str) -> bool:
    path = Path(name)
    return any(file == path or file == path.with_suffix(".py") or path in file.parents for file in tree.files())


def test_everything_the_architecture_names_exists() -> None:
    names = _named_paths(tree.text(_ARCHITECTURE))
    assert len(names) > 20
    assert sorted(name for name in names if not _is_there(name)) == []


def test_every_package_of_the_program_is_in_the_architecture() -> None:
    packages = {str(path.parent) for path in tree.modules(*tree.PROGRAM) if path.name == "__init__.py"}
    top = {name for name in packages if name.count("/") == 1}
    assert sorted(top - _named_paths(tree.text(_ARCHITECTURE))) == []


def test_a_name_that_does_not_exist_is_noticed() -> None:
    names = _named_paths("See `app/nowhere/` and app.domain.nothing, not `app/domain/`.")
    assert sorted(name for name in names if not _is_there(name)) == ["app/domain/nothing", "app/nowhere"]


def test_the_architecture_fits_on_two_pages() -> None:
    assert len(tree.text(_ARCHITECTURE).split()) <= 1400


def test_everything_the_other_papers_name_exists() -> None:
    for paper in ("README.md", "CONTRIBUTING.md", "tests/README.md", "resources/README.md", "hardware/README.md"):
        names = _named_paths(tree.text(Path(paper)))
        assert sorted(name for name in names if not _is_there(name)) == [], paper


def test_every_command_the_papers_give_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z]+):", tree.text(Path("Makefile")), flags=re.MULTILINE))
    for paper in ("README.md", "CONTRIBUTING.md", "tests/README.md"):
        named = set(re.findall(r"`make ([a-z]+)", tree.text(Path(paper))))
        assert named <= targets, paper
    assert {"demo", "test"} <= set(re.findall(r"`make ([a-z]+)`", tree.text(Path("README.md"))))


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(match[1]) for path in _records() if (match := _RECORD_NAME.fullmatch(path.name))]
    assert len(numbers) == len(_records()) >= 12
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_every_decision_says_why() -> None:
    for path in _records():
        headings = re.findall(r"^## (.+)$", tree.text(path), flags=re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], path
        assert tree.text(path).startswith(f"# {path.name[:4]}. "), path
        bodies = re.split(r"^## .+$", tree.text(path), flags=re.MULTILINE)[1:]
        assert all(len(body.split()) >= 15 for body in bodies), path


def test_the_changelog_has_a_place_for_the_next_change() -> None:
    assert "## [Unreleased]" in tree.text(Path("CHANGELOG.md"))
