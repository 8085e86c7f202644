"""Kinds of settings: their one spelling, what a person may type for it, and what is wrong with the rest."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

Value: TypeAlias = bool | int | str | tuple[int | str, ...]
"""A number, yes or no, a time `18:00`, numbers, spans `09:00-13:00`, or dates `2026-12-25`."""

DAY_MINUTES = 24 * 60
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_LOCAL_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MAX_TYPED = 2_000
_JOINED = re.compile(r"(?:\s|,|\be\b|\band\b)*")
_PART = re.compile(r"(\d{1,9})\s*([^\W\d]*)")
_HOUR, _MINUTE, _SECOND = 3_600, 60, 1
_SIZES = (
    (_HOUR, frozenset({"h", "ora", "ore", "hour", "hours"})),
    (_MINUTE, frozenset({"m", "min", "mins", "minuto", "minuti", "minute", "minutes"})),
    (_SECOND, frozenset({"s", "sec", "secs", "secondo", "secondi", "second", "seconds"})),
)


class Kind(StrEnum):
    """What the value of a setting is."""

    NUMBER = "number"
    YES = "yes"
    TIME = "time"
    SPANS = "spans"
    DAYS = "days"


class Unit(StrEnum):
    """What a number counts."""

    NONE = ""
    SECONDS = "s"
    MINUTES = "min"
    DAYS = "d"
    ORDERS = "orders"
    CENTS = "cents"
    PERCENT = "percent"


DURATIONS: Mapping[Unit, int] = {Unit.SECONDS: _SECOND, Unit.MINUTES: _MINUTE}
"""Units that count time, in seconds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `least` and `most` bound numbers, `most` also how many dates there may be."""

    key: str
    section: str
    kind: Kind
    least: int = 0
    most: int = 12
    unit: Unit = Unit.NONE


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which setting: a code, and what its words need."""

    key: str
    what: str
    details: Mapping[str, str | int] = field(default_factory=dict)


def canonical(setting: Setting, value: object) -> "Value | Fault":
    """The one spelling of a value as a file or a line says it."""
    match setting.kind:
        case Kind.YES:
            return value if isinstance(value, bool) else Fault(setting.key, "yes_no")
        case Kind.NUMBER:
            return _number(setting, value)
        case Kind.TIME:
            return "" if value == "" else _one_time(setting, value)
        case Kind.SPANS:
            return _spans(setting, value)
        case Kind.DAYS:
            return _days(setting, value)


def typed(setting: Setting, text: str) -> "Value | Fault":
    """What a person means who typed this: `9-13, 15.30-19.30`, `25/12/2026`, `1 h 30`; empty is none."""
    text = text.strip()
    if len(text) > MAX_TYPED:
        return Fault(setting.key, "too_long")
    match setting.kind:
        case Kind.YES:
            return canonical(setting, {"yes": True, "no": False}.get(text))
        case Kind.NUMBER if setting.unit in DURATIONS:
            return _duration(setting, text)
        case Kind.NUMBER:
            return canonical(setting, _whole(text))
        case Kind.TIME:
            return canonical(setting, text)
        case Kind.SPANS | Kind.DAYS:
            return canonical(setting, _parts(text.replace(" - ", "-").replace("–", "-")))


def spelled(setting: Setting, value: Value) -> str:
    """A value as it may be typed again."""
    if setting.unit in DURATIONS and isinstance(value, int):
        return spelled_time(value * DURATIONS[setting.unit])
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def spelled_time(seconds: int) -> str:
    """`1 h 30 min`, `0 s`: the symbols are those of every language."""
    hours, rest = divmod(seconds, _HOUR)
    counts = ((hours, "h"), (rest // _MINUTE, "min"), (rest % _MINUTE, "s"))
    return " ".join(f"{count} {symbol}" for count, symbol in counts if count) or "0 s"


def minutes_of(text: str) -> int | None:
    """The minute of the day of `18:30`, `9` or `24:00`; None when it is none."""
    found = _TIME.fullmatch(text.strip()) if text.isascii() else None
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2] or 0)
    return minutes if int(found[2] or 0) < 60 and minutes <= DAY_MINUTES else None


