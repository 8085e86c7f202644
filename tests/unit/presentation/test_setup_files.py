"""The shop's settings as files at the counter: what is in one is shown before it counts."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.adapters.exchange_folder import MAX_BYTES, MAX_SHOWN
from app.domain.staff import Role
from app.presentation.marks import Tone
from app.presentation.viewmodels.setup import FILES, SetupModel
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import STORE
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.usecases.counter import MANAGER, Counter

SUPERVISOR = replace(MANAGER, id="op-02", role=Role.SUPERVISOR)


@pytest.fixture
async def manager(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """The manager at a station at work."""
    async with Counter(tmp_path, lookups).open() as counter, desk_at(counter, jobs_of(counter), MANAGER) as found:
        yield found


def folder_of(at: CounterDesk) -> Path:
    return at.counter.folder / "exchange"


async def files(at: CounterDesk) -> SetupModel:
    """The page at its files."""
    model = SetupModel(at.desk)
    await model.open()
    model.choose_section(FILES)
    await at.settled()
    return model


async def chosen(at: CounterDesk, model: SetupModel, name: str) -> None:
    """Somebody points at a file."""
    model.choose(name)
    await at.settled()


async def exported(at: CounterDesk, model: SetupModel) -> Path:
    """The file of an export."""
    await at.press(model, "export")
    return folder_of(at) / model.state.selected


async def test_an_export_is_changed_looked_at_taken_and_saved(manager: CounterDesk) -> None:
    model = await files(manager)
    file = await exported(manager, model)
    assert file.name == f"{STORE}-v0.toml"
    assert manager.said() == f"Impostazioni scritte in {file.name}"
    assert model.state.meaning.startswith("Il file dice quello che c’è già")
    assert not model.foot.primary.is_enabled
    text = file.read_text(encoding="utf-8").replace("\ndays = 7\n", "\ndays = 11\n")
    text = text.replace("scan_every_bag = false", "scan_every_bag = true")
    (folder_of(manager) / "cambio.toml").write_text(text, encoding="utf-8")
    await model.open()
    await chosen(manager, model, "cambio.toml")
    assert list(model.state.lines) == [
        "Giorni in attesa del cliente: da «7 giorni» a «11 giorni»",
        "Scansione di ogni busta: da «No» a «Sì»",
    ]
    assert (model.is_begun, manager.counter.online.asked) == (False, [])
    await manager.press(model, "take")
    assert model.foot.primary.words == "Salva 2 modifiche"
    await manager.press(model, "save")
    assert manager.counter.online.asked == [f"settings 0 {MANAGER.id}"]


async def test_a_folder_with_nothing_in_it_says_what_to_do_until_something_is(manager: CounterDesk) -> None:
    model = SetupModel(manager.desk)
    await model.open()
    assert model.state.empty == ("", "")
    model.choose_section(FILES)
    assert model.state.empty == ("", ""), "nobody looked yet"
    await manager.settled()
    title, line = model.state.empty
    assert title == "Nessun file nella cartella"
    assert str(folder_of(manager)) in line
    await exported(manager, model)
    assert model.state.empty == ("", "")


async def test_places_that_come_go_and_change_are_named(manager: CounterDesk) -> None:
    model = await files(manager)
    file = await exported(manager, model)
    text = file.read_text(encoding="utf-8")
    first = text.index("[[places]]")
    code = text[first:].splitlines()[1]
    more = '\n[[places]]\ncode = "F9"\nkind = "cold"\nname = "Frigo"\n'
    file.write_text(text.replace(code, 'code = "Z9"') + more, encoding="utf-8")
    await model.open()
    assert f"Posto {code.split(chr(34))[1]}: tolto" in "\n".join(model.state.lines)
    assert "Posto nuovo F9: Freddo, Frigo" in "\n".join(model.state.lines)


async def test_a_second_export_writes_over_nothing(manager: CounterDesk) -> None:
    model = await files(manager)
    first = await exported(manager, model)
    first.write_text("mine", encoding="utf-8")
    second = await exported(manager, model)
    assert first != second
    assert first.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Lunedì (hours.mon): manca."),
        (b"\xff\xfe\x00bad", "non si legge"),
        (b"[hold]\ndays = " + b"9" * 5_000, "Il file"),
        (b"[" * 100_000, "Il file"),
        (b"# " + b"x" * (MAX_BYTES + 10), "più di 200000 caratteri"),
        (b'store = "BO01"\nversion = 0\n', "manca."),
        (b'["places.x"]\na = 1\n', "places.x.a"),
        (b"[hold]\ndays = 0x" + b"f" * 6_000, "Il file"),
    ],
)
async def test_a_broken_file_is_told_and_changes_nothing(manager: CounterDesk, content: bytes, says: str) -> None:
    model = await files(manager)
    folder_of(manager).mkdir()
    (folder_of(manager) / "rotto.toml").write_bytes(content)
    await model.open()
    await chosen(manager, model, "rotto.toml")
    assert model.state.meaning == "Niente è stato cambiato. Da correggere:"
    assert says in "\n".join(model.state.lines)
    await manager.press(model, "take")
    assert (model.is_begun, model.foot.primary.is_enabled) == (False, False)


async def test_another_shops_file_and_one_of_older_settings_are_refused(manager: CounterDesk) -> None:
    model = await files(manager)
    file = await exported(manager, model)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f'store = "{STORE}"', 'store = "BO99"'), encoding="utf-8")
    await model.open()
    assert "è di un altro negozio: BO99" in "\n".join(model.state.lines)
    old = text.replace("version = 0", "version = 4").replace("\ndays = 7\n", "\ndays = 11\n")
    file.write_text(old, encoding="utf-8")
    await model.open()
    assert "è la 4; il negozio ha la 0." in "\n".join(model.state.lines)
    await manager.press(model, "take")
    assert not model.is_begun


async def test_only_settings_files_that_can_be_named_are_shown(manager: CounterDesk) -> None:
    folder = folder_of(manager)
    folder.mkdir()
    outside = manager.counter.folder / "secret.toml"
    outside.write_text("store = 1", encoding="utf-8")
    (folder / "link.toml").symlink_to(outside)
    os.mkfifo(folder / "pipe.toml")
    for name in ("note.txt", "a\u202eb.toml", f"{'x' * 90}.toml"):
        (folder / name).write_text("x", encoding="utf-8")
    for number in range(MAX_SHOWN + 5):
        (folder / f"{number:02}.toml").write_text("x", encoding="utf-8")
    model = await files(manager)
    names = [row.name for row in model.state.rows]
    assert len(names) == MAX_SHOWN
    assert set(names).isdisjoint({"link.toml", "pipe.toml", "note.txt", "a\u202eb.toml"})
    exchange = manager.desk.jobs.setting_files.exchange
    for name in ("link.toml", "pipe.toml", "../secret.toml"):
        assert await exchange.read(name) is None


async def test_what_is_begun_is_not_written_over_by_a_file(manager: CounterDesk) -> None:
    model = await files(manager)
    file = await exported(manager, model)
    file.write_text(file.read_text(encoding="utf-8").replace("\ndays = 7\n", "\ndays = 11\n"), encoding="utf-8")
    await model.open()
    model.choose_section("capacity")
    model.choose("hold.days")
    model.type("9")
    model.choose_section(FILES)
    await manager.settled()
    await manager.press(model, "take")
    assert model.foot.primary.id == "save"
    model.choose_section("capacity")
    model.choose("hold.days")
    assert model.state.editor.text == "9"


async def test_a_folder_that_cannot_be_written_to_is_told(manager: CounterDesk) -> None:
    folder_of(manager).write_text("no folder", encoding="utf-8")
    model = await files(manager)
    await manager.press(model, "export")
    assert model.state.note is not None
    tone, what, _ = model.state.note
    assert (tone, what.startswith("Nella cartella ")) == (Tone.WARNING, True)


async def test_who_may_not_change_sees_no_files(manager: CounterDesk) -> None:
    manager.desk.session.begin(SUPERVISOR)
    model = SetupModel(manager.desk)
    await model.open()
    assert FILES not in dict(model.state.sections)
    model.choose_section(FILES)
    await manager.settled()
    await manager.press(model, "export")
    assert not folder_of(manager).exists()
