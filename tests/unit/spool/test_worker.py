"""The spool worker: every way from queued to an end, and what is on paper then."""

import asyncio
import threading
from dataclasses import replace

import pytest

from app.adapters.spool_printer import SpoolTiming
from app.adapters.spool_worker import Step
from app.usecases.spool import AfterLoss, Answer, DrawerKick, JobState, PrintJob, cancel, settle_unknown
from hardware.api import Absent, Faulted, Ready
from hardware.printing.escpos_job import cut
from hardware.printing.profiles import PrinterProfile
from tests.unit.spool.bench import SECTIONS, Bench, job

WHOLE = SECTIONS * 10


async def lost_in_section(bench: Bench, number: int, policy: AfterLoss = AfterLoss.ASK, **changes: object) -> None:
    """The paper ends inside a section, and somebody switches the printer off and on to change it."""
    bench.policy = policy
    await bench.worker.close()
    bench.worker = bench.new_worker()
    bench.put(job(**changes))
    bench.after_sections(number)

    def change_roll() -> None:
        bench.printer.power_cycle()
        bench.printer.lines_left = 1000

    bench.printer.on_wait = change_roll
    await bench.worker.step()


async def test_a_receipt_is_confirmed_by_the_printer(bench: Bench) -> None:
    bench.put(job())
    assert await bench.worker.step() is Step.MOVED
    assert bench.is_state(JobState.CONFIRMED)
    assert bench.watcher.states == [JobState.SENDING, JobState.CONFIRMED]
    assert len(bench.paper) == WHOLE
    assert len(bench.job.sha256) == 64
    assert await bench.worker.step() is Step.IDLE


async def test_no_printer_leaves_the_job_queued(bench: Bench) -> None:
    bench.printer.is_powered = False
    bench.put(job())
    assert await bench.worker.step() is Step.BLOCKED
    assert bench.job == job()
    assert bench.watcher.printer == [Absent()]


async def test_no_paper_is_told_before_a_byte_leaves(bench: Bench) -> None:
    bench.printer.lines_left = 0
    bench.put(job())
    assert await bench.worker.step() is Step.BLOCKED
    assert bench.is_state(JobState.QUEUED)
    assert bench.printer.writes == 0
    assert bench.watcher.printer == [Faulted("paper_out")]


async def test_paper_out_in_the_middle_waits_for_paper_and_never_sends_again(bench: Bench) -> None:
    bench.put(job())
    bench.after_sections(1)

    def new_roll_after_an_hour() -> None:
        bench.pass_time(3600)
        bench.printer.lines_left = 1000

    bench.printer.on_wait = new_roll_after_an_hour
    await bench.worker.step()
    assert bench.is_state(JobState.CONFIRMED)
    assert len(bench.paper) == WHOLE
    assert bench.printer.writes == SECTIONS
    assert Faulted("paper_out") in bench.watcher.printer
    assert bench.watcher.printer[-1] == Ready()


async def test_a_loss_in_the_middle_is_a_question_and_nothing_is_repeated(bench: Bench) -> None:
    await lost_in_section(bench, 1)
    assert bench.is_state(JobState.UNKNOWN)
    assert bench.job.error_code == "connection_lost"
    assert bench.job.last_section == 1
    assert await bench.worker.step() is Step.IDLE
    assert len(bench.paper) == 14


async def test_policy_resume_goes_on_after_the_last_confirmed_section(bench: Bench) -> None:
    await lost_in_section(bench, 1, AfterLoss.RESUME)
    assert bench.is_state(JobState.QUEUED)
    await bench.worker.step()
    assert bench.is_state(JobState.CONFIRMED)
    assert bench.count("--- ripresa ---") == 1
    assert bench.begins_fresh == ["--- ripresa ---"]
    assert bench.count("parte 0 riga 0") == 1
    assert bench.paper.index("--- ripresa ---") < bench.paper.index("parte 1 riga 8")
    assert bench.job.copy_no == 0


async def test_policy_resume_with_nothing_confirmed_is_a_copy(bench: Bench) -> None:
    await lost_in_section(bench, 0, AfterLoss.RESUME)
    await bench.worker.step()
    assert bench.is_state(JobState.CONFIRMED)
    assert bench.job.copy_no == 1
    assert bench.count("COPIA 1 it") == 1


async def test_policy_copy_prints_the_whole_under_copia_with_the_same_document(bench: Bench) -> None:
    await lost_in_section(bench, 2, AfterLoss.COPY)
    await bench.worker.step()
    assert (bench.job.state, bench.job.copy_no) == (JobState.CONFIRMED, 1)
    assert bench.job.document_id == job().document_id
    assert bench.paper.index("COPIA 1 it") == 24
    assert len(bench.paper) == 24 + 1 + WHOLE


async def test_a_job_for_staff_is_printed_again_by_itself(bench: Bench) -> None:
    await lost_in_section(bench, 1, has_value=False)
    assert bench.is_state(JobState.QUEUED)
    await bench.worker.step()
    assert bench.is_state(JobState.CONFIRMED)
    assert bench.count("parte 0 riga 0") == 2
    assert bench.job.copy_no == 0


