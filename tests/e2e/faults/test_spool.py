"""Whatever happens: no paper of value comes twice in silence, none is lost, no drawer is kicked twice."""

from collections import Counter
from pathlib import Path

import pytest

from hardware.drivers.printers.twin import TwinPrinter, TwinTraits
from hardware.printing.profiles import CLONE_58, GENERIC_80, PrinterProfile
from tests.contract.printers.rig import receipt_font
from tests.e2e.faults.run import FaultRun
from tests.e2e.faults.till import Till

REPORT = Path(__file__).parents[3] / "build" / "faults"
SEED = 20_261


async def run(
    folder: Path, jobs: int, profile: PrinterProfile = GENERIC_80, mutant: str = "", only: str = ""
) -> FaultRun:
    """So many jobs of two tills on one printer; the report names each job's fate."""
    has_ids = profile is GENERIC_80
    traits = TwinTraits(has_automatic_status=has_ids, has_process_id=has_ids)
    async with TwinPrinter(receipt_font(), profile, traits) as twin:
        tills = [Till(folder / f"{n}.db", f"127.0.0.1:{twin.port}", profile.id, mutant) for n in (1, 2)]
        done = FaultRun(twin, tills, SEED)
        try:
            await done.jobs(jobs, only)
        finally:
            for till in tills:
                await till.kill()
    if not mutant:
        REPORT.mkdir(parents=True, exist_ok=True)
        lines = [*(str(fate) for fate in done.fates), "", *_summary(done)]
        (REPORT / f"spool-{profile.id}-{jobs}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return done


def _summary(done: FaultRun) -> list[str]:
    ends = Counter((fate.fault, fate.states[-1]) for fate in done.fates)
    return [f"{count:4}  {fault}: {end}" for (fault, end), count in sorted(ends.items())]


_LONG = [pytest.mark.soak, pytest.mark.timeout(7_200)]


@pytest.mark.parametrize(
    ("jobs", "profile"),
    [
        pytest.param(50, GENERIC_80, marks=pytest.mark.timeout(300)),
        pytest.param(1_000, GENERIC_80, marks=_LONG),
        pytest.param(300, CLONE_58, marks=_LONG),
    ],
    ids=["50", "1000", "300-clone"],
)
async def test_no_paper_of_value_comes_twice_and_none_is_lost(
    tmp_path: Path, jobs: int, profile: PrinterProfile
) -> None:
    done = await run(tmp_path, jobs, profile)
    assert done.findings() == []
    assert len(done.fates) >= jobs
    assert len({fate.fault for fate in done.fates}) == 14
    assert {"unknown", "queued", "confirmed"} <= {fate.split()[0] for one in done.fates for fate in one.states}


async def test_a_spool_that_sends_again_after_a_new_roll_is_caught(tmp_path: Path) -> None:
    done = await run(tmp_path, 4, mutant="careless", only="paper")
    assert any("twice in silence" in finding for finding in done.findings())


async def test_a_drawer_that_is_kicked_again_is_caught(tmp_path: Path) -> None:
    done = await run(tmp_path, 3, mutant="careless", only="drawer")
    assert any("2 pulses" in finding for finding in done.findings()), done.findings()
