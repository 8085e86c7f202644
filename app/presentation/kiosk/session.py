"""One visitor at the kiosk: everything known of them is in here, and goes when they go."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.errors import Problem
from app.domain.values import LineId
from app.usecases.check_in import CheckedIn, Waiting
from app.usecases.kiosk_calls import Called
from app.usecases.price_check import ProductCard
from app.usecases.start_return import Begun, Returning
from app.usecases.station import Operator

IDLE_S, PERSONAL_S, ASK_S = 40.0, 20.0, 20.0
"""Without a touch, and on a page that shows something personal; then it is asked this long."""
DONE_S, HELP_S, STAFF_S, SLIP_S = 10.0, 120.0, 60.0, 30.0
"""What was done is shown this long, a slip long enough for a photograph; a call for help sounds, and a door for
staff stands open this long."""
SLOW = 2.0
"""Who needs large text gets as much time again."""


class Page(StrEnum):
    """The pages of a kiosk."""

    ATTRACT = "attract"
    START = "start"
    SCAN = "scan"
    TYPE = "type"
    NUMBER = "number"
    PHONE = "phone"
    FOUND = "found"
    DONE = "done"
    PIECES = "pieces"
    REASON = "reason"
    SLIP = "slip"
    MOVED = "moved"
    LOOK_UP = "look_up"
    ARTICLE = "article"
    HELP = "help"
    IDLE = "idle"
    OUT = "out"
    STAFF = "staff"
    SERVICE = "service"


PERSONAL = frozenset({Page.FOUND, Page.PIECES, Page.REASON})
TIMELESS = frozenset({Page.ATTRACT, Page.OUT})
OF_STAFF = frozenset({Page.STAFF, Page.SERVICE})
LEFT_AFTER_S = {
    Page.DONE: DONE_S,
    Page.MOVED: DONE_S,
    Page.SLIP: SLIP_S,
    Page.HELP: HELP_S,
    Page.STAFF: STAFF_S,
    Page.SERVICE: STAFF_S,
}
"""Pages that end by themselves, without asking."""


@dataclass(slots=True)
class ReturnDraft:
    """What a visitor chose to bring back. `shown`: the first article that is in sight; `has_slip`: on paper."""

    returning: Returning | None = None
    chosen: dict[LineId, int] = field(default_factory=dict)
    shown: int = 0
    begun: Begun | None = None
    has_slip: bool = False


@dataclass(slots=True)
class Session:
    """Facts of one visit; a new one is made of nothing but its number."""

    number: int
    page: Page = Page.ATTRACT
    trail: list[Page] = field(default_factory=list)
    touched_s: float = 0.0
    asked_s: float | None = None
    is_large: bool = False
    is_low: bool = False
    is_contrast: bool = False
    typed: str = field(default="", repr=False)
    problem: Problem | None = None
    wrong: int = 0
    waiting: Waiting | None = field(default=None, repr=False)
    checked: CheckedIn | None = None
    has_ticket: bool = False
    is_returning: bool = False
    order_number: str = field(default="", repr=False)
    draft: ReturnDraft = field(default_factory=ReturnDraft, repr=False)
    called: Called | None = None
    is_coming: bool = False
    helper: str = ""
    card: ProductCard | None = None
    picture: bytes = field(default=b"", repr=False)
    staff_number: str = ""
    operator: Operator | None = None

    @property
    def patience_s(self) -> float:
        """How long nobody needs to touch anything on this page."""
        limit = LEFT_AFTER_S.get(self.page, PERSONAL_S if self.page in PERSONAL else IDLE_S)
        return limit if self.page in OF_STAFF else limit * self.pace

    @property
    def pace(self) -> float:
        """Who reads large text reads more slowly."""
        return SLOW if self.is_large else 1.0

    def go(self, page: Page) -> None:
        """On to a page."""
        self.trail.append(self.page)
        self.page, self.typed, self.problem = page, "", None

    def back(self) -> None:
        """One page back; what it showed goes."""
        self.page = self.trail.pop() if self.trail else Page.ATTRACT
        self.typed, self.problem, self.waiting, self.card = "", None, None, None
