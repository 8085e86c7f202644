"""Every page of the kiosk in words: what is read on it, what is pressed, and the frame around it."""

from collections.abc import Callable

from app.domain.crockford import LETTERS as CODE_LETTERS
from app.domain.errors import Code, Problem
from app.domain.floor_calls import CallNews
from app.domain.pickup_code import TYPED_CHARS
from app.presentation.kiosk import article_page, call_pages, return_pages
from app.presentation.kiosk.blocks import (
    Attract,
    Block,
    Facts,
    Ground,
    Head,
    Keys,
    KioskState,
    Note,
    Option,
    Options,
    Press,
    Reader,
    Ring,
    Sign,
    SixKeys,
    Slots,
    Task,
    Tasks,
)
from app.presentation.kiosk.desk import KioskDesk
from app.presentation.kiosk.session import ASK_S, OF_STAFF, STAFF_S, Page, Session
from app.presentation.kiosk.view import DOTS, Body, Shop, View, ways
from app.presentation.language import LANGUAGES
from app.presentation.marks import Glyph, Tone
from app.presentation.operators import PIN_DIGITS
from app.usecases.check_in import Waiting
from app.usecases.print_documents import sign_of

_BARE = frozenset({Page.ATTRACT, Page.IDLE, Page.OUT, Page.HELP}) | OF_STAFF
_TASK_OF = {
    Page.MOVED: "pickup",
    Page.PIECES: "return",
    Page.REASON: "return",
    Page.SLIP: "return",
    Page.SCAN: "pickup",
    Page.TYPE: "pickup",
    Page.NUMBER: "pickup",
    Page.PHONE: "pickup",
    Page.FOUND: "pickup",
    Page.DONE: "pickup",
    Page.LOOK_UP: "price",
    Page.ARTICLE: "price",
}
_KEYS = (
    (Glyph.ARROW_LEFT, "previous"),
    (Glyph.ARROW_RIGHT, "next"),
    (Glyph.CIRCLE_DOT, "choose"),
    (Glyph.UNDO_2, "back"),
    (Glyph.REFRESH_CW, "repeat"),
    (Glyph.CIRCLE_QUESTION_MARK, "help"),
)


def page_state(
    desk: KioskDesk, session: Session, shop: Shop, left_s: float, back: tuple[CallNews, ...] = ()
) -> KioskState:
    """The page in front, with its frame."""
    page = Page.OUT if session.page is Page.ATTRACT and shop.is_out else session.page
    view = View(desk, session, shop, max(0, round(left_s)), back)
    body = _BODIES[page](view)
    task = _TASK_OF.get(page)
    task = "return" if task == "pickup" and session.is_returning else task
    return KioskState(
        page=page,
        session=session.number,
        shop=sign_of(shop.chain),
        place=shop.name,
        task=view.text(f"task.{task}") if task else view.text("staff") if page in OF_STAFF else "",
        reads=body.reads,
        acts=body.acts,
        ways=body.ways,
        primary=body.primary,
        service=() if page in _BARE else _service(view),
        ground=body.ground,
        is_large=session.is_large,
        is_low=session.is_low,
        look="hc" if session.is_contrast else "light",
        name=body.name or next((b.words for b in body.reads if isinstance(b, Head)), ""),
    )


def _service(view: View) -> tuple[Press, ...]:
    session, press = view.session, view.press
    return (
        press("help", Glyph.HAND),
        press("language", Glyph.LANGUAGES),
        press("large", Glyph.A_LARGE_SMALL, is_on=session.is_large),
        press("contrast", Glyph.CONTRAST, is_on=session.is_contrast),
        press("low", Glyph.ARROW_DOWN, is_on=session.is_low),
    )


def _attract(view: View) -> Body:
    text = view.text
    languages = " · ".join(view.words.text(f"language.{name}") for name in LANGUAGES)
    shown = Attract(text("attract"), text("attract.tap"), text("attract.tasks"), languages)
    return Body((shown,), name=text("attract.tap"))


def _start(view: View) -> Body:
    text, link = view.text, view.desk.link()
    off, away = ("", "") if link.is_up else (text("start.pickup.off"), text("start.return.off"))
    here = view.desk.language.name
    languages = tuple(
        Option(f"language:{name}", view.words.text(f"language.{name}"), is_on=name == here) for name in LANGUAGES
    )
    tasks = (
        *call_pages.resumes(view),
        Task("task:pickup", text("task.pickup"), text("start.pickup"), Glyph.PACKAGE_CHECK, off),
        Task("task:return", text("task.return"), text("start.return"), Glyph.UNDO_2, away),
        Task("task:price", text("task.price"), text("start.price"), Glyph.SEARCH),
    )
    reads: list[Block] = [Head(text("start"), is_hero=True), *view.problem()]
    if not view.desk.can_print:
        reads.append(Note(text("start.no_paper"), glyph=Glyph.PRINTER, tone=Tone.INFO))
    keys = SixKeys(text("keys"), tuple((glyph, text(f"key.{name}")) for glyph, name in _KEYS))
    return Body(tuple(reads), (Options(languages), Tasks(tasks), keys))


