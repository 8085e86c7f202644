"""A return before it is done: what was chosen for the article on the counter, and what the panel says of it."""

from dataclasses import dataclass
from enum import StrEnum

from app.contract.rows import ArticleRow
from app.domain.eligibility import Eligibility
from app.domain.errors import Code, Problem
from app.domain.return_cases import disposition_for
from app.domain.returns import Condition, Disposition, Reason, RefundLine, ReturnableLine, Rule, Tender
from app.presentation.marks import Glyph, Tone
from app.presentation.return_words import CONDITIONS, DESTINATIONS, REASONS
from app.presentation.view_model import NEXT, Button, Foot
from app.presentation.wording import Explanation, Wording
from app.usecases.receive_return import Intake, TakenIn

ASK, CONFIRM, TAKE_IN, NOT_NOW = "ask", "confirm", "take_in", "not_now"
TENDER, OTHERS, PAPER = "tender", "others", "paper"
MOST_BLIND = 99
_UNSOLD = {
    Code.PIECE_RECALLED: Disposition.SUPPLIER,
    Code.PIECE_EXPIRED: Disposition.DESTROY,
    Code.PIECE_PAST_BEST: Disposition.DESTROY,
}
Step = tuple[Tone, str, str]


class Stage(StrEnum):
    """Nothing found yet, several purchases to choose from, one, or an article without any."""

    START = "start"
    CHOOSE = "choose"
    LINE = "line"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class ReturnNote:
    """Something to know before acting."""

    tone: Tone
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class TenderCard:
    """Where the money goes."""

    glyph: Glyph
    title: str
    line: str


Offers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of every piece. `reasons` are digit, value, words."""

    reason_title: str
    reason_hint: str
    reasons: tuple[tuple[str, str, str], ...]
    reason: str
    condition_title: str
    conditions: Offers
    condition: str
    destination_title: str
    destinations: Offers
    destination: str
    destination_hint: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What the code on the piece in hand said: its serial number, and what is wrong with it."""

    serial: str = ""
    troubles: tuple[Problem, ...] = ()

    @property
    def going_to(self) -> Disposition | None:
        """Where it goes because of that: what cannot be sold does not go back on sale."""
        return next((_UNSOLD[one.code] for one in self.troubles if one.code in _UNSOLD), None)


@dataclass(slots=True)
class Draft:
    """What was chosen for one article; another article begins another draft. Lives on the loop.

    `why`: why no purchase was found. `refused_case`: the case of goods that are recorded while the money was
    refused; doing that again would be a second return. `is_at_till`: the shop's till took the money, and only a
    person there can give it back. `counted`: pieces that were scanned, of `quantity` that come back.
    """

    line: ReturnableLine | None = None
    others: tuple[ReturnableLine, ...] = ()
    article: ArticleRow | None = None
    why: Code | None = None
    gtin: str = ""
    quantity: int = 1
    counted: int = 0
    reason: Reason | None = None
    condition: Condition = Condition.AS_NEW
    disposition: Disposition | None = None
    tender: Tender = Tender.ORIGINAL
    has_consent: bool = False
    is_exception: bool = False
    is_at_till: bool = False
    found: Eligibility | None = None
    refund: tuple[RefundLine, ...] = ()
    is_asking: bool = False
    is_busy: bool = False
    done: TakenIn | None = None
    refused_case: str = ""
    piece: Piece = Piece()
    slip: str = ""

    @property
    def is_over(self) -> bool:
        """The goods are here, and nothing is chosen any more."""
        return self.done is not None or bool(self.refused_case)

    @property
    def is_begun(self) -> bool:
        """An article was found, and nothing is done about it yet."""
        return (self.line is not None or self.article is not None) and not self.is_over

    def is_more(self, gtin: str, piece: Piece) -> bool:
        """Whether a piece with that code is one more of this article: of pieces with numbers, or with something
        wrong, each is a return of its own."""
        is_alike = piece == self.piece == Piece()
        return self.is_begun and is_alike and self.gtin.zfill(14) == gtin.zfill(14)

    @property
    def most(self) -> int:
        """How many pieces may come back at once."""
        return MOST_BLIND if self.line is None else max(1, self.line.quantity - self.line.returned)

    @property
    def rule(self) -> Rule | None:
        """The rule that applies."""
        chosen = None if self.found is None else self.found.chosen
        return None if chosen is None else chosen.rule

    @property
    def going_to(self) -> Disposition:
        """Where the piece goes: as chosen, else as its own code, or its reason and condition propose."""
        return (
            self.disposition or self.piece.going_to or disposition_for(self.reason or Reason.OTHER, self.condition)
        )

    @property
    def total(self) -> int:
        """Minor units: as ordered once it is done, before that as reckoned here."""
        if self.done is not None and self.done.is_matched:
            return self.done.refund
        return sum(line.amount for line in self.refund)

    @property
    def currency(self) -> str:
        """Of the purchase."""
        return "EUR" if self.line is None else self.line.currency

    def intake(self, line: ReturnableLine) -> Intake:
        """As the job is asked for it."""
        return Intake(
            line=line,
            quantity=self.quantity,
            reason=self.reason or Reason.OTHER,
            condition=self.condition,
            disposition=self.disposition or self.piece.going_to,
            tender=self.tender,
            has_voucher_consent=self.has_consent,
            is_exception=self.is_exception,
            serial=self.piece.serial,
            slip=self.slip,
        )


