"""The words of one language, ready for whoever shows them."""

from app.adapters.locale import Language
from app.adapters.shop_formats import ShopFormats
from app.adapters.texts import read_texts
from app.presentation.detail_words import Known
from app.presentation.wording import NOBODY, Wording


def wording_in(language: Language, known: Known = NOBODY) -> Wording:
    """The installation's texts in that language; `known` names stores and people. Problem(INTERNAL)."""
    return Wording(language, read_texts(language), ShopFormats(language), known)
