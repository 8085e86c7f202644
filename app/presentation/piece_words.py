"""The piece in hand: what its code says in words, and what keeps it from being sold or handed over."""

from app.domain.orders import Order
from app.domain.scanning import Article, Scanned
from app.presentation.desk import Desk
from app.presentation.wording import Wording
from hardware.api import Pack, ScanRead


def piece_line(pack: Pack, words: Wording, currency: str) -> str:
    """Batch, serial, dates, weight and price, as far as the code told them."""
    told = []
    if pack.batch:
        told.append(words.text("piece.batch", batch=pack.batch))
    if pack.serial:
        told.append(words.text("piece.serial", serial=pack.serial))
    if pack.use_by is not None:
        told.append(words.text("piece.use_by", day=words.formats.day(pack.use_by)))
    if pack.best_before is not None:
        told.append(words.text("piece.best_before", day=words.formats.day(pack.best_before)))
    if pack.weight_g is not None:
        told.append(words.formats.kilograms(pack.weight_g))
    if pack.price is not None:
        told.append(words.formats.money(pack.price, pack.currency or currency))
    return " · ".join(told)


async def refuse_piece(desk: Desk, scanned: Scanned, read: ScanRead, order: Order) -> None:
    """Problem(PIECE_RECALLED | PIECE_EXPIRED | PIECE_PAST_BEST) when a piece of the order must not go out."""
    if isinstance(scanned, Article) and scanned.gtin in {line.gtin.zfill(14) for line in order.lines}:
        goods = await desk.jobs.scans.goods.find(scanned, read)
        await desk.jobs.scans.goods.refuse_sale(goods.pack)
