"""Lines on which nothing comes back: a pipe, and a queue of the system."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.adapters.spool_printer import PrinterPlace
from app.adapters.spool_render import prepare
from app.adapters.spool_worker import SpoolWorker
from app.usecases.spool import DrawerKick, JobState, PrintJob
from hardware.api import Degraded, DeviceError, ErrorCode, WriteState
from hardware.drivers.printers.address import SERIAL, printer_at
from hardware.drivers.printers.escpos import EscposPrinter
from hardware.drivers.printers.line import DescriptorLine
from hardware.drivers.printers.system_queue import SystemQueuePrinter
from hardware.printing.codec import encode_document
from hardware.printing.profiles import CLONE_80, GENERIC_80, PrinterProfile
from tests.contract.printers.suite import LONG_S, SHORT_S, TEN
from tests.fakes.spool import MemorySpool, Watcher
from tests.unit.spool.bench import SECTIONS, PlainMarks, document

LP = """#!/bin/sh
[ "$1 $2 $3 $4 $5" = "-d Cassa -o raw -s" ] || exit 1
read -r word < "$0.mood"
[ "$word" = stuck ] && exec sleep 60
cat >> "$0.paper"
"""
LPSTAT = '#!/bin/sh\n[ "$1 $2" = "-p Cassa" ]\n'


def refusal(call: object, *args: object) -> ErrorCode:
    """Number of the error a call must end with."""
    assert callable(call)
    with pytest.raises(DeviceError) as caught:
        call(*args)
    return caught.value.code


def test_a_pipe_takes_and_never_confirms(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    printer = printer_at(f"file:{path}", GENERIC_80)
    assert refusal(printer.open, SHORT_S) is ErrorCode.NO_HARDWARE
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    printer.open(SHORT_S)
    assert printer.status(SHORT_S).state() == Degraded("no_status")
    assert printer.write(TEN, LONG_S).state is WriteState.ACCEPTED
    assert os.read(reader, 4096).endswith(TEN)
    full = printer.write(TEN * 20_000, SHORT_S)
    assert (full.state, full.unsent > 0) == (WriteState.PENDING, True)
    os.close(reader)
    assert refusal(printer.await_written, SHORT_S) is ErrorCode.OFFLINE
    assert refusal(printer.status, SHORT_S) is ErrorCode.CLOSED
    printer.close()


def test_a_plain_file_is_no_printer(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    assert refusal(printer_at(f"file:{tmp_path}/notes", GENERIC_80).open, SHORT_S) is ErrorCode.NO_HARDWARE
    assert refusal(printer_at(f"serial:{tmp_path}/none", GENERIC_80).open, SHORT_S) is ErrorCode.NO_HARDWARE
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("profile", [GENERIC_80, CLONE_80], ids=lambda profile: profile.id)
def test_a_device_that_nobody_can_wait_on_is_no_printer(profile: PrinterProfile) -> None:
    assert refusal(printer_at("file:/dev/null", profile).open, LONG_S) is ErrorCode.NO_HARDWARE


def test_a_descriptor_that_nobody_can_wait_on_reads_as_a_line_that_is_lost(tmp_path: Path) -> None:
    line = DescriptorLine(os.open(tmp_path, os.O_RDONLY), is_two_way=True)
    assert line.read() == b""
    line.close()


class TheirLine:
    """A line of another package, which says by an error that it is lost."""

    is_two_way = True

    def read(self) -> bytes:
        raise OSError

    def write(self, data: bytes, timeout_s: float) -> int:
        return len(data)

    def end(self) -> None:
        """Nothing waits."""

    close = end


def test_a_line_that_breaks_while_it_is_listened_to_is_lost_at_once() -> None:
    printer = EscposPrinter(lambda _: TheirLine(), SERIAL, GENERIC_80)
    assert refusal(printer.open, LONG_S) is ErrorCode.BUSY


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A printing system of two programs; where the queue `Cassa` puts what it is handed."""
    for name, script in (("lp", LP), ("lpstat", LPSTAT)):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "lp.mood").write_text("well\n")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path / "lp.paper"


def queue(name: str = "Cassa") -> SystemQueuePrinter:
    """The printer behind a queue."""
    printer = printer_at(f"queue:{name}", GENERIC_80)
    assert isinstance(printer, SystemQueuePrinter)
    return printer


