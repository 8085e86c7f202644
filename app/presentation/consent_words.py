"""A customer's consents and notes in words: what they say, since when, from where, and what can be done."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.contract.rows import StoreConfig
from app.domain.customers import Consent, ConsentPurpose, Customer, Note
from app.domain.profile_changes import last_answer
from app.domain.staff import Permission, permission
from app.presentation.profile_words import channel_word
from app.presentation.wording import Wording
from app.usecases.attention_cases import staff_name
from app.usecases.station import Operator
from app.usecases.write_profile import OTHERS


@dataclass(frozen=True, slots=True)
class ConsentAct:
    """One press that records an answer; `spoken` says for which purpose."""

    is_given: bool
    words: str
    spoken: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """Yes, no, or never asked: then `is_given` is None. `acts` are the answers that can be recorded."""

    id: str
    words: str
    answer: str
    line: str
    acts: tuple[ConsentAct, ...]
    is_given: bool | None
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with who wrote it and when; `act` takes it off, empty where that is not the operator's to do."""

    id: str
    text: str
    line: str
    act: str = ""
    spoken: str = ""
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """Words what was written about a customer; `waiting`: commands that central has not taken yet."""

    words: Wording
    waiting: Collection[str]

    def consents(self, given: tuple[Consent, ...]) -> tuple[ConsentRow, ...]:
        """Every purpose in its order, with the answer that counts."""
        return tuple(self._consent(purpose, last_answer(given, purpose)) for purpose in ConsentPurpose)

    def _consent(self, purpose: str, consent: Consent | None) -> ConsentRow:
        name, never = self.words.text(f"consent.{purpose}"), self.words.text("consent.never")
        if consent is None:
            acts = (self._first(name, is_given=True), self._first(name, is_given=False))
            return ConsentRow(purpose, name, "", never, acts, None)
        is_waiting = consent.id in self.waiting
        return ConsentRow(
            id=purpose,
            words=name,
            answer=self.words.text("consent.yes" if consent.is_given else "consent.no"),
            line=self._proof(consent, is_waiting=is_waiting),
            acts=(self._act(name, is_given=not consent.is_given),),
            is_given=consent.is_given,
            is_waiting=is_waiting,
        )

    def _act(self, purpose: str, *, is_given: bool) -> ConsentAct:
        act = self.words.text(f"consent.act.{'yes' if is_given else 'no'}")
        return ConsentAct(is_given, act, self.words.text("consent.act.spoken", act=act, purpose=purpose))

    def _first(self, purpose: str, *, is_given: bool) -> ConsentAct:
        """Two side by side, so each is one word."""
        word = self.words.text("consent.yes" if is_given else "consent.no")
        return replace(self._act(purpose, is_given=is_given), words=word)

    def _proof(self, consent: Consent, *, is_waiting: bool) -> str:
        """Since when, from which channel, to which text; what waits says that instead of its day."""
        words = self.words
        day = words.text("customer.to_send") if is_waiting else words.formats.day(consent.at)
        version = words.text("consent.text", version=consent.text_version) if consent.text_version else ""
        return ", ".join(part for part in (day, channel_word(consent.channel, words).lower(), version) if part)

    def notes(
        self, customer: Customer, config: StoreConfig | None, operator: Operator | None
    ) -> tuple[NoteRow, ...]:
        """Newest first, the customer's own preferences after them."""
        text = self.words.text("customer.preference")
        wishes = [NoteRow(f"preference-{n}", said, text) for n, said in enumerate(customer.preferences)]
        return (*(self._note(note, config, operator) for note in reversed(customer.notes)), *wishes)

    def _note(self, note: Note, config: StoreConfig | None, operator: Operator | None) -> NoteRow:
        words, is_waiting = self.words, note.id in self.waiting
        by = "" if config is None else staff_name(config, note.by) or config.stores.get(note.store, "")
        day = words.text("customer.to_send") if is_waiting else words.formats.day(note.at)
        line = ", ".join(part for part in (by, day) if part)
        is_own = operator is not None and note.by == operator.id
        can = is_own or (operator is not None and permission(operator.role, OTHERS) is Permission.ALLOWED)
        act = words.text("note.remove") if can else ""
        spoken = words.text("note.remove.spoken", text=note.text) if can else ""
        return NoteRow(note.id, note.text, line, act, spoken, is_waiting)
