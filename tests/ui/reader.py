"""What a screen reader finds of an application, by role and name; for the system's Python, which can."""

import sys
from collections.abc import Iterable
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # the system's, not the environment's

DEEPEST = 14


def show(node: Any, depth: int = 0) -> None:
    """A line for it and for everything in it that is to be seen."""
    sys.stdout.write(f"{node.getRoleName()}\t{node.name}\n")
    children: Iterable[Any] = node if depth < DEEPEST else ()
    for child in children:
        if child is not None and child.getState().contains(pyatspi.STATE_VISIBLE):
            show(child, depth + 1)


found = [app for app in pyatspi.Registry.getDesktop(0) if app is not None and app.name == sys.argv[1]]
if not found or not found[0].childCount:
    raise SystemExit(f"no application {sys.argv[1]}")
show(found[0])
