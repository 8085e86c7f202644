"""Whose piece is this: the order line behind an article that somebody brings back without any paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import Code
from app.domain.returns import ReturnableLine


@dataclass(frozen=True, slots=True)
class LineFound:
    """One line to go by; `others` are older ones of the same customer."""

    line: ReturnableLine
    others: tuple[ReturnableLine, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChoices:
    """Lines of several customers, newest first: a person must choose."""

    lines: tuple[ReturnableLine, ...]


@dataclass(frozen=True, slots=True)
class NoLine:
    """None fits: NOT_BOUGHT_HERE, OVER_RETURN (all came back) or RETURN_WINDOW_OVER, with the nearest misses."""

    code: Code
    lines: tuple[ReturnableLine, ...] = ()


LineMatch = LineFound | LineChoices | NoLine


def _newest_first(lines: Iterable[ReturnableLine]) -> tuple[ReturnableLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.received_at, line.order, line.line), reverse=True))


def find_line(lines: Iterable[ReturnableLine], gtin: str, now_at: datetime, *, customer: str = "") -> LineMatch:
    """The best line for an article: pieces still out, within its window, the most recent one of one customer.

    `gtin` in any length; `customer` narrows to one person when it is known.
    """
    wanted = gtin.zfill(14)
    sold = [line for line in lines if line.gtin.zfill(14) == wanted and customer in ("", line.customer)]
    out = [line for line in sold if line.returned < line.quantity]
    fitting = _newest_first(line for line in out if line.returnable_until >= now_at)
    if not sold:
        return NoLine(Code.NOT_BOUGHT_HERE)
    if not out:
        return NoLine(Code.OVER_RETURN, _newest_first(sold))
    if not fitting:
        return NoLine(Code.RETURN_WINDOW_OVER, _newest_first(out))
    if len({line.customer or line.order for line in fitting}) > 1:
        return LineChoices(fitting)
    return LineFound(fitting[0], fitting[1:])
