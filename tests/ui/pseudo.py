"""A language nobody speaks: the Italian texts with accents and two fifths longer, made while the test runs."""

import re

from app.adapters.shop_formats import ShopFormats
from app.adapters.texts import read_texts
from app.presentation.phrases import Texts
from app.presentation.wording import Wording
from tests.ui.bench import NAMES

SHORT, RAIL_LETTERS = 20, 10
_ACCENTS = str.maketrans("aeiouAEIOU", "àèìòùÀÈÌÒÙ")
_PARTS = re.compile(r"(\{[^{}]*\})")


def longer(text_id: str, text: str) -> str:
    """The text with accents and more of it; names of values stay. The rail's words are short in any language."""
    parts = [part if part.startswith("{") else part.translate(_ACCENTS) for part in _PARTS.split(text)]
    plain = sum(len(part) for part in parts if not part.startswith("{"))
    more = -(-plain * 2 // 5)
    if text_id.startswith("rail."):
        more = max(0, min(more, RAIL_LETTERS - plain))
    if plain < SHORT:
        return "".join(parts) + "ò" * more
    return "".join(parts) + (" ùltèrìòrì" * more)[:more].rstrip()


class LongTexts:
    """Another catalogue's texts, longer."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def text(self, text_id: str) -> str | None:
        """See the port."""
        found = self._texts.text(text_id)
        return None if found is None else longer(text_id, found)

    def plural(self, text_id: str, n: int) -> str | None:
        """See the port."""
        found = self._texts.plural(text_id, n)
        return None if found is None else longer(text_id, found)


def long_wording() -> Wording:
    """Everything the screens say, in that language."""
    return Wording("it", LongTexts(read_texts("it")), ShopFormats("it"), NAMES)
