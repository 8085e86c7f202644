"""The jobs of a running terminal as its face is given them, whichever face that is."""

from collections.abc import Callable
from functools import partial

from app.adapters.exchange_folder import ExchangeFolder
from app.bootstrap.terminal_parts import Terminal
from app.bootstrap.words import names_in, wording_in
from app.presentation.jobs import Jobs, LinkFacts
from app.presentation.language import Language
from app.presentation.wording import Wording
from app.usecases.setting_files import SettingFiles
from app.usecases.shop_setup import SetUpShop
from app.usecases.show_page import ShowPages
from app.usecases.station import load_config
from app.usecases.transfer import TransferOrders
from hardware.printing.symbols import qr_rows


def link_of(terminal: Terminal) -> Callable[[], LinkFacts]:
    """How the line stands, asked at any time."""

    def link() -> LinkFacts:
        facts, office = terminal.engine.link, terminal.office
        since = facts.last_delta_at_s
        age_s = None if since is None else max(terminal.clock.monotonic_s() - since, office.age_s or 0.0)
        return LinkFacts(facts.is_up, facts.code.value, age_s, terminal.hop.warning() or "", office.is_linked)

    return link


async def spoken_at(terminal: Terminal, language: str) -> Language:
    """The words of its pages, with the names of the shop's people and places; in that language at first."""
    known = names_in(await terminal.door.read(lambda tx: load_config(tx, terminal.station.store)))

    def wording(name: str) -> Wording:
        return wording_in("en" if name == "en" else "it", known)

    return Language(wording, language)


async def _look_at_line(terminal: Terminal) -> None:
    if terminal.engine.link.is_up:
        await terminal.office.look()


def jobs_of(terminal: Terminal) -> Jobs:
    """What a face needs of the terminal."""
    return Jobs(
        station=terminal.station,
        clock=terminal.clock,
        door=terminal.door,
        acting=terminal.acting,
        sign_in=terminal.sign_in,
        approve=terminal.approve,
        find=terminal.find,
        queues=terminal.queues,
        profiles=terminal.profiles,
        cart=terminal.cart,
        prices=terminal.prices,
        prepare=terminal.prepare,
        shortages=terminal.shortages,
        not_fetched=terminal.not_fetched,
        transfers=TransferOrders(terminal.door, terminal.station, terminal.approve, terminal.hop.reads),
        pages=ShowPages(terminal.station, terminal.hop.reads),
        hand_over=terminal.hand_over,
        returns=terminal.returns,
        scans=terminal.scans,
        calls=terminal.calls,
        slips=terminal.scans.slips,
        attention=terminal.attention,
        papers=terminal.papers,
        gifts=terminal.gifts,
        sheets=terminal.sheets,
        day=terminal.day,
        setup=SetUpShop(terminal.door, terminal.station, terminal.hop.reads),
        setting_files=SettingFiles(ExchangeFolder(terminal.folder / "exchange")),
        link=link_of(terminal),
        qr=qr_rows,
        picture=terminal.hop.picture,
        printer_code=lambda: terminal.paper.watcher.printer_code,
        look_at_printer=terminal.paper.look,
        open_drawer=terminal.drawer.open,
        drawer_left_open=terminal.drawer.left_open,
        look_at_line=partial(_look_at_line, terminal),
        devices=terminal.paper.health,
        print_test=None if terminal.paper.worker is None else terminal.paper.print_test,
    )
