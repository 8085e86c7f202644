"""An article in words: its variants, what stands where and how old that is, where to fetch it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.contract.rows import Place, PriceRow, StoreConfig
from app.domain.catalogue import Freshness
from app.domain.pricing import PriceDifference, reduction_percent
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.wording import Wording
from app.usecases.price_check import ProductCard
from app.usecases.read_ports import ArticleHit

_PLACE = re.compile(r"([A-Za-z]{1,3})[-· ]?([0-9]{1,4})")
_SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL")
MAX_AISLES, MAX_STORES = 8, 3
_PLACE_GLYPHS = {"here": Glyph.STORE, "warehouse": Glyph.WAREHOUSE, "incoming": Glyph.TRUCK}


@dataclass(frozen=True, slots=True)
class Price:
    """A price and where it is asked; `line` says what it comes from."""

    label: str
    value: str
    line: str
    glyph: Glyph


@dataclass(frozen=True, slots=True)
class Variant:
    """Another colour or size of the same model."""

    sku: str
    words: str
    line: str
    is_chosen: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class StockLine:
    """Pieces at one place, what is to be known of them, and the age of that."""

    id: str
    glyph: Glyph
    name: str
    line: str
    pieces: str
    state: str
    age: str
    tone: Tone
    spoken: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it stands, as written there, and the aisles of the shop with the shelves of this one."""

    labels: tuple[str, str]
    aisle: str
    shelf: str
    aisles: tuple[str, ...] = ()
    shelves: tuple[str, ...] = ()
    desk: str = ""


def split_place(place: str) -> tuple[str, str]:
    """Aisle and shelf of a place's code; a code of another kind is all shelf."""
    found = _PLACE.fullmatch(place.strip())
    return (found[1].upper(), found[2]) if found else ("", place.strip())


def by_size(hit: ArticleHit) -> tuple[int, float, str]:
    """The order sizes are read in: numbers by value, letters from small to large, others by name."""
    size = hit.article.size.strip()
    head = size.replace(",", ".").split("-")[0]
    if head.replace(".", "", 1).isdigit():
        return 0, float(head), size
    return (1, _SIZES.index(size.upper()), size) if size.upper() in _SIZES else (2, 0, size)


def free_pieces(hit: ArticleHit) -> int:
    """Pieces here that nobody reserved."""
    return 0 if hit.stock is None else max(0, hit.stock.on_hand - hit.stock.reserved)


