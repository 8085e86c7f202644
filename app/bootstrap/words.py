"""The words of one language, ready for whoever shows them."""

from app.adapters.locale import Language
from app.adapters.shop_formats import ShopFormats
from app.adapters.texts import read_texts
from app.presentation.wording import Wording


def wording_in(language: Language) -> Wording:
    """The installation's texts in that language. Problem(INTERNAL) when there are none."""
    return Wording(language, read_texts(language), ShopFormats(language))
