"""Keeps the dependencies honest: pinned, hashed, explained, of a licence that fits."""

import importlib.metadata
import re
import tomllib
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.unit.house import tree

# Matched as whole words in a licence expression; without it, in the classifier or the short licence text.
_PERMISSIVE = re.compile(
    r"^(?:MIT(?:-0|-CMU)?(?: License)?|BSD(?:[ -][23]-Clause)?(?: License)?|Apache(?:[ -]2\.0| Software License)?"
    r"|ISC(?: License \(ISCL\))?|PSF-2\.0|HPND)$"
)
# Weaker-than-GPL copyleft is taken as an unchanged, replaceable library, each for a reason in its record.
_COPYLEFT_ACCEPTED = {
    "pyside6-essentials": "LGPL-3.0",
    "shiboken6": "LGPL-3.0",
    "psycopg": "LGPL-3.0",
    "psycopg-binary": "LGPL-3.0",
    "certifi": "MPL-2.0",
}
# Their metadata states nothing, or more than their licence file does; the file was read.
_READ_BY_HAND = {"sqlcipher3": "zlib", "qrcode": "BSD", "segno": "BSD", "mdurl": "MIT", "markdown-it-py": "MIT"}


@cache
def _project() -> dict[str, list[Requirement]]:
    """Requirements of pyproject.toml by the group that asks for them."""
    table = tomllib.loads(tree.text(Path("pyproject.toml")))
    groups = {"run": table["project"]["dependencies"], **table["project"]["optional-dependencies"]}
    groups |= {"dev": table["dependency-groups"]["dev"], "build": table["build-system"]["requires"]}
    return {name: [Requirement(line) for line in lines] for name, lines in groups.items()}


@cache
def _lock() -> dict[str, tuple[str, int]]:
    """Version and number of hashes of each pin in requirements.lock."""
    pins: dict[str, tuple[str, int]] = {}
    for block in re.split(r"^(?=\S)", tree.text(Path("requirements.lock")), flags=re.MULTILINE):
        if head := re.match(r"([\w.-]+)==(\S+)", block):
            pins[canonicalize_name(head[1])] = head[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block))
    return pins


def test_every_requirement_is_pinned_to_a_version_it_allows() -> None:
    wrong = [
        f"{group}: {requirement} against {_lock().get(canonicalize_name(requirement.name))}"
        for group, requirements in _project().items()
        for requirement in requirements
        if not requirement.specifier.contains(_lock().get(canonicalize_name(requirement.name), ("", 0))[0] or "0")
    ]
    assert wrong == []


def test_every_requirement_has_an_upper_bound() -> None:
    bounds = ("<", "<=", "==")
    open_ended = [
        str(requirement)
        for group, requirements in _project().items()
        for requirement in requirements
        if group != "build" and not any(part.operator in bounds for part in requirement.specifier)
    ]
    assert open_ended == []


def test_every_pin_has_hashes() -> None:
    assert len(_lock()) > 80
    assert [name for name, (_, hashes) in _lock().items() if not hashes] == []


def test_the_lock_holds_nothing_but_pins_and_hashes() -> None:
    line = re.compile(r"(?:[\w.-]+(?:\[[\w,]+\])?==\S+ \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?|    #.*)$")
    odd = [text for text in tree.text(Path("requirements.lock")).splitlines() if not line.match(text)]
    assert odd == []


def test_what_is_installed_is_what_is_locked() -> None:
    installed = {str(canonicalize_name(part.name)): part.version for part in importlib.metadata.distributions()}
    different = {
        name: (version, installed.get(name))
        for name, (version, _) in _lock().items()
        if installed.get(name) != version
    }
    assert different == {}


def _run_time_distributions() -> set[str]:
    """What a shop installs: the requirements with ui and camera, and what they require in turn."""
    ahead = [*_project()["run"], *_project()["ui"], *_project()["camera"]]
    seen: set[tuple[str, frozenset[str]]] = set()
    while ahead:
        wanted = ahead.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if name not in _lock() or (name, extras) in seen:
            continue
        seen.add((name, extras))
        asked = (Requirement(line) for line in importlib.metadata.distribution(name).requires or [])
        ahead += [part for part in asked if _applies(part, extras)]
    return {name for name, _ in seen}


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""})


def _licences(name: str) -> list[str]:
    """What the metadata calls the licence: its expression, else its classifiers, else its short text."""
    metadata = importlib.metadata.distribution(name).metadata.json
    if expression := str(metadata.get("license_expression", "")):
        return re.split(r" (?:OR|AND) ", expression)
    classifiers = [line for line in metadata.get("classifier", []) if line.startswith("License ::")]
    words = [line.rpartition("::")[2].strip() for line in classifiers]
    return words or [str(metadata.get("license", "unknown")).splitlines()[0]]


def test_every_licence_fits() -> None:
    names = _run_time_distributions() - set(_READ_BY_HAND)
    assert len(names) > 40
    wrong = {}
    for name in sorted(names):
        allowed = _COPYLEFT_ACCEPTED.get(name)
        licences = _licences(name)
        is_accepted = allowed is not None and any(
            allowed[:4] in licence or "Mozilla" in licence for licence in licences
        )
        if not is_accepted and not any(_PERMISSIVE.match(licence) for licence in licences):
            wrong[name] = licences
    assert wrong == {}


def test_the_licence_rule_can_say_no() -> None:
    assert not _PERMISSIVE.match("GPL-3.0-only")
    assert not _PERMISSIVE.match("LGPL-2.1-or-later")
    assert not _PERMISSIVE.match("unknown")


def test_every_exception_to_the_licences_is_still_needed() -> None:
    assert (set(_COPYLEFT_ACCEPTED) | set(_READ_BY_HAND)) - _run_time_distributions() == set()


def test_every_requirement_has_its_row_in_the_record() -> None:
    record = tree.text(Path("app/decisions/0002-dependencies.md"))
    rows = {canonicalize_name(row) for row in re.findall(r"^\| `([\w.\[\]-]+)` \|", record, flags=re.MULTILINE)}
    asked = {
        canonicalize_name(requirement.name) for requirements in _project().values() for requirement in requirements
    }
    assert rows == asked
