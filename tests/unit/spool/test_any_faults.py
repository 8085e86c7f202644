"""Whatever goes wrong in whatever order, no line of a paper of value comes out twice without a mark between."""

from hypothesis import example, given
from hypothesis import strategies as st

from app.adapters.spool_worker import Step
from app.usecases.spool import AfterLoss, Answer, JobState, settle_unknown
from tests.unit.spool.bench import SECTIONS, Bench, job

FAULTS = st.lists(
    st.sampled_from(["power", "power", "paper", "little paper", "mute", "talk", "cover", "shut", "stop"]),
    min_size=1,
    max_size=12,
)
ANSWERS = st.lists(st.sampled_from([Answer.RESUME, Answer.COPY]), max_size=4)
MARKS = ("COPIA", "--- ripresa ---")


def hurt(bench: Bench, fault: str) -> None:
    """One thing that happens while the printer keeps us waiting."""
    printer = bench.printer
    match fault:
        case "paper":
            printer.lines_left = 1000
        case "little paper":
            printer.lines_left += 7
        case "power":
            printer.power_cycle()
        case "mute" | "talk":
            printer.is_mute = fault == "mute"
        case "cover" | "shut":
            printer.is_cover_open = fault == "cover"
        case "stop":
            bench.worker.stop()
        case _:
            cure(bench)


def cure(bench: Bench) -> None:
    """All is well with the printer."""
    bench.printer.is_mute = bench.printer.is_cover_open = False
    bench.printer.lines_left = 10_000


def check_paper(bench: Bench) -> None:
    """The invariant of the module's first line."""
    seen: set[str] = set()
    for row in bench.paper:
        if row.startswith(MARKS):
            seen.clear()
        elif row.startswith("parte"):
            assert row not in seen, f"{row} came out twice in silence"
            seen.add(row)


async def restart(bench: Bench) -> None:
    """The program ends and starts again."""
    await bench.worker.close()
    bench.worker = bench.new_worker()
    await bench.worker.recover()


@example(14, ["power"], [], AfterLoss.COPY)
@example(14, ["power"], [], AfterLoss.RESUME)
@given(st.integers(1, 29), FAULTS, ANSWERS, st.sampled_from(AfterLoss))
async def test_no_line_comes_out_twice_in_silence(
    lines: int, faults: list[str], answers: list[Answer], policy: AfterLoss
) -> None:
    bench = Bench(policy=policy)
    bench.put(job())
    bench.printer.lines_left = lines
    waiting = iter(faults)
    bench.printer.on_wait = lambda: hurt(bench, next(waiting, "in the end somebody helps"))
    for answer in [*answers, Answer.COPY, Answer.COPY]:
        for _ in range(6):
            if await bench.worker.step() in (Step.IDLE, Step.STOPPED):
                break
        check_paper(bench)
        await restart(bench)
        cure(bench)
        await settle_unknown(bench.store, "j1", answer)
    await bench.worker.step()
    check_paper(bench)
    assert bench.is_state(JobState.CONFIRMED)
    whole = {f"parte {section} riga {number}" for section in range(SECTIONS) for number in range(9)}
    assert whole <= set(bench.paper)
    await bench.worker.close()
