"""The shipped catalogues as the tests see them."""

from collections.abc import Mapping
from functools import cache

from app.adapters.shop_formats import ShopFormats
from app.adapters.texts import read_catalogues, read_texts
from app.presentation.detail_words import Known
from app.presentation.wording import Wording

LANGUAGES = ("it", "en")
KNOWN = Known(stores={"MI01": "Milano Corso Vercelli"}, operators={"op-07": "Sara L. (07)"})


@cache
def messages(language: str) -> Mapping[str, tuple[str, ...]]:
    """Every text by id, plural forms in order."""
    found: dict[str, tuple[str, ...]] = {}
    for catalogue in read_catalogues(language).values():
        for message in catalogue:
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                texts = message.string or ""
                found[key] = (texts,) if isinstance(texts, str) else tuple(texts)
    return found


def wording(language: str) -> Wording:
    """Wording of the sample chain."""
    formats = ShopFormats("it") if language == "it" else ShopFormats("en")
    return Wording(language, read_texts(language), formats, KNOWN)
