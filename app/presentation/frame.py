"""What the frame of the clerk's screen shows: rail, line of facts, what was just done."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.presentation.desk import Done
from app.presentation.jobs import LinkFacts
from app.presentation.marks import Glyph, Tone
from app.presentation.routes import (
    ArticlesRoute,
    AttentionRoute,
    CartsRoute,
    CustomersRoute,
    HomeRoute,
    PickupsRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    Section,
)
from app.presentation.wording import Wording
from app.usecases.ports import OutboxState, TerminalTx
from app.usecases.settle_attention import open_items
from app.usecases.station import Station, load_config

STALE_S = 120.0
OPEN_COMMANDS = (OutboxState.INTENT, OutboxState.ACCEPTED)
WORK = (Section.HOME, Section.CUSTOMERS, Section.CARTS, Section.PICKUPS, Section.RETURNS, Section.PRICES)
FOOT = (Section.ATTENTION, Section.RECENT)
TILES: dict[Section, tuple[Glyph, str]] = {
    Section.HOME: (Glyph.HOUSE, ""),
    Section.CUSTOMERS: (Glyph.USERS, "F3"),
    Section.CARTS: (Glyph.SHOPPING_CART, "F4"),
    Section.PICKUPS: (Glyph.PACKAGE_CHECK, "F6"),
    Section.RETURNS: (Glyph.UNDO_2, "F7"),
    Section.PRICES: (Glyph.TAG, "F8"),
    Section.ATTENTION: (Glyph.TRIANGLE_ALERT, ""),
    Section.RECENT: (Glyph.HISTORY, ""),
}
STARTS: dict[Section, Route] = {
    Section.HOME: HomeRoute(),
    Section.CUSTOMERS: CustomersRoute(),
    Section.CARTS: CartsRoute(),
    Section.PICKUPS: PickupsRoute(),
    Section.RETURNS: ReturnRoute(),
    Section.PRICES: ArticlesRoute(),
    Section.ATTENTION: AttentionRoute(),
    Section.RECENT: RecentRoute(),
}


@dataclass(frozen=True, slots=True)
class RailTile:
    """A place of the rail."""

    section: Section
    words: str
    glyph: Glyph
    key: str
    is_lit: bool
    badge: int = 0


@dataclass(frozen=True, slots=True)
class StripFact:
    """One of the four facts of the line, and where a tap leads."""

    id: str
    glyph: Glyph
    words: str
    tone: Tone
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class ToastState:
    """What was just done, in words."""

    title: str = ""
    line: str = ""
    left: str = ""
    undo: str = ""
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class NoticeState:
    """Something to know that nobody has to act on at once; `act` is the word that opens it."""

    title: str = ""
    line: str = ""
    act: str = ""
    close: str = ""
    glyph: Glyph = Glyph.INFO
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class CounterState:
    """The frame; `place` is where we are, so that going somewhere is a change. `worker`: the operator's id."""

    place: Route
    is_locked: bool
    tiles: tuple[RailTile, ...]
    foot_tiles: tuple[RailTile, ...]
    lock: str
    chain: str
    station: str
    time: str
    date: str
    initials: str
    operator: str
    worker: str
    facts: tuple[StripFact, ...]
    hints: tuple[tuple[str, str], ...]
    toast: ToastState
    fault: NoticeState
    news: NoticeState
    back: str
    first_use: str
    close: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the frame shows of the shop and of what waits."""

    shop: str = ""
    chain: str = ""
    backlog: int = 0
    attention: int = 0


def read_facts(tx: TerminalTx, station: Station) -> Facts:
    """Shop and counts, in one look at the store."""
    config = load_config(tx, station.store)
    backlog = len(tx.outbox_list(OPEN_COMMANDS, 1_000))
    return Facts(config.name, config.chain, backlog, len(open_items(tx)))


def tiles(
    words: Wording, sections: tuple[Section, ...], lit: Section, badges: Mapping[Section, int]
) -> tuple[RailTile, ...]:
    """Places of the rail, the one we are in lit; on some how many things wait there."""
    return tuple(
        RailTile(
            section,
            words.text(f"rail.{section}"),
            *TILES[section],
            is_lit=section is lit,
            badge=badges.get(section, 0),
        )
        for section in sections
    )


def strip(words: Wording, link: LinkFacts, facts: Facts) -> tuple[StripFact, ...]:
    """Four facts, never one light: the line, how old the data are, what waits for it, what waits for a person."""
    return (_line(words, link), _freshness(words, link), _backlog(words, link, facts), _attention(words, facts))


def _line(words: Wording, link: LinkFacts) -> StripFact:
    if link.is_linked:
        return StripFact("link", Glyph.CLOUD_CHECK, words.text("strip.up"), Tone.SUCCESS)
    if link.is_full:
        return StripFact("link", Glyph.CLOUD_OFF, words.explain(link.code).what, Tone.DANGER, is_filled=True)
    text = words.text("strip.down" if link.is_up else "strip.shop_down")
    return StripFact("link", Glyph.CLOUD_OFF, text, Tone.WARNING, is_filled=True)


def _freshness(words: Wording, link: LinkFacts) -> StripFact:
    if link.age_s is None:
        return StripFact("freshness", Glyph.REFRESH_CW, words.text("strip.no_data"), Tone.WARNING)
    text = words.text("strip.age", age=words.duration(max(1, round(link.age_s))))
    tone = Tone.WARNING if link.age_s > STALE_S else Tone.NEUTRAL
    return StripFact("freshness", Glyph.REFRESH_CW, text, tone)


def _backlog(words: Wording, link: LinkFacts, facts: Facts) -> StripFact:
    if not facts.backlog:
        return StripFact("backlog", Glyph.CLOUD_UPLOAD, words.text("strip.backlog.none"), Tone.NEUTRAL)
    tone = Tone.NEUTRAL if link.is_linked else Tone.WARNING
    return StripFact("backlog", Glyph.CLOUD_UPLOAD, words.plural("strip.backlog", facts.backlog), tone)


def _attention(words: Wording, facts: Facts) -> StripFact:
    if not facts.attention:
        return StripFact("attention", Glyph.TRIANGLE_ALERT, words.text("strip.attention.none"), Tone.NEUTRAL)
    text = words.plural("strip.attention", facts.attention)
    return StripFact("attention", Glyph.TRIANGLE_ALERT, text, Tone.WARNING)


def toast(words: Wording, latest: Done | None, left_s: int) -> ToastState:
    """What was just done, and for how long it can be taken back."""
    if latest is None:
        return ToastState()
    if latest.undo is None:
        return ToastState(latest.title, latest.line, is_refused=latest.is_refused)
    return ToastState(latest.title, latest.line, words.text("toast.left", n=left_s), words.text("toast.undo"))


def fault(words: Wording, code: str) -> NoticeState:
    """What broke, that nothing is lost, the next step, and the code to tell."""
    if not code:
        return NoticeState()
    return NoticeState(
        words.text("fault.title", code=code),
        words.text("fault.line"),
        close=words.text("notice.close"),
        glyph=Glyph.TRIANGLE_ALERT,
        tone=Tone.WARNING,
    )
