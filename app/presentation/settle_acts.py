"""What is done about pieces that are missing, asked for at the screen of the shop floor; on the loop."""

from app.domain.values import LineQuantity, Substitution
from app.presentation.desk import Desk
from app.presentation.prepare_page import Facts
from app.usecases.station import Operator


async def substitute(facts: Facts, desk: Desk, who: Operator) -> None:
    """What was scanned is given instead. Problem as `Shortages.substitute`."""
    if facts.settled is None or facts.settling is None or facts.settling.article is None:
        return
    (order, line), article = facts.settled, facts.settling.article
    pieces, is_agreed = LineQuantity(line.id, facts.settling.count), line.substitution is Substitution.ASK
    await desk.jobs.shortages.substitute(order, pieces, article, who, is_agreed=is_agreed)
    facts.settling = None
    words, names = desk.words, {"name": article.name, "instead": line.name}
    desk.done(who, words.text("prepare.done.substituted", n=pieces.quantity, **names))


async def give_up(facts: Facts, desk: Desk, who: Operator) -> None:
    """It will not come. Problem as `Shortages.give_up`."""
    if facts.settled is not None:
        order, line = facts.settled
        pieces = LineQuantity(line.id, line.progress.short)
        await desk.jobs.shortages.give_up(order, pieces, who)
        facts.settling = None
        desk.done(who, desk.words.text("prepare.done.given_up", n=pieces.quantity, name=line.name))


async def look_again(facts: Facts, desk: Desk, who: Operator) -> None:
    """It is looked for once more."""
    if facts.settled is not None:
        order, line = facts.settled
        await desk.jobs.prepare.look_again(order, line.id, who)
