"""Each mock-up beside its screen, with every difference that is meant: what is not said there is a defect."""

import html
from dataclasses import dataclass

STYLE = "img{width:49%;border:1px solid #ccc;vertical-align:top}body{font-family:sans-serif;margin:24px}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A mock-up, the picture of the same screen, and why they differ."""

    mockup: str
    screen: str
    differences: tuple[str, ...]


PAIRS: tuple[Pair, ...] = ()


def compare() -> str:
    """The page."""
    return "\n".join(
        (f'<!doctype html><meta charset="utf-8"><title>Bancone</title><style>{STYLE}</style>', *map(_pair, PAIRS))
    )


def _pair(pair: Pair) -> str:
    said = "".join(f"<li>{html.escape(words)}</li>" for words in pair.differences)
    pictures = f'<img src="mockup-{pair.mockup}.png"> <img src="{pair.screen}-1366-it-light.png">'
    return f"<h2>{html.escape(pair.screen)}</h2>\n{pictures}\n<ul>{said}</ul>"
