"""The recorded answers, and what the schema says a question may contain."""

import json
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_HERE = Path(__file__).parent / "recorded"
_LINES = re.compile(r"/wc/v3/orders/[0-9]+/refunds")


@cache
def _rows(name: str) -> tuple[Json, ...]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def exchanges() -> list[Json]:
    """Every recorded question with its answer, in the order they happened."""
    return deepcopy([*_rows("exchanges.jsonl")])


def deliveries() -> list[tuple[dict[str, str], bytes]]:
    """Every recorded webhook call, as headers (by lower-case names) and raw body."""
    return [
        ({name.lower(): value for name, value in row["headers"].items()}, row["body"].encode())
        for row in _rows("webhooks.jsonl")
    ]


def answer(method: str, path: str, status: int = 200, nth: int = 0) -> Any:
    """The body of the n-th recorded answer to that question, to be changed freely."""
    found = [
        row["response"]
        for row in _rows("exchanges.jsonl")
        if (row["method"], row["path"], row["status"]) == (method, path, status)
    ]
    return deepcopy(found[nth])


@cache
def _schema() -> dict[re.Pattern[str], Json]:
    routes: dict[str, Json] = json.loads((_HERE / "schema.json").read_text(encoding="utf-8"))
    return {re.compile(route): methods for route, methods in routes.items()}


def objections(method: str, path: str, query: dict[str, str], body: Json) -> list[str]:
    """What the schema has against a question: a route, an argument or a value it does not know.

    The lines of a refund are read-only in the schema and yet were taken in the recording.
    """
    known = next((methods.get(method) for route, methods in _schema().items() if route.fullmatch(path)), None)
    if known is None:
        return [f"no route {method} {path}"]
    given: Json = {**query, **body}
    if _LINES.fullmatch(path):
        given.pop("line_items", None)
    return [text for name, value in given.items() for text in _objection(name, value, known.get(name))]


def _objection(name: str, value: Any, wanted: Json | None) -> list[str]:
    if wanted is None:
        return [f"no argument {name}"]
    if "maximum" in wanted and int(value) > wanted["maximum"]:
        return [f"{name} above {wanted['maximum']}"]
    if "enum" in wanted and any(part not in wanted["enum"] for part in str(value).split(",")):
        return [f"{name} is no {value}"]
    parts = wanted.get("items", {}).get("properties")
    unknown = (
        {key for entry in value for key in entry} - {*parts, "id"} if parts and isinstance(value, list) else set()
    )
    return [f"no {name}.{key}" for key in unknown]
