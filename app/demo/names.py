"""The invented names people of the demo get, and how a name looks in an e-mail address."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TypedDict, cast


class PlantedPerson(TypedDict):
    """Somebody the examples name, and the shop nearest to their home."""

    given: str
    family: str
    home: str


class StaffEntry(TypedDict):
    """An operator as written in the file."""

    name: str
    number: str
    role: str
    stores: list[str]
    pin: str


class NameData(TypedDict):
    """The whole file of people."""

    given_f: list[str]
    given_m: list[str]
    family: list[str]
    double_family: list[str]
    planted: list[PlantedPerson]
    staff: list[StaffEntry]


@cache
def name_data() -> NameData:
    """The file, read once."""
    text = files("app.demo").joinpath("data/people.toml").read_text(encoding="utf-8")
    return cast(NameData, tomllib.loads(text))


def mail_name(text: str) -> str:
    """A name as it stands in an e-mail address: plain lower-case letters only."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in plain if sign.isascii() and sign.isalpha())
