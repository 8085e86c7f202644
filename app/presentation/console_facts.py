"""Reads the facts of an answer, and numbers lines so that a person may name one of them by its place."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from app.presentation.wording import Wording
from app.usecases.plain_text import plain

Facts: TypeAlias = Mapping[str, object]
MAX_TEXT = 120


def text(data: Facts, key: str) -> str:
    """A fact as text without whatever could move the cursor or hide something; empty when it is missing."""
    value = data.get(key)
    return "" if value is None else plain(str(value), MAX_TEXT)


def number(data: Facts, key: str) -> int:
    """A whole number, 0 when it is missing."""
    value = data.get(key)
    return int(value) if isinstance(value, int | float) else 0


def flag(data: Facts, key: str) -> bool:
    """Whether a fact is so."""
    return data.get(key) is True


def rows(data: Facts, key: str) -> list[Facts]:
    """Facts about several things."""
    value = data.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list | tuple) else []


def amount(data: Facts, key: str, wording: Wording) -> str:
    """An amount of money in minor units, as people write it."""
    return wording.formats.money(number(data, key))


def article_name(data: Facts) -> str:
    """An article with its variant."""
    return ", ".join(part for part in (text(data, "name"), text(data, "variant")) if part)


def listed(lines: Sequence[str]) -> list[str]:
    """The lines with their places, 1 first."""
    return [f"{n}. {line}" for n, line in enumerate(lines, 1)]
