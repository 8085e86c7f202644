"""Simulated devices other than scanners on a line, as a process of their own, driven by the terminal's drivers."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.api import DeviceError, ErrorCode, WriteState
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.labels.zpl_printer import ZplPrinter
from hardware.drivers.scanners.cards import CardReader
from hardware.drivers.scanners.rfid import RfidReader
from hardware.printing.zpl import zpl
from hardware.scan_rate import TAG
from tests.contract.scanners.suite import DEVICE, READ_AT, record
from tests.fakes.card_service import CardServiceProcess
from tests.unit.labels.papers import FORMS, GTIN, SHELF

PATIENCE_S = 20.0


def tags_come_and_noise_ends_it(order: Callable[[str], dict[str, object]], address: str) -> None:
    reader = RfidReader(address, DEVICE, lambda: READ_AT)
    reader.open(5.0)
    assert order(f"tags show {GTIN} 6789") == {"event": "tags", "is_reading": True}
    assert reader.read(5.0) == [replace(record(f"01{GTIN.zfill(14)}216789"), symbology=TAG)]
    assert order("tags slow 0.001") == {"event": "tags", "is_reading": True}
    assert order(f"tags show {GTIN} 6790")["is_reading"]
    until_s = time.monotonic() + PATIENCE_S
    while not reader.read(0.1):
        assert time.monotonic() < until_s
    assert order("tags garbage")["event"] == "tags"
    with pytest.raises(DeviceError) as caught:
        while time.monotonic() < until_s:
            reader.read(0.1)
    assert caught.value.code is ErrorCode.OFFLINE
    reader.close()


def test_they_show_and_print_and_fail_by_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "sim", "--out", str(tmp_path / "out"), "--labels", "--tags"]
    command += ["--display", str(tmp_path / "display"), "--display-driver", "epson-dmd"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        told, says = process.stdin, process.stdout
        assert told is not None
        assert says is not None

        def order(line: str) -> dict[str, object]:
            told.write(f"{line}\n")
            told.flush()
            return dict(json.loads(says.readline()))

        ready = json.loads(says.readline())
        display = DISPLAYS["epson-dmd"].make(str(tmp_path / "display"), {})
        display.open(5.0)
        display.show("Ordine 4821", "Totale 12,00 €", 5.0)
        wanted = ["Ordine 4821".ljust(20), "Totale 12,00 €".ljust(20)]
        until_s = time.monotonic() + PATIENCE_S
        while order("display show")["lines"] != wanted:
            assert time.monotonic() < until_s
        for fault in ("slow 0.001", "garbage", "jam"):
            assert order(f"display {fault}")["event"] == "display"
        display.close()
        printer = ZplPrinter(ready["labels"])
        printer.open(5.0)
        assert printer.write(zpl(FORMS.fill("shelf", "it", SHELF), 8), 5.0) is WriteState.CONFIRMED
        assert order("labels slow 0.1")["event"] == order("labels garbage")["event"] == "labels"
        assert printer.write(zpl(FORMS.fill("shelf", "it", SHELF), 8), 5.0) is WriteState.CONFIRMED
        assert order("labels paper_out") == {"event": "labels", "printed": 2, "refused": 0}
        with pytest.raises(DeviceError) as caught:
            printer.write(b"", 5.0)
        assert caught.value.code is ErrorCode.EXTENDED
        printer.close()
        tags_come_and_noise_ends_it(order, ready["tags"])
        assert order("nonsense")["event"] == "refused"
        assert order("labels nonsense")["event"] == order("tags nonsense")["event"] == "refused"
        assert order("labels slow never")["event"] == order("tags slow -1")["event"] == "refused"
        process.terminate()
    with Image.open(tmp_path / "out" / "label-1.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [GTIN]


def test_a_card_is_laid_on_the_reader_of_the_system_by_command(tmp_path: Path) -> None:
    service, pipe = CardServiceProcess(), subprocess.PIPE
    service.start()
    command = [sys.executable, "-m", "app", "sim", "--out", str(tmp_path / "out"), "--card", str(service.port)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        told, says = process.stdin, process.stdout
        assert told is not None
        assert says is not None

        def order(line: str) -> dict[str, object]:
            told.write(f"{line}\n")
            told.flush()
            return dict(json.loads(says.readline()))

        assert json.loads(says.readline())["event"] == "ready"
        reader = CardReader("", DEVICE, lambda: READ_AT)
        reader.open(5.0)
        assert order("card lay 04A1B2C3D4E580") == {"event": "card", "is_laid": True}
        assert [read.raw for read in reader.read(PATIENCE_S)] == [b"NFC-04A1B2C3D4E580"]
        assert order("card take") == {"event": "card", "is_laid": False}
        assert order("card lay 4")["event"] == "refused"
        reader.close()
        service.stop()
        assert order("card lay 04A1B2C3D4E580") == {"event": "card", "is_laid": False}
        process.terminate()
