"""Consents and notes on a customer's screen: one press each way, shown at once, taken back, refused with why."""

from dataclasses import replace
from datetime import timedelta

from app.domain.commands import ChangeConsent
from app.domain.customers import Consent, ConsentPurpose, Customer, Note
from app.domain.errors import Code
from app.domain.profile_changes import changed
from app.domain.values import OperatorId
from app.node.documents import find_customer, put_customer
from app.presentation.consent_words import ConsentRow
from app.presentation.routes import CartsRoute
from app.presentation.viewmodels.customer import CustomerModel
from tests.unit.domain.samples import NOW_AT, STORE, act
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.presentation.test_customer import opened
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import MANAGER

OLD = Consent("profiling", is_given=True, at=NOW_AT - timedelta(days=40), channel="site", text_version="2023-1")


def row(model: CustomerModel, purpose: str) -> ConsentRow:
    """The consent as it is shown."""
    return next(shown for shown in model.state.consents if shown.id == purpose)


def acts(shown: ConsentRow) -> list[str]:
    """The answers that can be recorded."""
    return [act.words for act in shown.acts]


def become(at: CounterDesk, customer: Customer) -> None:
    """The customer is so at central, and that is what it answers."""
    with at.counter.shop.central.write() as tx:
        put_customer(tx, customer)
    at.counter.online.customers["c-1"] = customer


def at_central(at: CounterDesk) -> Customer:
    """The customer as central has her."""
    with at.counter.shop.central.read() as tx:
        found = find_customer(tx, "c-1")
    assert found is not None
    return found


def undo(at: CounterDesk) -> None:
    """Take back what was done last."""
    latest = at.desk.notices.latest
    assert latest is not None
    assert latest.undo is not None
    latest.undo()


async def test_nothing_is_ticked_before_it_was_said(at: CounterDesk) -> None:
    model = await opened(at)
    assert [(shown.answer, shown.line, acts(shown), shown.is_given) for shown in model.state.consents] == [
        ("", "mai chiesto", ["Sì", "No"], None)
    ] * 3
    assert len({act.spoken for shown in model.state.consents for act in shown.acts}) == 6


async def test_a_first_no_is_as_easy_as_a_first_yes(at: CounterDesk) -> None:
    model = await opened(at)
    model.answer("marketing", is_given=False)
    await at.settled()
    assert [consent.is_given for consent in at_central(at).consents] == [False]
    assert (row(model, "marketing").answer, acts(row(model, "marketing"))) == ("No", ["Segna sì"])
    latest = at.desk.notices.latest
    assert latest is not None
    assert (latest.title, latest.undo) == ("Marketing: segnato no", None)


async def test_the_answer_that_is_shown_already_is_not_recorded_again(at: CounterDesk) -> None:
    model = await opened(at)
    for _ in range(2):
        model.answer("marketing", is_given=True)
        await at.settled()
    assert [consent.is_given for consent in at_central(at).consents] == [True]
    assert [event for event, *_ in at.counter.audit()].count("consent_changed") == 1


async def test_a_yes_and_its_undo_are_one_press_each(at: CounterDesk) -> None:
    model = await opened(at)
    model.answer("marketing", is_given=True)
    await at.settled()
    given = row(model, "marketing")
    assert (given.answer, acts(given), given.is_waiting) == ("Sì", ["Segna no"], False)
    assert given.line.endswith("negozio, testo 2025-1")
    assert at.said() == "Marketing: segnato sì"
    undo(at)
    await at.settled()
    assert [consent.is_given for consent in at_central(at).consents] == [True, False]
    assert acts(row(model, "marketing")) == ["Segna sì"]


async def test_a_withdrawal_that_was_a_slip_brings_the_same_yes_back(at: CounterDesk) -> None:
    become(at, replace(at_central(at), consents=(OLD,)))
    model = await opened(at)
    model.answer("profiling", is_given=False)
    await at.settled()
    undo(at)
    await at.settled()
    assert [(c.is_given, c.text_version) for c in at_central(at).consents] == [
        (True, "2023-1"),
        (False, "2023-1"),
        (True, "2023-1"),
    ]


