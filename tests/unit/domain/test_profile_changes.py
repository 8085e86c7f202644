"""A no is always taken; a yes only on top of what the clerk saw; notes are only ever added, or taken off by id."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.commands import ChangeConsent, NoteCustomer, WithdrawNote
from app.domain.customers import Consent, ConsentPurpose, Customer
from app.domain.errors import Code, Problem
from app.domain.profile_changes import (
    MAX_NOTE,
    MAX_NOTES,
    ProfileBody,
    changed,
    clean_note,
    is_others,
    last_answer,
    no_that_stands,
    projected,
)
from app.domain.values import Act, OperatorId
from tests.unit.domain.samples import NOW_AT, act
from tests.unit.node.shop import customer

MARKETING = ConsentPurpose.MARKETING


def made(number: int, minutes: int = 0) -> Act:
    """Command `number`, so many minutes later."""
    return replace(act(number), at=NOW_AT + timedelta(minutes=minutes))


def yes(seen_at: datetime | None = None, text: str = "2025-1") -> ChangeConsent:
    """The customer agrees to marketing."""
    return ChangeConsent("c-1", MARKETING, is_given=True, text_version=text, at=NOW_AT, seen_at=seen_at)


def no(seen_at: datetime | None = None) -> ChangeConsent:
    """The customer takes it back."""
    return replace(yes(seen_at), is_given=False)


def answers(subject: Customer) -> list[bool]:
    """All answers, in their order."""
    return [consent.is_given for consent in subject.consents]


def test_a_yes_says_when_where_and_to_which_text() -> None:
    given_ = changed(customer(), yes(), made(1))
    assert given_.consents == (
        Consent("marketing", is_given=True, at=NOW_AT, channel="shop", text_version="2025-1", id=made(1).id),
    )
    assert changed(given_, yes(), made(1)) == given_
    assert changed(given_, yes(NOW_AT), made(2, 5)) == given_
    assert answers(changed(given_, yes(NOW_AT, "2026-1"), made(2, 5))) == [True, True]


def test_a_yes_needs_a_text_and_a_no_does_not() -> None:
    for text in ("", "x" * 41):
        with pytest.raises(Problem) as refused:
            changed(customer(), yes(text=text), made(1))
        assert refused.value.code is Code.CONSENT_TEXT_MISSING
    assert answers(changed(customer(), replace(no(), text_version=""), made(1))) == [False]


def test_a_yes_on_top_of_a_no_nobody_saw_is_refused() -> None:
    """The clerk saw the first yes; the customer took it back on the site meanwhile."""
    taken_back = changed(changed(customer(), yes(), made(1)), no(), made(2, 5))
    for seen_at in (NOW_AT, None):
        with pytest.raises(Problem) as refused:
            changed(taken_back, yes(seen_at), made(3, 9))
        assert refused.value.code is Code.CONSENT_CHANGED
        assert no_that_stands(refused.value.details) == replace(taken_back.consents[-1], id="")
    assert answers(changed(taken_back, yes(NOW_AT + timedelta(minutes=5)), made(3, 9))) == [True, False, True]


def test_a_no_counts_even_when_it_was_said_before_the_yes() -> None:
    """It waited behind a cut line: who takes back is heard, whatever the clocks say."""
    given_ = changed(customer(), yes(), made(1, 30))
    assert answers(changed(given_, no(), made(2, -30))) == [True, False]


BODIES = st.lists(
    st.tuples(st.booleans(), st.none() | st.integers(0, 8), st.integers(-5, 5), st.sampled_from("AB")), max_size=8
)


@given(BODIES)
def test_in_any_order_the_last_no_stands_until_it_was_seen(
    asked: list[tuple[bool, int | None, int, str]],
) -> None:
    """Whatever two tills send in whatever order: a no is always the last word, and a yes behind it saw it."""
    subject = customer()
    for number, (is_given, seen, minutes, text) in enumerate(asked, 1):
        before = last_answer(subject.consents, MARKETING)
        known = list(subject.consents)
        seen_at = known[seen % len(known)].at if seen is not None and known else None
        body = replace(yes(seen_at, text), is_given=is_given)
        shown = projected(subject, [(made(number, minutes), body)])
        after = last_answer(shown.consents, MARKETING)
        if not is_given:
            assert after is not None
            assert not after.is_given
        elif before is not None and not before.is_given and after is not None and after.is_given:
            assert seen_at == before.at
        assert shown.consents[: len(known)] == subject.consents
        subject = shown


def test_what_the_base_contains_is_shown_once() -> None:
    """Central has them, the end-to-end answers are still on their way."""
    commands: list[tuple[Act, ProfileBody]] = [
        (made(1), yes()),
        (made(2, 1), NoteCustomer("c-1", "porta 42", NOW_AT)),
        (made(3, 2), no(NOW_AT)),
        (made(4, 3), WithdrawNote("c-1", made(2).id, NOW_AT)),
    ]
    whole = projected(customer(), commands)
    for count in range(len(commands) + 1):
        shown = projected(projected(customer(), commands[:count]), commands)
        assert shown == whole
    assert (whole.notes, answers(whole)) == ((), [True, False])


def test_a_note_is_one_clean_line_with_its_author() -> None:
    noted = changed(customer(), NoteCustomer("c-1", "  chiama\tdopo\u2028le\n18 \x07", NOW_AT), made(1))
    [note] = noted.notes
    assert (note.text, note.by, note.id) == ("chiama dopo le 18", made(1).operator, made(1).id)
    assert changed(noted, NoteCustomer("c-1", "altro", NOW_AT), made(1)) == noted
    for text, code in (("\x00 \n", Code.BAD_COMMAND), ("x" * (MAX_NOTE + 1), Code.NOTE_TOO_LONG)):
        with pytest.raises(Problem) as refused:
            changed(noted, NoteCustomer("c-1", text, NOW_AT), made(2))
        assert refused.value.code is code


@given(st.text(st.characters(), max_size=MAX_NOTE))
@example("chiama\ud83d dopo le 18\udc00")
def test_a_clean_note_can_be_kept_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_note(text)
    assert cleaned.encode().decode() == cleaned
    assert clean_note(cleaned) == cleaned
    assert cleaned.isprintable() or not any(ord(c) < 32 for c in cleaned)


def test_notes_are_bounded_and_come_off_by_id() -> None:
    subject = customer()
    for number in range(MAX_NOTES + 3):
        subject = changed(subject, NoteCustomer("c-1", f"nota {number}", NOW_AT), made(number))
    assert [note.text for note in subject.notes][:: MAX_NOTES - 1] == ["nota 3", f"nota {MAX_NOTES + 2}"]
    off = WithdrawNote("c-1", made(5).id, NOW_AT)
    assert [
        is_others(subject, off, made(90)),
        is_others(subject, off, replace(made(90), operator=OperatorId("op-2"))),
    ] == [False, True]
    without = changed(subject, off, made(90))
    assert len(without.notes) == MAX_NOTES - 1
    assert changed(without, off, made(91)) == without
