"""HTML as values: every text and every attribute is escaped where it goes in, and nowhere else."""

from dataclasses import dataclass
from html import escape

VOID = frozenset({"input", "meta", "br"})


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that is whole; made by `el` and `raw` only."""

    text: str


def el(tag: str, *inside: Html | str | None, **attributes: str | bool | None) -> Html:
    """An element. An attribute that is True stands without a value, one that is False or None is left out; `_` in
    its name is `-`, and one at its end is dropped (`class_`, `for_`)."""
    parts = [tag]
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        name_ = name.rstrip("_").replace("_", "-")
        parts.append(name_ if value is True else f'{name_}="{escape(str(value))}"')
    opened = f"<{' '.join(parts)}>"
    if tag in VOID:
        return Html(opened)
    return Html(f"{opened}{joined(*inside).text}</{tag}>")


def joined(*pieces: Html | str | None) -> Html:
    """Pieces one after the other; None is nothing."""
    found = (piece for piece in pieces if piece is not None)
    return Html("".join(piece.text if isinstance(piece, Html) else escape(piece) for piece in found))


def raw(text: str) -> Html:
    """Markup of our own making: a style sheet, a drawing. Never anything that came from outside."""
    return Html(text)