def _scan(view: View) -> Body:
    text = view.text
    reads: tuple[Block, ...] = (
        Head(text("scan"), text("scan.line")),
        *view.problem(),
        Reader(text("scan.reader")),
    )
    ask = Tasks(
        (
            Task("type", text("scan.type"), text("scan.type.line"), Glyph.KEYBOARD),
            Task("number", text("scan.number"), text("scan.number.line"), Glyph.PHONE),
        )
    )
    return Body(reads, (ask,), ways(view))


def _type(view: View) -> Body:
    text, typed = view.text, view.session.typed
    note: tuple[Note, ...] = view.problem() or (Note(text("type.signs"), glyph=Glyph.INFO),)
    example = Note(text("type.example", shop=sign_of(view.shop.chain)), text("type.message"), Glyph.MAIL)
    missing = TYPED_CHARS - len(typed)
    why = view.words.plural("kiosk.type.missing", missing) if missing else ""
    return Body(
        (Head(text("type"), text("type.line")), example, *note),
        (Slots(text("type"), typed, TYPED_CHARS), Keys(text("do.delete"), letters=CODE_LETTERS)),
        ways(view),
        view.press("next", Glyph.ARROW_RIGHT, why=why),
    )


def _found(view: View) -> Body:
    text, waiting = view.text, view.session.waiting
    if waiting is None:
        return _scan(view)
    facts = Facts(
        (
            (text("fact.order"), f"{DOTS} {waiting.number_end}"),
            (text("fact.phone"), f"{DOTS} {waiting.phone_end}" if waiting.phone_end else "—"),
            (text("fact.bags"), view.words.plural("kiosk.bags", waiting.bags) if waiting.bags else "—"),
        )
    )
    hello = text("found", name=waiting.first_name) if waiting.first_name else text("found.nameless")
    counter = Task("counter", text("do.counter"), text("counter.line"), Glyph.STORE)
    notes = _short(view, waiting)
    if waiting.ready_at is None:
        line = text("found.not_ready")
        if waiting.promised_at is not None:
            line = text("found.promised", time=view.words.moment(waiting.promised_at, view.desk.clock.now_at()))
        note = Note(text("found.not_ready.next"), line, Glyph.CLOCK, Tone.INFO)
        reads: tuple[Block, ...] = (
            Head(hello, text("found.preparing")),
            facts,
            *(notes or (note,)),
            *view.problem(),
        )
        return Body(reads, (Tasks((counter,)),), ways(view))
    head = Head(hello, text("found.ready"), Glyph.CIRCLE_CHECK, Tone.SUCCESS, is_hero=True)
    here = Task("next", text("do.here"), text("found.here.line"), Glyph.USER_CHECK)
    return Body((head, facts, *notes, *view.problem()), (Tasks((here, counter)),), ways(view))


def _short(view: View, waiting: Waiting) -> tuple[Note, ...]:
    """That pieces are missing: those nobody has found yet, and those that do not come any more."""
    text, plural = view.text, view.words.plural
    if waiting.ready_at is None and waiting.missing:
        title = plural("kiosk.found.missing", waiting.missing)
        line = text("found.missing.line", n=waiting.packed, of=waiting.pieces)
        return (Note(line, title, Glyph.PACKAGE_X, Tone.WARNING),)
    if waiting.given_up:
        title = plural("kiosk.found.given_up", waiting.given_up)
        return (Note(text("found.given_up.line"), title, Glyph.PACKAGE_X, Tone.WARNING),)
    return ()


def _done(view: View) -> Body:
    text, checked = view.text, view.session.checked
    if checked is None:
        return _start(view)
    ahead = text("done.soon")
    if checked.ahead is not None:
        ahead = view.words.plural("kiosk.done.ahead", checked.ahead) if checked.ahead else text("done.next")
    sign = Sign(text("done.number"), checked.number, ahead, Glyph.USERS)
    take = "done.ticket" if view.session.has_ticket else "done.remember"
    glyph = Glyph.TICKET if view.session.has_ticket else Glyph.INFO
    note = Note(text(f"{take}.line"), text(take), glyph)
    finish = Press("exit", text("do.finish", n=view.left_s), Glyph.CHECK)
    head = Head(text("done"), text("done.line"), Glyph.CIRCLE_CHECK, Tone.SUCCESS)
    if not checked.is_heard:
        head = Head(text("unheard"), text("unheard.line"), Glyph.CLOUD_OFF, Tone.WARNING)
        sign = Sign(sign.title, sign.big, text("unheard.sign"), Glyph.STORE)
    return Body((head, sign, note), primary=finish)


