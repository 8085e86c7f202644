"""Turns one template block and the values in scope into blocks of a print document."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hardware.document import Barcode, Blank, Block, Columns, Cut, Logo, Qr, Rule, Text, Total
from hardware.printing.form_reader import IS_FIRST, LANGUAGES, TemplateBlock
from hardware.printing.form_values import FormError, Scalar, filled

Included = Callable[[str], Iterable[TemplateBlock]]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a block may use, and the language it speaks."""

    form_id: str
    language: str
    values: Mapping[str, Scalar | tuple[dict[str, Scalar], ...]]

    def __post_init__(self) -> None:
        """Raises FormError for a language no template has."""
        if self.language not in LANGUAGES:
            raise FormError(self.form_id, "no such language")

    def phrases(self, block: TemplateBlock, part: str) -> tuple[str, ...]:
        """The texts of one part, filled."""
        scalars = {name: value for name, value in self.values.items() if not isinstance(value, tuple)}
        return tuple(filled(phrase, scalars) for phrase in block.texts[part][self.language])

    def text(self, block: TemplateBlock, part: str) -> str:
        """The phrases of one part as one text."""
        return " ".join(self.phrases(block, part))

    def rows(self, name: str) -> Iterable["Scope"]:
        """One scope for each record of a list; its fields hide outer names, `is_first` is added."""
        rows = self.values[name]
        for index, row in enumerate(rows if isinstance(rows, tuple) else ()):
            yield Scope(self.form_id, self.language, {**self.values, **row, IS_FIRST: index == 0})


def fill_block(block: TemplateBlock, scope: Scope, included: Included) -> list[Block]:
    """The document blocks of a template block: none when its condition does not hold."""
    if not block.when.holds(scope.values):
        return []
    if block.kind == "repeat":
        rows = scope.rows(block.name)
        return [made for row in rows for part in block.blocks for made in fill_block(part, row, included)]
    if block.kind == "include":
        return [made for part in included(block.name) for made in fill_block(part, scope, included)]
    return [_MAKERS[block.kind](block, scope)]


_MAKERS: dict[str, Callable[[TemplateBlock, Scope], Block]] = {
    "text": lambda b, s: Text(s.phrases(b, "text"), b.style, b.align, b.number),
    "columns": lambda b, s: Columns(s.text(b, "left"), s.text(b, "right"), b.style, b.number),
    "rule": lambda b, _: Rule(b.is_double),
    "total": lambda b, s: Total(s.text(b, "left"), s.text(b, "right")),
    "qr": lambda b, s: Qr(s.text(b, "data"), b.number or 6),
    "barcode": lambda b, s: Barcode(s.text(b, "data")),
    "logo": lambda b, s: Logo(s.text(b, "name"), s.text(b, "text")),
    "blank": lambda b, _: Blank(b.number or 1),
    "cut": lambda _, __: Cut(),
}
