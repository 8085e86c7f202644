"""What the pages of a kiosk are worded from: the desk, the visit, the shop; and what is inside of a page."""

from dataclasses import dataclass, field

from app.domain.errors import Code
from app.domain.floor_calls import CallNews
from app.presentation.kiosk.blocks import Block, Ground, Note, Press
from app.presentation.kiosk.desk import KioskDesk
from app.presentation.kiosk.session import Session
from app.presentation.marks import Glyph, Tone
from app.presentation.wording import Wording

DOTS = "\N{BULLET}" * 4


@dataclass(frozen=True, slots=True)
class Shop:
    """Where the kiosk stands; `is_out`: it can be of no use to anybody."""

    chain: str = ""
    name: str = ""
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What a page is worded from; `back`: tasks that were sent back to this kiosk."""

    desk: KioskDesk
    session: Session
    shop: Shop
    left_s: int
    back: tuple[CallNews, ...] = ()

    @property
    def words(self) -> Wording:
        """The texts in use."""
        return self.desk.words

    def text(self, name: str, /, **values: str | int) -> str:
        """A text of the kiosk."""
        return self.words.text(f"kiosk.{name}", **values)

    def press(self, button: str, glyph: Glyph, name: str = "", /, *, is_on: bool = False, why: str = "") -> Press:
        """A button, by default called as its id."""
        return Press(button, self.text(f"do.{name or button}"), glyph, is_on, why)

    def problem(self) -> tuple[Note, ...]:
        """What is wrong and what to do, where it can be seen."""
        problem = self.session.problem
        if problem is None:
            return ()
        name = _SAID.get(problem.code, "other")
        values = {"store": str(problem.details.get("store", ""))} if name == "other_store" else {}
        title, line = self.text(f"no.{name}", **values), self.text(f"no.{name}.next")
        return (Note(line, title, Glyph.CIRCLE_ALERT, Tone.DANGER),)


_SAID = {
    Code.CODE_UNKNOWN: "code",
    Code.RETURN_NOT_ELIGIBLE: "nothing_back",
    Code.WRONG_QUANTITY: "nothing_back",
    Code.CODE_TRIES_OVER: "tries",
    Code.CODE_EXPIRED: "expired",
    Code.ORDER_OTHER_STORE: "other_store",
    Code.ALREADY_HANDED_OVER: "collected",
    Code.STEP_NOT_ALLOWED: "collected",
    Code.NO_ANSWER: "line",
    Code.ARTICLE_UNKNOWN: "article",
    Code.SCANNER_RAVING: "raving",
}


@dataclass(frozen=True, slots=True)
class Body:
    """The inside of a page."""

    reads: tuple[Block, ...]
    acts: tuple[Block, ...] = ()
    ways: tuple[Press, ...] = ()
    primary: Press | None = None
    ground: Ground = Ground.CANVAS
    name: str = field(default="")


def ways(view: View) -> tuple[Press, ...]:
    """Back, and out: on every page of a task."""
    return view.press("back", Glyph.ARROW_LEFT), view.press("exit", Glyph.LOG_OUT)
