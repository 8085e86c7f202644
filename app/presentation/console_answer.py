"""What the command line answers, before it is worded."""

from dataclasses import dataclass, field

from app.presentation.console_views import Data


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a line: `event` names it for wording, `data` is plain JSON."""

    event: str
    data: Data = field(default_factory=dict)
