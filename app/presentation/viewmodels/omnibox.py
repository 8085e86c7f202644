"""One field for everything: the last digits of a phone, a name, an order, a code, an article."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.folding import fold, is_searchable, writable
from app.domain.orders import Order
from app.domain.transfers import moved_to
from app.presentation.desk import Desk
from app.presentation.marks import Glyph
from app.presentation.routes import ArticleRoute, CustomerRoute, OrderRoute, Route
from app.presentation.view_model import Button, Foot, ViewModel
from app.presentation.wording import Wording
from app.usecases.read_ports import ArticleHit, Superseded

MAX_ROWS = 7
PER_GROUP = 3
SEARCH = "omnibox"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """Something that was found; `match` is the part of the name that fits what was typed, or of the line."""

    id: str
    group: str
    glyph: Glyph
    title: str
    line: str
    right: str
    match: tuple[int, int]
    line_match: tuple[int, int]
    spoken: str


@dataclass(frozen=True, slots=True)
class OmniboxState:
    """What the pop-up shows; closed while nothing is typed."""

    typed: str
    hint: str
    is_open: bool
    rows: tuple[ResultRow, ...]
    selected: str
    note: str
    foot: str
    purpose_title: str
    purposes: tuple[tuple[str, str], ...]
    purpose: str


_Found = tuple[ResultRow, Route]


class OmniboxModel(ViewModel[OmniboxState]):
    """Searches as keys come; an older search never shows over a newer one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._typed = ""
        self._rows: tuple[ResultRow, ...] = ()
        self._routes: dict[str, Route] = {}
        self._selected = 0
        self._is_chosen = False
        self._searched = ""
        self._purpose = Purpose.PICKUP
        self._problem: Problem | None = None
        self._is_aside = False

    def type(self, text: str) -> None:
        """The field's text changed. A purpose holds while the words it was chosen for are typed out."""
        text = writable(text)
        if not text.strip() or not text.startswith(self._typed):
            self._purpose = Purpose.PICKUP
        self._typed, self._problem, self._is_aside, self._is_chosen = text, None, False, False
        if not text.strip():
            self._rows, self._searched = (), ""
            self.refresh()
            return
        self.refresh()
        self._desk.flights.latest(SEARCH, self._search)

    def move(self, step: int) -> None:
        """Up or down among the results."""
        if self._rows:
            self._selected, self._is_chosen = (self._selected + step) % len(self._rows), True
            self.refresh()

    def reworded(self) -> None:
        """The language changed: results say the same in the other one."""
        self.refresh()
        if self._searched:
            self._desk.flights.latest(SEARCH, self._search)

    def set_aside(self) -> None:
        """A scan led elsewhere: results give way, what was typed stays."""
        self._is_aside = True
        self.refresh()

    def take_up(self) -> None:
        """Back to what was typed."""
        self._is_aside = False
        self.refresh()

    def choose_purpose(self, purpose: str) -> None:
        """Why a profile is opened."""
        self._purpose = Purpose(purpose)
        self.refresh()

    def enter(self, leave: Callable[[], None]) -> None:
        """Open the selected result; what was typed is looked up first when the rows are of fewer letters and none
        of them was chosen by the arrows.

        `leave` is called when something was opened.
        """
        if self._is_chosen:
            self.pick(self._rows[self._selected].id)
            leave()
            return
        typed = self._typed.strip()
        self._desk.flights.once("omnibox-enter", lambda: self._enter(typed, leave))

    def pick(self, row_id: str) -> None:
        """Open that result."""
        route = self._routes.get(row_id)
        if isinstance(route, CustomerRoute):
            route = replace(route, purpose=self._purpose)
        if route is not None:
            self.type("")
            self._desk.navigator.go(route)

    async def _enter(self, typed: str, leave: Callable[[], None]) -> None:
        if self._searched != typed:
            await self._search()
        if self._searched != typed:
            return  # more was typed meanwhile: what is found for that is not what Enter was pressed for
        if self._rows:
            self.pick(self._rows[self._selected].id)
            leave()
        elif any(char.isdigit() for char in typed):
            await self._ask_further(typed)

    async def _ask_further(self, number: str) -> None:
        """What looks like an order's number and is not here: whether another shop has it."""
        try:
            await self._desk.jobs.find.order_by_number(number, self._desk.session.who)
        except Problem as problem:
            if number == self._typed.strip():
                self._problem = problem
                self.refresh()

    async def _search(self) -> None:
        """All groups at once: each has threads of its own, and names wait for the disk to keep who looked."""
        text = self._typed.strip()
        groups = await asyncio.gather(
            self._orders(text), self._customers(text), self._articles(text), return_exceptions=True
        )
        if text != self._typed.strip() or any(isinstance(group, Superseded) for group in groups):
            return
        found: list[_Found] = []
        for group in groups:
            if isinstance(group, Problem):
                self._problem = group
            elif isinstance(group, BaseException):
                raise group
            else:
                found += group
        self._show(found[:MAX_ROWS])
        self._searched = text
        self.refresh()

    def _show(self, found: list[_Found]) -> None:
        """Rows in place of those before. The one somebody chose meanwhile stays chosen as long as it fits."""
        before = self._rows[self._selected].id if self._is_chosen else ""
        self._rows, self._routes = tuple(row for row, _ in found), {row.id: route for row, route in found}
        ids = [row.id for row in self._rows]
        self._is_chosen = before in ids
        self._selected = ids.index(before) if self._is_chosen else 0

    async def _orders(self, text: str) -> list[_Found]:
        if not any(char.isdigit() for char in text):
            return []
        words, found = self._desk.words, await self._desk.jobs.queues.by_number(text, self._desk.session.who)
        rows: list[_Found] = []
        for order in found[:PER_GROUP]:
            line, state = order.customer_name, _state_of(order, words)
            if (store := moved_to(order)) is not None:
                line = f"{line} · {words.text('omnibox.order.moved', store=words.store(store))}"
            row = self._row(f"order:{order.id}", Glyph.PACKAGE_CHECK, order.number, line, state)
            rows.append((row, OrderRoute(order.id)))
        return rows

    async def _customers(self, text: str) -> list[_Found]:
        if not is_searchable(text):
            return []
        try:
            found = await self._desk.jobs.find.customers(text, self._desk.session.who)
        except Problem as problem:
            if problem.code is not Code.SEARCH_TOO_SHORT:
                raise
            return []
        rows: list[_Found] = []
        for hit in found[: MAX_ROWS - 2]:
            phone = f"••• ••• {hit.phone6[-4:]}" if hit.phone6 else ""
            row = self._row(f"customer:{hit.id}", Glyph.USER, hit.name, phone)
            rows.append((row, CustomerRoute(hit.id, self._purpose)))
        return rows

    async def _articles(self, text: str) -> list[_Found]:
        found = await self._desk.jobs.cart.lookups.search_catalog(lambda reads: reads.search(text, PER_GROUP))
        formats = self._desk.words.formats
        rows: list[_Found] = []
        for hit in found:
            price = "" if hit.price is None else formats.money(hit.price.shop, hit.price.currency)
            sku = hit.article.sku
            row = self._row(f"article:{sku}", Glyph.TAG, hit.article.name, _variant(hit), price)
            rows.append((row, ArticleRoute(sku)))
        return rows

    def _row(self, row_id: str, glyph: Glyph, title: str, line: str, right: str = "") -> ResultRow:
        group_words = self._desk.words.text(f"omnibox.group.{row_id.partition(':')[0]}")
        spoken = ", ".join(part for part in (group_words, title, line, right) if part)
        fits = _match(title, self._typed)
        below = (0, 0) if fits[1] else _tail_match(line, self._typed)
        return ResultRow(row_id, group_words, glyph, title, line, right, fits, below, spoken)

    @property
    def foot(self) -> Foot:
        """What Enter does."""
        return Foot(Button("open", self._desk.words.text("omnibox.open"), is_enabled=bool(self._rows)))

    def render(self) -> OmniboxState:
        """The facts in words."""
        words = self._desk.words
        note = ""
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
            note = f"{explained.what} {explained.next}".strip()
        elif self._searched and not self._rows:
            has_digits = any(char.isdigit() for char in self._typed)
            name = "omnibox.none.ask" if has_digits else "omnibox.none"
            note = words.text(name, typed=self._typed.strip()[:40])
        return OmniboxState(
            typed=self._typed,
            hint=words.text("omnibox.hint"),
            is_open=bool(self._typed.strip()) and not self._is_aside and bool(self._searched or note),
            rows=self._rows,
            selected=self._rows[self._selected].id if self._rows else "",
            note=note,
            foot=words.text("omnibox.foot"),
            purpose_title=words.text("omnibox.purpose"),
            purposes=tuple((purpose.value, words.text(f"purpose.{purpose}")) for purpose in Purpose),
            purpose=self._purpose.value,
        )


