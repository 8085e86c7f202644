"""The customers of the sample chain: invented people with contact, card, consents, sizes and habits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo.chain_dice import Dice, ean13, uuid7_of
from app.demo.chain_stores import CONSENT_TEXT, SHOPS
from app.demo.names import NameData, mail_name, name_data
from app.domain.customers import Consent, Customer, Note
from app.domain.values import CustomerId, OperatorId, StoreId

PEOPLE = 540
# Prefixes 20-29 are for numbers a retailer gives out itself (GS1 General Specifications §2.1.14).
CARD_PREFIX = "2960"
# No Italian operator has 318, so nobody answers there.
PHONE_PREFIX = "+39318"
OLD_TEXTS = ("2023-1", "2024-2")
LEVELS = (("Base", 0, 400), ("Argento", 400, 1000), ("Oro", 1000, 3200))
PREFERENCES = (
    "Preferisce il ritiro in negozio",
    "Avvisare con un messaggio, non con una chiamata",
    "Corre su strada",
    "Corre in montagna",
    "Cerca scarpe a pianta larga",
    "Niente lana",
    "Ritira in auto",
)
NOTES = (
    "Chiede sempre la ricevuta di cortesia.",
    "Allena una squadra: compra palloni a settembre.",
    "Ha provato la Aurora 3: mezzo numero in più.",
    "Ritira spesso la sorella con delega.",
    "Preferisce parlare con Sara.",
)


@dataclass(frozen=True, slots=True)
class _Person:
    given: str
    family: str
    home: StoreId


def _people(data: NameData, dice: Dice) -> list[_Person]:
    people = [_Person(entry["given"], entry["family"], StoreId(entry["home"])) for entry in data["planted"]]
    taken = {(person.given, person.family) for person in people}
    while len(people) < PEOPLE:
        given = dice.pick(data["given_f"] if dice.chance(55) else data["given_m"])
        family = dice.pick(data["double_family"] if dice.chance(4) else data["family"])
        if (given, family) not in taken:
            taken.add((given, family))
            people.append(_Person(given, family, dice.pick(SHOPS)))
    return people


def build_customers(seed: int, now_at: datetime) -> tuple[Customer, ...]:
    """Everybody, the planted people first; phones, e-mails and cards are unique."""
    data = name_data()
    dice = Dice(seed, "people")
    phones = dice.some(range(1_000_000, 10_000_000, 1009), PEOPLE)
    mails: set[str] = set()
    return tuple(
        _customer(dice, now_at, person, number=number, phone=phones[number - 1] + dice.below(1000), mails=mails)
        for number, person in enumerate(_people(data, dice), 1)
    )


def _mail(dice: Dice, person: _Person, taken: set[str]) -> str:
    base = f"{mail_name(person.given)}.{mail_name(person.family)}"
    address = f"{base}@{dice.pick(('example.it', 'example.com'))}"
    if address in taken:
        address = address.replace("@", f"{dice.between(60, 99)}{len(taken)}@")
    taken.add(address)
    return address


def _customer(
    dice: Dice, now_at: datetime, person: _Person, *, number: int, phone: int, mails: set[str]
) -> Customer:
    since_at = dice.ago(now_at, 40 * 86_400, 2200 * 86_400)
    level, low, high = LEVELS[dice.pick((0, 0, 0, 1, 1, 2))]
    is_member = number <= len(SHOPS) * 5 or dice.chance(85)
    return Customer(
        id=CustomerId(uuid7_of(since_at, dice)),
        given_name=person.given,
        family_name=person.family,
        phone=f"{PHONE_PREFIX}{phone}",
        email=_mail(dice, person, mails),
        card=ean13(f"{CARD_PREFIX}{number * 61:08d}") if is_member else "",
        home_store=person.home,
        loyalty_level=level if is_member else "",
        loyalty_points=dice.between(low, high) if is_member else 0,
        since_at=since_at,
        consents=_consents(dice, since_at, now_at),
        sizes=_sizes(dice),
        preferences=tuple(dice.some(PREFERENCES, dice.below(3))),
        notes=(_note(dice, since_at + (now_at - since_at) / 2, person.home),) if dice.chance(12) else (),
        platform_ref=f"customer-{1000 + number}",
    )


def _consents(dice: Dice, since_at: datetime, now_at: datetime) -> tuple[Consent, ...]:
    """Marketing, profiling, third parties: never given by default, sometimes taken back (art. 7 GDPR)."""
    consents: list[Consent] = []
    for purpose, percent in (("marketing", 45), ("profiling", 25), ("third_parties", 6)):
        is_given = dice.chance(percent)
        if not is_given and dice.chance(50):
            continue
        at = since_at + timedelta(days=0 if is_given else dice.below(max(1, (now_at - since_at).days)))
        channel = dice.pick(("site", "app", "shop"))
        consents.append(Consent(purpose, is_given, at, channel, dice.pick((*OLD_TEXTS, CONSENT_TEXT))))
    return tuple(consents)


def _note(dice: Dice, at: datetime, store: StoreId) -> Note:
    return Note(f"note-{uuid7_of(at, Dice(0, store))}", dice.pick(NOTES), at, OperatorId("op-07"), store)


def _sizes(dice: Dice) -> dict[str, str]:
    sizes = {"shoe": str(dice.between(36, 46)), "top": dice.pick(("XS", "S", "M", "L", "XL"))}
    if dice.chance(60):
        sizes["trousers"] = dice.pick(("S", "M", "L", "XL"))
    return sizes
