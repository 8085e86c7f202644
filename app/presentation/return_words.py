"""A return in words: what was found, which rule applies and why, what goes back and how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.contract.rows import ArticleRow
from app.domain.eligibility import Eligibility, ReturnPolicy, Verdict, WhyNot
from app.domain.returns import Condition, Disposition, Reason, RefundLine, ReturnableLine, Rule
from app.domain.staff import Permission
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.queue_words import number_parts
from app.presentation.wording import Wording

REASONS = (
    Reason.TOO_SMALL,
    Reason.TOO_LARGE,
    Reason.NOT_LIKED,
    Reason.DAMAGED,
    Reason.DEFECTIVE,
    Reason.WRONG_ITEM,
    Reason.LATE,
    Reason.OTHER,
)
"""In the order of their digits, 1 first."""
CONDITIONS = (Condition.AS_NEW, Condition.OPENED, Condition.WORN, Condition.FAULTY)
DESTINATIONS = (Disposition.RESTOCK, Disposition.REPAIR, Disposition.SUPPLIER, Disposition.DESTROY)
_SHOWN_RULES = (Rule.WITHDRAWAL, Rule.SHOP_POLICY, Rule.LEGAL_GUARANTEE)
_CLOSED = (WhyNot.NOT_DISTANCE_SALE, WhyNot.PERISHABLE, WhyNot.FINAL_SALE)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: what it says, whether it applies; `day` of `days` of its window, `days` 0 when none is shown."""

    id: str
    title: str
    line: str
    mark: Mark
    is_chosen: bool
    can_choose: bool = False
    day: int = 0
    days: int = 0
    day_line: str = ""


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One part of the refund and where it comes from; `is_nothing`: it is 0, and only the line says why."""

    title: str
    line: str
    amount: str
    is_nothing: bool = False


@dataclass(frozen=True, slots=True)
class FoundCard:
    """The article on the counter; each fact is label, quiet beginning, value."""

    sku: str
    name: str
    variant: str
    mark: Mark
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A purchase the piece may belong to."""

    id: str
    sku: str
    name: str
    variant: str
    prefix: str
    tail: str
    customer: str
    received: str
    pieces: str
    spoken: str


def key_of_line(line: ReturnableLine) -> str:
    """What tells a line from every other."""
    return f"{line.order}/{line.line}"


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The rules of one piece in words. `exception`: whether whoever works here may grant it themselves."""

    found: Eligibility
    policy: ReturnPolicy
    line: ReturnableLine
    now_at: datetime
    words: Wording
    exception: Permission

    def lines(self) -> tuple[RuleLine, ...]:
        """The rules a person reads; the exception only where no other lets the piece back."""
        shown = [self.found.of(rule) for rule in _SHOWN_RULES]
        chosen = self.found.chosen
        if chosen is None or chosen.rule is Rule.EXCEPTION:
            shown.append(self.found.of(Rule.EXCEPTION))
        return tuple(self._line(verdict) for verdict in shown)

    def _line(self, verdict: Verdict) -> RuleLine:
        rule, words = verdict.rule, self.words
        until = "" if verdict.until_at is None else words.formats.spoken_day(verdict.until_at)
        day, days, day_line = 0, 0, ""
        if rule is Rule.WITHDRAWAL and verdict.why_not in (None, WhyNot.WINDOW_OVER):
            formats, days = words.formats, self.policy.withdrawal_days
            day = max(0, (formats.local_date(self.now_at) - formats.local_date(self.line.received_at)).days)
            day_line = _day_line(day, days, until, words)
        return RuleLine(
            id=rule.value,
            title=words.text(f"return.rule.{rule}", n=_length(rule, self.policy)),
            line=self._why(verdict, until),
            mark=self._mark(verdict),
            is_chosen=verdict is self.found.chosen,
            can_choose=rule is Rule.EXCEPTION and self.exception is not Permission.DENIED,
            day=day,
            days=days,
            day_line=day_line,
        )

    def _why(self, verdict: Verdict, until: str) -> str:
        words = self.words
        if verdict.rule is Rule.EXCEPTION and verdict.why_not is None and self.exception is not Permission.ALLOWED:
            return words.text("return.rule.exception.asked")
        if verdict.why_not is None:
            return words.text(f"return.rule.{verdict.rule}.yes", until=until)
        if verdict.rule is Rule.EXCEPTION:
            is_own = self.exception is Permission.ALLOWED
            return words.text("return.why.may_except" if is_own else "return.why.needs_approval")
        digit = REASONS.index(Reason.DEFECTIVE) + 1
        return words.text(f"return.why.{verdict.why_not}", until=until, digit=digit)

    def _mark(self, verdict: Verdict) -> Mark:
        words, why_not = self.words, verdict.why_not
        if verdict is self.found.chosen:
            return Mark(words.text("return.mark.applies"), Glyph.CIRCLE_CHECK, Tone.SUCCESS)
        if why_not is None:
            return Mark(words.text("return.mark.possible"), Glyph.CHECK)
        if why_not is WhyNot.WINDOW_OVER:
            return Mark(words.text("return.mark.over"), Glyph.CLOCK)
        if why_not is WhyNot.NEEDS_APPROVAL:
            return Mark(words.text("return.mark.approval"), Glyph.KEY_ROUND)
        return Mark(words.text(f"return.mark.{'closed' if why_not in _CLOSED else 'not_now'}"), Glyph.CIRCLE_X)


def _length(rule: Rule, policy: ReturnPolicy) -> int:
    match rule:
        case Rule.WITHDRAWAL:
            return policy.withdrawal_days
        case Rule.SHOP_POLICY:
            return policy.policy_days
        case _:
            return policy.guarantee_months


def _day_line(day: int, days: int, until: str, words: Wording) -> str:
    """A window that ends on a Sunday goes on after its last day: then only its end is said."""
    if not until:
        return words.text("return.day.not_begun")
    return words.text("return.day" if day <= days else "return.day.until", day=day, days=days, until=until)


def amount_lines(
    refund: Iterable[RefundLine], rule: Rule | None, currency: str, words: Wording
) -> tuple[AmountLine, ...]:
    """Price, promotion taken back, delivery: where the amount comes from."""
    lines = tuple(refund)
    pieces = sum(line.quantity for line in lines)
    clawback, shipping = sum(line.clawback for line in lines), sum(line.shipping for line in lines)
    money = words.formats.money
    back = "some" if shipping else "rest" if rule is Rule.WITHDRAWAL else "none"
    return (
        AmountLine(
            words.text("return.amount.price"),
            words.plural("return.amount.price.line", pieces),
            money(sum(line.price for line in lines), currency),
        ),
        AmountLine(
            words.text("return.amount.clawback"),
            words.text(f"return.amount.clawback.{'some' if clawback else 'none'}"),
            money(clawback, currency),
            not clawback,
        ),
        AmountLine(
            words.text("return.amount.shipping"),
            words.text(f"return.amount.shipping.{back}"),
            money(shipping, currency),
            not shipping,
        ),
    )


def left_of(line: ReturnableLine) -> int:
    """Pieces still at the customer's."""
    return max(0, line.quantity - line.returned)


