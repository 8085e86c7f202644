"""An invented order handed over, a return of another, and the desk of Corsaviva that prints for both."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.adapters.receipt_files import receipt_forms
from app.adapters.shop_formats import ShopFormats
from app.adapters.templates import FormPapers, ShopReceipts
from app.contract.rows import Place, RosterStaff, StoreConfig
from app.domain.commands import ReceiveReturn
from app.domain.day import DayFigures, DaySummary, Share, Tally, Typical
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.orders import Order, Progress, Proof, ProofKind
from app.domain.returns import Condition, Disposition, Reason, RefundLine, ReturnedPiece, Rule, Tender
from app.domain.values import LineId, OrderId, ReturnId, Sku
from app.usecases.paper_ports import Formats, PaperValues
from app.usecases.ports import ReturnPaper
from app.usecases.print_documents import PaperDesk
from hardware.api import PrintDocument
from hardware.printing.layout import lay_out
from hardware.printing.profiles import EPSON_58, GENERIC_80
from tests.unit.domain.samples import NOW_AT, STORE, act, bag, line, order, pieces
from tests.unit.printing.as_text import to_text
from tests.unit.wording.catalogues import wording

RULES = HandoverRules()
PAPERS = FormPapers(receipt_forms())
REPRINTED_AT = datetime(2026, 3, 5, 15, 20, tzinfo=UTC)
SHOP = StoreConfig(
    store=STORE,
    name="Milano Corso Vercelli",
    address="Milano, Corso Vercelli",
    chain="corsaviva",
    market="it",
    pricelist="it-eur",
    epoch=1,
    staff=[RosterStaff(id="op-07", name="Sara Lombardi", number="07", role="clerk", verifier="x")],
    places=[Place("P4", "bay", "posto auto 4")],
)
BODY = ReceiveReturn(
    return_id=ReturnId("r-1"),
    number="R-2603-0188",
    store=STORE,
    pieces=(
        ReturnedPiece(
            sku=Sku("MC-2210-NE-M"),
            gtin="8001234567891",
            name="Maglia Corsa",
            variant="nera, M",
            quantity=1,
            reason=Reason.TOO_SMALL,
            condition=Condition.AS_NEW,
            disposition=Disposition.RESTOCK,
            line=LineId("a"),
        ),
    ),
    rule=Rule.WITHDRAWAL,
    tender=Tender.ORIGINAL,
    place="RESI",
    document_no="T1-000321",
    at=NOW_AT + timedelta(minutes=14),
    order=OrderId("o-4790"),
)
RETURNED = ReturnPaper(
    body=BODY,
    lines=(RefundLine(LineId("a"), 1, 3490, -550, 0),),
    order_number="4790",
    ordered_at=datetime(2026, 2, 21, 10, tzinfo=UTC),
    customer_name="Giulia Bianchi",
    payment_label="carta •••• 4471",
    operator="07",
    is_pending=False,
    decided_at=NOW_AT + timedelta(minutes=15),
)
PENDING = replace(RETURNED, is_pending=True, decided_at=None)


SUMMARY = DaySummary(
    day=date(2026, 3, 5),
    is_today=True,
    figures=DayFigures(
        handed_over=Tally(37, 21),
        reversed=Tally(1, 1),
        returned=Tally(6, 4),
        refunded=Tally(4, 3),
        refunded_amount=Tally(124990, 21470),
        pending=Tally(2, 1),
        pending_amount=Tally(6480, 2990),
        to_collect=14,
        late=2,
        to_ready=Typical(4680, 39),
        promise=Share(36, 39),
        wait=Typical(170, 12),
        no_show=Share(1, 5),
        errors=Share(1, 38),
        reasons=((Reason.TOO_SMALL, 4), (Reason.DAMAGED, 2)),
    ),
    unsent=3,
    unsent_money=1,
    attention=1,
    doubtful=1,
)


def ready(**changes: object) -> Order:
    """Order 4821 of Giulia Bianchi: four pieces in three bags."""
    lines = (
        line("a", Progress(packed=1)),
        line("b", Progress(packed=1), name="Scarpa Aurora 3", variant="blu notte, 42"),
        line("c", Progress(packed=2), name="Borraccia termica 0,7 l", variant="verde"),
    )
    bags = (bag("1", pieces(a=1)), bag("2", pieces(b=1)), bag("3", pieces(c=2)))
    made = order(lines, bags, ready_at=NOW_AT - timedelta(hours=1), customer_name="Giulia Bianchi")
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


def handed_over(ask: HandoverAsk | None = None, **changes: object) -> Order:
    """The same order after the hand-over at NOW_AT."""
    return hand_over(ready(**changes), ask or HandoverAsk(), act(operator="op-07"), RULES)


def by_delegate() -> Order:
    """Two of the three bags, collected by the delegate the customer named."""
    waiting = ready()
    named = replace(waiting, pickup=replace(waiting.pickup, delegate="Paolo R."))
    ask = HandoverAsk(lines=pieces(a=1, b=1), proof=Proof(ProofKind.DELEGATE))
    return hand_over(named, ask, act(operator="op-07"), RULES)


def formats(language: str, timezone: str = "Europe/Rome") -> Formats:
    """Written values of the shop."""
    return ShopFormats("it", timezone) if language == "it" else ShopFormats("en", timezone)


def desk(language: str = "it", shop: StoreConfig = SHOP) -> PaperDesk:
    """What the papers share."""
    return PaperDesk(shop, wording(language), formats(language, shop.timezone))


def receipts(language: str = "it") -> ShopReceipts:
    """The receipts as a terminal makes them."""
    return ShopReceipts(PAPERS, language, wording, formats)


def document(template: str, values: PaperValues, language: str = "it") -> PrintDocument:
    """The paper of these values."""
    return PAPERS.render(template, values, language)


def text(paper: PrintDocument, columns: int = 48) -> str:
    """A paper as text, 48 or 32 columns wide."""
    return to_text(lay_out(paper, GENERIC_80 if columns == 48 else EPSON_58), columns)
