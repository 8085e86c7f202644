"""A store's places and hours: a file at head office, a right at a terminal, never one change over the other."""

import asyncio
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from app.contract.rows import RosterStaff, StoreConfig
from app.contract.shop_rows import KeptSettings, SettingsChange
from app.domain.errors import Code, Problem
from app.domain.shop_settings import settings_of
from app.usecases.shop_setup import plain_values
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.test_admin import config_of
from tests.e2e.servers.till import Till, until


async def said(floor: Floor, *words: str) -> subprocess.CompletedProcess[str]:
    """What `bancone store-settings` answers at this head office."""
    line = [sys.executable, "-m", "app", "store-settings", *words]
    if words[0] != "check":
        line += ["--central", floor.central.url, "--data", str(floor.central.token_file.parent)]
    return await asyncio.to_thread(subprocess.run, line, capture_output=True, text=True)


async def test_a_file_goes_out_is_changed_and_comes_back(floor: Floor, till: Till, tmp_path: Path) -> None:
    file = tmp_path / "milano.toml"
    assert (await said(floor, "export", STORE, "--file", str(file))).returncode == 0
    text = file.read_text(encoding="utf-8")
    assert "# Per quanti giorni un ordine pronto aspetta chi lo ritira.\n" in text
    days = (await config_of(till)).hold_days
    file.write_text(text.replace(f"\ndays = {days}\n", "\ndays = 11\n"), encoding="utf-8")
    assert (await said(floor, "check", str(file))).returncode == 0
    done = await said(floor, "import", str(file), "--by", "Anna Prova")
    assert (done.returncode, done.stderr) == (0, "")

    async def is_told() -> bool:
        config = await config_of(till)
        return (config.hold_days, config.settings_by, config.settings_rev) == (11, "Anna Prova", 1)

    await until(is_told)
    again = await said(floor, "import", str(file), "--by", "Anna Prova")
    assert again.returncode == 0, "the same once more is no other change"
    file.write_text(text.replace(f"\ndays = {days}\n", "\ndays = 12\n"), encoding="utf-8")
    late = await said(floor, "import", str(file), "--by", "Bruno Prova")
    assert late.returncode == 1
    assert "Anna Prova" in late.stderr
    assert "[settings_changed]" in late.stderr


async def test_a_broken_file_changes_nothing_and_every_line_is_named(
    floor: Floor, till: Till, tmp_path: Path
) -> None:
    file = tmp_path / "milano.toml"
    text = (await said(floor, "export", STORE)).stdout
    broken = text.replace("scan_every_bag = false", "scan_every_bag = 3").replace("late_s = ", "late_s = 9")
    file.write_text(broken, encoding="utf-8")
    answer = await said(floor, "import", str(file), "--by", "Anna Prova")
    assert answer.returncode == 1
    lines = broken.splitlines()
    for wrong in ("scan_every_bag = 3", next(line for line in lines if line.startswith("late_s"))):
        assert f"riga {lines.index(wrong) + 1}: " in answer.stderr
    assert (await config_of(till)).settings_rev == 0


def staffed(config: StoreConfig, role: str) -> RosterStaff:
    """Somebody of the store with that role."""
    return next(staff for staff in config.staff if staff.role == role)


async def test_at_a_terminal_who_may_changes_and_who_may_not_is_refused(floor: Floor, till: Till) -> None:
    config = await config_of(till)
    wanted = settings_of(config).with_value("waits.late_s", 420)
    change = SettingsChange(
        base_rev=config.settings_rev,
        actor=staffed(config, "supervisor").id,
        values=plain_values(wanted),
        places=config.places,
    )
    with pytest.raises(Problem) as caught:
        await till.gateway.reads.change_settings(change)
    assert caught.value.code == Code.PERMISSION_DENIED
    manager = staffed(config, "manager")
    told: KeptSettings = await till.gateway.reads.change_settings(
        msgspec.structs.replace(change, actor=manager.id)
    )
    assert (told.rev, told.by, told.values["waits.late_s"]) == (config.settings_rev + 1, manager.name, 420)

    async def is_told() -> bool:
        return (await config_of(till)).wait_late_s == 420

    await until(is_told)
    stale = wanted.with_value("waits.late_s", 430)
    with pytest.raises(Problem) as caught:
        await till.gateway.reads.change_settings(
            msgspec.structs.replace(change, actor=manager.id, values=plain_values(stale))
        )
    assert caught.value.code == Code.SETTINGS_CHANGED
