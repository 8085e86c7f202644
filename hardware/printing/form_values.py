"""What may be put on a form: named texts, numbers, flags and lists of such records, checked by kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

MAX_TEXT = 2_000
MAX_ROWS = 1_000

Scalar: TypeAlias = str | int | bool
Row: TypeAlias = Mapping[str, Scalar]
Values: TypeAlias = Mapping[str, Scalar | Sequence[Row]]

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]{0,40})\}|[{}]")
_EMPTY: dict[str, Scalar] = {"text": "", "number": 0, "flag": False}
_TYPES: dict[str, type] = {"text": str, "number": int, "flag": bool}


class FormError(Exception):
    """A template or the values for it are wrong: our bug or a damaged file, never the customer's."""

    def __init__(self, form_id: str, detail: str) -> None:
        """Names the form; `detail` names fields, never their content."""
        super().__init__(f"{form_id}: {detail}")
        self.form_id = form_id


@dataclass(frozen=True, slots=True)
class Field:
    """Kind of one value; `rows` holds the fields of each record when the kind is `list`."""

    kind: str
    is_optional: bool = False
    rows: tuple[tuple[str, "Field"], ...] = ()


def names_in(form_id: str, text: str) -> frozenset[str]:
    """Names a template text uses. Raises FormError for a brace that is no plain `{name}`."""
    names: set[str] = set()
    for found in _PLACEHOLDER.finditer(text):
        if found.group() in ("{", "}"):
            raise FormError(form_id, "a brace that is neither {name} nor doubled")
        if found.group(1):
            names.add(found.group(1))
    return frozenset(names)


def filled(text: str, values: Mapping[str, Scalar]) -> str:
    """Puts values in by name; what a value contains is never looked at again."""

    def put(found: re.Match[str]) -> str:
        name = found.group(1)
        return str(values[name]) if name else found.group()[0]

    return _PLACEHOLDER.sub(put, text)


def checked(
    form_id: str, fields: Mapping[str, Field], values: Values
) -> dict[str, Scalar | tuple[dict[str, Scalar], ...]]:
    """The values of a form, complete and of the right kinds. Raises FormError otherwise."""
    unknown = values.keys() - fields.keys()
    if unknown:
        raise FormError(form_id, f"unknown values {sorted(unknown)}")
    result: dict[str, Scalar | tuple[dict[str, Scalar], ...]] = {}
    for name, field in fields.items():
        value = values.get(name)
        if field.kind == "list":
            result[name] = _rows(form_id, name, field, value)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            raise FormError(form_id, f"{name} is not a list")
        else:
            result[name] = _scalar(form_id, name, field, value)
    return result


def _rows(
    form_id: str, name: str, field: Field, value: Scalar | Sequence[Row] | None
) -> tuple[dict[str, Scalar], ...]:
    if value is None and field.is_optional:
        return ()
    if value is None or isinstance(value, (str, int)) or len(value) > MAX_ROWS:
        raise FormError(form_id, f"{name} must be a list of at most {MAX_ROWS}")
    fields = dict(field.rows)
    rows: list[dict[str, Scalar]] = []
    for row in value:
        if row.keys() - fields.keys():
            raise FormError(form_id, f"unknown values in {name}")
        rows.append({key: _scalar(form_id, key, kind, row.get(key)) for key, kind in fields.items()})
    return tuple(rows)


def _scalar(form_id: str, name: str, field: Field, value: Scalar | None) -> Scalar:
    if value is None:
        if not field.is_optional:
            raise FormError(form_id, f"{name} is missing")
        return _EMPTY[field.kind]
    if type(value) is not _TYPES[field.kind]:
        raise FormError(form_id, f"{name} is not a {field.kind}")
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise FormError(form_id, f"{name} is too long")
    return value
