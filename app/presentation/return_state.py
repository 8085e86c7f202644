"""What the screen of goods coming back shows."""

from dataclasses import dataclass

from app.presentation.return_draft import Questions, ReturnNote, Stage, Step, TenderCard
from app.presentation.return_words import AmountLine, ChoiceLine, FoundCard, RuleLine
from app.presentation.view_model import Foot


@dataclass(frozen=True, slots=True)
class ReturnState:
    """The whole screen. `quantity` is 0 when there is nothing to count."""

    stage: Stage
    back: str
    title: str
    subtitle: str
    scanned: str
    hint: tuple[str, str]
    choices_title: str
    choices: tuple[ChoiceLine, ...]
    card: FoundCard | None
    rules_title: str
    rules: tuple[RuleLine, ...]
    unmatched: ReturnNote | None
    questions: Questions
    panel_title: str
    discard: str
    case: str
    amounts: tuple[AmountLine, ...]
    pieces_title: str
    quantity: int
    most: int
    total_title: str
    total: str
    tender: TenderCard | None
    consent: str
    has_consent: bool
    notes: tuple[ReturnNote, ...]
    promise: str
    steps: tuple[Step, ...]
    is_asking: bool
    is_over: bool
    foot: Foot
