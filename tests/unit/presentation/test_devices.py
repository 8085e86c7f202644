"""The page of devices: how each is, and what can be tried of it by whom."""

from dataclasses import dataclass, field, replace

import pytest

from app.domain.errors import Code, Problem
from app.presentation.device_trials import SHOWN
from app.presentation.facing import NOTHING
from app.presentation.jobs import TrialPaper
from app.presentation.marks import Tone
from app.presentation.viewmodels.devices import (
    DRAWER,
    KEYBOARD,
    LABEL,
    PRINT,
    SCAN,
    SHEET,
    SHOW,
    STOP,
    TYPED,
    DevicesModel,
)
from app.usecases.cash_drawer import DrawerReason
from app.usecases.spool import DrawerKick
from app.usecases.station import Operator
from hardware.api import Drawer, Faulted, Health, Heard, Ready, health_of
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.labels.zpl_printer import INFO as LABELS
from hardware.drivers.printers.address import TCP
from hardware.drivers.scanners.key_layouts import LAYOUTS
from hardware.drivers.scanners.layout_check import SHEET as CODES
from hardware.drivers.scanners.layout_check import typed_through
from hardware.drivers.table import OURS
from hardware.heard import Ear
from hardware.symbology.reading import scan_read
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK

SERIAL = OURS[0].info


@dataclass
class Machines:
    """A printer with a drawer and a scanner, as the page is given them."""

    problem: Problem | None = None
    kick: DrawerKick = DrawerKick.OPENED
    facts: tuple[Health, ...] = (
        health_of("receipt", TCP, None, Ready()),
        health_of("scanner-1", SERIAL, None, Ready()),
        health_of("display-1", DISPLAYS["cd5220"].info, None, Ready()),
        health_of("labels-1", LABELS, None, Ready()),
    )
    labels: list[str] = field(default_factory=list)
    is_label_out: bool = True
    printed: list[tuple[TrialPaper, str]] = field(default_factory=list)
    opened: list[tuple[DrawerReason, Operator]] = field(default_factory=list)

    async def print_test(self, paper: TrialPaper, language: str) -> None:
        """A test paper."""
        self.printed.append((paper, language))
        if self.problem is not None:
            raise self.problem

    async def print_label(self, language: str) -> bool:
        """A test label."""
        self.labels.append(language)
        if self.problem is not None:
            raise self.problem
        return self.is_label_out

    async def open_drawer(self, reason: DrawerReason, who: Operator) -> DrawerKick:
        """The cash drawer."""
        self.opened.append((reason, who))
        if self.problem is not None:
            raise self.problem
        return self.kick


def page(at: CounterDesk, machines: Machines, row: str) -> DevicesModel:
    """The page with a row chosen."""
    jobs = replace(
        at.desk.jobs,
        devices=lambda: machines.facts,
        print_test=machines.print_test,
        print_trial_label=machines.print_label,
        open_drawer=machines.open_drawer,
    )
    model = DevicesModel(replace(at.desk, jobs=jobs))
    model.choose(row)
    return model


def buttons(model: DevicesModel) -> list[str]:
    """What can be pressed beside the one of the screen."""
    return [button.id for button in model.foot.secondary if button.is_enabled]


def note(model: DevicesModel) -> tuple[Tone, str]:
    """What the panel says."""
    assert model.state.note is not None
    return model.state.note[:2]


async def test_each_device_offers_what_can_be_tried_of_it(at: CounterDesk) -> None:
    assert buttons(page(at, Machines(), "receipt")) == [PRINT, DRAWER]
    assert buttons(page(at, Machines(), "scanner-1")) == [SCAN, SHEET]
    assert buttons(page(at, Machines(), TYPED)) == [SCAN, KEYBOARD, SHEET]
    assert buttons(page(at, Machines(), "display-1")) == [SHOW]
    assert buttons(page(at, Machines(), "labels-1")) == [LABEL]
    assert buttons(page(at, Machines(), "line")) == []


async def test_without_a_printer_nothing_is_printed_and_the_button_says_why(at: CounterDesk) -> None:
    jobs = replace(at.desk.jobs, printer_code=lambda: Code.PRINTER_NONE.value)
    model = DevicesModel(replace(at.desk, jobs=jobs))
    model.choose("receipt_printer")
    assert buttons(model) == []
    assert {button.why_not for button in model.foot.secondary} == {
        "A questo terminale non è collegata nessuna stampante."
    }


