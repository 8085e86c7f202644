"""Help: what to do, in short pages with a picture each, and every key."""

from dataclasses import dataclass

from app.presentation.desk import Desk
from app.presentation.help_pages import PAGES
from app.presentation.routes import HelpRoute
from app.presentation.view_model import ViewModel


@dataclass(frozen=True, slots=True)
class GuideState:
    """The pages, and the one that is open; `picture` is its file among the help's, `pictured` what it shows."""

    back: str
    title: str
    pages: tuple[tuple[str, str], ...]
    page: str
    heading: str
    body: str
    picture: str
    pictured: str


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
            picture=f"{words.language}/{self._page}.png",
            pictured=words.text(f"help.{self._page}.picture"),
        )
