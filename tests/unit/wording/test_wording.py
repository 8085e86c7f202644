"""The sentences a clerk reads, and what hostile details cannot do to them."""

import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.containers import merged
from app.domain.errors import Code, Problem
from app.domain.values import LineId, LineQuantity
from app.presentation.console_texts import ConsoleText, TourText
from app.presentation.error_kinds import Kind
from app.usecases.plain_text import MAX_NAME, plain
from tests.unit.wording.catalogues import LANGUAGES, wording

IT, EN = wording("it"), wording("en")
AT = "2026-03-05T09:44:00+00:00"
COLLECTED = {"order": "4821", "at": AT, "store": "MI01", "station": "MI90", "operator": "op-07"}
HOSTILE = (
    "{0.__class__}",
    "{order.__class__.__init__}",
    "%s%n%1",
    "<b>4821</b>",
    "\u202e1284",
    "\x1b[2J4821",
    "a\r\nb\x00c\x85d",
    "'; DROP TABLE orders; --",
)


def test_a_second_scan_is_refused_with_when_where_and_by_whom() -> None:
    found = IT.explain(Code.ALREADY_HANDED_OVER, COLLECTED)
    assert found.what == (
        "L’ordine 4821 è già stato consegnato giovedì 5 marzo alle 10:44: "
        "negozio Milano Corso Vercelli, postazione MI90, operatore Sara L. (07)."
    )
    assert found.kind is Kind.REFUSED
    assert EN.explain(Code.ALREADY_HANDED_OVER, COLLECTED).what == (
        "Order 4821 was already handed over on Thursday 5 March at 10:44: "
        "shop Milano Corso Vercelli, terminal MI90, operator Sara L. (07)."
    )


def test_fewer_details_make_a_shorter_sentence() -> None:
    def what(*names: str) -> str:
        return IT.explain(Code.ALREADY_HANDED_OVER, {name: COLLECTED[name] for name in names}).what

    assert what("order", "at") == "L’ordine 4821 è già stato consegnato giovedì 5 marzo alle 10:44."
    assert what("order") == "L’ordine 4821 è già stato consegnato."
    assert what() == "Questo ordine è già stato consegnato."


@pytest.mark.parametrize(
    ("now_at", "said"),
    [
        (datetime(2026, 3, 5, 17, tzinfo=UTC), "oggi alle 10:44"),
        (datetime(2026, 3, 6, 8, tzinfo=UTC), "ieri alle 10:44"),
        (datetime(2026, 3, 9, 8, tzinfo=UTC), "giovedì 5 marzo alle 10:44"),
        (datetime(2027, 3, 5, 8, tzinfo=UTC), "giovedì 5 marzo 2026 alle 10:44"),
    ],
)
def test_when_is_said_as_people_say_it(now_at: datetime, said: str) -> None:
    found = IT.explain(Code.ORDER_CANCELLED, {"order": "4821", "at": AT}, now_at=now_at)
    assert found.what == f"L’ordine 4821 è stato annullato {said}."


def test_days_are_the_shops_days() -> None:
    midnight = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert IT.moment(midnight, datetime(2026, 3, 29, 6, tzinfo=UTC)) == "oggi alle 00:30"
    assert IT.explain(Code.RETURN_WINDOW_OVER, {"until": "2026-03-19T22:59:59+00:00"}).what == (
        "Il tempo per rendere è finito giovedì 19 marzo."
    )


def test_words_of_the_machine_are_translated_or_left_out() -> None:
    assert IT.explain(Code.RETURN_NOT_ELIGIBLE, {"why": "condition"}).what == (
        "Non si può rendere: è usato o rovinato."
    )
    assert IT.explain(Code.RETURN_NOT_ELIGIBLE, {"why": "brand_new"}).what == (
        "Questo articolo non si può rendere."
    )
    assert "sede" in IT.explain(Code.NOT_CUSTODIAN, {"order": "1", "holder": "central"}).what
    assert "Milano" in EN.explain(Code.NOT_CUSTODIAN, {"order": "1", "holder": "MI01"}).what
    assert IT.explain(Code.PERMISSION_DENIED, {"action": "day.close"}).what == (
        "Non hai il permesso di fare la chiusura del giorno."
    )


def test_an_id_that_says_nothing_to_a_person_is_left_out() -> None:
    found = IT.explain(Code.ORDER_UNKNOWN, {"order": "0195e2a4-7b1c-7d3e-8f00-0123456789ab"})
    assert found.what == "L’ordine non si trova."
    assert IT.explain(Code.ORDER_UNKNOWN, {"order": ""}).what == "L’ordine non si trova."


