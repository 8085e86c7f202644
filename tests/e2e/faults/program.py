"""The spool of a till as a process of its own, over its real file and a real socket: what a kill -9 hits.

Reads orders as JSON lines, tells as JSON lines what the spool does. As a mutant it does what it must not.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.adapters.receipt_files import receipt_forms
from app.adapters.spool_printer import PrinterPlace, SpoolTiming
from app.adapters.spool_render import FormMarks
from app.adapters.spool_worker import SpoolWorker
from app.bootstrap.typed_lines import typed_lines
from app.store.database import STORE, Database
from app.store.migrate import prepare
from app.store.spool import SqlSpoolStore
from app.store.terminal_store import SqlTerminalStore
from app.store.threads import StoreAccess
from app.usecases.spool import AfterLoss, Answer, PrintJob, settle_unknown
from hardware.api import DeviceState, DriverInfo, Paper, PrinterStatus, ReceiptPrinter, WriteResult, WriteState
from hardware.drivers.printers.address import printer_at
from hardware.printing.codec import encode_document
from hardware.printing.profiles import PROFILES
from tests.e2e.faults.slips import slip

KEY = bytes(range(32))
PRINTER = "till"
TIMING = SpoolTiming(connect_s=0.6, slice_s=0.05, grace_s=0.6, retry_s=0.03, drawer_s=0.2)


def say(**facts: object) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


class Teller:
    """Tells what the spool does."""

    def job_changed(self, job: PrintJob) -> None:
        say(document=job.document_id, job=job.id, state=job.state.value, error=job.error_code, copy=job.copy_no)

    def printer_changed(self, printer: str, state: DeviceState) -> None:
        say(printer=f"{type(state).__name__} {getattr(state, 'reason', '')}".strip())


class Careless:
    """A printer's driver that does what spools do which trust nobody: sends again, kicks again."""

    def __init__(self, inner: ReceiptPrinter) -> None:
        self._inner, self._section = inner, b""

    @property
    def info(self) -> DriverInfo:
        return self._inner.info

    def open(self, timeout_s: float) -> None:
        self._inner.open(timeout_s)

    def write(self, section: bytes, timeout_s: float) -> WriteResult:
        self._section = section
        return self._inner.write(section, timeout_s)

    def await_written(self, timeout_s: float) -> WriteResult:
        result = self._inner.await_written(timeout_s)
        if result.state is not WriteState.PENDING or result.status.paper is not Paper.OUT or not self._section:
            return result
        section, self._section = self._section, b""
        self._inner.close()
        self._inner.open(timeout_s)
        return self._inner.write(section, timeout_s)

    def status(self, timeout_s: float) -> PrinterStatus:
        return self._inner.status(timeout_s)

    def kick(self, timeout_s: float) -> WriteResult:
        self._inner.kick(timeout_s)
        return self._inner.kick(timeout_s)

    def close(self) -> None:
        self._inner.close()


async def serve(path: Path, address: str, profile: str, policy: str, mutant: str) -> None:
    """Until the input ends, or somebody kills it."""
    prepare(path, KEY, STORE)
    database = Database(path, KEY, STORE)
    terminal = SqlTerminalStore(database, lambda: datetime.now(UTC))
    access = StoreAccess(terminal, database.stop, "db")
    store = SqlSpoolStore(access)
    printer = printer_at(address, PROFILES[profile])
    place = PrinterPlace(
        PRINTER, Careless(printer) if mutant else printer, PROFILES[profile], AfterLoss(policy), is_shared=True
    )
    marks = FormMarks(receipt_forms(), lambda at, language: at.strftime("%H:%M"))
    worker = SpoolWorker(place, store, Teller(), marks, clock_s=time.monotonic, timing=TIMING)
    running = asyncio.create_task(worker.run())

    async def obey(order: dict[str, Any]) -> None:
        match order["do"]:
            case "print":
                document = encode_document(slip(order["document"]))
                await access.write(
                    lambda tx: tx.print_add(PRINTER, order["document"], 0, document, has_value=order["has_value"])
                )
                say(queued=order["document"])
                worker.wake()
            case "settle":
                await settle_unknown(store, order["job"], Answer(order["answer"]))
                worker.wake()
            case "kick":
                say(kick=order["number"], outcome=(await worker.kick()).value)
            case "state":
                newest = (await store.copies(order["document"]))[-1]
                say(is_now=[newest.id, newest.state.value])

    say(ready=True)
    kicks: set[asyncio.Task[None]] = set()
    async for line in typed_lines():
        order = json.loads(line)
        if order["do"] == "kick":
            kicks.add(asyncio.create_task(obey(order)))  # a till goes on while its drawer is thought about
        else:
            await obey(order)
    worker.stop()
    await asyncio.gather(running, *kicks)
    access.close()
    database.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), *sys.argv[2:6]))