def _look_up(view: View) -> Body:
    text = view.text
    reads: tuple[Block, ...] = (
        Head(text("look_up"), text("look_up.line")),
        *view.problem(),
        Reader(text("look_up.reader"), Glyph.SCAN_BARCODE),
    )
    return Body(reads, (), ways(view))


def _article(view: View) -> Body:
    card = view.session.card
    if card is None:
        return _look_up(view)
    reads, acts = article_page.blocks(
        view.words,
        card,
        view.desk.clock.now_at(),
        view.desk.link().age_s,
        has_picture=bool(view.session.picture),
    )
    again = view.press("again", Glyph.SCAN_BARCODE)
    counter = Tasks((Task("counter", view.text("do.counter"), view.text("counter.line"), Glyph.STORE),))
    return Body((*reads, *view.problem()), (*acts, counter), ways(view), again, name=card.hit.article.name)


def _idle(view: View) -> Body:
    text, whole = view.text, round(ASK_S * view.session.pace)
    ring = Ring(view.left_s, whole, text("idle.seconds", n=view.left_s))
    yes = Task("more", text("do.more"), text("idle.more"), Glyph.CLOCK)
    return Body(
        (ring, Head(text("idle"), text("idle.line"), is_hero=True, is_centred=True)),
        (Tasks((yes,)),),
        (view.press("exit", Glyph.LOG_OUT, "no"),),
    )


def _out(view: View) -> Body:
    text = view.text
    sign = Sign(text("out.sign"), text("out.big"), "", Glyph.ARROW_RIGHT)
    lines: tuple[Note, ...] = tuple(
        Note(text(f"out.{name}.line"), text(f"out.{name}"), glyph)
        for name, glyph in (("pickup", Glyph.PACKAGE_CHECK), ("return", Glyph.UNDO_2), ("price", Glyph.SEARCH))
    )
    foot = Note(text("out.english"), glyph=Glyph.LANGUAGES)
    head = Head(text("out"), glyph=Glyph.TRIANGLE_ALERT, tone=Tone.WARNING)
    return Body((head, sign, *lines, foot), ground=Ground.DARK)


def _staff(view: View) -> Body:
    text, session = view.text, view.session
    is_pin = bool(session.staff_number)
    ring = Ring(view.left_s, round(STAFF_S))
    head = Head(text("staff.pin" if is_pin else "staff.number"), "" if is_pin else text("staff.badge"))
    slots = Slots(head.words, session.typed, PIN_DIGITS, is_hidden=is_pin, is_open=not is_pin)
    note = Note(text("staff.note"))
    if session.problem is not None:
        explained = view.words.explain_problem(session.problem)
        note = Note(explained.next, explained.what, Glyph.CIRCLE_ALERT, Tone.DANGER)
    why = "" if session.typed and not is_pin else text("staff.missing")
    ways = (view.press("exit", Glyph.ARROW_LEFT, "staff.cancel"),)
    primary = None if is_pin else view.press("next", Glyph.ARROW_RIGHT, why=why)
    return Body((ring, head, note), (slots, Keys(text("do.delete"))), ways, primary)


def _service_menu(view: View) -> Body:
    text, link, operator = view.text, view.desk.link(), view.session.operator
    line = text("service.line.up" if link.is_up else "service.line.down")
    printer = view.desk.printer_code()
    paper = view.words.explain_problem(Problem(Code(printer))).what if printer else text("service.printer.good")
    facts = Facts(
        (
            (text("service.kiosk"), view.desk.station.device),
            (text("service.line"), line),
            (text("service.printer"), paper),
        )
    )
    leave = Task("leave", text("service.leave"), text("service.leave.line"), Glyph.LOG_OUT)
    stay = Task("exit", text("service.stay"), text("service.stay.line"), Glyph.UNDO_2)
    name = "" if operator is None else operator.name
    ring = Ring(view.left_s, round(STAFF_S))
    return Body((ring, Head(text("service", name=name)), facts), (Tasks((stay, leave)),))


_BODIES: dict[Page, Callable[[View], Body]] = {
    Page.ATTRACT: _attract,
    Page.START: _start,
    Page.SCAN: _scan,
    Page.TYPE: _type,
    Page.FOUND: _found,
    Page.DONE: _done,
    Page.LOOK_UP: _look_up,
    Page.ARTICLE: _article,
    Page.HELP: call_pages.call_help,
    Page.MOVED: call_pages.moved,
    Page.PIECES: return_pages.pieces,
    Page.REASON: return_pages.reason,
    Page.SLIP: return_pages.slip,
    Page.NUMBER: return_pages.number,
    Page.PHONE: return_pages.phone,
    Page.IDLE: _idle,
    Page.OUT: _out,
    Page.STAFF: _staff,
    Page.SERVICE: _service_menu,
}