def test_counts_have_the_right_form() -> None:
    one: dict[str, str | int] = {"order": "4821", "container": "4821-2", "count": 1}
    assert IT.explain(Code.CONTAINER_MISSING, one).what == "Manca la busta 4821-2 dell’ordine 4821."
    assert IT.explain(Code.CONTAINER_MISSING, {**one, "count": 2}).what == (
        "Mancano 2 buste dell’ordine 4821, la prima è 4821-2."
    )
    assert IT.plural(ConsoleText.ATTENTION_SOME, 1) == "1 caso da sistemare."
    assert IT.plural(ConsoleText.ATTENTION_SOME, 0) == "0 casi da sistemare."
    assert EN.plural(TourText.PASSED, 2) == "2 steps passed."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, ""), (1, "1 secondo"), (90, "90 secondi"), (60, "1 minuto"), (600, "10 minuti"), (172_800, "2 giorni")],
)
def test_how_long_is_said_in_the_largest_unit(seconds: int, said: str) -> None:
    assert IT.duration(seconds) == said


def test_a_lock_says_how_long_and_one_for_good_says_who_helps() -> None:
    waiting, locked = (IT.explain(Code.PIN_LOCKED, {"wait_s": wait_s}) for wait_s in (300, 0))
    assert waiting.what == "PIN bloccato per 5 minuti."
    assert (locked.what, locked.next) == ("PIN bloccato.", "Fallo sbloccare dal responsabile.")


def test_a_problem_raised_by_a_rule_is_explained() -> None:
    with pytest.raises(Problem) as raised:
        merged([LineQuantity(LineId("a"), 0)])
    assert IT.explain_problem(raised.value).what == "La quantità 0 non va bene."


def test_a_code_of_a_newer_release_is_explained_too() -> None:
    found = IT.explain("moon_phase", {"order": "4821"})
    assert found.kind is Kind.REFUSED
    assert found.next.startswith("Serve un aggiornamento")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_values_stay_plain_text(language: str, hostile: str) -> None:
    found = wording(language).explain(Code.ORDER_UNKNOWN, {"order": hostile}).what
    assert plain(hostile) in found
    assert not any(char in found for char in "\x1b\x00\r\n\x85\u202e")
    assert "class 'str'" not in found


def test_a_huge_value_is_cut_and_hardly_looked_at() -> None:
    huge, accents = "x" * 2_000_000, "\u0301" * 2_000_000
    tracemalloc.start()
    found = IT.explain(Code.ORDER_UNKNOWN, {"order": huge}).what
    shown = IT.text(ConsoleText.REFUSED, what=huge, next=accents)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) < 120
    assert len(shown) < 2 * MAX_NAME + 20
    assert used < 100_000


@given(code=st.sampled_from(list(Code)), details=st.dictionaries(st.text(max_size=12), st.text() | st.integers()))
def test_no_detail_ever_raises(code: Code, details: dict[str, str | int]) -> None:
    named: dict[str, str | int] = {
        "order": "1",
        "at": "x",
        "until": "9999-12-31T23:59:59+00:00",
        "amount": -5,
        "currency": "€",
    }
    braces: dict[str, str | int] = dict.fromkeys(named, "{x}")
    for some in (details, {**named, **details}, braces):
        found = IT.explain(code, some)
        assert found.what
        assert found.next
        assert "\n" not in found.what


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_plain_text_is_printable_short_and_stays_as_it_is(text: str, limit: int) -> None:
    found = plain(text, limit)
    assert len(found) <= limit
    assert all(char.isprintable() or char == "\u00a0" for char in found)
    assert plain(found, limit) == found


def test_an_unknown_id_or_a_missing_value_is_our_mistake() -> None:
    with pytest.raises(LookupError):
        IT.text("console.nothing")
    with pytest.raises(LookupError):
        IT.text(ConsoleText.ORDER_FOUND, order="4821")


def test_the_backlog_is_said_as_a_clerk_says_it() -> None:
    assert IT.plural(ConsoleText.BACKLOG_SOME, 3, age=IT.duration(120)) == (
        "3 da inviare, il più vecchio di 2 minuti."
    )
    assert IT.text(ConsoleText.CART_DEARER, quantity=1, name="Scarpa", price="9", difference="1") == (
        "1 x Scarpa: qui 9, 1 in più del sito."
    )
