"""How the line to a platform is: what went well when, what failed and why; for the status page and the metrics."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.central.intake.stages import Progress, Stage

OPEN_SETS = "open_sets"
"""The comparison of what waits in every store, beside the stages."""
ALL_ARTICLES = "all_articles"
"""All articles once more, where their date of change does not tell of their stock; beside the stages as well."""
BESIDE = frozenset({OPEN_SETS, ALL_ARTICLES})


@dataclass(slots=True)
class StageHealth:
    """One stage. `code` says why it failed last, empty when it went well; `asked_at` is when it went well last."""

    progress: Progress = field(default_factory=Progress)
    asked_at: datetime | None = None
    code: str = ""


@dataclass(slots=True)
class Health:
    """The line to one platform; lives on the host's event loop, begins anew with the process.

    `missing` are places of the settings that the platform does not have, `unmapped` those nobody says a store for.
    `lag_s`: how old the last change of an order was when it came in. `told` hears of progress in the first load.
    """

    platform: str
    told: Callable[[Stage, Progress], None] = lambda stage, progress: None
    stages: dict[str, StageHealth] = field(
        default_factory=lambda: {name: StageHealth() for name in (*Stage, OPEN_SETS, ALL_ARTICLES)}
    )
    missing: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    lag_s: float | None = None
    pokes: int = 0

    def leave_out(self, stage: str) -> None:
        """The platform cannot be asked for that, or need not."""
        del self.stages[stage]

    def went_well(self, name: str, at: datetime) -> None:
        """It was asked to the end."""
        self.stages[name].asked_at = at
        self.stages[name].code = ""

    def failed(self, name: str, code: str) -> None:
        """It could not be asked."""
        self.stages[name].code = code

    def moved(self, stage: Stage, progress: Progress) -> None:
        """A page of it came in."""
        self.stages[stage].progress = progress
        self.told(stage, progress)

    @property
    def is_up(self) -> bool:
        """Whether the platform answered when it was asked last."""
        return all(not stage.code for stage in self.stages.values())

    @property
    def is_loaded(self) -> bool:
        """Whether everything came in once."""
        return all(stage.progress.is_loaded for name, stage in self.stages.items() if name not in BESIDE)
