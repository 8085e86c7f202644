"""The cash drawer behind the spool: now or not at all, once, and never behind what is in doubt."""

import asyncio
import threading
from dataclasses import replace

import pytest

from app.adapters.spool_printer import SpoolTiming
from app.adapters.spool_worker import Step
from app.usecases.spool import DrawerKick, JobState, PrintJob
from hardware.api import Faulted, PowerState, PrintDocument, Ready
from tests.unit.spool.bench import Bench, PlainMarks, job


async def in_doubt(bench: Bench) -> None:
    """A paper of which nobody knows whether it came out, and a printer that talks again."""
    bench.put(job())
    bench.after_sections(0)

    def fall_silent() -> None:
        bench.printer.lines_left = 1000
        bench.printer.is_mute = True

    bench.printer.on_wait = fall_silent
    await bench.worker.step()
    assert bench.job.error_code == "not_confirmed"
    bench.printer.is_mute = False


async def new_start(bench: Bench) -> None:
    """The program ends and starts again."""
    await bench.worker.close()
    bench.worker = bench.new_worker()
    await bench.worker.recover()


async def test_one_deadline_holds_for_all_that_is_done_for_it(bench: Bench) -> None:
    await bench.worker.kick()
    bench.printer.is_mute = True
    began_s = bench.now_s
    assert await bench.worker.kick() is DrawerKick.NOT_NOW
    assert bench.now_s - began_s <= bench.timing.drawer_s


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_it_never_opens_behind_a_paper_in_doubt(bench: Bench, *, is_restarted: bool) -> None:
    await in_doubt(bench)
    if is_restarted:
        await new_start(bench)
    assert await bench.worker.kick() is DrawerKick.PRINT_FIRST
    assert bench.printer.pulses == 0
    bench.put(replace(job(), id="j2", document_id="j2"))
    await bench.worker.step()
    assert bench.begins_fresh == ["parte 0 riga 0"], "what broke off is let go first, also after a start"
    assert await bench.worker.kick() is DrawerKick.OPENED


async def test_after_a_kick_in_doubt_there_is_no_second_before_a_paper_came_out(bench: Bench) -> None:
    bench.printer.confirms = False
    assert await bench.worker.kick() is DrawerKick.UNKNOWN
    await new_start(bench)
    assert await bench.worker.kick() is DrawerKick.PRINT_FIRST
    assert bench.printer.pulses == 1
    bench.printer.confirms = True
    bench.put(job())
    await bench.worker.step()
    assert bench.begins_fresh == ["parte 0 riga 0"], "half a command in the printer is no beginning of a paper"
    assert await bench.worker.kick() is DrawerKick.OPENED


async def test_a_test_page_ends_the_doubt_and_is_not_eaten_by_it(bench: Bench) -> None:
    await in_doubt(bench)
    assert await bench.worker.print_now(lambda profile: b"prova\n") == Ready()
    assert bench.begins_fresh == ["prova"]
    await new_start(bench)
    assert await bench.worker.kick() is DrawerKick.OPENED


async def test_a_paper_that_was_drawn_before_a_kick_in_doubt_begins_fresh_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, copy, kicked = asyncio.get_running_loop(), PlainMarks.copy, list[DrawerKick]()

    def kick_meanwhile(marks: PlainMarks, job: PrintJob, language: str) -> PrintDocument:
        if not kicked:
            kicked.append(asyncio.run_coroutine_threadsafe(bench.worker.kick(), loop).result(10))
            bench.printer.confirms = True
        return copy(marks, job, language)

    monkeypatch.setattr(PlainMarks, "copy", kick_meanwhile)
    bench.printer.confirms = False
    bench.put(job(copy_no=1))
    while not bench.is_state(JobState.CONFIRMED):
        await bench.worker.step()
    assert kicked == [DrawerKick.UNKNOWN]
    assert bench.begins_fresh == ["COPIA 1 it"]


async def test_a_call_that_hangs_keeps_neither_papers_nor_the_drawer_waiting(bench: Bench) -> None:
    await bench.worker.close()
    bench.timing = SpoolTiming(connect_s=0.05, drawer_s=0.1, close_s=0.05, hung_s=0.05)
    bench.worker = bench.new_worker()
    bench.printer.free = free = threading.Event()
    bench.put(job())
    async with asyncio.timeout(10):
        assert await bench.worker.step() is Step.BLOCKED
        assert bench.watcher.printer == [Faulted("hung")]
        health = bench.worker.health
        assert (health.state, health.power) == (Faulted("hung"), PowerState.OFFLINE)
        assert await bench.worker.kick() is DrawerKick.NOT_NOW
        running = asyncio.create_task(bench.worker.run())
        free.set()
        await bench.watcher.until(JobState.CONFIRMED)
        bench.worker.stop()
        await running
    assert (bench.worker.health.state, bench.printer.pulses) == (Ready(), 0)
    bench.worker = bench.new_worker()
