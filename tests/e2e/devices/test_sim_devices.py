"""The simulated display and label printer as a process of their own, driven by the terminal's drivers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.api import DeviceError, ErrorCode, WriteState
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.labels.zpl_printer import ZplPrinter
from hardware.printing.zpl import zpl
from tests.unit.labels.papers import FORMS, GTIN, SHELF

TURNS = 100


def test_they_show_and_print_and_fail_by_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "sim", "--out", str(tmp_path / "out"), "--labels"]
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
        assert any(order("display show")["lines"] == wanted for _ in range(TURNS))
        display.close()
        printer = ZplPrinter(ready["labels"])
        printer.open(5.0)
        assert printer.write(zpl(FORMS.fill("shelf", "it", SHELF), 8), 5.0) is WriteState.CONFIRMED
        assert order("labels paper_out") == {"event": "labels", "printed": 1, "refused": 0}
        with pytest.raises(DeviceError) as caught:
            printer.write(b"", 5.0)
        assert caught.value.code is ErrorCode.EXTENDED
        printer.close()
        assert order("nonsense")["event"] == "refused"
        assert order("labels nonsense")["event"] == "refused"
        process.terminate()
    with Image.open(tmp_path / "out" / "label-1.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [GTIN]
