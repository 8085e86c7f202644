"""The shop's set-up on screen: who may what, what is wrong, what is saved, and two people at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.domain.errors import Code
from app.domain.shop_settings import BY_KEY, PLACES, SETTINGS, Section
from app.domain.staff import Role
from app.presentation.marks import Tone
from app.presentation.setup_words import meaning, name_of, value_words
from app.presentation.viewmodels.setup import SetupModel
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import STORE
from tests.unit.node.shop import shop_config
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.usecases.counter import MANAGER, Counter
from tests.unit.wording.catalogues import wording

SUPERVISOR = replace(MANAGER, id="op-02", role=Role.SUPERVISOR)


@pytest.fixture
async def manager(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """The manager at a station at work."""
    async with Counter(tmp_path, lookups).open() as counter, desk_at(counter, jobs_of(counter), MANAGER) as found:
        yield found


async def shown(at: CounterDesk) -> SetupModel:
    model = SetupModel(at.desk)
    await model.open()
    return model


def value_of(model: SetupModel, key: str) -> str:
    return next(row.value for row in model.state.rows if row.id == key)


async def test_a_clerk_is_told_who_may(at: CounterDesk) -> None:
    model = await shown(at)
    assert model.state.rows == ()
    assert model.state.note is not None
    assert "permesso" in model.state.note[1]
    assert model.foot.primary.words == ""


async def test_a_supervisor_reads_and_changes_nothing(manager: CounterDesk) -> None:
    manager.desk.session.begin(SUPERVISOR)
    model = await shown(manager)
    model.choose_section(Section.HOURS)
    assert not model.state.editor.is_enabled
    model.type("9-13")
    await manager.press(model, "save")
    assert not model.is_begun
    assert manager.counter.online.asked == []


async def test_what_is_typed_is_saved_at_head_office_and_told(manager: CounterDesk) -> None:
    model = await shown(manager)
    assert not model.foot.primary.is_enabled
    model.choose_section(Section.HOURS)
    model.choose("hours.tue")
    model.type("9-13, 15.30-19:30")
    assert value_of(model, "hours.tue") == "09:00-13:00, 15:30-19:30"
    assert value_of(model, "hours.wed") == "chiuso"
    model.choose_section(Section.CAPACITY)
    model.choose("hold.days")
    model.step(1)
    assert model.state.before == "Prima: 7 giorni"
    assert (model.foot.primary.words, model.foot.primary.is_enabled) == ("Salva 2 modifiche", True)
    await manager.press(model, "save")
    assert manager.counter.online.asked == [f"settings 0 {MANAGER.id}"]
    assert manager.said() == "Posti e orari salvati"
    assert (model.is_begun, model.state.version[:10]) == (False, "Versione 1")


async def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_saved(manager: CounterDesk) -> None:
    model = await shown(manager)
    model.choose_section(Section.GUARDS)
    model.choose("waits.late_s")
    model.type("90")
    assert model.state.note is not None
    tone, what, _ = model.state.note
    assert (tone, "Attesa lunga in auto" in what) == (Tone.WARNING, True)
    assert model.foot.primary.why_not
    await manager.press(model, "save")
    assert "2 min" in what
    model.type("5")
    assert model.state.note is not None
    assert model.state.note[1] == "5 s è fuori: va da 1 min a 2 h."
    model.type("5 min")
    assert (model.state.note is None, value_of(model, "waits.late_s")) == (True, "5 min")
    model.type("ninety")
    assert (model.state.editor.text, model.is_begun) == ("ninety", True)
    await manager.press(model, "discard")
    after = model.state
    assert (after.editor.text, after.note is None, model.is_begun) == ("4 min", True, False)


async def test_places_come_and_go(manager: CounterDesk) -> None:
    model = await shown(manager)
    before = len(model.state.rows)
    await manager.press(model, "add")
    assert model.state.selected == f"{PLACES}.{before}"
    assert not model.foot.primary.is_enabled
    model.put_part("code", "f1")
    model.put_part("kind", "cold")
    model.put_part("name", "Frigo")
    assert (model.state.rows[-1].name, model.state.rows[-1].value) == ("F1", "Freddo")
    assert model.foot.primary.words == "Salva 1 modifica"
    await manager.press(model, "remove")
    assert (len(model.state.rows), model.is_begun) == (before, False)


async def test_without_a_line_nothing_is_kept_and_the_draft_stays(manager: CounterDesk) -> None:
    model = await shown(manager)
    model.choose_section(Section.CAPACITY)
    model.choose("hold.days")
    model.type("9")
    manager.counter.online.fault = Code.NO_ANSWER
    await manager.press(model, "save")
    assert model.state.note is not None
    assert (model.is_begun, model.state.editor.text) == (True, "9")


async def test_another_persons_change_is_shown_under_the_own(manager: CounterDesk) -> None:
    model = await shown(manager)
    model.choose_section(Section.CAPACITY)
    model.choose("hold.days")
    model.type("9")
    told = msgspec.structs.replace(
        shop_config(), wait_late_s=500, hold_days=8, settings_rev=1, settings_by="Anna Prova"
    )
    manager.counter.online.settings_rev = 1
    await manager.press(model, "save")
    assert model.state.note is not None
    assert "Anna Prova" in model.state.note[1]
    await manager.counter.keep("config", STORE, told)
    await model.reload()
    assert model.state.note is not None
    _, says, both = model.state.note
    assert says.startswith("Anna Prova ha cambiato:")
    assert "Giorni in attesa del cliente" in both
    assert (model.state.editor.text, model.state.before) == ("9", "Prima: 8 giorni")
    await manager.press(model, "save")
    assert manager.counter.online.asked[-1] == f"settings 1 {MANAGER.id}"
    model.choose_section(Section.GUARDS)
    assert value_of(model, "waits.late_s") == "8 min 20 s"


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_setting_has_its_words(language: str) -> None:
    words = wording(language)
    for setting in SETTINGS:
        assert name_of(setting.key, words) != setting.key
        assert meaning(setting, words)
    assert value_words(BY_KEY["guards.proof_above"], 5_000, "EUR", words).count("50")