async def test_last_bytes_and_their_age_stand_under_the_device_and_show_no_badge(at: CounterDesk) -> None:
    heard = Heard(b"ST1-SARA\r", at.counter.clock.monotonic_s() - 5)
    machines = Machines(facts=(replace(health_of("scanner-1", SERIAL, None, Ready()), heard=heard),))
    row = next(row for row in page(at, machines, "").state.rows if row.id == "scanner-1")
    assert row.said == "Ultimi byte, 5 secondi fa: xx9-xxxx[CR]"


async def test_nothing_was_sent_only_by_a_device_whose_driver_would_know(at: CounterDesk) -> None:
    def said(*facts: Health) -> list[str]:
        rows = page(at, Machines(facts=facts), "").state.rows
        return [row.said for row in rows if row.id in {health.name for health in facts}]

    known = (health_of("receipt", TCP, Ear(), Ready()), health_of("scanner-1", SERIAL, Ear(), Ready()))
    assert said(*known) == ["Non ha ancora inviato niente"] * 2
    assert said(health_of("receipt", TCP, None, Ready()), health_of("scanner-1", SERIAL, None, Ready())) == [
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("reason", "says"),
    [("driver_fault", "difetto"), ("hung", "Riavvia"), ("no_queue", "lpstat -p"), ("no_print_system", "CUPS")],
)
async def test_what_no_cable_mends_is_not_told_to_be_a_cable(at: CounterDesk, reason: str, says: str) -> None:
    for info in (TCP, DISPLAYS["cd5220"].info):
        machines = Machines(facts=(health_of("one", info, None, Faulted(reason)),))
        line = page(at, machines, "one").state.line
        assert says in line
        assert "collegat" not in line


async def test_a_faulted_device_says_what_to_do(at: CounterDesk) -> None:
    machines = Machines(facts=(health_of("receipt", TCP, None, Faulted("in_use")),))
    state = page(at, machines, "receipt").state
    assert "un altro terminale" in state.line
    assert state.facts == (("Alimentazione (UnifiedPOS)", "OFFLINE"),)


@pytest.mark.parametrize(("drawer", "says"), [(Drawer.OPEN, "Aperto"), (Drawer.LOW, "Segnale basso")])
async def test_the_drawer_stands_beside_its_printer_as_far_as_that_tells(
    at: CounterDesk, drawer: Drawer, says: str
) -> None:
    machines = Machines(facts=(replace(health_of("receipt", TCP, None, Ready()), drawer=drawer),))
    assert ("Cassetto", says) in page(at, machines, "receipt").state.facts
    assert "Cassetto" not in dict(page(at, Machines(), "receipt").state.facts)


async def test_a_scan_is_taken_while_it_is_tried_and_goes_its_way_otherwise(at: CounterDesk) -> None:
    model = page(at, Machines(), "scanner-1")
    read = replace(at.read("x"), device="scanner-1")
    assert not await model.take_scan(read)
    await at.press(model, SCAN)
    assert await model.take_scan(read)
    await at.press(model, STOP)
    assert not await model.take_scan(read)


@pytest.mark.parametrize(
    ("code", "line", "facts"),
    [
        (
            b"]d201080012345678971726123110LOT7\x1d21S9",
            "Contenuto: 01080012345678971726123110LOT7[GS]21S9",
            {"Tipo di codice": "GS1 DataMatrix", "Lotto (10)": "LOT7", "Scadenza (17)": "261231"},
        ),
        (
            b"]E08001234567897",
            "Contenuto: 8001234567897",
            {"Tipo di codice": "EAN-13", "Identificativo AIM": "]E0"},
        ),
        (b"2612345678905", "Contenuto, solo la forma: 9999999999999", {"Tipo di codice": "non lo dice"}),
        (b"PU1.ABCDEF", "Contenuto, solo la forma: xx9.xxxxxx", {"Lettore": "Lettore di codici"}),
        (
            b"]d2003800000000000000034300SARA",
            "Contenuto, solo la forma: 999999999999999999999999xxxx",
            {"Identificativo AIM": "]d2"},
        ),
        (
            b"]d201080012345678974300SARA LOMBARDI",
            "Contenuto, solo la forma: 99999999999999999999xxxx xxxxxxxx",
            {"Identificativo AIM": "]d2"},
        ),
    ],
)
async def test_a_scan_is_shown_decoded_and_what_may_be_somebodys_by_its_form(
    at: CounterDesk, code: bytes, line: str, facts: dict[str, str]
) -> None:
    model = page(at, Machines(), "scanner-1")
    await at.press(model, SCAN)
    await model.take_scan(scan_read(code, "scanner-1", at.counter.clock.now_at()))
    assert model.state.line == line
    assert facts.items() <= dict(model.state.facts).items()
    assert not any("SARA" in value for _, value in model.state.facts)


