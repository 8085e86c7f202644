"""Bytes for the printer hold our commands and nothing a customer's name could smuggle in."""

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.api import Align, Barcode, Columns, Cut, Logo, PrintDocument, Qr, Style, Text, Total
from hardware.drivers.printers.twin_commands import Characters, Command, Control, next_command
from hardware.printing import escpos_library
from hardware.printing.art import Art
from hardware.printing.escpos_job import render, safe_raster
from hardware.printing.form_reader import Form
from hardware.printing.form_values import Field, Row, Scalar
from hardware.printing.profiles import CLONE_58, CLONE_80, EPSON_58, GENERIC_80, PROFILES, PrinterProfile
from tests.unit.printing.papers import FORMS, NAMES, paper, receipt_font

NASTY = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),
    st.text(alphabet="\x1b\x1d\x10\x04\x00\x14p@V\n\u202eé€", max_size=60),
)
ALLOWED = {
    b"\x1b@",
    b"\x1da",
    b"\x1b2",
    b"\x1bt",
    b"\x1bE",
    b"\x1dB",
    b"\x1d!",
    b"\x1ba",
    b"\n",
    b"\x1dV",
    b"\x1bd",
}
SYMBOLS = {b"\x1d(", b"\x1dv", b"\x1dH", b"\x1dh", b"\x1dw", b"\x1dk"}


def commands(data: bytes) -> list[Command]:
    """All commands in the bytes, read as a printer reads them."""
    found: list[Command] = []
    while data:
        step = next_command(data)
        assert step is not None, "cut off in the middle of a command"
        found.append(step[0])
        data = data[step[1] :]
    return found


def stream(document: PrintDocument, profile: PrinterProfile) -> list[Command]:
    """Commands of a whole job."""
    job = render(document, profile)
    return commands(job.prelude + b"".join(section.data for section in job.sections))


def names(found: list[Command]) -> list[bytes]:
    """Names of the controls."""
    return [command.name for command in found if isinstance(command, Control)]


@given(NASTY, NASTY, st.sampled_from([GENERIC_80, EPSON_58, CLONE_80]))
def test_no_text_becomes_a_command(one: str, two: str, profile: PrinterProfile) -> None:
    blocks = (
        Text((one, two), Style(is_bold=True, width=2), Align.CENTRE),
        Columns(one, two, Style(is_reverse=True)),
        Total(two, one),
        Logo("store", one),
        Cut(),
    )
    found = stream(PrintDocument(blocks), profile)
    assert set(names(found)) <= ALLOWED
    assert names(found).count(b"\x1dV") == 1
    for command in found:
        if isinstance(command, Characters):
            command.data.decode(profile.code_page[0])


@given(NASTY.filter(lambda text: len(text) < 40))
def test_no_code_becomes_a_command(data: str) -> None:
    found = stream(PrintDocument((Qr(data), Barcode(data), Cut())), GENERIC_80)
    assert set(names(found)) <= ALLOWED | SYMBOLS
    assert names(found).count(b"\x1dV") == 1
    for command in found:
        if isinstance(command, Control) and command.data[:5] == b"k" + command.data[1:3] + b"1P":
            assert all(0x20 <= byte < 0x7F for byte in command.data[5:])


def values_of(form: Form, text: str) -> dict[str, Scalar | Sequence[Row]]:
    """Every field of a form filled with the same text."""

    def one(field: Field) -> Scalar:
        kinds: dict[str, Scalar] = {"text": text, "number": 3, "flag": True}
        return kinds[field.kind]

    return {
        name: [{key: one(row) for key, row in field.rows}] * 2 if field.kind == "list" else one(field)
        for name, field in form.fields.items()
    }


@pytest.mark.parametrize("form", FORMS.forms.values(), ids=lambda form: form.id)
@given(text=NASTY.filter(lambda text: len(text) < 40))
def test_whatever_stands_in_a_form_its_bytes_are_our_own_commands(form: Form, text: str) -> None:
    document = FORMS.fill(form.id, "it", values_of(form, text))
    for art in (None, Art(receipt_font())):
        job = render(document, EPSON_58, art)
        found = names(commands(job.prelude + b"".join(section.data for section in job.sections)))
        assert set(found) <= ALLOWED | SYMBOLS
        assert b"\x1bp" not in found
        assert found.count(b"\x1dV") == [block.kind for block in form.blocks].count("cut")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
@pytest.mark.parametrize("name", NAMES)
def test_every_paper_renders_for_every_printer_and_opens_no_drawer(name: str, profile: PrinterProfile) -> None:
    found = names(stream(paper(name), profile))
    assert b"\x1bp" not in found
    assert found[0] == b"\x1b@"
    assert set(found) <= ALLOWED | SYMBOLS


def test_status_is_asked_for_after_every_reset() -> None:
    assert render(paper("gift"), GENERIC_80).prelude == b"\x1b@\x1da\x0f\x1b2\x1bt\x10"
    assert render(paper("gift"), CLONE_58).prelude == b"\x1b@\x1b2\x1bt\x47"


def test_sections_are_small_and_leave_the_printer_plain() -> None:
    job = render(paper("return"), EPSON_58)
    assert len(job.sections) >= 3
    for section in job.sections:
        assert section.lines <= 24
        last: dict[bytes, bytes] = {
            c.name: c.data for c in commands(section.data) if isinstance(c, Control) and c.name != b"\n"
        }
        assert all(last.get(name, b"\x00") == b"\x00" for name in (b"\x1bE", b"\x1dB", b"\x1d!", b"\x1ba"))


def test_same_document_same_bytes() -> None:
    assert render(paper("gift"), CLONE_58).sha256 == render(paper("gift"), CLONE_58).sha256
    assert render(paper("gift"), CLONE_58).sha256 != render(paper("gift"), EPSON_58).sha256


def test_a_picture_never_holds_a_real_time_command() -> None:
    picture = Image.new("1", (64, 8), 1)
    for place in range(64):
        if (0x10_04_01 << 40) >> (63 - place) & 1:
            picture.putpixel((place, 3), 0)
    assert b"\x10\x04\x01" in escpos_library.raster(picture)
    assert b"\x10\x04" not in safe_raster(picture, 576)


def test_the_byte_builder_leaves_no_folder_and_no_log_handler() -> None:
    code = (
        "import glob,logging,sys,tempfile;sys.path.insert(0,'.');root=tempfile.mkdtemp();tempfile.tempdir=root\n"
        "from hardware.printing.escpos_library import native_qr\n"
        "native_qr('x',4);print(glob.glob(root+'/*'),logging.getLogger().handlers)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"
    assert done.stderr == ""