class ArticleWords:
    """Words an article in one language at one moment; `age_s` is how old the kept data are, None when unknown."""

    def __init__(self, words: Wording, now_at: datetime, age_s: float | None) -> None:
        self._words, self._now_at, self._age_s = words, now_at, age_s

    def prices(self, price: PriceRow | None) -> tuple[Price, Price]:
        """The shop's price and the site's."""
        words = self._words
        labels = words.text("article.price.shop"), words.text("article.price.site")
        if price is None:
            none = words.text("article.price.none")
            return Price(labels[0], "—", none, Glyph.STORE), Price(labels[1], "—", "", Glyph.MONITOR_SMARTPHONE)
        money = words.formats.money
        return (
            Price(labels[0], money(price.shop, price.currency), self._listed(price, price.shop), Glyph.STORE),
            Price(
                labels[1],
                money(price.site, price.currency),
                self._listed(price, price.site),
                Glyph.MONITOR_SMARTPHONE,
            ),
        )

    def _listed(self, price: PriceRow, asked: int) -> str:
        if price.list <= asked:
            return self._words.text("article.price.full")
        return self._words.text("article.price.list", price=self._words.formats.money(price.list, price.currency))

    def promotion(self, price: PriceRow | None) -> Mark | None:
        """The promotion by its name."""
        return None if price is None or not price.promo else Mark(price.promo, Glyph.TAG, Tone.INFO)

    def lowest(self, price: PriceRow | None) -> str:
        """The lowest price of the 30 days before, and the reduction that may be announced against it."""
        if price is None or not price.lowest30:
            return ""
        text = self._words.formats.money(price.lowest30, price.currency)
        percent = reduction_percent(price.shop, price.lowest30)
        if not percent:
            return self._words.text("article.lowest", price=text)
        return self._words.text(
            "article.lowest.percent", price=text, percent=f"\N{MINUS SIGN}{percent}\N{NO-BREAK SPACE}%"
        )

    def difference(self, found: PriceDifference | None, currency: str) -> tuple[str, str]:
        """What another price says and who mends it."""
        if found is None:
            return "", ""
        amount = self._words.formats.money(abs(found.difference), currency)
        name = "article.shop_dearer" if found.difference < 0 else "article.shop_cheaper"
        return self._words.text(name, amount=amount), self._words.text(f"mender.{found.mender}")

    def colours(self, card: ProductCard) -> tuple[Variant, ...]:
        """A variant of every colour, of the same size where there is one."""
        here, found = card.hit.article, dict[str, ArticleHit]()
        for hit in sorted(card.variants, key=lambda hit: hit.article.size != here.size):
            found.setdefault(hit.article.colour, hit)
        if len(found) < 2:
            return ()
        return tuple(
            Variant(hit.article.sku, colour or "—", "", colour == here.colour, is_here=True)
            for colour, hit in sorted(found.items())
        )

    def sizes(self, card: ProductCard) -> tuple[Variant, ...]:
        """The sizes of this colour with what is here of each."""
        here = card.hit.article
        same = sorted((hit for hit in card.variants if hit.article.colour == here.colour), key=by_size)
        if len(same) < 2:
            return ()
        return tuple(
            Variant(
                hit.article.sku,
                hit.article.size or "—",
                self._words.text("article.pieces_here", n=free_pieces(hit)),
                hit.article.sku == here.sku,
                is_here=free_pieces(hit) > 0,
            )
            for hit in same
        )

    def stock(self, card: ProductCard, config: StoreConfig | None) -> tuple[StockLine, ...]:
        """Here, in other shops, in the warehouse, on its way."""
        stock, here = card.hit.stock, card.here
        if stock is None or here is None:
            return ()
        words = self._words
        reserved = words.plural("article.stock.reserved", stock.reserved)
        facts = words.text("article.stock.facts", n=stock.on_hand, reserved=reserved)
        if here.facts.not_found:
            facts = f"{facts} · {words.text('article.stock.missing', n=here.facts.not_found)}"
        tone = Tone.WARNING if here.is_doubtful else Tone.NEUTRAL
        name = words.text("article.stock.here")
        lines = [self._line("here", name, here.promisable, self._counted(card), line=facts, tone=tone)]
        stores = {} if config is None else _others(config)
        near = sorted(stores.items(), key=lambda item: (-stock.near.get(item[0], 0), item[1]))
        none = words.text("article.stock.none")
        for store, name in near[:MAX_STORES]:
            pieces = stock.near.get(store, 0)
            lines.append(self._line(store, name, pieces, "" if pieces else none))
        state = words.text("article.stock.can_ship") if stock.warehouse else none
        lines.append(self._line("warehouse", words.text("article.stock.warehouse"), stock.warehouse, state))
        if stock.incoming:
            name, on = words.text("article.stock.incoming"), self._day(stock.incoming_on)
            lines.append(self._line("incoming", name, stock.incoming, on))
        return tuple(lines)

    def _line(
        self, line_id: str, name: str, pieces: int, state: str, *, line: str = "", tone: Tone = Tone.NEUTRAL
    ) -> StockLine:
        age, glyph = self._age(), _PLACE_GLYPHS.get(line_id, Glyph.MAP_PIN)
        spoken = ", ".join(part for part in (name, line, str(pieces), state, age) if part)
        return StockLine(line_id, glyph, name, line, str(pieces), state, age, tone, spoken)

    def _counted(self, card: ProductCard) -> str:
        here = card.here
        if here is None or here.freshness is Freshness.NEVER or here.facts.counted_at is None:
            return self._words.text("article.stock.never")
        when = self._words.formats.relative(here.facts.counted_at, self._now_at)
        return self._words.text("article.stock.counted", when=when)

    def _age(self) -> str:
        words = self._words
        if self._age_s is None:
            return words.text("article.age.unknown")
        if self._age_s < 60:
            return words.text("article.age.now")
        return words.text("article.age", age=words.duration(round(self._age_s)))

    def _day(self, text: str) -> str:
        try:
            return self._words.formats.short_day(date.fromisoformat(text))
        except ValueError:
            return ""

    def spot(self, place: str, places: Sequence[Place]) -> Spot | None:
        """Where it stands in the shop; None when nobody wrote it down."""
        if not place:
            return None
        words, (aisle, shelf) = self._words, split_place(place)
        labels = words.text("article.aisle"), words.text("article.shelf")
        if not aisle:
            return Spot(labels, "", shelf)
        known = sorted({split_place(spot.code) for spot in places if spot.kind == "shelf"})
        aisles = tuple(dict.fromkeys(name for name, _ in known if name))
        shelves = tuple(number for name, number in known if name == aisle)
        if aisle not in aisles or len(aisles) > MAX_AISLES:
            return Spot(labels, aisle, shelf)
        return Spot(labels, aisle, shelf, aisles, shelves, words.text("article.desk"))


def _others(config: StoreConfig) -> dict[str, str]:
    """The other shops by id; the configuration names each a second time, by its public number."""
    names = {store: name for store, name in config.stores.items() if not store.isdecimal()}
    return {store: name for store, name in names.items() if store != config.store}
