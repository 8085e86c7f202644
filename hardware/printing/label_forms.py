"""Label forms: TOML files of fields in millimetres, filled with named values in one language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from hardware.document import Align
from hardware.label import Label, LabelCode128, LabelEan13, LabelField, LabelQr, LabelText
from hardware.printing.form_reader import LANGUAGES, MAX_FILE
from hardware.printing.form_values import Field, FormError, Scalar, checked, filled, names_in
from hardware.printing.forms import TemplateFolder

Words: TypeAlias = str | dict[str, str]


class _Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Where a field lies."""

    x: float
    y: float
    width: float


class _Text(_Place, frozen=True, tag="text"):
    height: float
    text: Words
    lines: int = 1
    align: Align = Align.LEFT
    fit: bool = False

    def __post_init__(self) -> None:
        """ValueError for one that fits and is broken too: it can be one of the two."""
        if self.fit and self.lines != 1:
            raise ValueError("fit is of one line")


class _Code128(_Place, frozen=True, tag="code128"):
    height: float
    data: str


class _Ean13(_Place, frozen=True, tag="ean13"):
    height: float
    data: str


class _Qr(_Place, frozen=True, tag="qr"):
    data: str


_AnyField: TypeAlias = _Text | _Code128 | _Ean13 | _Qr


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    width: float
    height: float
    values: dict[str, str]
    field: tuple[_AnyField, ...]


@dataclass(frozen=True, slots=True)
class LabelForms:
    """The label forms of one installation, by id; immutable, may be used from any thread."""

    forms: Mapping[str, _File]

    @staticmethod
    def read(folder: TemplateFolder) -> "LabelForms":
        """Reads every `*.toml` of the folder. Raises FormError for one with any mistake."""
        files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
        return LabelForms({f.name.removesuffix(".toml"): _read(f.name, f.read_bytes()) for f in files})

    def fill(self, form_id: str, language: str, values: Mapping[str, Scalar]) -> Label:
        """The label of this form in `language` (`it` or `en`); a field whose code is empty is left out.

        Raises FormError for an unknown form or language, a value missing, unknown or of another kind.
        """
        form = self.forms.get(form_id)
        if form is None or language not in LANGUAGES:
            raise FormError(form_id, "no such form or language")
        texts = {name: str(value) for name, value in checked(form_id, _fields(form), values).items()}
        placed = (_placed(field, language, texts) for field in form.field)
        return Label(form.width, form.height, tuple(field for field in placed if field is not None))


def _read(name: str, content: bytes) -> _File:
    form_id = name.removesuffix(".toml")
    if len(content) > MAX_FILE:
        raise FormError(form_id, "file too large")
    try:
        form = msgspec.convert(tomllib.loads(content.decode()), _File)
    except (ValueError, RecursionError) as error:
        raise FormError(form_id, "not a label form") from error
    used = {name for field in form.field for text in _texts(field) for name in names_in(form_id, text)}
    if used != form.values.keys() or set(form.values.values()) - {"text", "text?", "number"}:
        raise FormError(form_id, "values and the texts that use them differ")
    said = (field.text for field in form.field if isinstance(field, _Text))
    if any(isinstance(text, dict) and set(text) != set(LANGUAGES) for text in said):
        raise FormError(form_id, "a text in other languages than ours")
    try:
        empty = dict.fromkeys(form.values, "")
        Label(form.width, form.height, tuple(filter(None, (_placed(f, "it", empty) for f in form.field))))
    except ValueError as error:
        raise FormError(form_id, "a field reaches beyond the label") from error
    return form


def _fields(form: _File) -> dict[str, Field]:
    return {name: Field(kind.removesuffix("?"), kind.endswith("?")) for name, kind in form.values.items()}


def _texts(field: _AnyField) -> tuple[str, ...]:
    if not isinstance(field, _Text):
        return (field.data,)
    return tuple(field.text.values()) if isinstance(field.text, dict) else (field.text,)


def _placed(field: _AnyField, language: str, texts: Mapping[str, str]) -> LabelField | None:
    if isinstance(field, _Text):
        words = field.text if isinstance(field.text, str) else field.text[language]
        text = filled(words, texts)
        return LabelText(field.x, field.y, field.width, field.height, text, field.lines, field.align, field.fit)
    data = filled(field.data, texts)
    match field:
        case _ if not data:
            return None
        case _Code128():
            return LabelCode128(field.x, field.y, field.width, field.height, data)
        case _Ean13():
            return LabelEan13(field.x, field.y, field.width, field.height, data)
        case _Qr():
            return LabelQr(field.x, field.y, field.width, data)