async def test_without_a_line_it_says_that_it_is_to_be_sent(at: CounterDesk) -> None:
    model = await opened(at)
    at.counter.cut()
    at.counter.online.fault = Code.NO_ANSWER
    model.answer("marketing", is_given=True)
    model.write_note("chiama dopo le 18")
    await at.settled()
    assert (row(model, "marketing").answer, row(model, "marketing").is_waiting) == ("Sì", True)
    assert row(model, "marketing").line == "da inviare, negozio, testo 2025-1"
    assert [(note.line, note.is_waiting) for note in model.state.notes] == [("Sara Lombardi, da inviare", True)]
    at.counter.mend()
    await let_pass(90)
    await model.reload()
    assert not row(model, "marketing").is_waiting
    assert not model.state.notes[0].is_waiting
    assert len(at_central(at).notes) == 1


async def test_a_yes_the_customer_took_back_elsewhere_is_refused_and_shown_as_it_is(at: CounterDesk) -> None:
    model = await opened(at)
    no = ChangeConsent("c-1", ConsentPurpose.MARKETING, is_given=False, text_version="2024-2", at=NOW_AT)
    become(at, changed(at_central(at), no, act(90)))
    model.answer("marketing", is_given=True)
    await at.settled()
    assert model.state.says[0].title == "Il cliente ha cambiato risposta nel frattempo."
    assert (row(model, "marketing").answer, row(model, "marketing").line.endswith("testo 2024-2")) == ("No", True)
    assert [event for event, *_ in at.counter.audit()].count("customer_opened") == 1
    model.answer("marketing", is_given=True)
    await at.settled()
    assert (model.state.says, row(model, "marketing").answer) == ((), "Sì")


async def test_a_refusal_nobody_looks_at_waits_at_the_attention_desk(at: CounterDesk) -> None:
    """The clerk went on to another screen, or somebody else took over, before central answered."""
    model = await opened(at)
    no = ChangeConsent("c-1", ConsentPurpose.MARKETING, is_given=False, text_version="2024-2", at=NOW_AT)
    become(at, changed(at_central(at), no, act(90)))
    at.counter.is_line_up = False
    model.answer("marketing", is_given=True)
    await let_pass(1)
    at.desk.navigator.go(CartsRoute())
    at.counter.is_line_up = True
    await at.settled()
    waiting = await at.counter.attention.open_items(MANAGER)
    assert [item.code for item in waiting] == [Code.CONSENT_CHANGED]
    assert model.state.says == ()


async def test_a_note_is_written_taken_off_and_brought_back(at: CounterDesk) -> None:
    model = await opened(at)
    model.write_note("  ")
    await at.settled()
    assert (model.state.notes, model.state.notes_empty, at.said()) == ((), "Nessuna nota.", "")
    model.write_note("porta 42")
    await at.settled()
    [note] = model.state.notes
    assert (note.text, note.act, note.spoken) == ("porta 42", "Togli", "Togli la nota: porta 42")
    assert note.line.startswith("Sara Lombardi, ")
    assert model.state.tabs[1] == ("notes", "Note 1")
    model.remove_note(note.id)
    await at.settled()
    assert (model.state.notes, at_central(at).notes) == ((), ())
    undo(at)
    await at.settled()
    assert [note.text for note in at_central(at).notes] == ["porta 42"]


async def test_a_colleagues_note_is_only_a_supervisors_to_take_off(at: CounterDesk) -> None:
    other = Note("n-1", "x", NOW_AT, OperatorId("op-99"), STORE)
    become(at, replace(at_central(at), notes=(other,), preferences=("Niente lana",)))
    model = await opened(at)
    assert [(note.text, note.act) for note in model.state.notes] == [("x", ""), ("Niente lana", "")]
    model.remove_note("n-1")
    await at.settled()
    assert (model.state.notes[0].text, len(model.state.says)) == ("x", 1)
    at.desk.session.begin(MANAGER)
    await model.open()
    assert model.state.notes[0].act == "Togli"
    model.remove_note("n-1")
    await at.settled()
    latest = at.desk.notices.latest
    assert latest is not None
    assert (at_central(at).notes, latest.title, latest.undo) == ((), "Nota tolta", None)
    assert latest.line == "Era di un collega: non si rimette."
