"""Returns on screen: found by the piece alone, the rule in words, money that leaves after one question."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.bootstrap.words import wording_in
from app.domain.commands import ReceiveReturn
from app.domain.errors import Code, Problem
from app.domain.returnables import LineFound
from app.domain.returns import RefundLine, ReturnableLine, Rule, Tender
from app.domain.staff import ApprovalReason
from app.domain.values import LineId, OrderId
from app.presentation.desk import Desk as ScreenDesk
from app.presentation.marks import Tone
from app.presentation.return_draft import Draft, PanelWords, Stage
from app.presentation.return_words import amount_lines
from app.presentation.routes import ReturnRoute
from app.presentation.viewmodels.return_goods import ReturnModel
from app.usecases.orders import body_of
from app.usecases.ports import OutboxEntry, OutboxState
from app.usecases.receive_return import TakenIn
from app.usecases.station import Operator
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.shop import command, return_body
from tests.unit.presentation.desk import Desk
from tests.unit.presentation.screens import desk_of, scan
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, PIN, TECHNICIAN, Counter
from tests.unit.usecases.sample_files import BOTTLE, GHOST, SHIRT


def plain(words: str) -> str:
    """Words without the spaces that never break."""
    return words.replace("\xa0", " ")


class Screen:
    """The model and the desk it stands on."""

    def __init__(self, counter: Counter, operator: Operator = CLERK, route: ReturnRoute | None = None) -> None:
        self.counter = counter
        self.desk: ScreenDesk = desk_of(counter, operator)
        self.model = ReturnModel(self.desk, route or ReturnRoute())

    async def begin(self, code: str = "") -> "Screen":
        """The screen is shown, and a piece is scanned."""
        await self.model.open()
        if code:
            assert await self.model.take_scan(scan(self.counter, code))
        return self

    async def press(self, button: str) -> None:
        """A button, and what follows."""
        await self.model.press(button)
        await self.desk.flights.settled()

    async def made(self) -> ReceiveReturn:
        """The newest command."""
        [entry] = await self.counter.door.read(lambda tx: tx.outbox_recent(1))
        body = body_of(entry)
        assert isinstance(body, ReceiveReturn)
        return body


async def kept_line(counter: Counter, **changes: object) -> ReturnableLine:
    """The shirt of order 4790 under a code a scanner reads, as this terminal keeps it from now on."""
    found = await counter.returns.by_article("8001234567891")
    assert isinstance(found, LineFound)
    made = replace(found.line, gtin=SHIRT, **changes)  # type: ignore[arg-type]  # checked by replace itself
    await counter.keep("returnable", "o-4790/a", made)
    return made


async def shirt(counter: Counter) -> Screen:
    """The shirt lies on the counter."""
    await kept_line(counter)
    return await Screen(counter).begin(SHIRT)


async def test_a_scanned_piece_shows_rule_day_and_amount_and_asks_once(desk: Desk) -> None:
    screen = await shirt(desk.counter)
    state = screen.model.state
    assert (state.stage, state.foot.primary.id) == (Stage.LINE, "ask")
    assert plain(state.foot.primary.words) == "Rimborsa 29,90 €…"
    chosen = next(rule for rule in state.rules if rule.is_chosen)
    assert (chosen.id, chosen.day, chosen.days) == ("withdrawal", 3, 14)
    assert state.rules[-1].id == "legal_guarantee"
    await screen.press("ask")
    state = screen.model.state
    assert await desk.counter.door.read(lambda tx: tx.outbox_recent(1)) == []
    assert plain(state.notes[0].title) == "Rimborsare 29,90 € a Giulia B.?"
    assert [button.id for button in state.foot.secondary] == ["not_now"]
    await screen.press("confirm")
    state = screen.model.state
    assert state.is_over
    assert [tone for tone, _, _ in state.steps[:2]] == [Tone.SUCCESS, Tone.SUCCESS]
    assert state.steps[0][2] == "Pratica R-T1AA-0001"
    assert desk.counter.shop.order_at_central("o-4790").line("a").returned == 1


def test_a_part_of_nothing_says_so_and_why() -> None:
    def parts(clawback: int, shipping: int) -> list[tuple[str, bool]]:
        line = RefundLine(LineId("a"), 1, 2990, clawback, shipping)
        return [
            (part.line, part.is_nothing) for part in amount_lines([line], Rule.WITHDRAWAL, "EUR", wording_in("it"))
        ]

    price = ("1 pezzo, IVA inclusa", False)
    assert parts(0, 0) == [price, ("nessuna, lo sconto resta", True), ("resta qualcosa dell’ordine", True)]
    assert [is_nothing for _, is_nothing in parts(-300, 490)] == [False, False, False]


async def test_what_was_changed_after_the_question_asks_again(desk: Desk) -> None:
    screen = await shirt(desk.counter)
    await screen.press("ask")
    screen.model.choose_quantity(2)
    await screen.desk.flights.settled()
    state = screen.model.state
    assert (state.is_asking, plain(state.foot.primary.words)) == (False, "Rimborsa 59,80 €…")


async def test_the_same_article_again_is_one_more_piece_and_what_was_chosen_stays(desk: Desk) -> None:
    screen = await shirt(desk.counter)
    screen.model.choose_reason("defective")
    screen.model.choose_condition("faulty")
    for quantity in (2, 2):
        assert await screen.model.take_scan(scan(desk.counter, SHIRT))
        await screen.desk.flights.settled()
        state = screen.model.state
        assert (state.quantity, state.questions.reason, state.questions.condition) == (
            quantity,
            "defective",
            "faulty",
        )
    assert plain(state.total) == "59,80 €"


async def test_the_first_scan_of_what_was_chosen_by_hand_is_no_second_piece(desk: Desk) -> None:
    await kept_line(desk.counter)
    screen = await Screen(desk.counter, route=ReturnRoute(order=OrderId("o-4790"))).begin()
    screen.model.choose_line("o-4790/a")
    await screen.desk.flights.settled()
    for quantity in (1, 2):
        assert await screen.model.take_scan(scan(desk.counter, SHIRT))
        await screen.desk.flights.settled()
        assert screen.model.state.quantity == quantity


async def test_a_code_nobody_sells_leaves_what_was_begun(desk: Desk) -> None:
    screen = await shirt(desk.counter)
    screen.model.choose_reason("defective")
    await screen.press("ask")
    before = screen.model.state
    assert await screen.model.take_scan(scan(desk.counter, GHOST))
    state = screen.model.state
    assert (state.stage, state.questions, state.total) == (before.stage, before.questions, before.total)
    assert (state.scanned, state.is_asking) == (before.scanned, True)
    assert any("articolo" in note.title.lower() for note in state.notes)


async def test_a_defect_stays_a_withdrawal_and_goes_to_the_supplier(desk: Desk) -> None:
    screen = await shirt(desk.counter)
    assert screen.model.take_digit("5")
    assert not screen.model.take_digit("9")
    await screen.desk.flights.settled()
    state = screen.model.state
    assert (state.questions.reason, state.questions.destination) == ("defective", "supplier")
    marks = {rule.id: rule.mark.words for rule in state.rules}
    assert marks == {
        "withdrawal": "Si applica",
        "shop_policy": "Possibile",
        "legal_guarantee": "Possibile",
    }


async def test_without_the_line_the_goods_are_taken_without_a_question(desk: Desk) -> None:
    counter = desk.counter
    screen = await shirt(counter)
    counter.cut()
    with pytest.raises(Problem):
        await counter.till.engine.pull_once()
    assert not screen.desk.jobs.link().is_up
    assert (screen.model.foot.primary.id, screen.model.foot.primary.words) == ("take_in", "Ritira la merce")
    await screen.press("take_in")
    state = screen.model.state
    assert [tone for tone, _, _ in state.steps[:2]] == [Tone.SUCCESS, Tone.WARNING]
    assert state.steps[1][1] == "Rimborso in attesa"


async def test_purchases_of_two_people_are_listed_newest_first(desk: Desk) -> None:
    counter = desk.counter
    line = await kept_line(counter)
    older = replace(line, order=OrderId("o-4701"), order_number="4701", customer="c-9", customer_name="Ada C.")
    await counter.keep("returnable", "o-4701/a", replace(older, received_at=NOW_AT - timedelta(days=9)))
    screen = await Screen(counter).begin(SHIRT)
    state = screen.model.state
    assert (state.stage, [row.tail for row in state.choices]) == (Stage.CHOOSE, ["4790", "4701"])
    assert not state.foot.primary.is_enabled
    screen.model.choose_line(state.choices[1].id)
    await screen.desk.flights.settled()
    card = screen.model.state.card
    assert card is not None
    assert "Ada C." in [value for _, _, value in card.facts]


async def test_a_piece_nobody_bought_is_taken_in_apart(desk: Desk) -> None:
    screen = await Screen(desk.counter).begin(BOTTLE)
    state = screen.model.state
    assert (state.stage, state.foot.primary.id) == (Stage.BLIND, "take_in")
    assert state.unmatched is not None
    await screen.press("take_in")
    assert screen.model.state.steps[1][1] == "Ordine da trovare"
    assert (await screen.made()).rule is Rule.UNMATCHED


async def test_an_unknown_code_is_refused_where_it_was_scanned(desk: Desk) -> None:
    screen = await Screen(desk.counter).begin(GHOST)
    state = screen.model.state
    assert (state.stage, len(state.notes)) == (Stage.START, 1)
    assert not state.foot.primary.is_enabled


async def test_the_next_piece_begins_anew_with_nothing_of_the_last(desk: Desk) -> None:
    await kept_line(desk.counter)
    screen = await Screen(desk.counter).begin(BOTTLE)
    screen.model.take_digit("5")
    assert await screen.model.take_scan(scan(desk.counter, SHIRT))
    state = screen.model.state
    assert (state.stage, state.questions.reason, state.notes) == (Stage.LINE, "", ())


async def test_an_order_names_what_may_come_back(desk: Desk) -> None:
    screen = await Screen(desk.counter, route=ReturnRoute(order="o-4790")).begin()
    assert [row.tail for row in screen.model.state.choices] == ["4790"]
    other = await Screen(desk.counter, route=ReturnRoute(order="o-4821")).begin()
    assert (other.model.state.stage, len(other.model.state.notes)) == (Stage.START, 1)


async def test_a_voucher_waits_for_the_customers_yes(desk: Desk) -> None:
    screen = await shirt(desk.counter)
    await screen.press("tender")
    assert not screen.model.foot.primary.is_enabled
    screen.model.consent(is_given=True)
    await screen.desk.flights.settled()
    assert plain(screen.model.foot.primary.words) == "Emetti buono 29,90 €…"
    await screen.press("ask")
    await screen.press("confirm")
    body = await screen.made()
    assert (body.tender, body.has_voucher_consent) == (Tender.VOUCHER, True)


async def test_an_exception_is_for_who_may_alone_or_with_a_yes(desk: Desk) -> None:
    counter, long_ago = desk.counter, NOW_AT - timedelta(days=90)
    await kept_line(counter, received_at=long_ago, returnable_until=long_ago)
    for operator, may in ((TECHNICIAN, False), (CLERK, True), (MANAGER, True)):
        screen = await Screen(counter, operator).begin(SHIRT)
        assert not screen.model.foot.primary.is_enabled
        assert screen.model.state.notes[0].tone is Tone.DANGER
        screen.model.choose_rule("exception")
        await screen.desk.flights.settled()
        assert screen.model.foot.primary.is_enabled is may


async def test_a_clerks_exception_asks_for_a_yes_to_its_amount_before_anything_is_written(desk: Desk) -> None:
    counter, long_ago = desk.counter, NOW_AT - timedelta(days=90)
    await kept_line(counter, received_at=long_ago, returnable_until=long_ago)
    screen = await Screen(counter).begin(SHIRT)
    screen.model.choose_rule("exception")
    await screen.desk.flights.settled()
    for is_yes in (False, True):
        await screen.model.press("confirm")
        await let_pass(0.1)
        ask = screen.desk.approvals.pending
        assert ask is not None
        assert (ask.action, ask.amount) == ("return.exception", 2990)
        assert await counter.door.read(lambda tx: tx.outbox_recent(1)) == []
        grant = counter.approve.grant(ask, "01", PIN, ApprovalReason.OUR_MISTAKE)
        screen.desk.approvals.answer(ask, await grant if is_yes else None)
        grant.close()
        await screen.desk.flights.settled()
        assert screen.model.state.is_over is is_yes
    assert (await screen.made()).approved_by == "op-01"


def test_what_goes_back_both_ways_says_what_the_till_gives(desk: Desk) -> None:
    entry = OutboxEntry(command(return_body(), 1), OutboxState.FINAL, True, NOW_AT)
    draft = Draft(done=TakenIn("R-T1AA-0007", entry, 2990, False, "T1AA-000001", cash=1980))
    steps = PanelWords(draft, desk_of(desk.counter).words, is_linked=True, refusal=None).steps()
    assert (Tone.WARNING, "Da rendere in cassa", "19,80 €: poi segna come fatto in Attenzione") in [
        (tone, title, plain(line)) for tone, title, line in steps
    ]


def test_goods_recorded_with_their_money_refused_are_never_taken_twice(desk: Desk) -> None:
    words = desk_of(desk.counter).words
    draft = Draft(refused_case="R-T1AA-0007")
    panel = PanelWords(draft, words, is_linked=True, refusal=words.explain(Code.OVER_RETURN))
    assert panel.foot().primary.id == "next"
    assert [tone for tone, _, _ in panel.steps()] == [Tone.SUCCESS, Tone.DANGER]
