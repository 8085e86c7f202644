"""The end of the day on screen: figures with how they are counted, and a close that is asked for once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.handover import HandoverAsk
from app.domain.returnables import LineFound
from app.domain.returns import Reason
from app.domain.staff import ApprovalReason
from app.presentation.routes import PaperRoute, PickupsRoute
from app.presentation.viewmodels.day import DayModel
from app.store.terminal_files import TerminalFiles
from app.usecases.receive_return import Intake
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, PIN, Counter


@pytest.fixture
async def at(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """A manager at a station at work."""
    async with Counter(tmp_path, lookups).open() as counter, desk_at(counter, jobs_of(counter), MANAGER) as found:
        yield found


async def opened(at: CounterDesk) -> DayModel:
    """Today."""
    model = DayModel(at.desk)
    await model.open()
    return model


def cells(model: DayModel, row: str) -> tuple[str, str]:
    """A row's figures."""
    return next((found.shop, found.here) for found in model.state.rows if found.id == row)


async def take_back(counter: Counter) -> None:
    """A shirt of order 4790 comes back."""
    found = await counter.returns.by_article("8001234567891")
    assert isinstance(found, LineFound)
    await counter.returns.receive(Intake(found.line, 1, Reason.TOO_SMALL), CLERK)


async def test_figures_follow_what_happens_and_say_how_they_are_counted(at: CounterDesk) -> None:
    model = await opened(at)
    assert cells(model, "handed_over") == ("0", "0")
    await at.counter.hand_over.hand_over(await at.counter.shown(), HandoverAsk(), CLERK)
    await take_back(at.counter)
    await let_pass(5)
    await model.reload()
    assert cells(model, "handed_over") == ("1", "1")
    assert cells(model, "pending") == ("1 · 29,90\u00a0€", "1 · 29,90\u00a0€")
    assert cells(model, "reasons") == ("Troppo piccola: 1", "—")
    model.choose("errors")
    assert (model.state.panel_title, cells(model, "errors")) == ("Consegne annullate su tutte", ("0\u00a0%", "—"))
    assert model.state.how.endswith("Qui: 0 su 1.")


async def test_a_day_before_has_no_present(at: CounterDesk) -> None:
    model = await opened(at)
    assert model.state.days[0][1] == "Oggi"
    assert "to_collect" in [row.id for row in model.state.rows]
    model.choose_day(model.state.days[1][0])
    await at.settled()
    assert "to_collect" not in [row.id for row in model.state.rows]
    assert model.state.day == model.state.days[1][0]


async def test_a_figure_leads_to_what_it_counts(at: CounterDesk) -> None:
    model = await opened(at)
    assert "go" not in [button.id for button in model.foot.secondary]
    model.choose("to_collect")
    assert model.foot.secondary[0].id == "go"
    await model.press("go")
    assert at.desk.navigator.at == PickupsRoute()


async def test_closing_is_asked_once_and_enter_says_no(at: CounterDesk) -> None:
    model = await opened(at)
    await model.press("ask")
    assert model.foot.enter == "not_now"
    await model.press("not_now")
    assert model.foot.enter == ""
    await model.press("ask")
    await at.press(model, "confirm")
    assert model.state.mark is not None
    assert model.state.mark.words.startswith("Chiusa")
    await model.press("paper")
    assert at.desk.navigator.at == PaperRoute("T1AA-000001")


async def test_the_paper_may_be_printed_without_closing(at: CounterDesk) -> None:
    model = await opened(at)
    await at.press(model, "print")
    assert at.said() == "Riepilogo in stampa"
    assert model.state.mark is None


async def test_unsent_money_asks_for_another_person_even_of_a_manager(at: CounterDesk) -> None:
    at.counter.cut()
    await take_back(at.counter)
    at.desk.session.begin(replace(MANAGER, id="op-02"))
    model = await opened(at)
    assert model.state.note is not None
    assert "non è ancora arrivato alla sede" in model.state.note[1]
    await model.press("ask")
    await model.press("confirm")
    await let_pass(0.1)
    ask = at.desk.approvals.pending
    assert ask is not None
    assert ask.action == "day.close_unsent"
    approval = await at.desk.jobs.approve.grant(ask, "01", PIN, ApprovalReason.CHECKED)
    at.desk.approvals.answer(ask, approval)
    await at.settled()
    assert model.state.mark is not None


async def test_without_that_yes_the_day_stays_open(at: CounterDesk) -> None:
    at.counter.cut()
    await take_back(at.counter)
    model = await opened(at)
    await model.press("ask")
    await model.press("confirm")
    await let_pass(0.1)
    at.desk.approvals.answer(at.desk.approvals.pending, None)
    await at.settled()
    assert model.state.mark is None
    assert model.state.note is not None
    assert not model.foot.enter