def _state_of(order: Order, words: Wording) -> str:
    """What a row says of an order: that it went elsewhere, is over, or how far it is."""
    if moved_to(order) is not None:
        return words.text("omnibox.order.elsewhere")
    if order.cancelled_at is not None:
        return words.text("omnibox.order.cancelled")
    if order.is_collected:
        return words.text("omnibox.order.collected")
    return words.text("omnibox.order.ready" if order.ready_at else "omnibox.order.not_ready")


def _variant(hit: ArticleHit) -> str:
    return " · ".join(part for part in (hit.article.size, hit.article.colour) if part)


def _match(title: str, typed: str) -> tuple[int, int]:
    """Where what was typed stands in the title, accents and case aside; (0, 0) when it does not."""
    folded, wanted = title.casefold(), typed.strip().casefold()
    at = folded.find(wanted)
    if at < 0:
        at = fold(title).find(fold(typed)) if len(fold(title)) == len(title) else -1
    return (at, at + len(wanted)) if at >= 0 and wanted else (0, 0)


def _tail_match(line: str, typed: str) -> tuple[int, int]:
    """The digits of a masked phone that were typed: as many of its end as are shown; (0, 0) for other words."""
    shown, wanted = line.rpartition(" ")[2], typed.strip()
    if not (shown.isdecimal() and wanted.isdecimal()):
        return (0, 0)
    fits = wanted[-len(shown) :]
    return (len(line) - len(fits), len(line)) if shown.endswith(fits) else (0, 0)
