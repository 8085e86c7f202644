"""One page finds out what a printer is; the profile it leads to prints right."""

import json
from pathlib import Path

import pytest
import zxingcpp

from app.__main__ import main
from app.bootstrap.printer_test import words_in
from hardware.api import DeviceError, ErrorCode
from hardware.drivers.printers.trial import Trial, tried
from hardware.drivers.printers.twin import TwinPrinter, TwinTraits
from hardware.drivers.printers.twin_control import CoverOpen, Mute, PaperLeft
from hardware.printing.profiles import CLONE_58, EPSON_58, GENERIC_80, PROFILES, Confirmation, PrinterProfile
from hardware.printing.trial_page import SAMPLE, trial_page
from tests.contract.printers.rig import OwnerThread, receipt_font

CLONE = TwinTraits(has_automatic_status=False, has_process_id=False)


async def trial(twin: TwinPrinter, profile: PrinterProfile) -> Trial:
    """What the page finds out."""
    page, owner = trial_page(words_in("it"), profile), OwnerThread()
    try:
        return await owner.call(tried, f"127.0.0.1:{twin.port}", page)
    finally:
        owner.end()


@pytest.mark.parametrize("profile", [GENERIC_80, EPSON_58], ids=lambda profile: profile.id)
async def test_an_epson_is_known_by_its_ids_and_the_page_names_its_profile(profile: PrinterProfile) -> None:
    async with TwinPrinter(receipt_font(), profile) as twin:
        found = await trial(twin, profile)
        await twin.until_papers(1)
        (receipt,) = twin.receipts
    assert (found.names, found.answers) == (("Bancone twin", "Bancone twin"), True)
    assert profile.id in found.profiles
    assert all(PROFILES[name].confirmation is Confirmation.PROCESS_ID for name in found.profiles)
    right = receipt.lines.index(SAMPLE)
    assert profile.id in receipt.lines[right + 1]
    assert {code.text for code in zxingcpp.read_barcodes(receipt.picture.convert("L"))} == {"1", "2"}


async def test_a_mute_printer_still_prints_the_page() -> None:
    async with TwinPrinter(receipt_font(), CLONE_58, CLONE) as twin:
        await twin.obey(Mute())
        found = await trial(twin, CLONE_58)
        assert found == Trial((), answers=False, confirmation=Confirmation.NOTHING)
        assert "clone-80" in found.profiles
        await twin.until(lambda: SAMPLE in twin.mechanism.paper.uncut)


async def test_an_open_cover_is_told_and_nothing_is_sent() -> None:
    async with TwinPrinter(receipt_font()) as twin:
        await twin.obey(CoverOpen(is_open=True))
        with pytest.raises(DeviceError) as caught:
            await trial(twin, GENERIC_80)
        assert (caught.value.code, caught.value.reason) == (ErrorCode.EXTENDED, "cover_open")
        assert twin.mechanism.waiting == 0


@pytest.mark.parametrize("traits", [None, CLONE], ids=["epson", "clone"])
async def test_paper_that_ends_under_the_page_is_told_and_not_taken_for_a_way_to_confirm(
    traits: TwinTraits | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if traits is CLONE:  # it is silent until it is asked again: no need to wait for a whole page
        monkeypatch.setattr("hardware.drivers.printers.trial._PAGE_S", 0.2)
    async with TwinPrinter(receipt_font(), GENERIC_80, traits) as twin:
        await twin.obey(PaperLeft(5))
        with pytest.raises(DeviceError) as caught:
            await trial(twin, GENERIC_80)
        assert (caught.value.code, caught.value.reason) == (ErrorCode.EXTENDED, "paper_out")


def test_every_profile_stands_on_the_page_and_no_row_is_wider_than_the_narrowest_paper() -> None:
    page = trial_page(words_in("en"), GENERIC_80).decode("latin-1")
    assert [profile for profile in PROFILES if page.count(f" {profile}") < 2] == []


def test_there_is_nobody_at_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeviceError) as caught:
        tried(f"serial:{tmp_path}/none", b"")
    assert caught.value.code is ErrorCode.NO_HARDWARE


async def test_the_command_says_what_was_heard_or_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    owner = OwnerThread()
    async with TwinPrinter(receipt_font()) as twin:
        place = f"127.0.0.1:{twin.port},tm-t20"
        assert await owner.call(main, ["printer-test", "--printer", place, "--language", "en"]) == 0
        heard = json.loads(capsys.readouterr().out)
        assert (heard["event"], heard["confirms"]) == ("printer", "process_id")
        assert twin.receipts[0].lines[0] == "TRIAL PAGE"
        await twin.obey(CoverOpen(is_open=True))
        assert await owner.call(main, ["printer-test", "--printer", place, "--language", "it"]) == 1
        told = capsys.readouterr().err
        assert "[printer_cover_open]" in told
        assert "rifai la prova: bancone printer-test." in told
    owner.end()
    assert main(["printer-test", "--printer", "127.0.0.1:1"]) == 1
    assert "[printer_offline]" in capsys.readouterr().err
    for wrong in ("cassa", "127.0.0.1:9100,none"):
        assert main(["printer-test", "--printer", wrong]) == 1
        assert "[option_invalid]" in capsys.readouterr().err
