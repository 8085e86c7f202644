"""How the line to a platform is: what went well when, what failed and why; for the status page and the metrics."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.central.connectors.guard_right import CART_WRITES, WRITES
from app.central.intake.stages import Progress, Stage

OPEN_SETS = "open_sets"
"""The comparison of what waits in every store, beside the stages."""
ALL_ARTICLES = "all_articles"
"""All articles once more, where their date of change does not tell of their stock; beside the stages as well."""
GONE_CUSTOMERS = "gone_customers"
"""Whether the customers are there still, where the platform does not tell who left; beside the stages as well."""
_WRITES = frozenset({*WRITES.values(), CART_WRITES})
_BESIDE = (OPEN_SETS, ALL_ARTICLES, GONE_CUSTOMERS)
BESIDE = _WRITES.union(_BESIDE)


@dataclass(slots=True)
class StageHealth:
    """One stage. `code` says why it failed last, empty when it went well; `asked_at` is when it went well last."""

    progress: Progress = field(default_factory=Progress)
    asked_at: datetime | None = None
    code: str = ""


@dataclass(slots=True)
class Health:
    """The line to one platform; lives on the host's event loop, begins anew with the process.

    Whether it lets us write is known, and among the stages, once something was written or should have been.
    `missing` are places of the settings that the platform does not have, `unmapped` those nobody says a store for.
    `lag_s`: how old the last change of an order was when it came in. `told` hears of progress in the first load.
    """

    platform: str
    told: Callable[[Stage, Progress], None] = lambda stage, progress: None
    stages: dict[str, StageHealth] = field(
        default_factory=lambda: {name: StageHealth() for name in (*Stage, *_BESIDE)}
    )
    missing: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    lag_s: float | None = None
    pokes: int = 0

    def leave_out(self, stage: str) -> None:
        """The platform cannot be asked for that, or need not."""
        del self.stages[stage]

    def went_well(self, name: str, at: datetime) -> None:
        """It was asked to the end, or it was written."""
        stage = self._stage(name)
        stage.asked_at, stage.code = at, ""

    def failed(self, name: str, code: str) -> None:
        """It could not be asked, or written."""
        self._stage(name).code = code

    def _stage(self, name: str) -> StageHealth:
        return self.stages.setdefault(name, StageHealth()) if name in _WRITES else self.stages[name]

    def moved(self, stage: Stage, progress: Progress) -> None:
        """A page of it came in."""
        self.stages[stage].progress = progress
        self.told(stage, progress)

    @property
    def is_up(self) -> bool:
        """Whether the platform answered when it was asked last; that it lets us write nothing is an answer."""
        return all(not stage.code for name, stage in self.stages.items() if name not in _WRITES)

    @property
    def is_fine(self) -> bool:
        """Whether it also let us write."""
        return all(not stage.code for stage in self.stages.values())

    @property
    def is_loaded(self) -> bool:
        """Whether everything came in once."""
        return all(stage.progress.is_loaded for name, stage in self.stages.items() if name not in BESIDE)
