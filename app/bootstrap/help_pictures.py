"""Composition root of `bancone help-pictures`: the pictures of help and README, taken of our own screens."""

import argparse
import shutil
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap.demo_hands import hands_window
from app.bootstrap.help_floor import kiosk, tablet
from app.bootstrap.options import out_folder
from app.bootstrap.process import guided, interrupted
from app.bootstrap.screen_devices import CODE, for_customers
from app.bootstrap.screen_states import put_attention
from app.bootstrap.screen_studio import LANGUAGES, Studio, studio
from app.bootstrap.words import wording_in
from app.domain.customers import Purpose
from app.domain.order_table import Way
from app.domain.shop_settings import Section
from app.domain.staff import Role
from app.presentation.routes import (
    ArticleRoute,
    AttentionRoute,
    CustomerRoute,
    DayRoute,
    DevicesRoute,
    HomeRoute,
    InsteadRoute,
    OrderRoute,
    PrepareRoute,
    PutBackRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
    SetupRoute,
)
from app.presentation.viewmodels.devices import SCAN, STOP, TYPED
from app.presentation.viewmodels.hands import PAPER_OUT
from app.presentation.viewmodels.instead import WAYS
from app.ui import bridge
from app.ui.application import go_offscreen
from app.ui.bridge import end
from app.ui.customer_window import CustomerWindow
from app.usecases.station import load_config, operator_of
from hardware.symbology.reading import scan_read

SIZE, FACING_SIZE = (1366, 768), (1024, 600)
RECEIPTS = "receipt"
WIDE = 800
OWN_COLOURS, COARSE, MIDDLE = 96, 0xFFF0F0F0, 0xFF080808


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--out", type=Path, default=Path("resources/help/pictures"))
    parser.add_argument("--work", type=Path, default=Path("build/help-pictures"))


def save(widget: QWidget, file: Path) -> None:
    """What a widget shows, scaled down, in few colours: it is read small, and shipped."""
    shown = widget.grab().toImage()
    if shown.width() > WIDE:
        shown = shown.scaledToWidth(WIDE, Qt.TransformationMode.SmoothTransformation)
    shown = shown.convertToFormat(QImage.Format.Format_RGB32)
    shown.convertToFormat(QImage.Format.Format_Indexed8, colours_of(shown)).save(str(file))


def colours_of(picture: QImage) -> list[int]:
    """At most 256 colours: the surfaces' own, then one for each shade there is much of."""
    found = Counter(memoryview(picture.constBits()).cast("I").tolist())
    own = [colour for colour, _ in found.most_common(OWN_COLOURS)]
    shades: Counter[int] = Counter()
    for colour, count in found.items():
        shades[colour & COARSE | MIDDLE] += count
    return own + [shade for shade, _ in shades.most_common(256 - OWN_COLOURS)]


async def keep(made: Studio, name: str) -> None:
    """The window as it is, in each language."""
    for language in LANGUAGES:
        made.desk.language.speak(language)
        await made.settled()
        save(made.window, made.out / language / f"{name}.png")
    made.desk.language.speak("it")


async def place(made: Studio, name: str, route: Route) -> None:
    """A place, with nothing of what was done before in front of it."""
    made.desk.notices.tell(None)
    made.counter.go(route)
    await made.settled()
    await keep(made, name)


async def walk(made: Studio) -> None:
    """Every page's picture."""
    cases, counter = made.cases, made.counter
    await made.settled()
    made.choose(made.clerk, made.clerk.pin[:3])
    await keep(made, "signin")
    made.choose(made.clerk, made.clerk.pin)
    await made.settled()
    await place(made, "start", HomeRoute())
    await prepare(made)
    await instead(made)
    await place(made, "customer", CustomerRoute(cases.cart_customer.id, Purpose.ASSISTANCE))
    await place(made, "price", ArticleRoute(str(cases.cart.lines[1].sku)))
    await place(made, "return", ReturnRoute(gtin=cases.returnable.gtin))
    await put_attention(made)
    await place(made, "attention", AttentionRoute())
    collected, order = cases.collected.order, cases.hand_over.order
    await place(made, "refused", OrderRoute(collected.id, collected.pickup.generation))
    await place(made, "pickup", OrderRoute(order.id, order.pickup.generation))
    counter.press_foot("hand_over")
    await made.settled()
    await place(made, "recent", RecentRoute())
    await place(made, "day", DayRoute())
    await devices(made)
    await place(made, "settings", SettingsRoute())
    await setup(made)
    counter.open_palette()
    await made.settled()
    await keep(made, "keys")
    counter.palette.hide()
    for beside in (tablet, kiosk):
        await beside(made, lambda window, language, name: save(window, made.out / language / f"{name}.png"))
    await faults(made)


