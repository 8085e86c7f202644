"""Holds a refusal of a real process to its words: a known code, said in both languages, each in its own."""

from app.adapters.locale import Language
from app.bootstrap.words import wording_in
from app.demo.crew import Facts
from app.demo.outside import as_facts
from app.domain.errors import Code

LANGUAGES: tuple[Language, ...] = ("it", "en")


def refusal(facts: Facts) -> str:
    """The code of a refusal that both languages have words for; fails for any other answer."""
    assert facts["event"] == "refused", facts
    return worded(str(facts["code"]), as_facts(facts["details"]))


def worded(code: str, given: Facts) -> str:
    """The code, if it is one of ours and both languages say what happened and what to do next."""
    details = {name: value for name, value in given.items() if isinstance(value, str | int | bool)}
    explained = [wording_in(language).explain(Code(code), details) for language in LANGUAGES]
    said = [words for explanation in explained for words in (explanation.what, explanation.next)]
    assert all(said), said
    assert len({explanation.what for explanation in explained}) == len(LANGUAGES), said
    assert "{" not in "".join(said), said
    return code
