"""What the list says that goes along to the shelves: the stops in walking order; nobody's name is on it."""

from app.domain.refunds import is_by_weight
from app.usecases.paper_ports import PaperScalar, PaperValues
from app.usecases.plain_text import plain
from app.usecases.ports import PickPaper
from app.usecases.print_documents import PaperDesk

PICKS = "pick_list"
EAN_END = 5
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def pick_values(desk: PaperDesk, paper: PickPaper) -> PaperValues:
    """The list; a place is written where it begins, and each order has a letter for its bag."""
    rows: list[dict[str, PaperScalar]] = []
    letters = {order.id: LETTERS[number % len(LETTERS)] for number, order in enumerate(paper.orders)}
    orders, before = {order.id: order for order in paper.orders}, None
    for stop in paper.stops:
        order = orders[stop.order]
        line = order.line(stop.line)
        grams = ""
        if line.weight is not None and is_by_weight(line):
            grams = desk.words.text("paper.grams", ordered=line.weight.ordered_g)
        rows.append(
            {
                "place": plain(stop.place) or "-" if stop.place != before else "",
                "quantity": stop.quantity,
                "name": plain(line.name),
                "variant": ", ".join(part for part in (grams, plain(line.variant)) if part),
                "ean_end": plain(line.gtin)[-EAN_END:],
                "order_no": plain(order.number),
                "bag": letters[order.id],
            }
        )
        before = stop.place
    pieces = sum(stop.quantity for stop in paper.stops)
    due_at = min(order.promised_at or order.placed_at for order in paper.orders)
    return {
        "list_no": str(paper.number),
        "code": f"PK-{paper.number:06d}",
        "printed_at": desk.formats.weekday_time(paper.printed_at),
        "contents": desk.words.text("paper.picks.contents", orders=len(paper.orders), pieces=pieces),
        "due": desk.formats.time(due_at),
        "operator_no": desk.operator_no(paper.operator),
        "rows": rows,
    }