async def test_a_job_for_staff_is_given_up_in_the_end(bench: Bench) -> None:
    bench.put(job(has_value=False))
    bench.printer.lines_left = 5

    def pull_the_plug() -> None:
        bench.printer.power_cycle()
        bench.printer.lines_left = 5

    bench.printer.on_wait = pull_the_plug
    for _ in range(4):
        await bench.worker.step()
    assert bench.is_state(JobState.FAILED)
    assert await bench.worker.step() is Step.IDLE


async def test_a_printer_that_stops_talking_makes_the_paper_unknown(bench: Bench) -> None:
    bench.put(job())
    bench.after_sections(0)

    def fall_silent() -> None:
        bench.printer.lines_left = 1000
        bench.printer.is_mute = True

    bench.printer.on_wait = fall_silent
    started_s = bench.now_s
    await bench.worker.step()
    assert bench.is_state(JobState.UNKNOWN)
    assert bench.job.error_code == "not_confirmed"
    assert 10 <= bench.now_s - started_s <= 13


async def test_a_slow_line_may_take_its_time(bench: Bench) -> None:
    bench.put(job())
    bench.printer.wire = 4
    await bench.worker.step()
    assert bench.is_state(JobState.CONFIRMED)
    assert bench.now_s > 3 * bench.timing.grace_s


async def test_a_clone_that_cannot_confirm_is_a_question_for_value_only(bench: Bench) -> None:
    bench.printer.confirms = False
    bench.put(job())
    await bench.worker.step()
    assert (bench.job.state, bench.job.error_code) == (JobState.UNKNOWN, "not_confirmable")
    bench.put(job(has_value=False))
    await bench.worker.step()
    assert (bench.job.state, bench.job.error_code) == (JobState.CONFIRMED, "accepted_only")


async def test_after_a_crash_a_half_sent_paper_is_unknown(bench: Bench) -> None:
    for state in (JobState.SENDING, JobState.SENT):
        bench.put(job(state=state, last_section=1, attempts=1))
        await bench.worker.recover()
        assert (bench.job.state, bench.job.error_code) == (JobState.UNKNOWN, "interrupted")
        assert await bench.worker.step() is Step.IDLE
    assert bench.paper == []


async def test_a_document_that_cannot_be_read_fails_at_once(bench: Bench) -> None:
    bench.put(PrintJob("j1", "till", "d", b"not a document", True, job().created_at))
    await bench.worker.step()
    assert (bench.job.state, bench.job.error_code) == (JobState.FAILED, "document_unprintable")


async def test_a_copy_asked_for_never_comes_out_unmarked(bench: Bench) -> None:
    bench.put(job(copy_no=2))
    await bench.worker.step()
    assert bench.paper[0] == "COPIA 2 it"


async def test_resume_with_other_bytes_becomes_a_copy(bench: Bench) -> None:
    bench.put(job(last_section=1, sha256="0" * 64))
    await bench.worker.step()
    assert (bench.job.state, bench.job.copy_no) == (JobState.QUEUED, 1)
    await bench.worker.step()
    assert bench.paper[0] == "COPIA 1 it"


async def test_a_connection_that_died_between_papers_is_opened_again(bench: Bench) -> None:
    bench.put(job())
    await bench.worker.step()
    bench.printer.power_cycle()
    bench.put(job())
    assert await bench.worker.step() is Step.MOVED
    assert bench.is_state(JobState.CONFIRMED)


async def test_the_person_who_looked_decides(bench: Bench) -> None:
    ends = {
        Answer.CAME_OUT: (JobState.CONFIRMED, 0, 1),
        Answer.DROP: (JobState.CANCELLED, 0, 1),
        Answer.RESUME: (JobState.QUEUED, 0, 1),
        Answer.COPY: (JobState.QUEUED, 1, 0),
    }
    for answer, (state, copy_no, section) in ends.items():
        bench.put(job(state=JobState.UNKNOWN, last_section=1, attempts=4))
        settled = await settle_unknown(bench.store, "j1", answer)
        assert settled == bench.job
        assert (bench.job.state, bench.job.copy_no, bench.job.last_section) == (state, copy_no, section)
        assert await settle_unknown(bench.store, "j1", answer) is None


async def test_resume_without_a_confirmed_section_is_a_copy(bench: Bench) -> None:
    bench.put(job(state=JobState.UNKNOWN))
    await settle_unknown(bench.store, "j1", Answer.RESUME)
    assert bench.job.copy_no == 1


async def test_only_a_queued_job_can_be_cancelled(bench: Bench) -> None:
    bench.put(job(state=JobState.SENDING))
    assert not await cancel(bench.store, "j1")
    bench.put(job())
    assert await cancel(bench.store, "j1")
    assert bench.is_state(JobState.CANCELLED)
    assert not await cancel(bench.store, "none")


async def test_run_prints_what_is_queued_until_it_is_stopped(bench: Bench) -> None:
    bench.put(job(state=JobState.SENT))
    running = asyncio.create_task(bench.worker.run())
    await bench.watcher.until(JobState.UNKNOWN)
    bench.put(job())
    bench.worker.wake()
    await bench.watcher.until(JobState.CONFIRMED)
    bench.worker.stop()
    await running
    bench.worker = bench.new_worker()


