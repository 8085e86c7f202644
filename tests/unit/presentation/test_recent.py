"""What was done lately on screen: taken back in time, printed again, and the question about a doubtful paper."""

from dataclasses import replace
from datetime import timedelta

from app.domain.handover import HandoverAsk
from app.presentation.viewmodels.recent import RecentModel
from app.usecases.hand_over import HandedOver
from app.usecases.recent_acts import recent_acts
from app.usecases.spool import JobState
from tests.unit.presentation.desk import Desk
from tests.unit.presentation.screens import desk_of
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, Counter


async def handed_over(counter: Counter) -> HandedOver:
    """Order 4821 left."""
    return await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)


async def test_a_hand_over_is_taken_back_from_the_list(desk: Desk) -> None:
    await handed_over(desk.counter)
    screen = desk_of(desk.counter)
    model = RecentModel(screen)
    await model.open()
    [row] = model.state.rows
    assert (row.title, row.mark, row.age != "") == ("Consegna 4821", None, True)
    await model.press("undo")
    await screen.flights.settled()
    [row] = model.state.rows
    assert row.mark is not None
    assert row.mark.words == "Annullata"
    assert "undo" not in [button.id for button in model.foot.secondary]
    assert not (await desk.counter.shown()).is_collected


async def test_after_the_window_there_is_no_way_back(desk: Desk) -> None:
    await handed_over(desk.counter)
    await let_pass(601.0)
    model = RecentModel(desk_of(desk.counter))
    await model.open()
    assert [button.id for button in model.foot.secondary] == ["order"]


async def test_a_doubtful_paper_is_a_question_until_it_is_answered(paper_desk: Desk) -> None:
    counter = paper_desk.counter
    made = await handed_over(counter)
    [job] = await counter.spool.copies(made.document_no)
    assert await counter.spool.update(replace(job, state=JobState.UNKNOWN), was=JobState.QUEUED)
    screen = desk_of(counter)
    model = RecentModel(screen)
    await model.open()
    assert (model.state.question, model.state.foot.primary.is_enabled) == ("È uscita la ricevuta?", False)
    assert [answer.value for answer in model.state.answers] == ["came_out", "copy", "drop"]
    assert model.take_digit("1")
    await model.press("settle")
    await screen.flights.settled()
    assert (model.state.question, model.state.foot.primary.id) == ("", "reprint")
    await model.press("reprint")
    await screen.flights.settled()
    copies = await counter.spool.copies(made.document_no)
    assert [(copy.copy_no, copy.state) for copy in copies] == [(0, JobState.CONFIRMED), (1, JobState.QUEUED)]


async def test_acts_are_listed_newest_first_with_who_did_them(desk: Desk) -> None:
    made = await handed_over(desk.counter)
    acts = await desk.counter.door.read(lambda tx: recent_acts(tx, desk.counter.station, ()))
    [act] = acts
    assert (act.document_no, act.by, act.papers) == (made.document_no, "Sara Lombardi", ())
    assert act.undo_until == made.entry.created_at + timedelta(seconds=600)
