"""Consents and notes over real servers and files: with a line, without it, over a restart, recorded once each."""

from app.domain.customers import ConsentPurpose, Customer, Purpose
from app.domain.profile_changes import last_answer
from app.domain.values import CustomerId
from app.hosting import audit
from app.node.documents import find_customer
from app.usecases.station import Operator, operator_of
from tests.e2e.one_till.counter import Counter
from tests.e2e.servers.floor import Floor
from tests.e2e.servers.till import until
from tests.e2e.terminal.desk import Desk

MARKETING = ConsentPurpose.MARKETING


async def at_central(floor: Floor, customer: CustomerId) -> tuple[Customer, list[str]]:
    """The profile there, and what is recorded of who wrote to it."""
    access = floor.central.host.parts.access
    found = await access.read(lambda tx: find_customer(tx, customer))
    assert found is not None
    records = await access.read(lambda tx: audit.of_subject(tx, customer))
    return found, [record.event for record in records if record.event != "customer.open"]


async def opened(counter: Counter, customer: CustomerId) -> tuple[Customer, Operator]:
    """The profile as the terminal shows it, and who looks at it."""
    terminal = counter.terminal
    who = operator_of((await terminal.sign_in.operators())[0])
    found = (await terminal.find.open_customer(customer, Purpose.ASSISTANCE, who)).customer
    return (await terminal.profiles.shown(found)).customer, who


async def test_what_is_written_without_a_line_reaches_head_office_after_a_restart(desk: Desk) -> None:
    floor = desk.floor
    giulia = next(
        found.id
        for found in floor.template.chain.customers
        if last_answer(found.consents, MARKETING) is None and not found.notes
    )
    async with desk.opened() as counter:

        async def is_found() -> bool:
            """The chain's customers are here: their first load drops the copies of profiles."""
            return await counter.terminal.find.glance(giulia) is not None

        await until(is_found)
        shown, who = await opened(counter, giulia)
        yes = await counter.terminal.profiles.answer(shown, MARKETING, who, is_given=True)
        await counter.terminal.profiles.heard(yes)
        customer, records = await at_central(floor, giulia)
        assert [consent.id for consent in customer.consents if consent.purpose == MARKETING] == [yes]
        assert records == ["customer.consent_given"]
    async with desk.opened(is_alone=True) as counter:
        shown, who = await opened(counter, giulia)
        assert shown.consents == customer.consents
        no = await counter.terminal.profiles.answer(shown, MARKETING, who, is_given=False)
        note = await counter.terminal.profiles.note(giulia, "chiama dopo le 18", who)
        assert len((await opened(counter, giulia))[0].notes) == 1
    async with desk.opened() as counter:

        async def is_there() -> bool:
            return bool((await at_central(floor, giulia))[0].notes)

        await until(is_there)
        shown, _ = await opened(counter, giulia)
    customer, records = await at_central(floor, giulia)
    assert ([found.id for found in customer.notes], customer.consents[-1].id) == ([note], no)
    assert records == ["customer.consent_given", "customer.consent_withdrawn", "customer.note"]
    assert (shown.notes, shown.consents) == (customer.notes, customer.consents)
