"""The pages of a return that begins at a kiosk: the order by number and phone, articles, reason, slip."""

from string import ascii_uppercase

from app.presentation.kiosk.blocks import Head, Keys, Note, Option, Options, Press, Sign, Slip, Slots, Task, Tasks
from app.presentation.kiosk.returns import REASONS, rows_of
from app.presentation.kiosk.view import DOTS, Body, View, ways
from app.presentation.marks import Glyph, Tone
from app.usecases.start_return import Returnable

PHONE_DIGITS, NUMBER_SIGNS = 4, 16
"""As long as Vendure makes them; a number is found without its hyphens."""


def number(view: View) -> Body:
    """The order by its number, for who has no code at hand."""
    text, typed = view.text, view.session.typed
    note = view.problem() or (Note(text("number.where"), glyph=Glyph.MAIL),)
    why = "" if typed else text("number.missing")
    slots = Slots(text("number"), typed, NUMBER_SIGNS, is_open=True)
    return Body(
        (Head(text("number"), text("number.line")), *note),
        (slots, Keys(text("do.delete"), letters=ascii_uppercase)),
        ways(view),
        view.press("next", Glyph.ARROW_RIGHT, why=why),
    )


def phone(view: View) -> Body:
    """And the end of the phone number that goes with it."""
    text, typed = view.text, view.session.typed
    note = view.problem() or (Note(text("phone.why"), glyph=Glyph.PHONE),)
    missing = PHONE_DIGITS - len(typed)
    why = view.words.plural("kiosk.phone.missing", missing) if missing else ""
    return Body(
        (Head(text("phone"), text("phone.line")), *note),
        (Slots(text("phone"), typed, PHONE_DIGITS), Keys(text("do.delete"))),
        ways(view),
        view.press("next", Glyph.ARROW_RIGHT, why=why),
    )


def pieces(view: View) -> Body:
    """Which articles come back; each row is pressed once for each piece."""
    text, session = view.text, view.session
    draft = session.draft
    if draft.returning is None:
        return Body((Head(text("pieces")),), (), ways(view))
    lines = draft.returning.lines
    shown = lines[draft.shown : draft.shown + rows_of(session)]
    rows = [_row(view, line) for line in shown]
    if len(lines) > len(shown):
        rows.append(Task("lines", text("pieces.more"), text("pieces.more.line", n=len(lines)), Glyph.CHEVRON_DOWN))
    head = Head(text("pieces"), text("pieces.line", number=f"{DOTS} {draft.returning.number_end}"))
    chosen = sum(draft.chosen.values())
    words = view.words.plural("kiosk.do.pieces", chosen) if chosen else text("do.next")
    go_on = Press("next", words, Glyph.ARROW_RIGHT, why_not="" if chosen else text("pieces.missing"))
    out = (ways(view)[0], view.press("counter", Glyph.STORE, "counter.short"))
    note = view.problem() or (Note(text("pieces.note")),)
    return Body((head, *note), (Tasks(tuple(rows)),), out, go_on)


def _row(view: View, line: Returnable) -> Task:
    """An article with its term; whether it is over is for the counter to say."""
    text, count = view.text, view.session.draft.chosen.get(line.line, 0)
    is_over = line.until_at < view.desk.clock.now_at()
    term = (
        text("pieces.look") if is_over else text("pieces.until", day=view.words.formats.spoken_day(line.until_at))
    )
    many = text("pieces.count", n=count, of=line.most) if line.most > 1 else ""
    said = " · ".join(part for part in (line.variant, many, term) if part)
    return Task(f"line:{line.line}", line.name, said, Glyph.SHIRT, is_on=count > 0)


def reason(view: View) -> Body:
    """Why; nothing hangs on it but what the counter looks at first."""
    text = view.text
    rows = tuple(Option(f"reason:{one}", text(f"reason.{one}"), text(f"reason.{one}.line")) for one in REASONS)
    return Body((Head(text("reason"), text("reason.line")), *view.problem()), (Options(rows),), ways(view))


def slip(view: View) -> Body:
    """What happens next, and the code that the counter reads."""
    text, draft = view.text, view.session.draft
    if draft.begun is None:
        return Body((Head(text("pieces")),), (), ways(view))
    take = "slip.paper" if draft.has_slip else "slip.photo"
    until = view.words.formats.spoken_day(draft.begun.until_at)
    foot = text("slip.foot", n=sum(draft.chosen.values()), time=view.words.formats.date_time(draft.begun.made_at))
    paper = Slip(
        text("slip.title"),
        draft.begun.code,
        foot,
        view.desk.qr(draft.begun.code),
        text(take),
        text(f"{take}.line", day=until),
        Glyph.ARROW_DOWN if draft.has_slip else Glyph.SMARTPHONE,
    )
    head = Head(text("slip"), text("slip.line"), Glyph.CIRCLE_CHECK, Tone.SUCCESS)
    sign = Sign(text("slip.sign"), text("slip.big"), "", Glyph.ARROW_RIGHT)
    finish = Press("exit", text("do.finish", n=view.left_s), Glyph.CHECK)
    return Body((head, sign, paper), primary=finish)
