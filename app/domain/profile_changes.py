"""What a counter writes about a customer: consents and notes, by the same rules at central and at a terminal."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.commands import ChangeConsent, NoteCustomer, WithdrawNote
from app.domain.customers import Consent, Customer, Note
from app.domain.errors import Code, Problem
from app.domain.folding import writable
from app.domain.values import Act

ProfileBody = NoteCustomer | WithdrawNote | ChangeConsent
COUNTER = "shop"
MAX_NOTE, MAX_NOTES, MAX_VERSION = 500, 50, 40
_EPOCH, _US = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def changed(customer: Customer, body: ProfileBody, act: Act) -> Customer:
    """The profile after the command; one that contains it already stays as it is.

    Problem(CONSENT_CHANGED | CONSENT_TEXT_MISSING | NOTE_TOO_LONG | BAD_COMMAND).
    """
    match body:
        case NoteCustomer():
            return replace(customer, notes=_noted(customer.notes, body, act))
        case WithdrawNote():
            return replace(customer, notes=tuple(note for note in customer.notes if note.id != body.note))
        case ChangeConsent():
            return replace(customer, consents=_answered(customer.consents, body, act))


def projected(customer: Customer, pending: Sequence[tuple[Act, ProfileBody]]) -> Customer:
    """The profile with this terminal's own commands on top; what the rules refuse shows nothing."""
    for act, body in pending:
        try:
            customer = changed(customer, body, act)
        except Problem:
            continue
    return customer


def last_answer(consents: Sequence[Consent], purpose: str) -> Consent | None:
    """The answer that counts: the last one taken, None when the customer never gave any."""
    return next((consent for consent in reversed(consents) if consent.purpose == purpose), None)


def _answered(consents: tuple[Consent, ...], body: ChangeConsent, act: Act) -> tuple[Consent, ...]:
    """The answers with one more. A no is always taken, whatever the clocks say (art. 7(3) GDPR).

    A yes is refused when the last answer is a no that the clerk had not seen: the customer took it back meanwhile.
    """
    last = last_answer(consents, body.purpose)
    if body.is_given:
        refuse_without_text(body.text_version)
    wanted = Consent(body.purpose.value, body.is_given, act.at, COUNTER, body.text_version, act.id)
    if any(consent.id == act.id for consent in consents) or (last is not None and _says_nothing_new(last, body)):
        return consents
    if last is not None and body.is_given and not last.is_given and last.at != body.seen_at:
        raise _changed_meanwhile(last)
    return (*consents, wanted)


def _changed_meanwhile(no: Consent) -> Problem:
    """The refusal says which no stands: whoever asked need not open the profile again to see it."""
    at_us = (no.at - _EPOCH) // _US
    return Problem(Code.CONSENT_CHANGED, purpose=no.purpose, at_us=at_us, channel=no.channel, text=no.text_version)


def no_that_stands(refusal: Mapping[str, str | int | bool]) -> Consent | None:
    """The customer's no out of the details of a CONSENT_CHANGED, None when they do not tell it."""
    at_us = refusal.get("at_us")
    if not isinstance(at_us, int):
        return None
    purpose, channel, text = (str(refusal.get(name, "")) for name in ("purpose", "channel", "text"))
    return Consent(purpose, is_given=False, at=_EPOCH + at_us * _US, channel=channel, text_version=text)


def _says_nothing_new(last: Consent, body: ChangeConsent) -> bool:
    is_same = last.is_given is body.is_given
    return is_same and (not body.is_given or last.text_version == body.text_version)


def refuse_without_text(version: str) -> None:
    """Problem(CONSENT_TEXT_MISSING): a yes to a text that nobody can name proves nothing (art. 7(1) GDPR)."""
    if not 0 < len(version) <= MAX_VERSION:
        raise Problem(Code.CONSENT_TEXT_MISSING)


def clean_note(text: str) -> str:
    """A note on one line without control characters. Problem(NOTE_TOO_LONG); empty when nothing is left."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in writable(text))
    cleaned = " ".join(shown.split())
    if len(cleaned) > MAX_NOTE:
        raise Problem(Code.NOTE_TOO_LONG, most=MAX_NOTE)
    return cleaned


def _noted(notes: tuple[Note, ...], body: NoteCustomer, act: Act) -> tuple[Note, ...]:
    text = clean_note(body.text)
    if not text:
        raise Problem(Code.BAD_COMMAND)
    if any(note.id == act.id for note in notes):
        return notes
    return (*notes, Note(act.id, text, act.at, act.operator, act.store))[-MAX_NOTES:]


def is_others(customer: Customer, body: WithdrawNote, act: Act) -> bool:
    """Whether the note is another person's: who may take that off is the roster's word."""
    return any(note.id == body.note and note.by != act.operator for note in customer.notes)
