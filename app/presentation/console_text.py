"""The command line's answers in words, for a person at a terminal without windows."""

from collections.abc import Callable
from datetime import datetime

from app.domain.errors import Code
from app.presentation.console_answer import Answer
from app.presentation.console_carry import carried, given_back
from app.presentation.console_day import day, day_closed, day_printed, preview
from app.presentation.console_facts import Facts, flag, listed, number, rows, text
from app.presentation.console_goods import articles, cart, held, holds, released, reserved, sold, taken_in
from app.presentation.console_orders import handed_over, order, profile
from app.presentation.console_prepare import preparing
from app.presentation.console_state import attention, paper, papers, status
from app.presentation.console_unfetched import holds_over, not_fetched, put_backs
from app.presentation.page_console import page
from app.presentation.wording import Wording

Say = Callable[[Facts, Wording], list[str]]


def as_text(answer: Answer, wording: Wording, now_at: datetime) -> str:
    """One or more lines, nothing for an empty line; refusals say what happened and the next step."""
    data = answer.data
    if answer.event == "refused":
        return "\n".join(_refusal(data, wording, now_at))
    if answer.event == "attention":
        return "\n".join(attention(data, wording, now_at))
    say = _SENTENCES.get(answer.event)
    return "" if say is None else "\n".join(say(data, wording))


def _ready(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.started", store=text(data, "store"), station=text(data, "device"))]


def _waiting(data: Facts, wording: Wording) -> list[str]:
    """The first start: nothing can be done before the shop's server was heard once."""
    explained = wording.explain(text(data, "code"))
    return [f"{explained.what} {wording.text('console.waiting')}"]


def _operators(data: Facts, wording: Wording) -> list[str]:
    return [f"{text(row, 'number')} {text(row, 'name')}" for row in rows(data, "operators")]


def _signed_in(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.signed_in", name=text(data, "name"), number=text(data, "number"))]


def _signed_out(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.signed_out", name=text(data, "name"))]


def _unlocked(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.unlocked", name=text(data, "name"))]


def _bye(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.bye", station=text(data, "device"))]


def _customers(data: Facts, wording: Wording) -> list[str]:
    hits = rows(data, "hits")
    if not hits:
        return [wording.text("console.customer.none")]
    found = [wording.plural("console.customer.found", len(hits))]
    for row in hits:
        values = {name: value for name in ("name", "phone") if (value := text(row, name))}
        found.append(wording.best("console.customer.hit", values))
    return [found[0], *listed(found[1:])]


def _undone(data: Facts, wording: Wording) -> list[str]:
    said = [wording.text("console.handover.reversed", order=text(data, "number"))]
    return [*said, wording.text("console.handover.money_back")] if flag(data, "is_money_due") else said


def _slip(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.slip", order=str(data["order"]))]


def _return_case(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.return.case", case=text(data, "number"))]


def _badge(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.badge")]


def _article(data: Facts, wording: Wording) -> list[str]:
    return articles({"hits": [data]}, wording)


def _settled(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.attention.done")]


def _sent_again(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.attention.sent_again")]


def _reprinted(data: Facts, wording: Wording) -> list[str]:
    copy = str(number(data, "copy"))
    return [wording.text("console.receipt.copy", document=text(data, "document"), copy=copy)]


def _gift(data: Facts, wording: Wording) -> list[str]:
    return [wording.text("console.receipt.gift", document=text(data, "document"))]


def _drawer(data: Facts, wording: Wording) -> list[str]:
    return [wording.text(f"console.drawer.{text(data, 'outcome')}")]


def _help(data: Facts, wording: Wording) -> list[str]:
    commands = data.get("commands")
    names = [str(name) for name in commands] if isinstance(commands, list | tuple) else []
    return [wording.text("console.help"), *(_usage(name, wording, "does") for name in names)]


def _usage(name: str, wording: Wording, also: str = "") -> str:
    """How a command is written, and with `also` what it does."""
    parts = (f"{kind}.{name}" for kind in ("usage", also) if kind)
    return ": ".join(wording.find(part) or name for part in parts)


_SENTENCES: dict[str, Say] = {
    "ready": _ready,
    "waiting": _waiting,
    "operators": _operators,
    "signed_in": _signed_in,
    "signed_out": _signed_out,
    "unlocked": _unlocked,
    "bye": _bye,
    "help": _help,
    "customers": _customers,
    "customer": profile,
    "cart": cart,
    "reserved": reserved,
    "sold": sold,
    "held": held,
    "released": released,
    "holds": holds,
    "order": order,
    "handed_over": handed_over,
    "preparing": preparing,
    "page": page,
    "not_fetched": not_fetched,
    "holds_over": holds_over,
    "put_backs": put_backs,
    "carried": carried,
    "given_back": given_back,
    "undone": _undone,
    "article": _article,
    "articles": articles,
    "return_case": _return_case,
    "slip": _slip,
    "badge": _badge,
    "taken_in": taken_in,
    "papers": papers,
    "paper": paper,
    "reprinted": _reprinted,
    "gift": _gift,
    "drawer": _drawer,
    "preview": preview,
    "day": day,
    "day_printed": day_printed,
    "day_closed": day_closed,
    "settled": _settled,
    "sent_again": _sent_again,
    "status": status,
}


def _refusal(data: Facts, wording: Wording, now_at: datetime) -> list[str]:
    given = data.get("details")
    details = given if isinstance(given, dict) else {}
    if text(data, "code") == Code.BAD_REQUEST and {"unknown", "command"} & details.keys():
        return _misread(details, wording)
    flat = {key: value for key, value in details.items() if isinstance(value, str | int | bool)}
    explained = wording.explain(text(data, "code"), flat, now_at=now_at)
    return [f"{explained.what} {explained.next}", *_hint(text(data, "code"), wording)]


def _misread(details: Facts, wording: Wording) -> list[str]:
    """A line that is none of ours, and how it is written."""
    if "unknown" in details:
        return [wording.text("console.unknown", word=text(details, "unknown"))]
    usage, word = _usage(text(details, "command"), wording), text(details, "word")
    said = wording.text("console.misread", word=word) if "word" in details else wording.text("console.missing")
    lines = [f"{said} {wording.text('console.written')} {usage}"]
    if "choices" in details:
        lines.append(wording.text("console.choices", choices=text(details, "choices")))
    return lines


_HINTS = {
    Code.PAYMENT_REQUIRED.value: "handover",
    Code.AMOUNT_CHANGED.value: "handover",
    Code.AGE_CHECK_REQUIRED.value: "handover",
    Code.SIGNATURE_REQUIRED.value: "handover",
    Code.NOT_BOUGHT_HERE.value: "return-blind",
}


def _hint(code: str, wording: Wording) -> list[str]:
    """The command that is the next step, where there is one."""
    command = _HINTS.get(code)
    return [] if command is None else [f"{wording.text('console.written')} {_usage(command, wording)}"]