def handed_over(paper: Path) -> bytes:
    """What the queue took."""
    return paper.read_bytes()


def test_a_queue_is_handed_the_bytes_as_they_are(paper: Path) -> None:
    printer = queue()
    printer.open(LONG_S)
    assert printer.status(SHORT_S).state() == Degraded("no_status")
    assert printer.write(b"\x1b@" + TEN, LONG_S).state is WriteState.ACCEPTED
    assert paper.read_bytes() == b"\x1b@" + TEN
    assert refusal(printer.await_written, SHORT_S) is ErrorCode.ILLEGAL
    printer.close()
    assert refusal(printer.write, TEN, SHORT_S) is ErrorCode.CLOSED


def test_a_queue_that_does_not_answer_keeps_nobody_waiting(paper: Path) -> None:
    printer = queue()
    printer.open(LONG_S)
    paper.with_name("lp.mood").write_text("stuck\n")
    assert printer.write(TEN, SHORT_S).state is WriteState.PENDING
    assert refusal(printer.write, TEN, SHORT_S) is ErrorCode.ILLEGAL
    assert printer.await_written(SHORT_S).state is WriteState.PENDING
    printer.close()
    assert not paper.exists()


def test_a_queue_opens_no_drawer(paper: Path) -> None:
    printer = queue()
    printer.open(LONG_S)
    assert refusal(printer.kick, SHORT_S) is ErrorCode.ILLEGAL
    assert not paper.exists()


def test_a_queue_that_is_not_there(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(queue("Altra").open, LONG_S) is ErrorCode.NO_SERVICE
    printer = queue()
    printer.open(LONG_S)
    paper.with_name("lp").write_text("#!/bin/sh\nexit 1\n")
    assert refusal(printer.write, TEN, LONG_S) is ErrorCode.OFFLINE
    monkeypatch.setenv("PATH", str(paper.parent / "nothing"))
    assert refusal(printer.open, LONG_S) is ErrorCode.NO_SERVICE


@pytest.mark.parametrize(
    "address", ["", "cassa", "host:99999", "serial:port", "usb:4b8:e15", "file:lp0", "queue:../x", "queue:-d x"]
)
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        printer_at(address, GENERIC_80)


def test_without_pyusb_or_a_printer_usb_says_so() -> None:
    printer = printer_at("usb:04b8:0e15", GENERIC_80)
    assert refusal(printer.open, SHORT_S) in (ErrorCode.NO_SERVICE, ErrorCode.NO_HARDWARE)


@pytest.mark.parametrize("has_value", [True, False])
async def test_a_paper_goes_to_a_queue_in_one_piece_and_one_of_value_is_a_question(
    paper: Path, *, has_value: bool
) -> None:
    store = MemorySpool()
    job = PrintJob(
        "j1", "till", "T1-000318", encode_document(document()), has_value, datetime(2026, 3, 5, tzinfo=UTC)
    )
    store.jobs["j1"] = job
    place = PrinterPlace("till", queue(), GENERIC_80)
    worker = SpoolWorker(place, store, Watcher(), PlainMarks(), clock_s=time.monotonic)
    await worker.step()
    done = prepare(job, GENERIC_80, PlainMarks(), None)
    assert done is not None
    assert done.count == SECTIONS
    assert handed_over(paper) == b"".join(done.data(index) for index in range(SECTIONS))
    ended = store.jobs["j1"]
    assert (ended.state, ended.last_section) == (JobState.UNKNOWN if has_value else JobState.CONFIRMED, 0)
    assert await worker.kick() is DrawerKick.NOT_NOW
    await worker.close()


@pytest.mark.parametrize("ends", [True, False])
def test_reading_nothing_is_the_end_of_a_port_and_not_of_a_device_file(*, ends: bool) -> None:
    reader, writer = os.pipe()
    os.close(writer)
    line = DescriptorLine(reader, is_two_way=True, ends_when_empty=ends)
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(line.read)
        if not ends:
            with pytest.raises(TimeoutError):
                reading.result(SHORT_S)
            line.end()
        assert reading.result(LONG_S) == b""
    line.close()
