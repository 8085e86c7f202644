"""Reads one template file and refuses it for any mistake, so that a form that loads also prints."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hardware.document import MAX_MAGNIFICATION, PLAIN, Align, Style
from hardware.printing.form_values import Field, FormError, names_in
from hardware.printing.form_when import ALWAYS, When, read_when

LANGUAGES = ("it", "en")
IS_FIRST = "is_first"  # given to the blocks of a repeat
MAX_FILE = 64_000
_KINDS: dict[str, tuple[str, ...]] = {
    # block type: its texts
    "text": ("text",),
    "columns": ("left", "right"),
    "rule": (),
    "total": ("left", "right"),
    "qr": ("data",),
    "barcode": ("data",),
    "logo": ("name", "text"),
    "blank": (),
    "cut": (),
    "repeat": (),
    "include": (),
}
_SETTINGS = {
    "text": {"style", "align", "indent"},
    "columns": {"style", "hang"},
    "rule": {"double"},
    "qr": {"module"},
    "blank": {"lines"},
    "repeat": {"over", "block"},
    "include": {"form"},
}
_STYLE = re.compile(r"(B?)(R?)(?:([1-8])x([1-8]))?")

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateBlock:
    """One block of a template; texts by language and part, each a tuple of phrases."""

    kind: str
    when: When = ALWAYS
    texts: Mapping[str, Mapping[str, Phrases]] = field(default_factory=dict)
    style: Style = PLAIN
    align: Align = Align.LEFT
    number: int = 0
    is_double: bool = False
    name: str = ""
    blocks: tuple["TemplateBlock", ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One template, checked."""

    id: str
    fields: Mapping[str, Field]
    blocks: tuple[TemplateBlock, ...]

    @property
    def includes(self) -> tuple[str, ...]:
        """Ids of the forms it includes."""
        return tuple(block.name for block in self.blocks if block.kind == "include")


def read_form(file_name: str, content: bytes) -> Form:
    """The form in a TOML file. Raises FormError for anything that is not exactly a template."""
    form_id = file_name.removesuffix(".toml")
    if len(content) > MAX_FILE:
        raise FormError(form_id, "file too large")
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise FormError(form_id, "not TOML") from error
    if table.keys() - {"values", "block"}:
        raise FormError(form_id, "unknown tables")
    fields = _fields(form_id, table.get("values", {}))
    return Form(form_id, fields, _Reader(form_id, fields).blocks(table.get("block"), fields))


def _fields(form_id: str, table: object) -> dict[str, Field]:
    if not isinstance(table, dict):
        raise FormError(form_id, "values is not a table")
    fields: dict[str, Field] = {}
    for name, kind in table.items():
        if isinstance(kind, dict):
            rows = tuple(_fields(form_id, kind).items())
            if any(row.kind == "list" for _, row in rows):
                raise FormError(form_id, f"{name} holds another list")
            fields[name] = Field("list", rows=rows)
        elif isinstance(kind, str) and kind.removesuffix("?") in ("text", "number", "flag"):
            fields[name] = Field(kind.removesuffix("?"), is_optional=kind.endswith("?"))
        else:
            raise FormError(form_id, f"{name} has no known kind")
    return fields


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the blocks of one form."""

    form_id: str
    fields: Mapping[str, Field]

    def blocks(self, tables: object, known: Mapping[str, Field]) -> tuple[TemplateBlock, ...]:
        if not isinstance(tables, list) or not tables:
            raise FormError(self.form_id, "no blocks")
        return tuple(self.block(table, known) for table in tables)

    def block(self, table: object, known: Mapping[str, Field]) -> TemplateBlock:
        if not isinstance(table, dict):
            raise FormError(self.form_id, "a block is not a table")
        kind = table.get("type")
        if not isinstance(kind, str) or kind not in _KINDS:
            raise FormError(self.form_id, "a block of unknown type")
        parts = _KINDS[kind]
        allowed = {"type", "when", *parts, *_SETTINGS.get(kind, set())}
        if table.keys() - allowed:
            raise FormError(self.form_id, f"{kind} does not know {sorted(table.keys() - allowed)}")
        when = read_when(self.form_id, self._str(table, "when"), known)
        if kind == "repeat":
            return self._repeat(table, when)
        return TemplateBlock(
            kind,
            when,
            {part: self._texts(table.get(part), known) for part in parts},
            self._style(self._str(table, "style")),
            self._align(self._str(table, "align") or "left"),
            self._number(table),
            table.get("double") is True,
            self._str(table, "form"),
        )

    def _repeat(self, table: Mapping[str, object], when: When) -> TemplateBlock:
        over = self._str(table, "over")
        rows = self.fields.get(over)
        if rows is None or rows.kind != "list":
            raise FormError(self.form_id, "repeat over something that is no list")
        blocks = self.blocks(table.get("block"), self._inside(rows))
        if any(block.kind in ("repeat", "include") for block in blocks):
            raise FormError(self.form_id, "repeat holds plain blocks only")
        return TemplateBlock("repeat", when, name=over, blocks=blocks)

    def _inside(self, rows: Field) -> dict[str, Field]:
        return {**self.fields, **dict(rows.rows), IS_FIRST: Field("flag")}

    def _str(self, table: Mapping[str, object], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise FormError(self.form_id, f"{key} is not a text")
        return value

    def _number(self, table: Mapping[str, object]) -> int:
        for key, low, high in (("indent", 0, 12), ("hang", 0, 12), ("module", 2, 12), ("lines", 1, 20)):
            value = table.get(key, 0)
            if value and (type(value) is not int or not low <= value <= high):
                raise FormError(self.form_id, f"{key} is out of range")
            if isinstance(value, int) and value:
                return value
        return 0

    def _style(self, mark: str) -> Style:
        found = _STYLE.fullmatch(mark)
        if found is None:
            raise FormError(self.form_id, f"style is B, R and a size up to {MAX_MAGNIFICATION}")
        return Style(bool(found[1]), bool(found[2]), int(found[3] or 1), int(found[4] or 1))

    def _align(self, word: str) -> Align:
        try:
            return Align(word)
        except ValueError:
            raise FormError(self.form_id, "align is left, centre or right") from None

    def _texts(self, value: object, known: Mapping[str, Field]) -> dict[str, Phrases]:
        if isinstance(value, dict):
            if value.keys() != set(LANGUAGES):
                raise FormError(self.form_id, f"a text must be in {LANGUAGES}")
            return {language: self._phrases(value[language], known) for language in LANGUAGES}
        return dict.fromkeys(LANGUAGES, self._phrases(value, known))

    def _phrases(self, value: object, known: Mapping[str, Field]) -> Phrases:
        phrases = tuple(self._strings(value))
        for name in frozenset().union(*(names_in(self.form_id, phrase) for phrase in phrases)):
            if name not in known or known[name].kind == "list":
                raise FormError(self.form_id, f"{name} is not declared")
        return phrases

    def _strings(self, value: object) -> Iterator[str]:
        for phrase in value if isinstance(value, list) else [value]:
            if not isinstance(phrase, str):
                raise FormError(self.form_id, "a text is missing")
            yield phrase
