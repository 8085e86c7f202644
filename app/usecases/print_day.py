"""What the paper of a day says: figures of the shop and of the station that prints, no person in it."""

from app.domain.day import Share, Tally, Typical
from app.usecases.paper_ports import PaperScalar, PaperValues
from app.usecases.plain_text import plain
from app.usecases.ports import DayPage
from app.usecases.print_documents import PaperDesk

DAY = "day_summary"
NONE = "-"


def day_values(desk: PaperDesk, page: DayPage) -> PaperValues:
    """The values of the template; what is of now stands on the paper of today only."""
    summary = page.summary
    found = summary.figures
    reasons: list[dict[str, PaperScalar]] = [
        {"reason": desk.words.text(f"word.reason.{reason}"), "pieces": pieces} for reason, pieces in found.reasons
    ]
    return {
        **desk.head(),
        "day": desk.formats.weekday_date(summary.day),
        "printed_at": desk.formats.weekday_time(page.printed_at),
        "document_no": plain(page.document_no),
        "station": plain(page.station),
        "is_closed": page.is_closed,
        "is_today": summary.is_today,
        "handed_over": _counts(found.handed_over),
        "reversed": _counts(found.reversed),
        "returned": _counts(found.returned),
        "refunded": _counts(found.refunded),
        "refunded_amount": _amounts(desk, found.refunded_amount),
        "pending": _counts(found.pending),
        "pending_amount": _amounts(desk, found.pending_amount),
        "to_collect": str(found.to_collect),
        "late": str(found.late),
        "unsent": str(summary.unsent),
        "unsent_money": summary.unsent_money,
        "attention": str(summary.attention),
        "doubtful": str(summary.doubtful),
        "to_ready": _typical(desk, found.to_ready),
        "promise": _share(found.promise),
        "wait": _typical(desk, found.wait),
        "no_show": _share(found.no_show),
        "errors": _share(found.errors),
        "reasons": reasons,
    }


def _counts(tally: Tally) -> str:
    return f"{tally.shop} / {tally.here}"


def _amounts(desk: PaperDesk, tally: Tally) -> str:
    return f"{desk.formats.money(tally.shop)} / {desk.formats.money(tally.here)}"


def _share(share: Share) -> str:
    """`97 % (36/37)`."""
    return NONE if share.percent is None else f"{share.percent}\u00a0% ({share.part}/{share.whole})"


def _typical(desk: PaperDesk, typical: Typical) -> str:
    """`42 min`, `1 h 18 min`."""
    if typical.seconds is None:
        return NONE
    hours, minutes = divmod(round(typical.seconds / 60), 60)
    if hours:
        return desk.words.text("paper.hours", h=hours, m=minutes)
    return desk.words.text("paper.minutes", m=minutes)
