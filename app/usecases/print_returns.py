"""What a return receipt says: goods, amounts line by line, and whether the refund has been ordered or waits."""

from collections.abc import Iterable
from datetime import timedelta

from app.domain.commands import ReceiveReturn
from app.domain.orders import OrderLine
from app.domain.refunds import is_bundle
from app.domain.returns import RefundLine, Rule, Tender
from app.usecases.paper_people import Means, means_of, short_name
from app.usecases.paper_ports import PaperScalar, PaperValues, Words
from app.usecases.plain_text import plain
from app.usecases.ports import ReturnPaper
from app.usecases.print_documents import PaperDesk

REFUND_DAYS = "3-5"
REFUND_TERM = timedelta(days=14)
"""A refund leaves within 14 days from the notice of withdrawal (art. 56 Cod. consumo)."""


def return_values(desk: PaperDesk, paper: ReturnPaper, *, promotion: str = "") -> PaperValues:
    """The receipt of goods that came back; `promotion` names the discount that is lost (`3x2`).

    Without lines and a decided sum nobody knows the amount yet: it says so instead of a figure. A refund of
    nothing, or one that nobody ordered, neither waits nor goes anywhere.
    """
    body = paper.body
    refund = sum(line.amount for line in paper.lines) if paper.decided is None else paper.decided
    is_due = refund > 0 or (paper.is_pending and not paper.lines)
    values: dict[str, PaperScalar | list[dict[str, PaperScalar]]] = {
        **desk.head(),
        "case_no": plain(body.number),
        "case_qr": plain(body.number),
        "order_no": plain(paper.order_number) or desk.words.text("paper.order.unmatched"),
        "ordered_on": "" if paper.ordered_at is None else desk.formats.day(paper.ordered_at),
        "customer": short_name(paper.customer_name),
        "received_at": desk.formats.weekday_time(body.at),
        "document_no": plain(body.document_no),
        "operator_no": plain(paper.operator),
        "lines": _pieces(desk.words, body),
        "is_withdrawal": body.rule is Rule.WITHDRAWAL,
        "is_pending": paper.is_pending and is_due,
        **_amounts(desk, paper, refund, promotion),
        **_destination(desk, paper, is_due=is_due),
    }
    return values


def promotion_name(lines: Iterable[OrderLine], words: Words) -> str:
    """What the promotion on these lines is called: `3x2` when each bundle gives one piece for nothing, else how
    many pieces it was for; empty when there is none, or several."""
    names = {_bundle_name(line, words) for line in lines if is_bundle(line) and line.discount}
    return names.pop() if len(names) == 1 else ""


def _bundle_name(line: OrderLine, words: Words) -> str:
    bundles = line.quantity // line.bundle_of
    if line.discount == bundles * line.unit_price:
        return f"{line.bundle_of}x{line.bundle_of - 1}"
    return words.text("paper.promotion.pieces", pieces=line.bundle_of)


def _pieces(words: Words, body: ReceiveReturn) -> list[dict[str, PaperScalar]]:
    return [
        {
            "quantity": piece.quantity,
            "name": plain(piece.name),
            "variant": plain(piece.variant),
            "code": plain(piece.sku or piece.gtin),
            "reason": words.text(f"word.reason.{piece.reason.value}"),
            "condition": words.text(f"word.condition.{piece.condition.value}"),
        }
        for piece in body.pieces
    ]


def _amounts(desk: PaperDesk, paper: ReturnPaper, refund: int, promotion: str) -> dict[str, PaperScalar]:
    def money(amount: int) -> str:
        return desk.formats.money(amount, desk.shop.currency)

    if not paper.lines:
        still_open = desk.words.text("paper.amount.open")
        return {"refund": still_open if paper.decided is None else money(paper.decided)}

    clawback, shipping = _sum_of(paper.lines)
    values: dict[str, PaperScalar] = {
        "price_paid": money(sum(line.price for line in paper.lines)),
        "refund": money(refund),
    }
    if clawback:
        values["discount"] = money(clawback)
        values["discount_name"] = plain(promotion) or desk.words.text("paper.promotion.several")
    if shipping or paper.body.rule is Rule.WITHDRAWAL:
        values["shipping"] = money(shipping)
    return values


def _sum_of(lines: Iterable[RefundLine]) -> tuple[int, int]:
    found = list(lines)
    return sum(line.clawback for line in found), sum(line.shipping for line in found)


def _destination(desk: PaperDesk, paper: ReturnPaper, *, is_due: bool) -> dict[str, PaperScalar]:
    """Where the money goes and by when; `none` when there is none."""
    if not is_due:
        return {"refund_by": "none"}
    if paper.is_at_till:
        return {"refund_by": "till"}
    if paper.cash:
        cash = desk.formats.money(paper.cash, desk.shop.currency)
        return {"refund_by": "other", "refund_means": desk.words.text("paper.means.both", amount=cash)}
    is_voucher = paper.body.tender is Tender.VOUCHER
    means = Means("voucher") if is_voucher else means_of(paper.payment_label, desk.words)
    values: dict[str, PaperScalar] = {
        "refund_by": means.by,
        "card_last4": means.last4,
        "refund_means": means.label,
    }
    if paper.is_pending:
        values["pending_until"] = desk.formats.day(paper.body.at + REFUND_TERM)
        return values
    if paper.decided_at is not None:
        values["refunded_at"] = desk.formats.weekday_time(paper.decided_at)
    return {**values, "refund_days": REFUND_DAYS}
