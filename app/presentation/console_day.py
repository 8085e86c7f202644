"""A day's figures for the command line: as plain JSON, and in words."""

from datetime import date

from app.domain.day import DaySummary, Share, Tally, Typical
from app.presentation.console_facts import Facts, flag, number, rows, text
from app.presentation.console_views import Data
from app.presentation.wording import Wording

_COUNTS = ("handed_over", "reversed", "returned", "refunded", "pending")
_SHARES = ("promise", "no_show", "errors")
_TYPICAL = ("to_ready", "wait")


def day_facts(summary: DaySummary) -> Data:
    """The figures of the shop and, as `here`, of this station; money in minor units, durations in seconds."""
    found = summary.figures
    tallies: dict[str, Tally] = {name: getattr(found, name) for name in _COUNTS}
    amounts: dict[str, Tally] = {name: getattr(found, f"{name}_amount") for name in ("refunded", "pending")}
    shares: dict[str, Share] = {name: getattr(found, name) for name in _SHARES}
    typical: dict[str, Typical] = {name: getattr(found, name) for name in _TYPICAL}
    return {
        "day": summary.day.isoformat(),
        "is_today": summary.is_today,
        "closed": "" if summary.closing is None else summary.closing.document_no,
        "counts": [{"id": name, "shop": tally.shop, "here": tally.here} for name, tally in tallies.items()],
        "amounts": [{"id": name, "shop": tally.shop, "here": tally.here} for name, tally in amounts.items()],
        "to_collect": found.to_collect,
        "late": found.late,
        "unsent": summary.unsent,
        "unsent_money": summary.unsent_money,
        "attention": summary.attention,
        "doubtful": summary.doubtful,
        "shares": [{"id": name, "part": share.part, "whole": share.whole} for name, share in shares.items()],
        "typical": [{"id": name, "seconds": one.seconds, "count": one.count} for name, one in typical.items()],
        "reasons": [{"id": reason.value, "pieces": pieces} for reason, pieces in found.reasons],
    }


def day(data: Facts, wording: Wording) -> list[str]:
    """The day, one figure a line."""
    amounts = {text(row, "id"): row for row in rows(data, "amounts")}
    lines = [wording.formats.long_day(date.fromisoformat(text(data, "day")))]
    for row in rows(data, "counts"):
        shop, here = str(number(row, "shop")), str(number(row, "here"))
        if (amount := amounts.get(text(row, "id"))) is not None:
            money = wording.formats.money
            shop, here = f"{shop} ({money(number(amount, 'shop'))})", f"{here} ({money(number(amount, 'here'))})"
        lines.append(wording.text("day.spoken", name=_name(text(row, "id"), wording), shop=shop, here=here))
    standing = ("to_collect", "late") if flag(data, "is_today") else ()
    for name in (*standing, "unsent", "attention", "doubtful"):
        lines.append(f"{_name(name, wording)}: {number(data, name)}")
    if waiting := number(data, "unsent_money"):
        lines.append(wording.explain("money_unsent", {"count": waiting}).what)
    return [*lines, *_measures(data, wording), *_closed(data, wording)]


def _measures(data: Facts, wording: Wording) -> list[str]:
    lines = []
    for row in rows(data, "shares"):
        if whole := number(row, "whole"):
            lines.append(f"{_name(text(row, 'id'), wording)}: {number(row, 'part')}/{whole}")
    for row in rows(data, "typical"):
        if number(row, "count"):
            lines.append(f"{_name(text(row, 'id'), wording)}: {wording.duration(number(row, 'seconds')) or '0'}")
    reasons = [_reason(row, wording) for row in rows(data, "reasons")]
    return [*lines, *([f"{_name('reasons', wording)}: {', '.join(reasons)}"] if reasons else [])]


def _reason(row: Facts, wording: Wording) -> str:
    name = text(row, "id")
    return f"{wording.find(f'reason.{name}') or name} {number(row, 'pieces')}"


def _closed(data: Facts, wording: Wording) -> list[str]:
    document = text(data, "closed")
    return [wording.text("console.day.closed", document=document)] if document else []


def _name(row: str, wording: Wording) -> str:
    return wording.find(f"day.row.{row}") or row


def preview(data: Facts, wording: Wording) -> list[str]:
    """What stands on a paper, line by line."""
    found = data.get("lines")
    return [str(line) for line in found] if isinstance(found, list | tuple) else []


def day_printed(data: Facts, wording: Wording) -> list[str]:
    """The summary is on its way to the printer."""
    return [wording.text("console.day.printed", document=text(data, "document"))]


def day_closed(data: Facts, wording: Wording) -> list[str]:
    """The day is closed."""
    return [wording.text("console.day.closed", document=text(data, "document"))]
