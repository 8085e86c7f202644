"""The attention desk on screen: why in a sentence, only the ways an item allows, and who may take them."""

from dataclasses import replace

import pytest

from app.domain.commands import NoteCustomer
from app.domain.customers import Purpose
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.staff import ApprovalReason
from app.presentation.console_text import as_text
from app.presentation.routes import CustomerRoute
from app.presentation.viewmodels.attention import AttentionModel
from app.sync.outbox import park
from app.usecases.ports import AttentionItem, OutboxState
from tests.unit.domain.samples import NOW_AT
from tests.unit.presentation.desk import Desk
from tests.unit.presentation.screens import desk_of
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, PIN, Counter, refusal_of
from tests.unit.wording.catalogues import wording


async def reported(counter: Counter) -> None:
    """Something found here that nobody can try again."""
    item = AttentionItem("x", Code.CATALOGUE_REBUILT, "catalog.db", {}, NOW_AT)
    await counter.door.write(lambda tx: tx.attention_put(item))


async def parked(counter: Counter) -> str:
    """A note that could not be sent; its command."""
    counter.cut()
    command_id = await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", NOW_AT), CLERK.id)
    await let_pass(0.1)
    await counter.door.write(lambda tx: park(tx, command_id, Code.SERVER_ERROR, NOW_AT))
    counter.mend()
    return command_id


async def test_nothing_to_settle_is_said(desk: Desk) -> None:
    model = AttentionModel(desk_of(desk.counter))
    await model.open()
    assert (model.state.empty[0], model.state.foot.primary.is_enabled) == ("Niente da risolvere", False)


async def test_a_parked_act_says_why_and_is_tried_again(desk: Desk) -> None:
    command = await parked(desk.counter)
    screen = desk_of(desk.counter, MANAGER)
    model = AttentionModel(screen)
    await model.open()
    [row] = model.state.rows
    assert (row.title, row.why) == ("Nota in attesa", "Il server ha avuto un problema.")
    assert (model.state.choice, model.state.foot.primary.words) == ("again", "Riprova ora")
    await model.press("act")
    await screen.flights.settled()
    assert model.state.rows == ()
    entry = await desk.counter.door.read(lambda tx: tx.outbox_get(command))
    assert entry is not None
    assert entry.state is not OutboxState.PARKED


async def test_what_cannot_be_tried_again_is_closed_for_a_chosen_reason(desk: Desk) -> None:
    await reported(desk.counter)
    screen = desk_of(desk.counter, MANAGER)
    model = AttentionModel(screen)
    await model.open()
    assert "again" not in [way.value for way in model.state.choices]
    assert not model.state.foot.primary.is_enabled
    assert model.take_digit("2")
    assert model.state.foot.primary.words == "Chiudi come doppione"
    await model.press("act")
    await screen.flights.settled()
    model.choose_view("settled")
    [row] = model.state.rows
    assert row.why == "Risolto da Ada Neri"
    assert desk.counter.audit()[-1][3] == {"item": "x", "reason": "duplicate"}


@pytest.mark.parametrize(
    ("details", "why", "next_step"),
    [
        (
            {"article": "Scarpa", "had": 2, "now": 1, "others": 2},
            "L’ordine 4821 è stato cambiato sul sito: Scarpa, da 2 a 1, e altri 2.",
            "Metti in busta quello che dice adesso il sito, consegna solo quello e chiudi il caso.",
        ),
        (
            {"article": "Scarpa", "had": 0, "now": 1},
            "L’ordine 4821 è stato cambiato sul sito: Scarpa, da 0 a 1.",
            "Metti in busta quello che dice adesso il sito, consegna solo quello e chiudi il caso.",
        ),
        (
            {"article": "Scarpa", "had": 1, "now": 2, "amount": 4990, "currency": "EUR"},
            "L’ordine 4821 è stato cambiato sul sito: Scarpa, da 1 a 2.",
            "Metti in busta quello che dice adesso il sito, incassa 49,90\xa0€, "
            "consegna solo quello e chiudi il caso.",
        ),
        (
            {"amount": 4990, "currency": "EUR"},
            "L’ordine 4821 è stato cambiato sul sito: adesso sono da incassare 49,90\xa0€.",
            "Metti in busta quello che dice adesso il sito, incassa 49,90\xa0€, "
            "consegna solo quello e chiudi il caso.",
        ),
        (
            {"location": "Negozio di Torino"},
            "Sul sito l’ordine 4821 adesso è per un altro negozio: Negozio di Torino.",
            "Senti la sede su chi lo prepara, voi o Negozio di Torino: fino ad allora non consegnarlo.",
        ),
    ],
)
async def test_an_order_edited_on_the_site_says_what_changed_and_a_person_closes_it(
    desk: Desk, details: dict[str, str | int | bool], why: str, next_step: str
) -> None:
    order = await desk.counter.shown()
    subject, told = f"order:{order.id}", {"order": "4821", **details}
    item = AttentionItem(f"edited:{order.id}", Code.ORDER_EDITED_ONLINE, subject, told, NOW_AT)
    await desk.counter.door.write(lambda tx: tx.attention_put(item))
    screen = desk_of(desk.counter, MANAGER)
    model = AttentionModel(screen)
    await model.open()
    [row] = model.state.rows
    assert (row.title, row.why) == ("Ordine cambiato sul sito", why)
    assert next_step in [step[2] for step in model.state.steps] + [step[1] for step in model.state.steps]
    assert [button.id for button in model.state.foot.secondary] == ["order"]
    model.choose_way("done_otherwise")
    await model.press("act")
    await screen.flights.settled()
    assert model.state.rows == ()