@pytest.mark.parametrize(
    ("code", "typed", "title"),
    [
        (b"]E08001234567897", "", "Codice letto"),
        (b"8001234567897", "", "Codice letto, senza identificativo AIM"),
        (b"F8001234567897", "", "Davanti al codice c’è «F»"),
        (b"]C0" + CODES[0].encode() + b"##", "", "Dietro al codice c’è «##»"),
        (b"]E08001234567897", "]E08001234567897", "Manca la fine dietro al codice"),
        (b"]E08001234567897", "]E08001234567897\r", "Codice letto"),
        (b"]C0ST1-SARA-1984", "]C0ST1-SARA-1984\t", "Codice letto"),
    ],
)
async def test_how_the_scanner_was_set_is_judged_by_what_stands_around_the_code(
    at: CounterDesk, code: bytes, typed: str, title: str
) -> None:
    model = page(at, Machines(), "scanner-1")
    await at.press(model, SCAN)
    await model.take_scan(replace(scan_read(code, "scanner-1", at.counter.clock.now_at()), typed=typed))
    assert note(model)[1] == title


@pytest.mark.parametrize(
    ("data", "is_told"), [(b"]E08001234567897", True), (b"]E08001234567897\r\n", False), (b"\r\x06", False)]
)
async def test_bytes_without_an_end_are_told_once_nothing_more_comes(
    at: CounterDesk, data: bytes, is_told: bool
) -> None:
    scanner = health_of("scanner-1", SERIAL, None, Ready())
    machines = Machines(facts=(scanner,))
    model = page(at, machines, "scanner-1")
    await at.press(model, SCAN)
    await let_pass(1)
    machines.facts = (replace(scanner, heard=Heard(data, at.counter.clock.monotonic_s())),)
    model.tick()
    assert note(model)[0] is Tone.INFO
    await let_pass(2)
    model.tick()
    assert (note(model) == (Tone.WARNING, "Manca la fine dietro al codice")) is is_told
    await model.take_scan(scan_read(b"]E08001234567897", "scanner-1", at.counter.clock.now_at()))
    model.tick()
    assert note(model)[0] is Tone.SUCCESS


async def through_keys(at: CounterDesk, scanner: str, computer: str) -> DevicesModel:
    """The codes of the sheet by a scanner that types, one after the other."""
    model = page(at, Machines(), TYPED)
    await at.press(model, KEYBOARD)
    for code in CODES:
        typed = typed_through(LAYOUTS[scanner], LAYOUTS[computer], code)
        await model.take_scan(replace(at.read(code), typed=typed))
    return model


async def test_keyboards_that_agree_are_right(at: CounterDesk) -> None:
    assert note(await through_keys(at, "it", "it")) == (Tone.SUCCESS, "Tastiera giusta")


async def test_a_keyboard_the_program_turns_back_is_told_and_is_no_fault(at: CounterDesk) -> None:
    model = await through_keys(at, "us", "it")
    assert note(model) == (Tone.SUCCESS, "Tastiera del lettore: americana. Del computer: italiana.")


async def test_a_keyboard_nothing_turns_back_has_to_be_set(at: CounterDesk) -> None:
    model = await through_keys(at, "fr", "it")
    assert note(model) == (Tone.WARNING, "Tastiera del lettore: francese. Del computer: italiana.")
    assert model.state.note is not None
    assert "Imposta nel lettore la tastiera italiana" in model.state.note[2]


