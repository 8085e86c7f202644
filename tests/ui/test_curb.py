"""The tablet in the car park: who is served next, by one colleague alone, with bags proved by their labels."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.commands import MoveVisit
from app.domain.errors import Code
from app.domain.orders import ProofKind
from app.domain.values import OrderId
from app.domain.visits import Trouble, VisitState
from app.presentation.curb.session import LOCK_S, SAID_S
from app.presentation.curb.states import Page
from app.presentation.marks import Tone
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.curb_bench import FIRST, GROWN_UP, LABELLED, LABELS, SECOND, UNPAID, UNREADY, CurbBench, curb_at
from tests.unit.domain.samples import STORE
from tests.unit.usecases.counter import SARA_BADGE, TYPED


@pytest.fixture
async def tablet(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[CurbBench]:
    """A tablet, with a colleague signed in."""
    async with curb_at(tmp_path, lookups) as made:
        await made.sign_in()
        yield made


async def claimed(tablet: CurbBench, order: OrderId = FIRST) -> None:
    """The car of an order is in hand."""
    tablet.arrive(order, "P4")
    await tablet.seen(order)
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await tablet.settled()


async def test_nothing_of_anybody_is_seen_before_somebody_signs_in(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        tablet.arrive(FIRST, "P4")
        await tablet.settled()
        assert tablet.model.state.cards == ()
        tablet.show_code(SARA_BADGE)
        await tablet.settled()
        assert tablet.model.session.number == "07"
        for sign in "000000":
            tablet.model.pressed(f"key:{sign}")
        await tablet.settled()
        assert tablet.at(Page.SIGN_IN)
        assert tablet.model.state.notes[0].tone is Tone.DANGER


async def test_the_queue_says_who_is_next_why_and_for_how_long(tablet: CurbBench) -> None:
    tablet.arrive(FIRST, "P4")
    tablet.arrive(UNREADY, "P2")
    await tablet.seen(FIRST, UNREADY)
    first, second = tablet.model.state.cards
    assert (first.bay, first.timer.tone, first.is_chosen) == ("4", Tone.NEUTRAL, True)
    assert first.reason == "1º · Aspetta da più tempo"
    assert second.reason == "Non è ancora pronto"
    tablet.pass_by(120)
    assert tablet.model.state.cards[0].timer.words == "Aspetta"
    tablet.pass_by(50)
    tablet.model.touch()
    tablet.pass_by(70)
    assert tablet.model.state.cards[0].timer.tone is Tone.DANGER
    assert tablet.model.state.cards[0].timer.time.startswith("04:")


async def test_nothing_moves_under_a_finger(tablet: CurbBench) -> None:
    tablet.arrive(FIRST, "P4")
    await tablet.seen(FIRST)
    tablet.model.hold(is_down=True)
    tablet.arrive(SECOND, "P1")
    await tablet.pause(1)
    assert len(tablet.model.state.cards) == 1
    tablet.model.hold(is_down=False)
    await tablet.seen(FIRST, SECOND)


async def test_a_finger_that_never_left_holds_the_queue_for_seconds_only(tablet: CurbBench) -> None:
    tablet.model.hold(is_down=True)
    tablet.arrive(FIRST, "P4")
    await tablet.pause(1)
    assert tablet.model.state.cards == ()
    tablet.pass_by(6)
    await tablet.seen(FIRST)


async def test_one_colleague_alone_serves_a_car_and_the_other_is_told_who(tablet: CurbBench) -> None:
    visit = tablet.arrive(FIRST, "P4")
    await tablet.seen(FIRST)
    # The other's claim is at the shop, and not on this screen yet.
    tablet.model.hold(is_down=True)
    claim = MoveVisit(visit, STORE, (FIRST,), VisitState.CLAIMED, tablet.counter.clock.now_at())
    tablet.tell(claim, actor="op-01")
    tablet.model.pressed("claim")
    await tablet.settled()
    assert tablet.at(Page.QUEUE)
    assert tablet.model.session.problem is not None
    assert tablet.model.session.problem.code is Code.CLAIMED_BY_OTHER
    tablet.model.hold(is_down=False)
    await tablet.until(lambda: "Ada Neri" in tablet.model.state.cards[0].reason)
    assert tablet.model.state.primary.why_not == "In carico a Ada Neri"
    assert tablet.visit(visit).claimed_by == "op-01"


async def test_whoever_loses_a_car_in_hand_is_told_and_leads_back_to_the_queue(tablet: CurbBench) -> None:
    await claimed(tablet)
    now_at = tablet.counter.clock.now_at()
    visit = tablet.model.session.chosen
    body = MoveVisit(tablet.model.cars.arrivals[0].visit.id, STORE, (FIRST,), VisitState.ARRIVED, now_at)
    tablet.tell(body, actor="op-01")
    await tablet.until(lambda: tablet.at(Page.QUEUE))
    assert tablet.model.state.notes[0].title == "È tornata in coda"
    assert tablet.model.session.chosen == visit


@pytest.mark.parametrize(
    ("button", "trouble"),
    [("release", Trouble.NONE), ("not_ready", Trouble.NOT_READY), ("wrong_car", Trouble.WRONG_CAR)],
)
async def test_a_car_let_go_waits_on_and_says_what_was_found(
    tablet: CurbBench, button: str, trouble: Trouble
) -> None:
    await claimed(tablet)
    chosen = tablet.model.cars.arrivals[0].visit.id
    arrived_at = tablet.visit(chosen).arrived_at
    tablet.model.pressed(button)
    await tablet.until(lambda: tablet.at(Page.QUEUE))
    await tablet.settled()
    shown = tablet.visit(chosen)
    assert (shown.state, shown.claimed_by, shown.trouble) == (VisitState.ARRIVED, "", trouble)
    assert shown.arrived_at == arrived_at
    if trouble:
        assert tablet.model.state.cards[0].reason == tablet.model.desk.words.text(f"curb.reason.{trouble}")


async def test_who_has_left_leaves_the_queue_and_the_goods_stay_ready(tablet: CurbBench) -> None:
    await claimed(tablet)
    chosen = tablet.model.cars.arrivals[0].visit.id
    tablet.model.pressed("left")
    await tablet.until(lambda: not tablet.model.cars.arrivals)
    assert tablet.visit(chosen).state is VisitState.LEFT
    assert tablet.orders(FIRST).ready_at is not None
    assert not tablet.orders(FIRST).is_collected


async def test_goods_leave_only_with_every_label_and_can_be_taken_back(tablet: CurbBench) -> None:
    await claimed(tablet, LABELLED)
    assert tablet.model.state.primary.why_not == "Consegnato\nmancano 2 buste"
    tablet.model.pressed("hand_over")
    await tablet.settled()
    assert not tablet.orders(LABELLED).is_collected
    tablet.show_code(LABELS[0])
    await tablet.settled()
    tablet.model.pressed("to:bag")
    for sign in "72":
        tablet.model.pressed(f"key:{sign}")
    tablet.model.pressed("key:9")
    tablet.model.pressed("next")
    await tablet.settled()
    assert tablet.model.state.notes[0].tone is Tone.DANGER
    assert "bag_typed" not in [event for event, *_ in tablet.counter.audit()]
    tablet.model.pressed("to:bag")
    for sign in "77772":
        tablet.model.pressed(f"key:{sign}")
    tablet.model.pressed("next")
    await tablet.settled()
    assert tablet.counter.audit()[-1] == ("bag_typed", "op-07", "2", {})
    assert tablet.model.state.notes[0].title == "Ci sono tutte: 2 di 2"
    tablet.model.pressed("hand_over")
    await tablet.until(lambda: tablet.at(Page.QUEUE) and not tablet.model.cars.arrivals)
    assert tablet.orders(LABELLED).is_collected
    assert tablet.model.state.notes[0].title == "Consegnato a Carlo D."
    tablet.model.pressed("undo")
    await tablet.until(lambda: not tablet.orders(LABELLED).is_collected)
    await tablet.settled()


async def test_a_bag_of_another_car_changes_nothing_and_says_whose_it_is(tablet: CurbBench) -> None:
    tablet.arrive(LABELLED, "P1")
    await tablet.seen(LABELLED)
    tablet.arrive(FIRST, "P4")
    await tablet.seen(LABELLED, FIRST)
    tablet.model.pressed("visit:v-o-4821")
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    tablet.show_code(LABELS[0])
    await tablet.settled()
    wrong = tablet.model.state.notes[0]
    assert (wrong.tone, wrong.title) == (Tone.DANGER, "Busta sbagliata: 7777-1")
    assert wrong.words == "È del posto 1. Rimettila giù e prendi la B-1, scaffale A1."
    assert tablet.model.hands.scanned == set()
    tablet.model.pressed("language")
    assert tablet.model.state.notes[0].title == "Wrong bag: 7777-1"


async def test_a_hand_over_can_be_taken_back_by_one_press_for_a_while_only(tablet: CurbBench) -> None:
    await claimed(tablet)
    tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
    tablet.model.pressed("hand_over")
    await tablet.until(lambda: tablet.at(Page.QUEUE))
    await tablet.settled()
    assert "undo" in [press.id for press in tablet.model.state.secondary]
    tablet.pass_by(int(SAID_S) + 1)
    assert "undo" not in [press.id for press in tablet.model.state.secondary]


async def test_a_pickup_code_at_the_car_is_the_proof_and_another_ones_is_a_wrong_car(tablet: CurbBench) -> None:
    await claimed(tablet)
    tablet.show_code(TYPED)
    await tablet.until(lambda: tablet.model.hands.proofs)
    assert tablet.model.hands.proofs[FIRST].kind is ProofKind.CODE
    tablet.show_code("48213")
    await tablet.until(lambda: tablet.model.hands.said is not None)
    assert tablet.model.state.notes[0].title == "Auto sbagliata"


async def test_an_order_that_is_not_ready_is_said_before_and_at_the_car(tablet: CurbBench) -> None:
    tablet.arrive(UNREADY, "P2")
    await tablet.seen(UNREADY)
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    assert tablet.model.state.primary.why_not == "Non è pronto"
    assert "4900" in tablet.model.state.notes[0].title


async def test_what_is_not_paid_leaves_by_the_counter_and_says_so_before_anybody_walks(tablet: CurbBench) -> None:
    await claimed(tablet, UNPAID)
    assert tablet.model.state.primary.why_not == "Da pagare al banco"


async def test_age_is_looked_at_before_goods_that_are_not_for_the_young(tablet: CurbBench) -> None:
    await claimed(tablet, GROWN_UP)
    tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
    tablet.model.refresh()
    assert tablet.model.state.primary.id == "age"
    tablet.model.pressed("age")
    assert tablet.model.state.primary.id == "hand_over"
    tablet.model.pressed("hand_over")
    await tablet.until(lambda: tablet.orders(GROWN_UP).is_collected)


async def test_a_colleague_says_that_a_car_is_there(tablet: CurbBench) -> None:
    tablet.model.pressed("to:order")
    for sign in "48213":
        tablet.model.pressed(f"key:{sign}")
    tablet.model.pressed("next")
    await tablet.until(lambda: tablet.at(Page.BAY))
    tablet.model.pressed("key:9")
    assert tablet.model.state.primary.why_not == "Il posto 9 non esiste"
    tablet.model.pressed("delete")
    tablet.model.pressed("key:3")
    tablet.model.pressed("next")
    await tablet.seen(SECOND)
    assert tablet.model.state.cards[0].bay == "3"


async def test_without_a_line_the_queue_stays_with_its_age_and_nothing_is_promised(tablet: CurbBench) -> None:
    await claimed(tablet)
    tablet.counter.cut()
    await tablet.until(lambda: not tablet.model.desk.link().is_up, 30)
    tablet.model.tick()
    assert "dati delle" in tablet.model.state.link
    assert tablet.model.state.primary.why_not == "Serve la linea"
    tablet.model.pressed("release")
    await tablet.settled()
    assert tablet.at(Page.VISIT)
    assert tablet.model.session.problem is not None
    assert tablet.model.session.problem.code is Code.NO_ANSWER
    tablet.model.pressed("to:order")
    for sign in "48213":
        tablet.model.pressed(f"key:{sign}")
    tablet.model.pressed("next")
    await tablet.until(lambda: tablet.at(Page.BAY))
    tablet.model.pressed("key:3")
    tablet.model.pressed("next")
    await tablet.seen(FIRST, SECOND)
    tablet.counter.mend()


async def test_a_tablet_nobody_touches_shows_nobody_and_asks_for_the_pin(tablet: CurbBench) -> None:
    await claimed(tablet)
    tablet.pass_by(int(LOCK_S) + 1)
    assert tablet.at(Page.SIGN_IN)
    assert (tablet.model.state.cards, tablet.model.state.head) == ((), None)
    assert tablet.model.session.number == "07"


async def test_no_act_under_way_ends_on_the_screen_of_nobody(tablet: CurbBench) -> None:
    tablet.arrive(FIRST, "P4")
    await tablet.seen(FIRST)
    tablet.model.pressed("claim")
    tablet.model.pressed("lock")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await tablet.settled()
    tablet.model.lock()
    assert (tablet.model.session.operator, tablet.model.state.page) == (None, Page.SIGN_IN)


async def test_labels_held_to_the_reader_at_once_are_all_taken(tablet: CurbBench) -> None:
    await claimed(tablet, LABELLED)
    for label in LABELS:
        tablet.show_code(label)
    await tablet.settled()
    assert tablet.model.hands.scanned == {bag.id for bag in tablet.model.bags()}


async def test_a_reader_that_does_not_stop_is_told_and_heard_no_more(tablet: CurbBench) -> None:
    for _ in range(30):
        tablet.show_code(SARA_BADGE)
    assert tablet.model.state.notes[0].title == "Il lettore di codici legge senza fermarsi."
    await tablet.settled()
    assert len(tablet.failures) == 0
