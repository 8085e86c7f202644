"""What the sheet says that is signed before goods leave: what, whose, how many bags, and a line for the name.

It stays with the shop. No price, no contact; of the customer the first name and an initial (rule SE-65).
"""

from app.domain.orders import STANDING, Order
from app.usecases.paper_people import short_name
from app.usecases.paper_ports import PaperScalar, PaperValues
from app.usecases.plain_text import plain
from app.usecases.print_documents import PaperDesk

SIGN = "sign_sheet"


def sign_values(desk: PaperDesk, order: Order, document_no: str, printed: str) -> PaperValues:
    """The sheet of all that is packed; `printed` is when, as people write it."""
    lines: list[dict[str, PaperScalar]] = [
        {"quantity": line.progress.packed, "name": plain(line.name), "variant": plain(line.variant)}
        for line in order.lines
        if line.progress.packed
    ]
    return {
        **desk.head(),
        "order_no": plain(order.number),
        "customer": short_name(order.customer_name) or desk.words.text("paper.customer"),
        "document_no": plain(document_no),
        "printed_at": printed,
        "bags": sum(bag.state in STANDING for bag in order.containers),
        "lines": lines,
    }
