"""The goods behind a code: found by their GTIN or by the shop's own pattern, and what is wrong with the piece."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import msgspec

from app.domain.errors import Code, Problem
from app.domain.finding import serial_term
from app.domain.returns import ReturnCase
from app.domain.scanning import Article
from app.usecases.ports import Clock, Lookups, StoreDoor, TerminalTx
from app.usecases.read_ports import ArticleHit
from app.usecases.station import Station, load_config
from hardware.api import Pack, PackFact, ScanRead, facts_of, read_in_store

MAX_CASES = 20
# What must be read right before a code is believed: the article, and what decides whether it may be sold.
_DECISIVE = frozenset(("", "01", "02", "10", "15", "16", "17", "21", "37", "235", "255", "7003"))
_CODES = {
    PackFact.RECALLED: Code.PIECE_RECALLED,
    PackFact.EXPIRED: Code.PIECE_EXPIRED,
    PackFact.PAST_BEST: Code.PIECE_PAST_BEST,
    PackFact.RETURNED: Code.PIECE_RETURNED,
}
_UNSOLD = (Code.PIECE_RECALLED, Code.PIECE_EXPIRED, Code.PIECE_PAST_BEST)
_cases = msgspec.json.Decoder(ReturnCase)


@dataclass(frozen=True, slots=True)
class Goods:
    """An article of the catalogue and the piece in hand, as far as its code tells."""

    hit: ArticleHit
    pack: Pack

    @property
    def is_measured(self) -> bool:
        """Whether its price hangs on this very piece."""
        return self.pack.weight_g is not None or self.pack.price is not None


def refuse_damaged(read: ScanRead) -> None:
    """Problem(CODE_DAMAGED) when what decides cannot be what is printed there. A trade item number with a wrong
    check digit is told as that, where it is looked up."""
    wrong = _DECISIVE.intersection(read.wrong)
    if wrong - ({"01"} if "01" in read.elements else set()):
        raise Problem(Code.CODE_DAMAGED)


@dataclass(frozen=True, slots=True)
class ScannedGoods:
    """Goods as they come over the counter of one station; lives on the loop."""

    door: StoreDoor
    lookups: Lookups
    clock: Clock
    station: Station

    async def find(self, article: Article, read: ScanRead) -> Goods:
        """The article; a number of the shop's own without price and weight, when the whole of it is not known.

        Problem(ARTICLE_UNKNOWN).
        """
        hits = await self.lookups.catalog(lambda reads: reads.by_gtin(article.gtin))
        pack = read.pack
        if not hits and article.is_local:
            config = await self.door.read(lambda tx: load_config(tx, self.station.store))
            own = read_in_store(article.gtin[1:], tuple(config.in_store_codes))
            if own is not None:
                hits = await self.lookups.catalog(lambda reads: reads.by_gtin(own.article))
                pack = Pack(price=own.price, weight_g=own.weight_g)
        if not hits:
            raise Problem(Code.ARTICLE_UNKNOWN, gtin=article.gtin)
        return Goods(hits[0], replace(pack, gtin=hits[0].article.gtin.zfill(14)))

    async def troubles(self, pack: Pack) -> tuple[Problem, ...]:
        """What is wrong with a piece today, in this shop, the gravest first: PIECE_RECALLED, PIECE_EXPIRED,
        PIECE_RETURNED, PIECE_PAST_BEST; nothing is raised."""
        return await self.door.read(lambda tx: self._troubles(tx, pack))

    async def refuse_sale(self, pack: Pack) -> None:
        """Problem(PIECE_RECALLED | PIECE_EXPIRED | PIECE_PAST_BEST) when it must not go to a customer."""
        for problem in await self.troubles(pack):
            if problem.code in _UNSOLD:
                raise problem

    def _troubles(self, tx: TerminalTx, pack: Pack) -> tuple[Problem, ...]:
        config = load_config(tx, self.station.store)
        today = self.clock.now_at().astimezone(ZoneInfo(config.timezone)).date()
        recalled = {(recall.gtin.zfill(14), recall.batch) for recall in config.recalls}
        found = facts_of(pack, today, recalled, _returned(tx, pack))
        return tuple(Problem(_CODES[fact], **_details(fact, pack)) for fact in found)


def _returned(tx: TerminalTx, pack: Pack) -> set[tuple[str, str]]:
    """The piece itself, when this shop has a return of it."""
    if not pack.serial:
        return set()
    rows = tx.base_find("return", serial_term(pack.gtin, pack.serial), MAX_CASES)
    pieces = (piece for row in rows for piece in _cases.decode(row.body).pieces)
    return {(piece.gtin.zfill(14), piece.serial) for piece in pieces}


def _details(fact: PackFact, pack: Pack) -> dict[str, str]:
    day = pack.use_by if fact is PackFact.EXPIRED else pack.best_before
    match fact:
        case PackFact.RECALLED:
            return {"batch": pack.batch}
        case PackFact.RETURNED:
            return {"serial": pack.serial}
        case _:
            return {} if day is None else {"day": day.isoformat()}
