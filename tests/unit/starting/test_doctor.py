"""What `bancone doctor` finds and tells, over simulated devices: states, last bytes, what to do, exit status."""

import asyncio
from pathlib import Path

import pytest

from app.__main__ import main
from app.presentation.doctor_text import found_lines
from hardware.drivers.displays.twin import DisplayTwin
from hardware.drivers.finding import Plugged, plugged_devices
from hardware.drivers.line_ends import PtyEnd
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import CoverOpen, DrawerOpen
from hardware.heard import KEPT, TOGETHER_S, Ear, form_of, readable
from tests.contract.printers.rig import OwnerThread, receipt_font
from tests.unit.wording.catalogues import wording

BADGE = b"\x02]C0ST1-SARA-1984\x03\r"


async def doctor(*words: str) -> int:
    """Its exit status, on a thread of its own while the loop keeps the devices alive."""
    owner = OwnerThread()
    try:
        return await owner.call(main, ["doctor", *words])
    finally:
        owner.end()


async def scans_once(from_host: asyncio.StreamReader, to_host: asyncio.StreamWriter) -> None:
    """A scanner behind a server of ports, with a badge in its sight."""
    to_host.write(BADGE)
    await from_host.read()
    to_host.close()


def test_with_nothing_named_it_tells_what_is_there_and_how_to_name_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--language", "it"]) == 0
    assert "--scanner" in capsys.readouterr().out
    assert main(["doctor", "--language", "en"]) == 0
    assert "No device was named" in capsys.readouterr().out


async def test_what_works_is_well_and_says_its_last_bytes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    display = DisplayTwin(PtyEnd(tmp_path / "display"), "cd5220")
    display.plug_in()
    scanner = await asyncio.start_server(scans_once, "127.0.0.1")
    line = f"socket://127.0.0.1:{scanner.sockets[0].getsockname()[1]}"
    async with TwinPrinter(receipt_font()) as printer, scanner:
        named = ("--scanner", line, "--display", f"cd5220:{display.end.address}", "--listen", "1")
        status = await doctor("--printer", f"127.0.0.1:{printer.port}", *named, "--language", "en")
    display.unplug()
    told = capsys.readouterr().out
    assert status == 0, told
    assert "Scanner (serial): Ready, ONLINE" in told
    assert "]C0xx9-xxxx-9999[ETX][CR]" in told
    assert "SARA" not in told
    assert "One code came." in told
    assert "Receipt printer (escpos-tcp): Ready, ONLINE" in told
    assert "Customer display (cd5220): Ready, ONLINE" in told
    assert printer.receipts == []


def test_with_no_scanner_there_is_nothing_to_listen_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--listen", "2", "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "name it with --scanner" in told
    assert "Now scan" not in told


async def test_what_is_not_well_is_told_with_what_to_do(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level("INFO")
    async with TwinPrinter(receipt_font()) as printer:
        await printer.obey(CoverOpen(is_open=True))
        place = f"127.0.0.1:{printer.port}"
        status = await doctor("--printer", place, "--scanner", str(tmp_path / "none"), "--language", "it")
    told = capsys.readouterr().out
    assert status == 1
    assert "Stampante delle ricevute (escpos-tcp): Ferma, OFFLINE" in told
    assert "Il coperchio della stampante è aperto. Chiudilo" in told
    assert "Lettore di codici (serial): Non risponde, OFF_OFFLINE" in told
    assert "Controlla il cavo" in told
    assert "2 dispositivi non sono a posto." in told
    assert caplog.text == "", "no log stands between the words"


async def test_the_drawer_is_told_and_how_its_signal_gets_a_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    async with TwinPrinter(receipt_font()) as printer:
        await printer.obey(DrawerOpen(is_open=True))
        for meaning in ("", ",,drawer-high"):
            await doctor("--printer", f"127.0.0.1:{printer.port}{meaning}", "--language", "en")
    untold, told = capsys.readouterr().out.split("Receipt printer (escpos-tcp)")[1:]
    assert "Cash drawer: Signal high" in untold
    assert ",drawer-low" in untold
    assert "Cash drawer: Open" in told
    assert ",drawer-low" not in told


def test_an_address_that_cannot_be_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--printer", "cassa"]) == 1
    assert "[option_invalid]" in capsys.readouterr().err


def linux_with(root: Path) -> None:
    """A printer on USB and a scanner that types, as the system lists them; beside them, a keyboard."""
    interface = root / "sys/devices/usb1/1-2/1-2:1.0"
    (interface / "usbmisc/lp0").mkdir(parents=True)
    (interface / "bInterfaceClass").write_text("07\n")
    facts = {"idVendor": "04b8", "idProduct": "0e15", "manufacturer": "EPSON", "product": "TM-T20II"}
    for name, text in {**facts, "busnum": "1", "devnum": "4"}.items():
        (interface.parent / name).write_text(f"{text}\n")
    (root / "sys/bus/usb/devices").mkdir(parents=True)
    (root / "sys/bus/usb/devices/1-2:1.0").symlink_to(interface)
    (root / "dev/usb").mkdir(parents=True)
    (root / "dev/usb/lp0").touch()
    for folder in ("by-id", "by-path"):
        (root / "dev/input" / folder).mkdir(parents=True)
    for number, name in enumerate(("Datalogic Barcode Scanner", "AT Translated Set 2 keyboard")):
        event = root / f"dev/input/event{number}"
        event.touch()
        (root / f"sys/class/input/event{number}/device").mkdir(parents=True)
        (root / f"sys/class/input/event{number}/device/name").write_text(f"{name}\n")
        for folder in ("by-id", "by-path"):
            (root / f"dev/input/{folder}/usb-{number}-event-kbd").symlink_to(event)


def test_printers_on_usb_and_scanners_that_type_are_found_once_and_keyboards_are_not(tmp_path: Path) -> None:
    linux_with(tmp_path)
    found = [one for one in plugged_devices(tmp_path) if one.kind != "port"]
    assert found == [
        Plugged("printer", "EPSON TM-T20II", "file:usb:04b8:0e15", is_allowed=True),
        Plugged("scanner", "Datalogic Barcode Scanner", f"evdev:{tmp_path}/dev/input/by-id/usb-0-event-kbd", True),
    ]


def test_a_camera_on_usb_is_found_once_and_told_how_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "dev/v4l/by-id").mkdir(parents=True)
    for number in (0, 1):  # a camera has a second file, for what is known of its pictures
        (tmp_path / f"dev/video{number}").touch()
        link = tmp_path / f"dev/v4l/by-id/usb-Prova_C920-video-index{number}"
        link.symlink_to(tmp_path / f"dev/video{number}")
        (tmp_path / f"sys/class/video4linux/video{number}").mkdir(parents=True)
        (tmp_path / f"sys/class/video4linux/video{number}/name").write_text("Prova C920\n")
    found = [one for one in plugged_devices(tmp_path) if one.kind != "port"]
    link = tmp_path / "dev/v4l/by-id/usb-Prova_C920-video-index0"
    assert found == [Plugged("webcam", "Prova C920", str(link), is_allowed=True)]
    told = found_lines(found, wording("en"), can_see=True)
    assert told[1] == f"  {link}"
    assert "ustreamer" in told[2]


