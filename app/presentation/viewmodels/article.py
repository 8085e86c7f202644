"""An article: what it costs here and online, who mends a difference, how many stand where, where to fetch it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from app.contract.rows import StoreConfig
from app.domain.errors import Code, Problem
from app.domain.scanning import Article, classify
from app.presentation.article_words import ArticleWords, Price, Spot, StockLine, Variant
from app.presentation.desk import Desk, Seen
from app.presentation.facing import NOTHING, Lines
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.piece_words import piece_line
from app.presentation.routes import ArticleRoute, CustomerRoute, ReturnRoute, Route
from app.presentation.view_model import NO_BUTTON, Button, Foot, ViewModel
from app.usecases.price_check import ProductCard
from app.usecases.station import load_config
from hardware.api import Pack, ScanRead

ADD, RETURN, LABEL = "add", "return", "label"


@dataclass(frozen=True, slots=True)
class ArticleState:
    """The whole screen; `is_loading` until the article was looked up, `refusal` when it cannot be shown."""

    back: str
    name: str
    codes: str
    piece: tuple[Tone, str, str]
    sku: str
    is_loading: bool
    refusal: tuple[str, str]
    mark: Mark | None
    promotion: Mark | None
    prices: tuple[Price, ...]
    difference: tuple[str, str]
    lowest: str
    colours: tuple[Variant, ...]
    size_title: str
    sizes: tuple[Variant, ...]
    stock_title: str
    stock_columns: tuple[str, str]
    stock: tuple[StockLine, ...]
    stock_empty: str
    place_title: str
    spot: Spot | None
    no_place: str


class ArticleModel(ViewModel[ArticleState]):
    """One article and, by a tap, the other colours and sizes of its model; all from this terminal's own data."""

    def __init__(self, desk: Desk, route: ArticleRoute) -> None:
        super().__init__()
        self._desk, self._sku, self._pack = desk, route.sku, route.pack
        self._troubles: tuple[Problem, ...] = ()
        self._card: ProductCard | None = None
        self._config: StoreConfig | None = None
        self._problem: Problem | None = None
        self._customer: CustomerRoute | None = None
        self._customer_name = ""

    def come_by(self, route: Route) -> None:
        """With another piece of it in hand."""
        if isinstance(route, ArticleRoute):
            self._pack = route.pack

    async def open(self) -> None:
        """Look the article up; whose cart is open behind this screen."""
        if self._desk.session.operator is None:
            return
        await self._find_customer()
        await self.reload()

    async def reload(self) -> None:
        """Prices or stock may have changed."""
        jobs, session = self._desk.jobs, self._desk.session
        if session.operator is None:
            return
        try:
            card, self._config, self._troubles = await asyncio.gather(
                jobs.prices.card(self._sku, session.who),
                jobs.door.read(lambda tx: load_config(tx, jobs.station.store)),
                jobs.scans.goods.troubles(self._pack),
            )
            self._card, self._problem = card, None
            article = card.hit.article
            line = " · ".join(part for part in (article.size, article.colour) if part)
            session.saw(Seen(ArticleRoute(article.sku), article.name, line))
        except Problem as problem:
            self._problem = problem
        self.refresh()

    @property
    def facing(self) -> Lines:
        """What it is and what it costs here; nothing while it is for the cart of somebody known."""
        price = None if self._card is None else self._card.hit.price
        if self._card is None or price is None or self._customer is not None:
            return NOTHING
        return self._card.hit.article.name, self._desk.store_words.formats.money(price.shop, price.currency)

    async def _find_customer(self) -> None:
        routes = [at for at in self._desk.navigator.trail if isinstance(at, CustomerRoute)]
        self._customer = routes[-1] if routes else None
        if self._customer is not None:
            glance = await self._desk.jobs.find.glance(self._customer.customer)
            self._customer_name = "" if glance is None else glance.name

    def choose(self, sku: str) -> None:
        """Another colour or size of this model; no piece of it is in hand."""
        self._sku, self._pack = sku, Pack()
        self._desk.flights.latest("article", self.reload)

    async def take_scan(self, read: ScanRead) -> bool:
        """Another article is shown in this place; everything else goes its way."""
        scanned = classify(read.raw, dict(read.elements))
        if not isinstance(scanned, Article):
            return False
        goods = await self._desk.jobs.scans.goods.find(scanned, read)
        self._sku, self._pack = goods.hit.article.sku, goods.pack
        await self.reload()
        return True

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        if button == RETURN and self._card is not None:
            self._desk.navigator.go(ReturnRoute(gtin=self._card.hit.article.gtin))
        elif button == LABEL and (label := self._label()):
            self._desk.flights.once(f"{LABEL}:{self._sku}", lambda: self._print_label(label))
        elif button == ADD and self._customer is not None:
            route, name = self._customer, self._customer_name
            self._desk.flights.once(f"{ADD}:{self._sku}", lambda: self._add(route, name))

    async def _print_label(self, values: Mapping[str, str]) -> None:
        desk, who = self._desk, self._desk.session.who
        if desk.jobs.print_shelf_label is None:
            return
        try:
            is_out = await desk.jobs.print_shelf_label(desk.store_words.language, values)
        except Problem as problem:
            explained = desk.explain(problem)
            desk.done(who, explained.what, explained.next)
        else:
            desk.done(who, desk.words.text("article.label.done" if is_out else "article.label.waits"))

    def _label(self) -> dict[str, str]:
        """What stands at the shelf; nothing without a price or a printer for it."""
        price = None if self._card is None else self._card.hit.price
        if self._card is None or price is None or self._desk.jobs.print_shelf_label is None:
            return {}
        article = self._card.hit.article
        return {
            "name": article.name,
            "variant": " · ".join(part for part in (article.size, article.colour) if part),
            "price": self._desk.store_words.formats.money(price.shop, price.currency),
            "gtin": article.gtin,
            "sku": article.sku,
        }

    async def _add(self, route: CustomerRoute, name: str) -> None:
        desk, sku, who = self._desk, self._sku, self._desk.session.who
        try:
            served = await desk.jobs.cart.open(route.customer, who)
            has = next((line.quantity for line in served.cart.lines if line.sku == sku), 0)
            await desk.jobs.cart.change(served.cart, sku, has + 1, who)
        except Problem as problem:
            desk.not_done(who, problem)
            return
        article = "" if self._card is None else self._card.hit.article.name
        desk.done(who, desk.words.text("article.added", article=article, name=name))
        if desk.is_with(who):
            desk.navigator.go(route)

    @property
    def foot(self) -> Foot:
        """Into the cart that is open, or back to the shelf."""
        words = self._desk.words
        if self._card is None:
            return Foot(NO_BUTTON if self._problem else Button(ADD, words.text("article.add"), is_enabled=False))
        back = Button(RETURN, words.text("article.return"), Glyph.UNDO_2)
        label = (Button(LABEL, words.text("article.label"), Glyph.PRINTER),) if self._label() else ()
        if self._customer is None:
            why_not = words.text("article.add.nobody")
            return Foot(Button(ADD, words.text("article.add"), is_enabled=False, why_not=why_not), (back, *label))
        is_linked = self._desk.jobs.link().is_linked
        why_not = "" if is_linked else self._desk.explain(Problem(Code.CART_OFFLINE)).what
        text = words.text("article.add.to", name=self._customer_name.split(" ")[0])
        return Foot(Button(ADD, text, is_enabled=is_linked, why_not=why_not), (back, *label))

    def render(self) -> ArticleState:
        """The facts in words."""
        desk, card, words = self._desk, self._card, self._desk.words
        said = ArticleWords(words, desk.now_at, desk.jobs.link().age_s)
        price = None if card is None else card.hit.price
        currency = "EUR" if price is None else price.currency
        stock = () if card is None else said.stock(card, self._config)
        place = "" if card is None or card.hit.stock is None else card.hit.stock.place
        spot = said.spot(place, () if self._config is None else self._config.places)
        is_known = card is not None
        return ArticleState(
            back=words.text("back"),
            name=words.text("article.title") if card is None else card.hit.article.name,
            codes=self._codes(),
            piece=self._piece(currency),
            sku=self._sku,
            is_loading=card is None and self._problem is None,
            refusal=self._refusal(),
            mark=self._mark(),
            promotion=said.promotion(price),
            prices=said.prices(price) if is_known else (),
            difference=("", "") if card is None else said.difference(card.difference, currency),
            lowest=said.lowest(price),
            colours=() if card is None else said.colours(card),
            size_title=words.text("article.size"),
            sizes=() if card is None else said.sizes(card),
            stock_title=self._variant_words(),
            stock_columns=(words.text("article.column.pieces"), words.text("article.column.age")),
            stock=stock,
            stock_empty=words.text("article.stock.unknown") if is_known and not stock else "",
            place_title=words.text("article.place"),
            spot=spot,
            no_place=words.text("article.place.none") if is_known and spot is None else "",
        )

    def _codes(self) -> str:
        if self._card is None:
            return ""
        article = self._card.hit.article
        return " · ".join(part for part in (article.model, article.gtin) if part)

    def _piece(self, currency: str) -> tuple[Tone, str, str]:
        """What is wrong with the piece in hand, else what its code says of it."""
        if self._card is None:
            return Tone.NEUTRAL, "", ""
        line = piece_line(self._pack, self._desk.words, currency)
        if not self._troubles:
            return Tone.NEUTRAL, line and self._desk.words.text("piece.title"), line
        said = [self._desk.explain(problem) for problem in self._troubles]
        return Tone.DANGER, " ".join(one.what for one in said), f"{said[0].next} {line}".strip()

    def _variant_words(self) -> str:
        if self._card is None:
            return ""
        article, words = self._card.hit.article, self._desk.words
        size = words.text("article.of_size", size=article.size) if article.size else ""
        return ", ".join(part for part in (size, article.colour) if part) or words.text("article.stock")

    def _refusal(self) -> tuple[str, str]:
        if self._problem is None:
            return "", ""
        explained = self._desk.explain(self._problem)
        return explained.what, explained.next

    def _mark(self) -> Mark | None:
        """What must be known before selling it; the gravest when there are several."""
        if self._card is None:
            return None
        article, words = self._card.hit.article, self._desk.words
        if not article.active:
            return Mark(words.text("article.withdrawn"), Glyph.CIRCLE_X, Tone.DANGER)
        if article.min_age:
            return Mark(words.text("article.min_age", n=article.min_age), Glyph.ID_CARD, Tone.WARNING)
        if article.is_final_sale:
            return Mark(words.text("article.final_sale"), Glyph.BAN, Tone.WARNING)
        return None
