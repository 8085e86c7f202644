"""What was measured against what the product promises: as a table for a person, as JSON for a machine."""

from collections.abc import Sequence
from datetime import datetime

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One measured thing. `value` is held against `limit`, both in `unit`; p50 and p99 are in `unit` too.

    `reference` says what was measured beside it in the same run, `note` how to read the row.
    """

    what: str
    unit: str
    value: float
    limit: float
    p50: float | None = None
    p99: float | None = None
    reference: str = ""
    note: str = ""

    @property
    def ratio(self) -> float:
        """Measured over allowed: at most 1 is what was promised."""
        return self.value / self.limit

    @property
    def is_met(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.limit


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What it was measured on, and with how much."""

    cores: int
    python: str
    sqlite: str
    fsync_ms: float
    articles: int
    customers: int
    orders: int


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run; `took_s` includes building the cache."""

    at: datetime
    took_s: float
    machine: Machine
    figures: list[Figure]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of all do not exceed (nearest rank); ValueError for none."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]


def latency(
    what: str, seconds: Sequence[float], limit_ms: float, *, reference: str = "", note: str = ""
) -> Figure:
    """Times in seconds as a figure in milliseconds whose p99 is what the limit is for."""
    p50, p99 = (1000 * percentile(seconds, percent) for percent in (50, 99))
    return Figure(
        what=what, unit="ms", value=p99, limit=limit_ms, p50=p50, p99=p99, reference=reference, note=note
    )


def row_of(figure: Figure) -> tuple[str, ...]:
    """A line of the table."""
    both = "" if figure.p50 is None or figure.p99 is None else f"{_number(figure.p50)} / {_number(figure.p99)}"
    verdict = "ok" if figure.is_met else "MISSED"
    return (
        figure.what,
        f"{_number(figure.value)} {figure.unit}",
        both,
        f"{_number(figure.limit)} {figure.unit}",
        f"{figure.ratio:.2f}",
        verdict,
    )


HEAD = ("what", "measured", "p50 / p99", "limit", "ratio", "")


def table(figures: Sequence[Figure]) -> str:
    """All figures, one a line, with their references and notes below."""
    rows = [HEAD, *(row_of(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "-" * len(lines[0]))
    remarks = [f"  {figure.what}: {_remark(figure)}" for figure in figures if _remark(figure)]
    return "\n".join([*lines, "", *remarks]).rstrip() + "\n"


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *others = (
        cell.ljust(width) if column == 0 else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others])


def _remark(figure: Figure) -> str:
    return "; ".join(part for part in (figure.reference, figure.note) if part)


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}"


def as_json(run: Run) -> bytes:
    """The run with every ratio written out."""
    plain = msgspec.to_builtins(run)
    for figure, entry in zip(run.figures, plain["figures"], strict=True):
        entry |= {"ratio": round(figure.ratio, 4), "is_met": figure.is_met}
    return msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n"
