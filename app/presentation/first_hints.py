"""What somebody new is told at a place: one line, until they put it away; kept for each operator of a terminal."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.presentation.routes import ArticleRoute, AttentionRoute, HomeRoute, OrderRoute, ReturnRoute, Route
from app.usecases.ports import StoreDoor

PLACES: dict[type[Route], str] = {
    HomeRoute: "home",
    OrderRoute: "order",
    ArticleRoute: "article",
    ReturnRoute: "return",
    AttentionRoute: "attention",
}


@dataclass(slots=True)
class FirstHints:
    """Owns what the operator at work has put away; lives on the loop."""

    door: StoreDoor
    _who: str = ""
    _away: frozenset[str] = field(default_factory=frozenset)

    async def read(self, who: str) -> None:
        """What that operator put away at this terminal; nobody, empty, is told nothing."""
        if who != self._who:
            text = await self.door.read(lambda tx: tx.meta(_key(who))) if who else ""
            self._who, self._away = who, frozenset(text.split())

    def at(self, place: Route) -> str:
        """The hint of a place, empty when there is none or it was put away."""
        hint = PLACES.get(type(place), "")
        return hint if self._who and hint not in self._away else ""

    async def put_away(self, hint: str, told: Callable[[], None]) -> None:
        """Never again to this operator here; `told` at once. Problem(DISK_FULL | DISK_READ_ONLY)."""
        self._away |= {hint}
        told()
        key, text = _key(self._who), " ".join(sorted(self._away))
        await self.door.write(lambda tx: tx.set_meta(key, text))


def _key(who: str) -> str:
    return f"hints.{who}"
