"""A receipt printer as it is written down: where it is, of what kind, what becomes of a paper that was cut off."""

import pytest

from app.__main__ import main
from app.bootstrap.printer_places import printer_place
from app.domain.errors import Code, Problem
from app.usecases.spool import AfterLoss
from hardware.printing.profiles import GENERIC_80, PROFILES, PrinterProfile
from tests.unit.wording.catalogues import wording

TM_T88 = PROFILES["tm-t88"]


@pytest.mark.parametrize(
    ("text", "profile", "after_loss"),
    [
        ("127.0.0.1:9100", GENERIC_80, AfterLoss.ASK),
        ("127.0.0.1:9100,tm-t88", TM_T88, AfterLoss.ASK),
        ("127.0.0.1:9100,tm-t88,resume", TM_T88, AfterLoss.RESUME),
        ("127.0.0.1:9100,,copy", GENERIC_80, AfterLoss.COPY),
    ],
)
def test_what_is_left_out_is_the_usual(text: str, profile: PrinterProfile, after_loss: AfterLoss) -> None:
    plan = printer_place(text)
    assert (plan.address, plan.profile, plan.after_loss) == ("127.0.0.1:9100", profile, after_loss)


@pytest.mark.parametrize(
    ("text", "after_loss", "opens_high"),
    [
        ("127.0.0.1:9100,tm-t88,resume,drawer-high", AfterLoss.RESUME, True),
        ("127.0.0.1:9100,tm-t88,drawer-low", AfterLoss.ASK, False),
        ("127.0.0.1:9100,tm-t88,resume", AfterLoss.RESUME, None),
        ("127.0.0.1:9100", AfterLoss.ASK, None),
    ],
)
def test_which_level_means_open_may_be_told(text: str, after_loss: AfterLoss, opens_high: bool | None) -> None:
    plan = printer_place(text)
    assert (plan.after_loss, plan.opens_high) == (after_loss, opens_high)


def test_what_nobody_does_with_a_paper_is_refused_with_what_there_is() -> None:
    with pytest.raises(Problem) as refused:
        printer_place("127.0.0.1:9100,tm-t88,again")
    assert refused.value.code is Code.OPTION_INVALID
    assert refused.value.details["form"] == "127.0.0.1:9100,tm-t88,ask|resume|copy,drawer-high|drawer-low"


@pytest.mark.parametrize("language", ["it", "en"])
def test_who_mistypes_a_profile_reads_where_they_are_listed(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Problem) as refused:
        printer_place("127.0.0.1:9100,tmt88")
    told = wording(language).explain_problem(refused.value).next
    assert "tmt88" in told
    assert "bancone printer-test --help" in told
    with pytest.raises(SystemExit):
        main(["printer-test", "--help"])
    listed = capsys.readouterr().out
    assert [name for name in PROFILES if name not in "".join(listed.split())] == []