def found_card(line: ReturnableLine, others: int, words: Wording, now_at: datetime) -> FoundCard:
    """The article, the order it is of and whose it is."""
    if line.returnable_until < now_at:
        mark = Mark(words.text("return.found.late"), Glyph.CLOCK, Tone.WARNING)
    elif others:
        mark = Mark(words.text("return.found.newest", n=others + 1), Glyph.CIRCLE_CHECK, Tone.SUCCESS)
    else:
        mark = Mark(words.text("return.found.only"), Glyph.CIRCLE_CHECK, Tone.SUCCESS)
    prefix, tail = number_parts(line.order_number)
    day = words.formats.spoken_day
    pieces = (
        words.text("return.fact.pieces"),
        "",
        words.text("return.pieces", n=left_of(line), total=line.quantity),
    )
    bought = line.ordered_at
    facts = (
        (words.text("return.fact.order"), prefix, tail),
        pieces if bought is None else (words.text("return.fact.bought"), "", day(bought)),
        (words.text("return.fact.customer"), "", line.customer_name),
        (words.text("return.fact.received"), "", day(line.received_at)),
    )
    return FoundCard(line.sku, line.name, line.variant, mark, facts)


def blind_card(article: ArticleRow, gtin: str, words: Wording) -> FoundCard:
    """An article nobody finds a sale for."""
    mark = Mark(words.text("return.found.none"), Glyph.CIRCLE_QUESTION_MARK, Tone.WARNING)
    facts = (
        (words.text("return.fact.order"), "", words.text("return.fact.unknown")),
        (words.text("return.fact.code"), "", gtin.lstrip("0")),
        (words.text("return.fact.customer"), "", words.text("return.fact.unknown")),
        (words.text("return.fact.place"), "", words.text("return.fact.quarantine")),
    )
    return FoundCard(article.sku, article.name, article.variant, mark, facts)


def scanned_line(gtin: str, at: datetime, words: Wording) -> str:
    """What was scanned last, and when."""
    return words.text("return.scanned", code=gtin.lstrip("0"), time=words.formats.time(at))


def choice_line(line: ReturnableLine, words: Wording) -> ChoiceLine:
    """A purchase as a row."""
    prefix, tail = number_parts(line.order_number)
    received = words.text("return.received", day=words.formats.spoken_day(line.received_at))
    pieces = words.plural("return.left", left_of(line))
    spoken = ", ".join((line.name, line.variant, line.order_number, line.customer_name, received, pieces))
    return ChoiceLine(
        key_of_line(line),
        line.sku,
        line.name,
        line.variant,
        prefix,
        tail,
        line.customer_name,
        received,
        pieces,
        spoken,
    )
