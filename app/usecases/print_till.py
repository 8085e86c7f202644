"""What the slip says that goes with the customer to the till; values only, a template lays them out."""

from app.domain.commands import SellCart
from app.domain.loyalty import LoyaltyRules, worth
from app.usecases.paper_ports import PaperScalar, PaperValues
from app.usecases.plain_text import plain
from app.usecases.print_documents import PaperDesk

TILL_SLIP = "till_slip"
MAX_CODE = 1_200
"""Characters a QR code of this paper still shows legibly; a longer cart goes by its articles' own codes."""


def till_values(desk: PaperDesk, body: SellCart, operator: str) -> PaperValues:
    """The slip of a cart that was handed to the till; nobody's name is on it."""
    money, taken = desk.formats.money, worth(body.points, LoyaltyRules())
    lines: list[dict[str, PaperScalar]] = [
        {
            "quantity": line.quantity,
            "name": plain(line.name),
            "variant": plain(line.variant),
            "code": plain(line.gtin),
            "each": money(line.unit_price, body.currency),
            "amount": money(line.unit_price * line.quantity, body.currency),
        }
        for line in body.lines
    ]
    values: dict[str, PaperScalar | list[dict[str, PaperScalar]]] = {
        **desk.head(),
        "made_at": desk.formats.weekday_time(body.at),
        "document_no": plain(body.document_no),
        "operator_no": desk.operator_no(operator),
        "lines": lines,
        "due": money(body.total - taken, body.currency),
        "code_qr": till_code(body),
    }
    if body.points:
        values["points"] = desk.words.text("paper.till.points", n=body.points)
        values["points_worth"] = money(-taken, body.currency)
    return values


def till_code(body: SellCart) -> str:
    """What a till can read at once: `BT1;document;currency;code*pieces*price;…;due`, amounts in minor units.

    Empty when it would be too long to be read.
    """
    lines = (f"{plain(line.gtin)}*{line.quantity}*{line.unit_price}" for line in body.lines)
    due = body.total - worth(body.points, LoyaltyRules())
    code = ";".join(("BT1", body.document_no, body.currency, *lines, str(due)))
    return code if len(code) <= MAX_CODE else ""
