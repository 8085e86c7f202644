"""The command line's answers in words, for a person at a terminal without windows."""

from datetime import datetime

from app.presentation.console import Answer
from app.presentation.console_views import Data, Json
from app.presentation.wording import Wording
from app.usecases.plain_text import plain

MAX_VALUE = 500


def as_text(answer: Answer, wording: Wording, now_at: datetime) -> str:
    """One or more lines; refusals say what happened and the next step."""
    data = answer.data
    match answer.event:
        case "refused":
            return _refusal(data, wording, now_at)
        case "ready":
            return wording.text("console.started", store=_text(data, "store"), station=_text(data, "device"))
        case "signed_in":
            return wording.text("console.signed_in", name=_text(data, "name"), number=_text(data, "number"))
        case "handed_over":
            return wording.text("say.handed_over", number=_text(data, "number"), document=_text(data, "document"))
        case "status":
            return _status(data, wording)
        case _:
            return f"{answer.event}\n{_listed(data)}".strip()


def _refusal(data: Data, wording: Wording, now_at: datetime) -> str:
    given = data.get("details")
    details = given if isinstance(given, dict) else {}
    flat = {key: value for key, value in details.items() if isinstance(value, str | int | bool)}
    explained = wording.explain(_text(data, "code"), flat, now_at=now_at)
    return f"{explained.what} {explained.next}"


def _status(data: Data, wording: Wording) -> str:
    link = wording.text("console.link.up" if data.get("is_up") else "console.link.down")
    waiting = data.get("backlog")
    n = waiting if isinstance(waiting, int) else 0
    backlog = wording.text("console.backlog.none") if n == 0 else wording.text("say.backlog", n=n)
    printer = _text(data, "printer")
    said = (link, backlog, wording.explain(printer).what if printer else "")
    return " ".join(part for part in said if part)


def _text(data: Data, key: str) -> str:
    return str(data.get(key, ""))


def _listed(value: Json, depth: int = 0) -> str:
    """Facts one below the other, indented by what they belong to."""
    indent = "  " * depth
    if isinstance(value, dict):
        lines = [_pair(key, item, depth) for key, item in value.items()]
        return "\n".join(lines)
    if isinstance(value, list | tuple):
        return "\n".join(_listed(item, depth) for item in value)
    return f"{indent}{_shown(value)}"


def _pair(key: str, item: Json, depth: int) -> str:
    indent = "  " * depth
    if isinstance(item, dict | list | tuple):
        return f"{indent}{_shown(key)}:\n{_listed(item, depth + 1)}"
    return f"{indent}{_shown(key)}: {_shown(item)}"


def _shown(value: Json) -> str:
    """One value; what others wrote loses whatever could move the cursor or hide something."""
    return plain(str(value), MAX_VALUE)
