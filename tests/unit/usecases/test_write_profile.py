"""Consents and notes at the counter: shown at once, kept while the line is cut, central's word in the end."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from app.contract.commands import Outcome
from app.domain.commands import ChangeConsent
from app.domain.customers import ConsentPurpose, Customer, Note, Purpose
from app.domain.errors import Code
from app.domain.profile_changes import MAX_NOTE, changed, last_answer
from app.domain.values import OperatorId
from app.node.custody import publish_config
from app.node.documents import find_customer, get_config, put_customer
from app.usecases.write_profile import ShownProfile
from tests.unit.domain.samples import NOW_AT, STORE, act
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, TECHNICIAN, Counter, refusal_of

MARKETING = ConsentPurpose.MARKETING


@pytest.fixture
async def giulia(counter: Counter) -> Customer:
    """Giulia, opened at a counter."""
    return (await counter.find.open_customer("c-1", Purpose.ASSISTANCE, CLERK)).customer


async def with_text(counter: Counter, version: str) -> None:
    """The chain shows that text from now on."""
    with counter.shop.central.write() as tx:
        publish_config(tx, msgspec.structs.replace(get_config(tx, STORE), consent_text=version))
    counter.shop.follow()
    await counter.till.sync()


def at_central(counter: Counter) -> Customer:
    """Giulia as central has her."""
    with counter.shop.central.read() as tx:
        found = find_customer(tx, "c-1")
    assert found is not None
    return found


def says(customer: Customer) -> bool | None:
    """The answer to marketing."""
    last = last_answer(customer.consents, MARKETING)
    return None if last is None else last.is_given


async def shown(counter: Counter, opened: Customer) -> ShownProfile:
    """What a screen shows."""
    return await counter.profiles.shown(opened)


async def test_a_yes_is_shown_at_once_and_then_centrals(counter: Counter, giulia: Customer) -> None:
    command = await counter.profiles.answer(giulia, MARKETING, CLERK, is_given=True)
    now = await shown(counter, giulia)
    assert (says(now.customer), now.waiting) == (True, frozenset({command}))
    await counter.profiles.heard(command)
    after = await shown(counter, giulia)
    assert (says(after.customer), after.waiting) == (True, frozenset())
    assert after.customer.consents == at_central(counter).consents
    [consent] = after.customer.consents
    assert (consent.channel, consent.text_version) == ("shop", "2025-1")


async def test_without_a_line_it_waits_and_goes_when_the_line_is_back(counter: Counter, giulia: Customer) -> None:
    counter.cut()
    counter.online.fault = Code.NO_ANSWER
    yes = await counter.profiles.answer(giulia, MARKETING, CLERK, is_given=True)
    note = await counter.profiles.note("c-1", "chiama\ndopo le 18", CLERK)
    await counter.profiles.heard(yes)
    assert at_central(counter).consents == ()
    copy = (await counter.find.open_customer("c-1", Purpose.ASSISTANCE, CLERK)).customer
    seen = await shown(counter, copy)
    assert (says(seen.customer), seen.waiting) == (True, frozenset({yes, note}))
    assert [found.text for found in seen.customer.notes] == ["chiama dopo le 18"]
    counter.mend()
    await let_pass(90)
    assert (says(at_central(counter)), [found.id for found in at_central(counter).notes]) == (True, [note])
    seen = await shown(counter, copy)
    assert (seen.customer, seen.waiting) == (at_central(counter), frozenset())


async def test_a_yes_is_refused_when_the_customer_said_no_meanwhile(counter: Counter, giulia: Customer) -> None:
    """The clerk's copy is older than a no given on the site."""
    no = ChangeConsent("c-1", MARKETING, is_given=False, text_version="", at=NOW_AT)
    with counter.shop.central.write() as tx:
        put_customer(tx, changed(at_central(counter), no, replace(act(90), at=NOW_AT - timedelta(days=1))))
    command = await counter.profiles.answer(giulia, MARKETING, CLERK, is_given=True)
    result = (await counter.profiles.heard(command)).result
    assert result is not None
    assert (result.outcome, result.code) == (Outcome.REJECTED, Code.CONSENT_CHANGED)
    seen = await shown(counter, giulia)
    assert (says(seen.customer), seen.waiting, says(at_central(counter))) == (False, frozenset(), False)


async def test_a_no_needs_no_text_and_a_yes_does(counter: Counter, giulia: Customer) -> None:
    await counter.profiles.heard(await counter.profiles.answer(giulia, MARKETING, CLERK, is_given=True))
    agreed = (await shown(counter, giulia)).customer
    await with_text(counter, "")
    await counter.profiles.heard(await counter.profiles.answer(agreed, MARKETING, CLERK, is_given=False))
    refused = (await shown(counter, giulia)).customer
    assert [consent.text_version for consent in refused.consents] == ["2025-1", "2025-1"]
    problem = await refusal_of(counter.profiles.answer(refused, MARKETING, CLERK, is_given=True))
    assert (problem.code, says(at_central(counter))) == (Code.CONSENT_TEXT_MISSING, False)


async def test_a_note_comes_off_again_before_and_after_central_had_it(counter: Counter, giulia: Customer) -> None:
    for is_cut in (True, False):
        if is_cut:
            counter.cut()
        else:
            counter.mend()
            await let_pass(90)
        command = await counter.profiles.note("c-1", "si è sbagliato", CLERK)
        await counter.profiles.heard(command)
        [note] = (await shown(counter, giulia)).customer.notes
        off = await counter.profiles.unnote("c-1", note, CLERK)
        assert (await shown(counter, giulia)).customer.notes == ()
        await counter.profiles.heard(off)
    assert at_central(counter).notes == ()


async def test_only_a_supervisor_takes_off_what_another_wrote(counter: Counter, giulia: Customer) -> None:
    other = Note("n-1", "x", NOW_AT, OperatorId("op-50"), STORE)
    with counter.shop.central.write() as tx:
        put_customer(tx, replace(at_central(counter), notes=(other,)))
    assert (await refusal_of(counter.profiles.unnote("c-1", other, CLERK))).code is Code.PERMISSION_DENIED
    await counter.profiles.heard(await counter.profiles.unnote("c-1", other, MANAGER))
    assert at_central(counter).notes == ()


async def test_nothing_to_write_writes_nothing(counter: Counter, giulia: Customer) -> None:
    assert await counter.profiles.note("c-1", " \n ", CLERK) == ""
    too_long = await refusal_of(counter.profiles.note("c-1", "x" * (MAX_NOTE + 1), CLERK))
    denied = await refusal_of(counter.profiles.note("c-1", "x", TECHNICIAN))
    assert (too_long.code, denied.code) == (Code.NOTE_TOO_LONG, Code.PERMISSION_DENIED)
    assert (await shown(counter, giulia)).waiting == frozenset()


async def test_the_trail_says_who_changed_which_consent(counter: Counter, giulia: Customer) -> None:
    command = await counter.profiles.answer(giulia, MARKETING, CLERK, is_given=True)
    await counter.profiles.heard(command)
    trail = [entry for entry in counter.audit() if entry[0] == "consent_changed"]
    details = {"command": command, "purpose": "marketing", "is_given": True}
    assert trail == [("consent_changed", CLERK.id, "customer:c-1", details)]