def test_a_reader_of_cards_on_usb_is_found_once_and_is_not_for_who_may_not_ask_its_service(tmp_path: Path) -> None:
    device = tmp_path / "sys/devices/usb1/1-3"
    device.mkdir(parents=True)
    (device / "manufacturer").write_text("ACS\n")
    (device / "product").write_text("ACR1252 Dual Reader\n")
    (tmp_path / "sys/bus/usb/devices").mkdir(parents=True)
    for number in (0, 1):  # one for cards, one for the module in it
        interface = device / f"1-3:1.{number}"
        interface.mkdir()
        (interface / "bInterfaceClass").write_text("0b\n")
        (tmp_path / f"sys/bus/usb/devices/1-3:1.{number}").symlink_to(interface)
    found = [one for one in plugged_devices(tmp_path) if one.kind != "port"]
    assert found == [Plugged("cards", "ACS ACR1252 Dual Reader", "pcsc:", is_allowed=False)]
    told = found_lines(found, wording("en"), can_see=True)
    assert "pcscd" in told[2]
    (tmp_path / "run/pcscd").mkdir(parents=True)
    (tmp_path / "run/pcscd/pcscd.comm").touch()
    assert [one.is_allowed for one in plugged_devices(tmp_path) if one.kind == "cards"] == [True]


def test_a_printer_without_a_device_file_is_reached_by_its_numbers(tmp_path: Path) -> None:
    linux_with(tmp_path)
    (tmp_path / "sys/devices/usb1/1-2/1-2:1.0/usbmisc/lp0").rmdir()
    found = [one for one in plugged_devices(tmp_path) if one.kind == "printer"]
    assert found == [Plugged("printer", "EPSON TM-T20II", "usb:04b8:0e15", is_allowed=False)]
    told = found_lines(found, wording("en"), can_see=False)
    assert told[1:3] == ["  usb:04b8:0e15", "      USB printer, EPSON TM-T20II (this user may not use it)"]
    assert "camera" in told[3]


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"\x02]C1019800\x1d10LOT\r\n", "[STX]]C1999999[GS]99xxx[CR][LF]"),
        (b"PU1.ABC9\t", "xx9.xxx9[TAB]"),
        ("è\x7f".encode(), "[C3][A8][DEL]"),
    ],
)
def test_of_a_code_only_the_form_is_shown(data: bytes, form: str) -> None:
    assert form_of(data) == form


def test_every_byte_can_be_read_out() -> None:
    assert readable(bytes(range(256))).isprintable()
    assert readable(b"\x10\x04\x12") == "[DLE][EOT][DC2]"


def test_what_comes_in_pieces_is_one_and_what_comes_later_is_another() -> None:
    ear = Ear()
    ear.note(b"800", 10.0)
    ear.note(b"123\r", 10.0 + TOGETHER_S)
    assert ear.heard is not None
    assert ear.heard.data == b"800123\r"
    ear.note(b"9" * 100, 20.0)
    assert ear.heard.data == b"9" * KEPT
