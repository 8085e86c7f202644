"""The pages of a kiosk on which a person is called, or a task goes on at the counter."""

from app.domain.floor_calls import Stage
from app.presentation.kiosk.blocks import Ground, Head, Note, Press, Sign, Task
from app.presentation.kiosk.view import Body, View
from app.presentation.marks import Glyph, Tone

_GLYPHS = {Stage.RETURN: Glyph.UNDO_2, Stage.ARTICLE: Glyph.SEARCH}


def call_help(view: View) -> Body:
    """Sound and a whole screen; who comes, as soon as somebody does."""
    text, session = view.text, view.session
    over = view.press("exit", Glyph.CHECK, "help.over")
    if session.is_coming:
        big = session.helper or text("help.someone")
        sign = Sign(text("help.coming"), big, text("help.stay"), Glyph.USER_CHECK)
        return Body((sign,), primary=over, ground=Ground.DARK, name=f"{text('help.coming')} {big}")
    line = "help.line" if session.called is None else "help.heard"
    sign = Sign(text("help.sign"), text("help.big"), text(line), Glyph.HAND)
    return Body((sign,), primary=over, ground=Ground.ALARM, name=text("help.big"))


def moved(view: View) -> Body:
    """The number somebody is called with, now that a colleague goes on."""
    text, called = view.text, view.session.called
    number = "" if called is None else called.number
    head = Head(text("moved"), text("moved.line"), Glyph.CIRCLE_CHECK, Tone.SUCCESS)
    sign = Sign(text("done.number"), number, text("done.soon"), Glyph.USERS)
    note = Note(text("moved.remember.line"), text("done.remember"))
    return Body((head, sign, note), primary=Press("exit", text("do.finish", n=view.left_s), Glyph.CHECK))


def resumes(view: View) -> tuple[Task, ...]:
    """Tasks that a colleague sent back here: their visitors go on where they were."""
    text = view.text
    return tuple(
        Task(
            f"resume:{news.id}",
            text("resume", number=news.number),
            text(f"resume.{news.stage or Stage.CHECK_IN}"),
            _GLYPHS.get(news.stage, Glyph.PACKAGE_CHECK),
        )
        for news in view.back
    )