def span_of(text: str) -> tuple[int, int] | None:
    """First and last minute of `09:00-13:00`; None when it is none."""
    first, dash, last = text.partition("-")
    opens, closes = minutes_of(first), minutes_of(last)
    if not dash or opens is None or closes is None or opens >= closes:
        return None
    return opens, closes


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", text) if part]


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _duration(setting: Setting, text: str) -> "Value | Fault":
    """`90 s`, `2 min`, `1 h 30`; a number alone counts in the setting's own unit."""
    seconds, size = _seconds(text.casefold(), DURATIONS[setting.unit]), DURATIONS[setting.unit]
    if seconds is None or seconds % size:
        return Fault(setting.key, "duration", {"value": text[:20]})
    return canonical(setting, seconds // size)


def _seconds(text: str, alone: int) -> int | None:
    """How long; None for what is no time, a unit that comes twice, or a smaller one before a larger."""
    total, last, at = 0, 0, 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or not text.isascii():
            return None
        size = _size_of(found[2], last, alone)
        if size == 0 or (last and size >= last):
            return None
        total, last = total + int(found[1]) * size, size
        joined = _JOINED.match(text, found.end())
        at = found.end() if joined is None else joined.end()
    return total if last else None


def _size_of(word: str, last: int, alone: int) -> int:
    """What a number counts by the word behind it; without one the unit below the one before; 0 for no unit."""
    if word:
        return next((size for size, names in _SIZES if word in names), 0)
    return {0: alone, _HOUR: _MINUTE, _MINUTE: _SECOND}.get(last, 0)


def _number(setting: Setting, value: object) -> "Value | Fault":
    bounds: dict[str, str | int] = {"least": setting.least, "most": setting.most}
    if isinstance(value, bool) or not isinstance(value, int):
        return Fault(setting.key, "number", bounds)
    if not setting.least <= value <= setting.most:
        return Fault(setting.key, "range", {**bounds, "value": str(value)[:12]})
    return value


def _one_time(setting: Setting, value: object) -> "Value | Fault":
    minutes = minutes_of(value) if isinstance(value, str) else None
    return Fault(setting.key, "time", {"value": str(value)[:20]}) if minutes is None else _clock(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _spans(setting: Setting, value: object) -> "Value | Fault":
    if not isinstance(value, Sequence) or isinstance(value, str):
        return Fault(setting.key, "spans")
    found: list[tuple[int, int]] = []
    for part in value:
        span = span_of(part) if isinstance(part, str) else None
        if span is None:
            return Fault(setting.key, "span", {"value": str(part)[:20]})
        found.append(span)
    found.sort()
    if any(later[0] <= earlier[1] for earlier, later in pairwise(found)):
        return Fault(setting.key, "overlap")
    return Fault(setting.key, "spans") if len(found) > 6 else tuple(f"{_clock(a)}-{_clock(b)}" for a, b in found)


def _days(setting: Setting, value: object) -> "Value | Fault":
    if not isinstance(value, Sequence) or isinstance(value, str):
        return Fault(setting.key, "days")
    if len(value) > setting.most:
        return Fault(setting.key, "too_many", {"most": setting.most})
    found: set[str] = set()
    for part in value:
        day = _day(part)
        if day is None:
            return Fault(setting.key, "day", {"value": str(part)[:20]})
        found.add(day.isoformat())
    return tuple(sorted(found))


def _day(value: object) -> date | None:
    if type(value) is date:
        return value
    text = value if isinstance(value, str) and value.isascii() else ""
    local = _LOCAL_DAY.fullmatch(text)
    if local is not None:
        text = f"{local[3]}-{int(local[2]):02d}-{int(local[1]):02d}"
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None
