"""Reads the project as the structure tests see it: which files it consists of, and their text."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ("app", "hardware")
CODE = (*PROGRAM, "tests")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, committed; paths relative to the root."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = (Path(name) for name in listing.stdout.split("\0") if name)
    return tuple(sorted(path for path in names if (ROOT / path).is_file()))


def modules(*tops: str) -> list[Path]:
    """The Python files below these top folders."""
    return [path for path in files() if path.suffix == ".py" and path.parts[0] in tops]


@cache
def text(path: Path) -> str:
    """Content of one of `files()`; empty for what is not text, told by a zero byte as git does."""
    content = (ROOT / path).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


@cache
def syntax(path: Path) -> ast.Module:
    """Syntax tree of one of `modules()`."""
    return ast.parse(text(path), filename=str(path))
