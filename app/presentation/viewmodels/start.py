"""Where a section begins while nothing is opened: what to type or scan, and what was opened here lately."""

from contextlib import suppress
from dataclasses import dataclass

from app.domain.customers import Purpose
from app.domain.errors import Problem
from app.domain.holds import CartHold
from app.domain.values import CartId
from app.presentation.cart_view import held_mark
from app.presentation.desk import Desk
from app.presentation.marks import Glyph
from app.presentation.routes import ArticleRoute, ArticlesRoute, CartsRoute, CustomerRoute, CustomersRoute, Route
from app.presentation.view_model import Foot, ViewModel

StartRoute = CustomersRoute | CartsRoute | ArticlesRoute
MAX_RECENT = 6


@dataclass(frozen=True, slots=True)
class Hint:
    """One way to find it."""

    glyph: Glyph
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class RecentRow:
    """Something this operator opened since signing in."""

    id: str
    glyph: Glyph
    title: str
    line: str
    spoken: str


@dataclass(frozen=True, slots=True)
class StartState:
    """The whole screen."""

    title: str
    line: str
    hints: tuple[Hint, ...]
    recent_title: str
    recent: tuple[RecentRow, ...]
    recent_empty: str
    panel_title: str
    note: str
    note_line: str


_NAMES: dict[type[StartRoute], str] = {
    CustomersRoute: "customers",
    CartsRoute: "carts",
    ArticlesRoute: "articles",
}
_HINTS: dict[str, tuple[tuple[str, Glyph], ...]] = {
    "customers": (("phone", Glyph.PHONE), ("name", Glyph.USER), ("card", Glyph.SCAN_BARCODE)),
    "carts": (("phone", Glyph.PHONE), ("name", Glyph.USER), ("card", Glyph.SCAN_BARCODE)),
    "articles": (("scan", Glyph.SCAN_BARCODE), ("words", Glyph.SEARCH), ("number", Glyph.TAG)),
}


class StartModel(ViewModel[StartState]):
    """A calm place with the search in front; for carts, with what stands aside in the shop."""

    def __init__(self, desk: Desk, route: StartRoute) -> None:
        super().__init__()
        self._desk, self._name = desk, _NAMES[type(route)]
        self._holds: tuple[CartHold, ...] = ()

    async def open(self) -> None:
        """Something may have been opened or put aside since."""
        who = self._desk.session.operator
        if self._name == "carts" and who is not None:
            with suppress(Problem):
                self._holds = await self._desk.jobs.cart.held(who)
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    def open_recent(self, row: str) -> None:
        """Back to something opened lately, or to whom something stands aside for."""
        recent, held = self._recent(), {hold.cart: hold.customer for hold in self._holds}
        if row in held:
            self._desk.navigator.go(CustomerRoute(held[CartId(row)], Purpose.ASSISTANCE))
        elif row.isdigit() and int(row) < len(recent):
            self._desk.navigator.go(recent[int(row)][0])

    def _held(self, hold: CartHold) -> RecentRow:
        words, mark = self._desk.words, held_mark(hold, self._desk.words, self._desk.now_at)
        line = f"{words.plural('queue.count.pieces', hold.pieces)} · {mark.words}"
        return RecentRow(hold.cart, mark.glyph, hold.customer_name, line, f"{hold.customer_name}, {line}")

    def _recent(self) -> list[tuple[Route, str, str]]:
        kind = ArticleRoute if self._name == "articles" else CustomerRoute
        found = [(seen.route, seen.title, seen.line) for seen in self._desk.session.seen]
        return [row for row in found if isinstance(row[0], kind)][:MAX_RECENT]

    @property
    def foot(self) -> Foot:
        """There is nothing to do before something is found."""
        return Foot()

    def render(self) -> StartState:
        """The facts in words."""
        words, name = self._desk.words, self._name
        shared = "articles" if name == "articles" else "customers"
        glyph = Glyph.TAG if shared == "articles" else Glyph.USER
        lately = [
            RecentRow(str(number), glyph, title, line, f"{title}, {line}" if line else title)
            for number, (_, title, line) in enumerate(self._recent())
        ]
        recent = (*(self._held(hold) for hold in self._holds), *lately)
        hints = tuple(
            Hint(icon, words.text(f"start.{shared}.{hint}"), words.text(f"start.{shared}.{hint}.line"))
            for hint, icon in _HINTS[name]
        )
        return StartState(
            title=words.text(f"start.{name}"),
            line=words.text(f"start.{name}.line"),
            hints=hints,
            recent_title=words.text("start.held" if self._holds else "start.recent"),
            recent=recent,
            recent_empty="" if recent else words.text(f"start.{shared}.none"),
            panel_title=words.text(f"start.{name}.panel"),
            note=words.text(f"start.{name}.note"),
            note_line=words.text(f"start.{name}.note.line"),
        )
