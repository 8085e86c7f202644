"""A day's figures in words: what is counted, for shop and counter, and how it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.day import DaySummary, Share, Tally, Typical
from app.presentation.marks import Glyph, Tone
from app.presentation.queue_words import span
from app.presentation.routes import AttentionRoute, DevicesRoute, PickupsRoute, RecentRoute, Route
from app.presentation.wording import Wording

NONE = "—"
PLACES: dict[str, Route] = {
    "to_collect": PickupsRoute(),
    "late": PickupsRoute(),
    "unsent": DevicesRoute(),
    "attention": AttentionRoute(),
    "doubtful": RecentRoute(),
}
"""Where what a row counts can be seen to."""
_MOVEMENTS: dict[str, Glyph] = {
    "handed_over": Glyph.PACKAGE_CHECK,
    "reversed": Glyph.UNDO_2,
    "returned": Glyph.PACKAGE_OPEN,
    "refunded": Glyph.BANKNOTE,
    "pending": Glyph.HOURGLASS,
}
_STANDING: dict[str, tuple[Glyph, Tone]] = {
    "to_collect": (Glyph.PACKAGE, Tone.NEUTRAL),
    "late": (Glyph.ALARM_CLOCK, Tone.DANGER),
    "unsent": (Glyph.CLOUD_UPLOAD, Tone.WARNING),
    "attention": (Glyph.TRIANGLE_ALERT, Tone.WARNING),
    "doubtful": (Glyph.PRINTER, Tone.WARNING),
}
_OF_STATION = ("unsent", "doubtful")
_MEASURES: dict[str, Glyph] = {
    "to_ready": Glyph.CLOCK,
    "promise": Glyph.BADGE_CHECK,
    "wait": Glyph.USER_CHECK,
    "no_show": Glyph.PACKAGE_X,
    "errors": Glyph.UNDO_2,
    "reasons": Glyph.TAG,
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """A figure of the shop and one of this counter; `how` says how it is counted."""

    id: str
    glyph: Glyph
    tone: Tone
    words: str
    shop: str
    here: str
    how: str
    spoken: str


@dataclass(frozen=True, slots=True)
class DayWords:
    """Words one day; immutable."""

    summary: DaySummary
    words: Wording
    now_at: datetime

    def rows(self) -> tuple[DayRow, ...]:
        """Movements, how things stand while the day goes on, what is to be seen to, measures."""
        standing = [name for name in _STANDING if self.summary.is_today or name not in ("to_collect", "late")]
        return (
            *(self._movement(name) for name in _MOVEMENTS),
            *(self._standing(name) for name in standing),
            *(self._measure(name) for name in _MEASURES),
        )

    def _movement(self, name: str) -> DayRow:
        tally: Tally = getattr(self.summary.figures, name)
        amount: Tally | None = getattr(self.summary.figures, f"{name}_amount", None)
        shop, here = str(tally.shop), str(tally.here)
        if amount is not None:
            money = self.words.formats.money
            shop, here = f"{shop} · {money(amount.shop)}", f"{here} · {money(amount.here)}"
        return self._row(name, _MOVEMENTS[name], (shop, here), self.words.text(f"day.how.{name}"))

    def _standing(self, name: str) -> DayRow:
        glyph, tone = _STANDING[name]
        count: int = getattr(self.summary if hasattr(self.summary, name) else self.summary.figures, name)
        cells = (NONE, str(count)) if name in _OF_STATION else (str(count), NONE)
        row_tone = tone if count else Tone.NEUTRAL
        return self._row(name, glyph, cells, self.words.text(f"day.how.{name}"), row_tone)

    def _measure(self, name: str) -> DayRow:
        found = getattr(self.summary.figures, name)
        value, how = NONE, self.words.text(f"day.how.{name}")
        match found:
            case Share(part, whole) if found.percent is not None:
                value = f"{found.percent}\u00a0%"
                how = f"{how} {self.words.text('day.how.share', part=part, total=whole)}"
            case Typical(int() as seconds, count):
                value = span(self.now_at, self.now_at + timedelta(seconds=seconds), self.words)
                how = f"{how} {self.words.text('day.how.typical', n=count)}"
            case tuple() if found:
                value = ", ".join(self._reasons(found)[:1])
                how = f"{how} {' · '.join(self._reasons(found))}"
        return self._row(name, _MEASURES[name], (value, NONE), how)

    def _reasons(self, found: Sequence[tuple[str, int]]) -> list[str]:
        return [f"{self.words.text(f'reason.{reason}')}: {count}" for reason, count in found]

    def _row(self, name: str, glyph: Glyph, cells: tuple[str, str], how: str, tone: Tone = Tone.NEUTRAL) -> DayRow:
        title, (shop, here) = self.words.text(f"day.row.{name}"), cells
        spoken = self.words.text("day.spoken", name=title, shop=shop, here=here)
        return DayRow(name, glyph, tone, title, shop, here, how, spoken)
