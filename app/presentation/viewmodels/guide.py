"""Help: what to do, in short pages, and every key."""

from dataclasses import dataclass

from app.presentation.desk import Desk
from app.presentation.routes import HelpRoute
from app.presentation.view_model import ViewModel

PAGES = ("start", "pickup", "return", "offline", "printer", "keys")


@dataclass(frozen=True, slots=True)
class GuideState:
    """The pages, and the one that is open."""

    back: str
    title: str
    pages: tuple[tuple[str, str], ...]
    page: str
    heading: str
    body: str


class GuideModel(ViewModel[GuideState]):
    """Turns pages."""

    def __init__(self, desk: Desk, route: HelpRoute) -> None:
        super().__init__()
        self._desk = desk
        self._page = route.page if route.page in PAGES else PAGES[0]

    def choose(self, page: str) -> None:
        """Another page."""
        self._page = page
        self.refresh()

    def render(self) -> GuideState:
        """The page in words."""
        words = self._desk.words
        return GuideState(
            back=words.text("back"),
            title=words.text("help.title"),
            pages=tuple((page, words.text(f"help.{page}")) for page in PAGES),
            page=self._page,
            heading=words.text(f"help.{self._page}"),
            body=words.text(f"help.{self._page}.body"),
        )