async def setup(made: Studio) -> None:
    """Places and hours, for whom the shop is: then whoever worked there goes on."""
    jobs, clerk = made.desk.jobs, made.desk.session.who
    config = await jobs.door.read(lambda tx: load_config(tx, jobs.station.store))
    made.desk.session.begin(operator_of(next(staff for staff in config.staff if staff.role == Role.MANAGER)))
    await made.settled()
    made.counter.go(SetupRoute())
    await made.settled()
    made.model.choose_section(Section.HOURS.value)
    await keep(made, "setup")
    made.counter.go(HomeRoute())
    made.desk.session.begin(clerk)
    await made.settled()


async def devices(made: Studio) -> None:
    """A test scan, what can be tried of the printer, and what stands on the customers' screen."""
    made.counter.go(DevicesRoute())
    await made.settled()
    made.model.choose(TYPED)
    await made.model.press(SCAN)
    await made.model.take_scan(scan_read(CODE, made.desk.jobs.station.device, made.desk.now_at))
    await keep(made, "scanner")
    await made.model.press(STOP)
    made.model.choose(RECEIPTS)
    await keep(made, "drawer")
    shown = CustomerWindow()
    shown.show_sign(made.counter.state.chain)
    shown.resize(*FACING_SIZE)
    shown.show()
    for language in LANGUAGES:
        shown.show_lines(for_customers(wording_in("en" if language == "en" else "it"))["order"])
        save(shown, made.out / language / "facing.png")
    end(shown)


async def faults(made: Studio) -> None:
    """Without paper, without a line, and the window that does both."""
    async with hands_window(made.here, made.folder, made.sample, made.clerk, made.window) as hands:
        hands.show()
        hands.model.switch(PAPER_OUT)
        await made.hands.wait_for(lambda: any(fault.is_on for fault in hands.model.state.faults))
        await place(made, "printer", DevicesRoute())
        for language in LANGUAGES:
            made.desk.language.speak(language)
            await made.settled()
            save(hands, made.out / language / "hands.png")
    await made.line(is_there=False)
    order = made.cases.offline.order
    await place(made, "offline", OrderRoute(order.id, order.pickup.generation))


async def instead(made: Studio) -> None:
    """What can be done with an order that stands ready: where it could go, why its customer does not want it."""
    queue = await made.desk.jobs.queues.pickups(made.desk.session.who)
    ready = next(item.order for item in queue if item.order.ready_at is not None and len(item.order.lines) > 1)
    made.counter.go(InsteadRoute(ready.id))
    await made.settled()
    made.model.choose(Way.TRANSFERRED.value)
    made.model.choose(made.model.state.choices[0].value)
    await keep(made, "moved")
    await made.model.press(WAYS)
    made.model.choose(Way.REFUSED.value)
    made.model.tap(made.model.state.rows[0].id)
    await keep(made, "instead")
    await made.model.press(WAYS)
    await place(made, "words", PutBackRoute())


async def prepare(made: Studio) -> None:
    """An order nobody has begun, at the first of its shelves."""
    queue = await made.desk.jobs.queues.pickups(made.desk.session.who)
    fresh = (item.order for item in queue if all(line.progress.reserved for line in item.order.lines))
    made.counter.go(PrepareRoute((max(fresh, key=lambda order: len(order.lines)).id,)))
    await made.settled()
    made.counter.press_foot("begin")
    await made.settled()
    await keep(made, "prepare")


async def show(app: QApplication, out: Path, folder: Path) -> None:
    """Take them all."""
    async with studio(app, out, folder) as made:
        made.window.resize(*SIZE)
        await walk(made)


def run(args: argparse.Namespace) -> int:
    """Take the pictures over the old ones."""
    go_offscreen()
    out, folder = args.out.resolve(), args.work.resolve() / "run"
    shutil.rmtree(folder, ignore_errors=True)
    for language in LANGUAGES:
        out_folder(out / language, "--out")
    out_folder(folder, "--work")
    with interrupted():
        bridge.run(lambda app: guided(lambda: show(app, out, folder)))
    return 0