def questions_of(draft: Draft, words: Wording) -> Questions:
    """Reason, condition and destination with what was answered."""
    return Questions(
        reason_title=words.text("return.reason"),
        reason_hint=words.text("return.reason.optional") if draft.rule is Rule.WITHDRAWAL else "",
        reasons=tuple((str(n), r.value, words.text(f"reason.{r}")) for n, r in enumerate(REASONS, 1)),
        reason="" if draft.reason is None else draft.reason.value,
        condition_title=words.text("return.condition"),
        conditions=tuple((c.value, words.text(f"condition.{c}")) for c in CONDITIONS),
        condition=draft.condition.value,
        destination_title=words.text("return.destination"),
        destinations=tuple((d.value, words.text(f"destination.{d}")) for d in DESTINATIONS),
        destination=draft.going_to.value,
        destination_hint=words.text("return.destination.proposed") if draft.disposition is None else "",
    )


@dataclass(frozen=True, slots=True)
class PanelWords:
    """The panel of one draft in words. `refusal`: why it was refused just now, None when it was not."""

    draft: Draft
    words: Wording
    is_linked: bool
    refusal: Explanation | None
    printer_code: str = ""

    @property
    def money(self) -> str:
        """The amount."""
        return self.words.formats.money(self.draft.total, self.draft.currency)

    def foot(self) -> Foot:
        """The act that is due, and the ways round it."""
        draft, words = self.draft, self.words
        if draft.is_over:
            paper = (Button(PAPER, words.text("paper_view.open"), Glyph.RECEIPT_TEXT),) if draft.done else ()
            return Foot(Button(NEXT, words.text("return.next")), paper)
        if draft.line is None and draft.article is None:
            why = words.text("return.scan_first")
            return Foot(Button(ASK, words.text("return.refund.bare"), is_enabled=False, why_not=why))
        if draft.line is None:
            return Foot(Button(TAKE_IN, words.text("return.take_in"), is_enabled=not draft.is_busy))
        if draft.is_asking:
            sure = Button(CONFIRM, self._act(""), is_enabled=not draft.is_busy)
            return Foot(sure, (Button(NOT_NOW, words.text("return.not_now")),), enter=NOT_NOW)
        return Foot(self._primary(), self._ways_round())

    def _primary(self) -> Button:
        draft, words = self.draft, self.words
        lacks_yes = draft.tender is Tender.VOUCHER and not draft.has_consent
        can = draft.rule is not None and self.refusal is None and not lacks_yes and not draft.is_busy
        why = words.text("return.consent.missing") if lacks_yes else ""
        if not self.is_linked or (not draft.total and draft.rule is not None):
            return Button(TAKE_IN, words.text("return.take_in"), is_enabled=can, why_not=why)
        return Button(ASK, self._act("…"), is_enabled=can, why_not=why)

    def _act(self, dots: str) -> str:
        name = "return.refund" if self.draft.tender is Tender.ORIGINAL else "return.voucher.issue"
        if self.draft.rule is None:
            return self.words.text("return.refund.bare")
        return self.words.text(name, amount=self.money) + dots

    def _ways_round(self) -> tuple[Button, ...]:
        words, is_original = self.words, self.draft.tender is Tender.ORIGINAL
        tender = Button(
            TENDER,
            words.text("return.to_voucher" if is_original else "return.to_original"),
            Glyph.TICKET if is_original else Glyph.CREDIT_CARD,
            is_enabled=self.draft.rule is not None,
        )
        others = Button(OTHERS, words.text("return.others"), Glyph.RECEIPT)
        return (tender, others) if self.draft.others else (tender,)

    def tender(self) -> TenderCard | None:
        """Where the money goes; nothing while no rule gives any."""
        draft, words = self.draft, self.words
        if draft.line is None or draft.rule is None:
            return None
        if draft.tender is Tender.VOUCHER:
            return TenderCard(Glyph.TICKET, words.text("return.voucher"), words.text("return.voucher.line"))
        if draft.is_at_till:
            return TenderCard(Glyph.BANKNOTE, words.text("return.till"), words.text("return.till.line"))
        label = draft.line.payment_label or words.text("return.tender.unknown")
        return TenderCard(Glyph.CREDIT_CARD, label, words.text("return.tender.line"))

    def notes(self) -> tuple[ReturnNote, ...]:
        """What stands in the way, or what will happen."""
        draft, words = self.draft, self.words
        if draft.is_over:
            return ()
        said = [words.explain_problem(problem) for problem in draft.piece.troubles]
        notes = [ReturnNote(Tone.WARNING, one.what, one.next) for one in said]
        if self.refusal is not None:
            notes.append(ReturnNote(Tone.WARNING, self.refusal.what, self.refusal.next))
        elif draft.line is not None and draft.found is not None and draft.rule is None:
            notes.append(ReturnNote(Tone.DANGER, words.text("return.no_rule"), words.text("return.no_rule.next")))
        elif draft.is_asking and draft.line is not None:
            name = "return.sure" if draft.tender is Tender.ORIGINAL else "return.sure.voucher"
            title = words.text(name, amount=self.money, name=draft.line.customer_name)
            card = self.tender()
            label = "" if card is None else card.title
            notes.append(ReturnNote(Tone.WARNING, title, words.text(f"{name}.line", label=label)))
        if draft.article is not None:
            notes.append(ReturnNote(Tone.NEUTRAL, words.text("return.blind"), words.text("return.blind.next")))
        elif not self.is_linked and draft.line is not None:
            notes.append(ReturnNote(Tone.NEUTRAL, words.text("return.offline"), words.text("return.offline.next")))
        return tuple(notes)

    def unmatched(self) -> ReturnNote | None:
        """Why no purchase was found."""
        if self.draft.why is None:
            return None
        explained = self.words.explain(self.draft.why)
        return ReturnNote(Tone.WARNING, explained.what, explained.next)

    def promise(self) -> str:
        """Who decides, while nothing stands in the way."""
        draft = self.draft
        is_shown = draft.line is not None and draft.rule is not None and self.is_linked and not draft.is_asking
        return self.words.text("return.promise") if is_shown and not draft.is_over else ""

    def steps(self) -> tuple[Step, ...]:
        """What followed, each thing by itself."""
        draft, words = self.draft, self.words
        if not draft.is_over:
            return ()
        number = draft.refused_case if draft.done is None else draft.done.number
        taken = (Tone.SUCCESS, words.text("return.step.taken"), words.text("return.step.taken.line", case=number))
        if draft.done is None:
            refusal = self.refusal
            assert refusal is not None
            return (taken, (Tone.DANGER, refusal.what, refusal.next))
        return (taken, self._money_step(draft.done), self._paper_step(draft.done))

    def _money_step(self, done: TakenIn) -> Step:
        words = self.words
        if not done.is_matched:
            return (Tone.WARNING, words.text("return.step.unmatched"), words.text("return.step.unmatched.line"))
        if done.is_pending:
            line = words.text("return.step.pending.line", amount=self.money)
            return (Tone.WARNING, words.text("return.step.pending"), line)
        is_at_till = self.draft.is_at_till and self.draft.tender is Tender.ORIGINAL
        if is_at_till or done.cash:
            cash = words.formats.money(done.cash, self.draft.currency) if done.cash else self.money
            line = words.text("return.step.till.line", amount=cash)
            return (Tone.WARNING, words.text("return.step.till"), line)
        card = self.tender()
        where = "" if card is None else card.title
        return (
            Tone.SUCCESS,
            words.text("return.step.ordered"),
            words.text("return.step.ordered.line", amount=self.money, where=where),
        )

    def _paper_step(self, done: TakenIn) -> Step:
        words, is_ready = self.words, not self.printer_code
        title = words.text("step.receipt" if is_ready else "step.receipt_waits")
        line = words.text("step.receipt.line", number=done.document_no)
        return (Tone.SUCCESS if is_ready else Tone.WARNING, title, line)
