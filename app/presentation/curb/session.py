"""Who works at the tablet and what is in their hands; a lock takes the person and the page, not the bags."""

from dataclasses import dataclass, field

from app.domain.errors import Problem
from app.domain.orders import Order, Proof
from app.domain.values import OrderId, SignedOn
from app.presentation.curb.states import Page
from app.presentation.marks import Glyph, Tone
from app.usecases.hand_over import HandedOver
from app.usecases.station import Operator

LOCK_S = 180.0
"""Without a touch; then names and cars are gone from the screen."""
SAID_S = 10.0
"""What was done is told this long, and can be taken back this long by one press."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that happened, worded when it is shown: `name` is its title's text, `line` the one under it."""

    name: str
    line: str
    glyph: Glyph
    tone: Tone
    who: str = field(default="", repr=False)


@dataclass(slots=True)
class Session:
    """Facts of the one who is signed in."""

    page: Page = Page.SIGN_IN
    number: str = ""
    operator: Operator | None = None
    chosen: str = ""
    typed: str = field(default="", repr=False)
    problem: Problem | None = None
    said: Said | None = None
    said_s: float = 0.0
    order: Order | None = field(default=None, repr=False)
    touched_s: float = 0.0
    undo: tuple[HandedOver, ...] = ()
    reminded: set[str] = field(default_factory=set)

    def go(self, page: Page) -> None:
        """On to a page; what was wrong or typed on the last one goes."""
        self.page, self.typed, self.problem = page, "", None


@dataclass(slots=True)
class Hands:
    """What was proved for one visit: bags by their labels, who may collect, how old they are, how they signed.
    `delegate`: the name of who collects instead of the customer, empty while the customer does.

    `is_drawn`: something is on the glass to sign on, which is empty anew with each `pad_turn`. `wrong` is the
    label of the bag that was read last and is another car's. `refused`: pieces by order and line that are not
    wanted, for a `reason`.
    """

    scanned: set[str] = field(default_factory=set)
    proofs: dict[OrderId, Proof] = field(default_factory=dict)
    delegate: str = field(default="", repr=False)
    is_age_checked: bool = False
    signed: SignedOn | None = None
    is_drawn: bool = False
    pad_turn: int = 0
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    reason: str = ""
    wrong: str = ""
    said: Said | None = None
