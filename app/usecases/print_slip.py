"""What the slip of a return begun at a kiosk says: articles and a code, no name, of the order its last digits."""

from app.usecases.paper_ports import PaperScalar, PaperValues
from app.usecases.plain_text import plain
from app.usecases.print_documents import PaperDesk
from app.usecases.slip_ports import ReturnSlipPaper

SLIP = "return_slip"


def slip_values(desk: PaperDesk, slip: ReturnSlipPaper) -> PaperValues:
    """The paper of a return that was begun; nothing is promised on it."""
    goods: list[dict[str, PaperScalar]] = []
    for name, variant, quantity in slip.goods:
        row: dict[str, PaperScalar] = {"name": plain(name if quantity == 1 else f"{quantity} x {name}")}
        goods.append(row | {"variant": plain(variant)} if variant else row)
    return {
        "store_sign": desk.chain.upper(),
        "request_no": slip.code,
        "request_qr": slip.code,
        "lines": goods,
        "order_masked": f"\N{BULLET}\N{BULLET}\N{BULLET}\N{BULLET} {plain(slip.number_end)}",
        "reason": ", ".join(desk.words.text(f"reason.{reason}") for reason in slip.reasons),
        "requested_at": desk.formats.date_time(slip.made_at),
        "valid_until": desk.formats.day(slip.until_at),
    }