async def test_codes_in_another_order_are_not_explained(at: CounterDesk) -> None:
    model = page(at, Machines(), TYPED)
    await at.press(model, KEYBOARD)
    for number, code in enumerate(reversed(CODES), 1):
        assert note(model) == (Tone.INFO, f"Leggi il codice {number} di 4 del foglio")
        await model.take_scan(replace(at.read(code), typed=code))
    assert note(model)[0] is Tone.WARNING


async def test_a_badge_read_in_place_of_the_sheet_is_shown_by_its_form(at: CounterDesk) -> None:
    model = page(at, Machines(), TYPED)
    await at.press(model, KEYBOARD)
    for typed in (CODES[0], "SARA-0417"):
        await model.take_scan(replace(at.read(CODES[0]), typed=typed))
    assert [came for _, came in model.state.facts] == [CODES[0], "xxxx-9999"]


async def test_a_scanner_on_a_line_has_no_keyboard(at: CounterDesk) -> None:
    model = page(at, Machines(), TYPED)
    await at.press(model, KEYBOARD)
    for code in CODES:
        await model.take_scan(at.read(code))
    assert note(model)[1].startswith("I codici non passano dalla tastiera")


async def test_a_test_page_comes_out_in_the_language_of_whoever_asked(at: CounterDesk) -> None:
    machines = Machines()
    model = page(at, machines, "receipt")
    await at.press(model, PRINT)
    assert machines.printed == [(TrialPaper.PRINTER, "it")]
    assert note(model) == (Tone.SUCCESS, "Stampa inviata")
    machines.problem = Problem(Code.PRINTER_COVER_OPEN)
    await at.press(model, PRINT)
    assert note(model) == (Tone.WARNING, "Il coperchio della stampante è aperto.")


@pytest.mark.parametrize("kick", DrawerKick)
async def test_the_drawer_is_opened_by_name_and_for_its_reason(at: CounterDesk, kick: DrawerKick) -> None:
    machines = Machines(kick=kick)
    model = page(at, machines, "receipt")
    await at.press(model, DRAWER)
    assert machines.opened == [(DrawerReason.CHECK, CLERK)]
    assert note(model)[0] is (Tone.SUCCESS if kick is DrawerKick.OPENED else Tone.WARNING)


async def test_who_may_not_open_the_drawer_is_told(at: CounterDesk) -> None:
    model = page(at, Machines(problem=Problem(Code.PERMISSION_DENIED, action="drawer.open")), "receipt")
    await at.press(model, DRAWER)
    assert note(model)[0] is Tone.WARNING
    assert "aprire il cassetto" in "".join(note(model)[1:])


async def test_another_device_ends_what_was_tried(at: CounterDesk) -> None:
    model = page(at, Machines(), "scanner-1")
    await at.press(model, SCAN)
    model.choose("receipt")
    assert not await model.take_scan(at.read("x"))


@pytest.mark.parametrize(
    ("is_out", "problem", "says"),
    [
        (True, None, (Tone.SUCCESS, "Etichetta di prova stampata")),
        (False, None, (Tone.WARNING, "L’etichetta è già nella stampante")),
        (
            True,
            Problem(Code.LABELS_STOPPED),
            (Tone.WARNING, "La stampante delle etichette è ferma: non ha stampato."),
        ),
    ],
)
async def test_a_label_is_tried_and_somebody_is_told_whether_it_is_out(
    at: CounterDesk, is_out: bool, problem: Problem | None, says: tuple[Tone, str]
) -> None:
    machines = Machines(is_label_out=is_out, problem=problem)
    model = page(at, machines, "labels-1")
    await model.press(LABEL)
    assert machines.labels == ["it"]
    assert note(model) == says
    assert buttons(model) == [LABEL]


async def test_the_display_shows_both_lines_until_the_test_ends_and_scans_go_their_way(at: CounterDesk) -> None:
    model = page(at, Machines(), "display-1")
    await model.press(SHOW)
    assert model.facing == SHOWN
    assert [value for _, value in model.state.facts] == list(SHOWN)
    assert not await model.take_scan(at.read("8001234567897"))
    await model.press(STOP)
    assert model.facing == NOTHING
