"""The words of one language, ready for whoever shows them."""

from collections.abc import Mapping

from app.adapters.locale import Language
from app.adapters.shop_formats import ShopFormats
from app.adapters.texts import read_texts
from app.contract.rows import StoreConfig
from app.domain.errors import Problem
from app.presentation.detail_words import Known
from app.presentation.wording import NOBODY, Wording


def names_in(config: StoreConfig) -> Known:
    """Names for the ids that refusals carry, as the store's configuration has them."""
    stores = {config.store: config.name, **config.stores}
    operators = {staff.id: staff.name for staff in config.staff}
    devices = {device.id: device.name for device in config.devices if device.name}
    return Known(stores=stores, operators=operators, devices=devices)


def wording_in(language: Language, known: Known = NOBODY) -> Wording:
    """The installation's texts in that language; `known` names stores and people. Problem(INTERNAL)."""
    return Wording(language, read_texts(language), ShopFormats(language), known)


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of whoever starts a program without saying one: English when the system's is, else Italian."""
    spoken = next((text for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (text := environment.get(name))), "")
    return "en" if spoken.lower().startswith("en") else "it"


def told(problem: Problem, language: Language) -> str:
    """A problem at the start as one line: what, the next step, the code for who looks it up."""
    explained = wording_in(language).explain_problem(problem)
    return f"bancone: {explained.what} {explained.next} [{problem.code}]"
