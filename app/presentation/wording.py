"""What a person reads: for every code what happened, to which object and the next step; texts by id otherwise.

Rules carry codes and flat details, never sentences. The sentences live in gettext catalogues, one folder a
language; this module picks the one that says most of what is known.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import Code, Problem
from app.presentation.detail_words import Details, DetailWords, Known
from app.presentation.error_kinds import KIND_OF, Kind
from app.presentation.phrases import Phrases, Texts
from app.usecases.paper_ports import Formats

UNKNOWN = "unknown"
NOBODY = Known()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A problem in words; plain text, one line each."""

    what: str
    next: str
    kind: Kind


class Wording(Phrases):
    """The texts of one language, with the formats of the shop; immutable, any thread."""

    def __init__(self, language: str, texts: Texts, formats: Formats, known: Known = NOBODY) -> None:
        super().__init__(texts)
        self.language = language
        self.formats = formats
        self._details = DetailWords(self, formats, known)

    def explain(self, code: str, details: Details | None = None, *, now_at: datetime | None = None) -> Explanation:
        """A code in words, whatever is missing from its details; a code of a newer release is said to be one."""
        known = code in KIND_OF
        name = Code(code).value if known else UNKNOWN
        given = details or {}
        words = self._details.words(given, now_at)
        count = given.get("count", 1)
        n = count if isinstance(count, int) else 1
        kind = KIND_OF[Code(code)] if known else Kind.REFUSED
        what = self.best(f"code.{name}.what", words, n)
        return Explanation(what, self.best(f"code.{name}.next", words, n), kind)

    def explain_problem(self, problem: Problem, *, now_at: datetime | None = None) -> Explanation:
        """A problem in words."""
        return self.explain(problem.code, problem.details, now_at=now_at)

    def store(self, store: str) -> str:
        """The name of a shop by its id, or the id."""
        return self._details.store(store)

    def moment(self, moment_at: datetime, now_at: datetime | None = None) -> str:
        """`giovedì 5 marzo alle 10:44`; with `now_at` also `oggi alle 10:44`."""
        return self._details.moment(moment_at, now_at)

    def duration(self, seconds: int) -> str:
        """`10 minuti`, `2 ore`; empty for none."""
        return self._details.duration(seconds)