async def test_a_no_that_came_when_the_counter_had_given_up_asks_for_nothing(desk: Desk) -> None:
    counter = desk.counter
    counter.cut()
    await refusal_of(counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK))
    with counter.shop.edge.write() as tx:
        counter.shop.node.write_order(tx, replace(counter.shop.order_at_edge(), ready_at=None))
    counter.mend()
    await let_pass(60)
    screen = desk_of(counter, MANAGER)
    model = AttentionModel(screen)
    await model.open()
    [row] = model.state.rows
    assert row.why == model.state.steps[-1][2] == "Niente da fare: al banco si sapeva già, la merce è rimasta qui."
    assert ([way.value for way in model.state.choices], model.state.choice) == (["not_needed"], "not_needed")
    await desk.sign_in()
    answer = await desk.say("attention")
    assert "Niente da fare" in as_text(answer, wording("it"), NOW_AT)
    await model.press("act")
    await screen.flights.settled()
    assert model.state.rows == ()


async def test_a_till_that_was_revoked_is_not_taken_for_this_one(desk: Desk) -> None:
    details: dict[str, str | int | bool] = {"device": "T9AA", "commands": 3}
    item = AttentionItem("quarantine:T9AA", Code.DEVICE_REVOKED, "T9AA", details, NOW_AT)
    await desk.counter.door.write(lambda tx: tx.attention_put(item))
    model = AttentionModel(desk_of(desk.counter, MANAGER))
    await model.open()
    [row] = model.state.rows
    assert row.title == "Terminale revocato"
    assert row.why.startswith("Il terminale T9AA non è più autorizzato.")
    assert "T9AA" in model.state.steps[-1][2]


async def test_who_may_not_settle_alone_does_with_a_yes(desk: Desk) -> None:
    await reported(desk.counter)
    screen = desk_of(desk.counter, CLERK)
    model = AttentionModel(screen)
    await model.open()
    model.choose_way("duplicate")
    assert model.state.note is not None
    await model.press("act")
    await let_pass(0.1)
    ask = screen.approvals.pending
    assert ask is not None
    screen.approvals.answer(ask, await desk.counter.approve.grant(ask, "01", PIN, ApprovalReason.CHECKED))
    await screen.flights.settled()
    assert model.state.rows == ()
    assert desk.counter.audit()[-1][3] == {"item": "x", "reason": "duplicate", "approved_by": "op-01"}


async def test_a_cart_the_site_did_not_change_says_whose_it_is_and_leads_there(desk: Desk) -> None:
    details: dict[str, str | int | bool] = {"article": "Scarpa", "wanted": 3}
    item = AttentionItem("cart_not_taken:k", Code.CART_NOT_TAKEN, "customer:c-1", details, NOW_AT)
    await desk.counter.door.write(lambda tx: tx.attention_put(item))
    screen = desk_of(desk.counter, MANAGER)
    model = AttentionModel(screen)
    await model.open()
    [row] = model.state.rows
    assert (row.title, row.about) == ("Carrello non cambiato online", "Giulia Bianchi")
    assert row.why == "Il sito non ha preso la modifica al carrello: Scarpa, pezzi 3."
    assert [button.id for button in model.state.foot.secondary] == ["customer"]
    await model.press("customer")
    assert screen.navigator.at == CustomerRoute("c-1", Purpose.ASSISTANCE)
