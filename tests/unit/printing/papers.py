"""Sample papers of the invented chain Corsaviva, one for every block a template prints only sometimes."""

from collections.abc import Mapping
from pathlib import Path

from hardware.api import PrintDocument
from hardware.drivers.printers.twin_commands import next_command
from hardware.drivers.printers.twin_paper import Receipt, TwinPaper
from hardware.printing.art import Art
from hardware.printing.bitmap_font import FILES, BitmapFont
from hardware.printing.escpos_job import render
from hardware.printing.form_values import Values
from hardware.printing.forms import COPY_MARK, RESUME_MARK, Forms, copy_of
from hardware.printing.profiles import PrinterProfile

RESOURCES = Path(__file__).parents[3] / "resources"
FORMS = Forms.read(RESOURCES / "print")
HEAD = {"store_sign": "CORSAVIVA", "store_place": "Milano, Corso Vercelli"}
EURO = "\u00a0€"

PICKUP: Values = {
    **HEAD,
    "order_no": "4821",
    "customer": "Giulia B.",
    "first_name": "Giulia",
    "handed_over_at": "gio 05/03/2026 10:44",
    "place": "posto auto 4",
    "document_no": "T1-000318",
    "operator_no": "07",
    "lines": [
        {"quantity": 1, "name": "Maglia Corsa", "variant": "nera, M"},
        {"quantity": 1, "name": "Scarpa Aurora 3", "variant": "blu notte, 42"},
        {"quantity": 2, "name": "Borraccia termica 0,7 l", "variant": "verde"},
    ],
    "bags_given": 3,
    "bags_total": 3,
    "paid": "online",
    "return_until": "giovedì 19/03/2026",
}
PARTIAL: Values = {
    **PICKUP,
    "is_delegate": True,
    "first_name": "",
    "place": "",
    "bags_given": 2,
    "bags_left": 1,
    "lines": [
        {"quantity": 12, "name": "Calze Corsa con rinforzo e suola antiscivolo", "variant": "bianche, 39-42"}
    ],
}
RETURN: Values = {
    **HEAD,
    "case_no": "R-2603-0188",
    "case_qr": "R-2603-0188",
    "order_no": "4790",
    "ordered_on": "21/02/2026",
    "customer": "Giulia B.",
    "received_at": "gio 05/03/2026 10:58",
    "document_no": "T1-000321",
    "operator_no": "07",
    "lines": [
        {
            "quantity": 1,
            "name": "Maglia Corsa",
            "variant": "nera, M",
            "code": "MC-2210-NE-M",
            "reason": "taglia piccola",
            "condition": "come nuova",
        }
    ],
    "price_paid": "34,90" + EURO,
    "discount_name": "3x2",
    "discount": "-5,50" + EURO,
    "shipping": "0,00" + EURO,
    "refund": "29,40" + EURO,
    "refund_by": "card",
    "card_last4": "4471",
    "refunded_at": "gio 05/03/2026 10:59",
    "refund_days": "3-5",
    "is_withdrawal": True,
}
PENDING: Values = {
    **{name: value for name, value in RETURN.items() if name not in ("refunded_at", "refund_days")},
    "is_pending": True,
    "pending_until": "19/03/2026",
}
VOUCHER: Values = {
    **{name: value for name, value in RETURN.items() if name not in ("discount", "discount_name", "shipping")},
    "refund": "1.249,90" + EURO,
    "price_paid": "1.249,90" + EURO,
    "refund_by": "voucher",
    "is_withdrawal": False,
}
GIFT: Values = {
    **HEAD,
    "chain": "Corsaviva",
    "lines": [
        {"quantity": 1, "name": "Scarpa Aurora 3", "variant": "blu notte, 42"},
        {"quantity": 1, "name": "Maglia Corsa", "variant": "nera, M"},
    ],
    "exchange_until": "sabato 04/04/2026",
    "code": "7QK2-M4X9",
    "code_qr": "7QK2-M4X9",
    "bought_on": "05/03/2026",
}
DAY: Values = {
    **HEAD,
    "day": "giovedì 05/03/2026",
    "printed_at": "gio 05/03/2026 19:42",
    "document_no": "T1-000340",
    "station": "T1AA",
    "is_closed": True,
    "is_today": True,
    "handed_over": "37 / 21",
    "reversed": "1 / 1",
    "returned": "6 / 4",
    "refunded": "4 / 3",
    "refunded_amount": f"1.249,90{EURO} / 214,70{EURO}",
    "pending": "2 / 1",
    "pending_amount": f"64,80{EURO} / 29,90{EURO}",
    "to_collect": "14",
    "late": "2",
    "unsent": "3",
    "unsent_money": 1,
    "attention": "1",
    "doubtful": "1",
    "to_ready": "1 h 18 min",
    "promise": "92\u00a0% (36/39)",
    "wait": "3 min",
    "no_show": "20\u00a0% (1/5)",
    "errors": "3\u00a0% (1/38)",
    "reasons": [{"reason": "taglia piccola", "pieces": 4}, {"reason": "arrivato danneggiato", "pieces": 2}],
}
DAY_BEFORE: Values = {
    **DAY,
    "is_closed": False,
    "is_today": False,
    "unsent": "0",
    "unsent_money": 0,
    "reasons": [],
}
TILL_SLIP: Values = {
    **HEAD,
    "made_at": "gio 05/03/2026 10:44",
    "document_no": "T1-000318",
    "operator_no": "07",
    "lines": [
        {
            "quantity": 2,
            "name": "Giacca guscio Levante",
            "variant": "M, blu notte",
            "code": "8001234567897",
            "each": f"189,00{EURO}",
            "amount": f"378,00{EURO}",
        },
        {"quantity": 1, "name": "Borraccia termica Marea", "each": f"24,90{EURO}", "amount": f"24,90{EURO}"},
    ],
    "points": "Punti fedeltà usati: 200",
    "points_worth": f"-10,00{EURO}",
    "due": f"392,90{EURO}",
    "code_qr": "BT1;T1-000318;EUR;8001234567897*2*18900;*1*2490;39290",
}
PICK_LIST: Values = {
    "list_no": "12",
    "code": "PK-000012",
    "printed_at": "gio 05/03 09:40",
    "contents": "3 ordini, 6 pezzi",
    "due": "10:30",
    "operator_no": "07",
    "rows": [
        {
            "place": "B04",
            "quantity": 1,
            "name": "Scarpa Aurora 3",
            "variant": "blu notte, 42",
            "ean_end": "50317",
            "order_no": "4821",
            "bag": "A",
        },
        {"quantity": 1, "name": "Scarpa Aurora 3", "ean_end": "50294", "order_no": "4833", "bag": "C"},
        {
            "place": "B12",
            "quantity": 2,
            "name": "Calze Corsa con rinforzo e suola antiscivolo",
            "variant": "bianche, 39-42",
            "order_no": "4810",
            "bag": "B",
        },
        {"place": "D02", "quantity": 1, "name": "Borraccia termica 0,7 l", "order_no": "4821", "bag": "A"},
    ],
}
BAG_LABEL: Values = {
    "order_no": "4821",
    "bag": 2,
    "which": "2/3",
    "place": "B12",
    "customer": "Giulia B.",
    "day": "gio 05/03",
    "due": "10:30",
    "is_car": True,
    "store": "Corsaviva, Milano Corso Vercelli",
}
TICKET: Values = {
    "store_sign": "CORSAVIVA",
    "number": "A 47",
    "order_masked": "•••• 4821",
    "bags": 3,
    "arrived_at": "gio 05/03 10:42",
    "is_next": False,
    "ahead": 2,
}
RETURN_SLIP: Values = {
    "store_sign": "CORSAVIVA",
    "request_no": "R-2603-0188",
    "request_qr": "R-2603-0188",
    "lines": [{"name": "Maglia Corsa", "variant": "nera, M"}],
    "order_masked": "•••• 4790",
    "reason": "taglia piccola",
    "requested_at": "05/03/2026 10:42",
}
_FILLED: Mapping[str, tuple[str, Values]] = {
    "pickup": ("pickup_receipt", PICKUP),
    "pickup-partial": ("pickup_receipt", PARTIAL),
    "return": ("return_receipt", RETURN),
    "return-pending": ("return_receipt", PENDING),
    "return-voucher": ("return_receipt", VOUCHER),
    "gift": ("gift_receipt", GIFT),
    "day": ("day_summary", DAY),
    "day-before": ("day_summary", DAY_BEFORE),
    "till": ("till_slip", TILL_SLIP),
    "pick-list": ("pick_list", PICK_LIST),
    "bag-label": ("bag_label", BAG_LABEL),
    "bag-label-desk": ("bag_label", {**BAG_LABEL, "order_no": "10482", "is_car": False, "place": ""}),
    "ticket": ("kiosk_ticket", TICKET),
    "ticket-next": ("kiosk_ticket", {**TICKET, "ahead": 0, "bags": 1, "is_next": True}),
    "return-slip": ("return_slip", RETURN_SLIP),
    "resume-mark": (RESUME_MARK, {"document_no": "T1-000318"}),
}
NAMES = (*_FILLED, "pickup-copy")
CODES = {
    "pickup": "4821",
    "pickup-partial": "4821",
    "pickup-copy": "4821",
    "return": "R-2603-0188",
    "return-pending": "R-2603-0188",
    "return-voucher": "R-2603-0188",
    "gift": "7QK2-M4X9",
    "till": str(TILL_SLIP["code_qr"]),
    "pick-list": "PK-000012",
    "bag-label": "4821-2",
    "bag-label-desk": "10482-2",
    "return-slip": "R-2603-0188",
}
"""What a scanner reads on each paper that has a code: one, no less and no more."""


