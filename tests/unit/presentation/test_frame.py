"""The line at the bottom: what it says of the way to head office, and of what waits for it."""

from app.bootstrap.words import wording_in
from app.domain.errors import Code
from app.presentation.frame import STALE_S, Facts, strip
from app.presentation.jobs import LinkFacts
from app.presentation.marks import Tone

WORDS = wording_in("it")


def link(*, is_up: bool = True, is_office_up: bool | None = True, age_s: float | None = 1.0) -> LinkFacts:
    """A line."""
    return LinkFacts(is_up, "NO_ANSWER", age_s, "", is_office_up)


def test_each_way_the_line_can_be_cut_has_its_words() -> None:
    whole, cut, alone = (
        strip(WORDS, way, Facts(backlog=2))[0]
        for way in (link(), link(is_office_up=False), link(is_up=False, is_office_up=None))
    )
    assert len({whole.words, cut.words, alone.words}) == 3
    assert (whole.tone, cut.tone, alone.tone) == (Tone.SUCCESS, Tone.WARNING, Tone.WARNING)
    assert not whole.is_filled
    assert cut.is_filled
    assert alone.is_filled


def test_a_full_disk_is_not_called_a_silent_server() -> None:
    for code, said in ((Code.DISK_FULL, "del terminale è pieno"), (Code.SERVER_FULL, "del server è pieno")):
        fact = strip(WORDS, LinkFacts(False, code, 1.0), Facts())[0]
        assert said in fact.words
        assert fact.tone is Tone.DANGER
        assert strip(WORDS, LinkFacts(True, code, 1.0), Facts())[0].tone is Tone.SUCCESS


def test_what_waits_is_a_warning_only_while_it_cannot_leave() -> None:
    tones = [strip(WORDS, link(is_office_up=up), Facts(backlog=2))[2].tone for up in (True, False)]
    assert tones == [Tone.NEUTRAL, Tone.WARNING]


def test_old_data_are_a_warning_and_data_that_never_came_say_so() -> None:
    fresh, old, never = (strip(WORDS, link(age_s=age), Facts())[1] for age in (STALE_S, STALE_S + 1, None))
    assert (fresh.tone, old.tone, never.tone) == (Tone.NEUTRAL, Tone.WARNING, Tone.WARNING)
    assert never.words == WORDS.text("strip.no_data")
