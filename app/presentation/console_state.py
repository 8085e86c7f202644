"""How the station stands, its papers and what waits for a person, in the words of the command line."""

from datetime import datetime

from app.presentation.console_facts import Facts, flag, listed, number, rows, text
from app.presentation.wording import Wording

PAPERS = {
    "queued": "console.receipt.queued",
    "sending": "console.receipt.sent",
    "sent": "console.receipt.sent",
    "confirmed": "console.receipt.confirmed",
    "unknown": "console.receipt.unknown",
    "failed": "console.receipt.failed",
    "cancelled": "console.receipt.dropped",
}


def status(data: Facts, wording: Wording) -> list[str]:
    """Facts, never one light: the line, how old the data are, what waits, the printer, the clock."""
    lines = [_link(data, wording), f"{_freshness(data, wording)} {_backlog(data, wording)}"]
    waiting = number(data, "attention")
    lines.append(
        wording.plural("console.attention.some", waiting) if waiting else wording.text("console.attention.none")
    )
    printer, clock = text(data, "printer"), text(data, "clock")
    lines.append(_explained(printer, wording) if printer else wording.text("console.printer.ready"))
    return [*lines, *([_explained(clock, wording)] if clock else [])]


def _explained(code: str, wording: Wording) -> str:
    explained = wording.explain(code)
    return f"{explained.what} {explained.next}"


def _link(data: Facts, wording: Wording) -> str:
    if flag(data, "is_full"):
        return _explained(text(data, "code"), wording)
    if not flag(data, "is_up"):
        has_answered = isinstance(data.get("age_s"), int | float)
        return wording.text("console.link.shop_down" if has_answered else "console.link.not_yet")
    return wording.text("console.link.down" if data.get("is_linked") is False else "console.link.up")


def _freshness(data: Facts, wording: Wording) -> str:
    if not isinstance(data.get("age_s"), int | float):
        return wording.text("console.freshness.never")
    age = wording.duration(number(data, "age_s"))
    return wording.text("console.freshness.age", age=age) if age else wording.text("console.freshness.now")


def _backlog(data: Facts, wording: Wording) -> str:
    waiting = number(data, "backlog")
    if not waiting:
        return wording.text("console.backlog.none")
    age = wording.duration(number(data, "oldest_s"))
    return (
        wording.plural("console.backlog.some", waiting, age=age) if age else wording.text("say.backlog", n=waiting)
    )


def attention(data: Facts, wording: Wording, now_at: datetime) -> list[str]:
    """What waits for a person, oldest first."""
    items = rows(data, "items")
    if not items:
        return [wording.text("console.attention.none")]
    lines = [_item(item, wording, now_at) for item in items]
    return [wording.plural("console.attention.some", len(items)), *listed(lines)]


def _item(item: Facts, wording: Wording, now_at: datetime) -> str:
    given = item.get("details")
    details = given if isinstance(given, dict) else {}
    flat = {key: value for key, value in details.items() if isinstance(value, str | int | bool)}
    explained = wording.explain(text(item, "code"), flat, now_at=now_at)
    next_ = wording.text("attention.harmless") if item.get("is_harmless") else explained.next
    try:
        at = wording.moment(datetime.fromisoformat(text(item, "at")), now_at)
    except ValueError:
        return f"{explained.what} {next_}"
    return f"{wording.text('console.attention.item', at=at)} {explained.what} {next_}"


def papers(data: Facts, wording: Wording) -> list[str]:
    """The newest papers, newest first."""
    lines = [_paper(row, wording) for row in rows(data, "papers")]
    return listed(lines) if lines else [wording.text("console.receipt.none")]


def paper(data: Facts, wording: Wording) -> list[str]:
    """One paper."""
    return [_paper(data, wording)]


def _paper(data: Facts, wording: Wording) -> str:
    copy = number(data, "copy")
    document = f"{text(data, 'document')} COPIA {copy}" if copy else text(data, "document")
    return wording.text(PAPERS.get(text(data, "state"), PAPERS["unknown"]), document=document)