def paper(name: str, language: str = "it") -> PrintDocument:
    """One of NAMES."""
    if name == "pickup-copy":
        head: Values = {
            "copy_no": 1,
            "printed_at": "gio 05/03/2026 16:20",
            "operator_no": "03",
            "original_at": "10:44",
        }
        return copy_of(paper("pickup", language), FORMS.fill(COPY_MARK, language, head), 1)
    form, values = _FILLED[name]
    return FORMS.fill(form, language, values)


def with_article(form: str, name: str) -> PrintDocument:
    """A paper of a customer on which seven of one article stand that is called so."""
    values = next(values for filled, values in _FILLED.values() if filled == form)
    rows = values["lines"]
    assert isinstance(rows, list | tuple)
    return FORMS.fill(form, "it", {**values, "lines": [{**rows[0], "quantity": 7, "name": name}]})


def receipt_font() -> BitmapFont:
    """The font shipped with the program."""
    regular, bold = ((RESOURCES / "fonts" / "receipt" / file).read_bytes() for file in FILES)
    return BitmapFont(regular, bold, (RESOURCES / "fonts" / "inter" / "Inter_500Medium.ttf").read_bytes())


def printed(document: PrintDocument, profile: PrinterProfile, art: Art | None = None) -> Receipt:
    """The paper as the simulated printer makes it of the very bytes."""
    paper = TwinPaper(profile, receipt_font())
    job = render(document, profile, art or Art(receipt_font()))
    data = job.prelude + b"".join(section.data for section in job.sections)
    while (found := next_command(data)) is not None:
        paper.draw(found[0])
        data = data[found[1] :]
    paper.tear()
    (receipt,) = paper.receipts
    return receipt