async def test_stopping_with_a_paper_half_out_leaves_it_to_the_next_start(bench: Bench) -> None:
    bench.put(job())
    bench.after_sections(1)
    bench.printer.on_wait = bench.worker.stop
    await bench.worker.run()
    assert bench.is_state(JobState.SENDING)
    bench.worker = bench.new_worker()
    await bench.worker.recover()
    assert bench.is_state(JobState.UNKNOWN)
    assert len(bench.paper) == 14


async def test_whoever_asks_is_told_the_printers_state_without_any_paper(bench: Bench) -> None:
    running = asyncio.create_task(bench.worker.run())
    async with asyncio.timeout(5):
        await bench.worker.look()
        assert bench.watcher.printer == [Ready()]
        bench.printer.lines_left = 0
        await bench.worker.look()
        assert bench.watcher.printer == [Ready(), Faulted("paper_out")]
    bench.worker.stop()
    await running
    assert bench.printer.writes == 0
    bench.worker = bench.new_worker()


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_another_paper_begins_on_fresh_paper_after_one_that_broke_off(
    bench: Bench, *, is_restarted: bool
) -> None:
    await lost_in_section(bench, 1)
    if is_restarted:
        bench.put(replace(bench.job, state=JobState.SENDING))
        await bench.worker.close()
        bench.worker = bench.new_worker()
        await bench.worker.recover()
    for name in ("j2", "j3"):
        bench.put(replace(job(), id=name, document_id=name))
        await bench.worker.step()
    assert bench.store.jobs["j3"].state is JobState.CONFIRMED
    assert bench.begins_fresh == ["parte 0 riga 0"], "once: the paper after that one stands alone"


async def test_the_drawer_opens_between_papers(bench: Bench) -> None:
    assert await bench.worker.kick() is DrawerKick.OPENED
    assert await bench.worker.kick() is DrawerKick.OPENED
    bench.printer.confirms = False
    assert await bench.worker.kick() is DrawerKick.UNKNOWN
    assert bench.printer.pulses == 3


async def test_the_drawer_does_not_open_where_a_person_must_help_first(bench: Bench) -> None:
    bench.printer.lines_left = 0
    assert await bench.worker.kick() is DrawerKick.NOT_NOW
    bench.printer.is_powered = False
    assert await bench.worker.kick() is DrawerKick.NOT_NOW
    bench.printer.is_powered, bench.printer.lines_left = True, 1000
    await bench.worker.step()
    assert bench.printer.pulses == 0


async def test_the_drawer_does_not_wait_for_a_paper_that_is_stuck(bench: Bench) -> None:
    asked: list[asyncio.Task[DrawerKick]] = []
    loop = asyncio.get_running_loop()
    await bench.worker.close()
    bench.timing = SpoolTiming(drawer_s=0.05)
    bench.worker = bench.new_worker()
    bench.put(job())
    bench.after_sections(1)

    def while_stuck() -> None:
        if not asked:
            asked.append(asyncio.run_coroutine_threadsafe(kicked(), loop).result(10))
        if asked[0].done():
            bench.printer.lines_left = 1000

    async def kicked() -> asyncio.Task[DrawerKick]:
        return asyncio.create_task(bench.worker.kick())

    bench.printer.on_wait = while_stuck
    await bench.worker.step()
    assert await asked[0] is DrawerKick.NOT_NOW
    assert bench.is_state(JobState.CONFIRMED)
    assert bench.printer.pulses == 0


async def test_a_shared_printer_that_cannot_print_is_left_to_others(bench: Bench) -> None:
    await bench.worker.close()
    bench.is_shared = True
    bench.worker = bench.new_worker()
    bench.printer.lines_left = 0
    bench.put(job())
    assert await bench.worker.step() is Step.BLOCKED
    assert not bench.printer.is_open
    assert await bench.worker.kick() is DrawerKick.NOT_NOW
    assert not bench.printer.is_open


def page(profile: PrinterProfile) -> bytes:
    """Something to try a printer with; making it takes too long for the loop."""
    assert threading.current_thread() is not threading.main_thread()
    return b"prova\nprova\nprova\n" + cut(profile)


async def test_a_test_page_is_printed_between_papers_or_not_at_all(bench: Bench) -> None:
    assert await bench.worker.print_now(page) == Ready()
    bench.printer.is_powered = False
    bench.printer.power_cycle()
    assert await bench.worker.print_now(page) == Absent()
    bench.printer.is_powered = True
    bench.put(job())
    await bench.worker.step()
    assert bench.is_state(JobState.CONFIRMED)
    assert bench.printer.paper.count(b"prova\n") == 3


async def test_a_test_page_that_broke_off_is_no_part_of_the_next_paper(bench: Bench) -> None:
    bench.printer.lines_left = 1
    assert await bench.worker.print_now(page) == Faulted("paper_out")
    bench.printer.lines_left = 1000
    bench.put(job())
    await bench.worker.step()
    assert bench.begins_fresh == ["parte 0 riga 0"]
